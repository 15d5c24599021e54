"""The application, put together."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy import Engine

from core_server.api import api_router, health
from core_server.db import create_session_factory
from core_server.errors import answer_validation_error


def create_app(engine: Engine) -> FastAPI:
    # The contract is exported by the Rust server, so this one serves none.
    # A path has one spelling: no redirect to the form with or without a slash.
    app = FastAPI(
        title="core-server",
        openapi_url=None,
        redirect_slashes=False,
        exception_handlers={RequestValidationError: answer_validation_error},
    )
    app.state.session_factory = create_session_factory(engine)
    app.include_router(health.router)
    app.include_router(api_router)
    return app
