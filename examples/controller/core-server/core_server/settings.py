"""What the environment decides: one variable, read once."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url

from core_server.errors import StartError

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
"""The folder that both servers take their migrations from."""


@dataclass(frozen=True)
class Settings:
    database: URL


def read_network_file() -> Path | None:
    """`CORE_NETWORK_FILE`, a file of the machines that were seen; without it none were."""
    file = os.environ.get("CORE_NETWORK_FILE", "")
    return Path(file) if file else None


def read_settings() -> Settings:
    """Reads `CORE_DATABASE_URL`; raises StartError with a sentence for the user."""
    url = os.environ.get("CORE_DATABASE_URL", "")
    if url.startswith("sqlite:///"):
        # SQLAlchemy takes three slashes for a relative path, the Rust server does not.
        # Here, as there, the path is absolute however many slashes lead to it.
        path = "/" + url.removeprefix("sqlite:///").lstrip("/")
        return Settings(database=URL.create("sqlite", database=path))
    if url.startswith("postgresql://"):
        return Settings(database=make_url(url).set(drivername="postgresql+psycopg"))
    raise StartError(
        "Set CORE_DATABASE_URL to sqlite:/// and the absolute path of a database, "
        "or to a URL that begins with postgresql://."
    )
