"""What goes wrong: at the start, told to a person, and in a request, told to a client."""

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json


class StartError(Exception):
    """A full sentence that says what to do; shown as it is, without a traceback."""


async def answer_validation_error(_request: Request, error: RequestValidationError) -> Response:
    """FastAPI's own answer, but spelt by pydantic like every other.

    FastAPI's fails with 500 where the input holds an infinity, as `1e400` is to Python.
    """
    content = to_json({"detail": error.errors()}, inf_nan_mode="null")
    return Response(content, status_code=422, media_type="application/json")
