"""The database: engine, session per request, and the column types that both servers read."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic_core import from_json, to_json
from sqlalchemy import URL, Dialect, Engine, Text, TypeDecorator, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from core_server.clock import to_utc


def create_database_engine(database: URL) -> Engine:
    engine = create_engine(database)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", enforce_foreign_keys)
    return engine


def enforce_foreign_keys(connection: Any, _record: Any) -> None:
    """SQLite looks at them only where it is told so, on each connection."""
    connection.execute("PRAGMA foreign_keys = ON")


def create_session_factory(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


def open_session(request: Request) -> Iterator[Session]:
    """One session a request; what is not committed is rolled back."""
    with request.app.state.session_factory() as session:
        yield session


DatabaseSession = Annotated[Session, Depends(open_session)]


class UtcTime(TypeDecorator[datetime]):
    """RFC 3339 in UTC, always with six digits of a second, so that text order is time order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return to_utc(value).isoformat(timespec="microseconds").replace("+00:00", "Z")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class JsonText(TypeDecorator[Any]):
    """Compact JSON, spelt by pydantic, whose numbers read as the Rust server writes them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return to_json(value, inf_nan_mode="null").decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else from_json(value)


class DecimalText(TypeDecorator[Decimal]):
    """A decimal as it was given: `1.50` is not `1.5`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)
