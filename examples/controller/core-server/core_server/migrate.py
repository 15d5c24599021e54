"""Applies the shared migrations, and tells which are missing."""

from pathlib import Path

from sqlalchemy import URL, Engine, inspect, text

from core_server.errors import StartError
from core_server.settings import MIGRATIONS


def migrate(engine: Engine) -> list[str]:
    """Applies each missing migration in a transaction of its own; returns their names."""
    missing = list_missing_migrations(engine)
    connection = engine.raw_connection()
    # Only SQLite's driver has a call of its own for more than one statement.
    run_script = getattr(connection, "executescript", None) or connection.cursor().execute
    try:
        for file in missing:
            # A file that fails halfway leaves the transaction open, and closing undoes it.
            run_script(f"BEGIN;\n{file.read_text(encoding='utf-8')}\nCOMMIT;")
    finally:
        connection.close()
    return [file.stem for file in missing]


def require_migrated(engine: Engine, database: URL) -> None:
    """Raises StartError if the database lacks a migration."""
    missing = [file.stem for file in list_missing_migrations(engine)]
    if missing:
        raise StartError(
            f"The database {database} lacks the migrations {', '.join(missing)}; "
            "run `python -m core_server migrate` first."
        )


def list_missing_migrations(engine: Engine) -> list[Path]:
    applied = read_applied_versions(engine)
    files = sorted(MIGRATIONS.glob("*.sql"))
    return [file for file in files if version_of(file) not in applied]


def read_applied_versions(engine: Engine) -> set[str]:
    if not inspect(engine).has_table("schema_migrations"):
        return set()
    with engine.connect() as connection:
        return set(connection.scalars(text("SELECT version FROM schema_migrations")))


def version_of(file: Path) -> str:
    """`0002_nodes.sql` → `0002`, as the file records itself."""
    return file.stem.split("_", maxsplit=1)[0]
