from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from core_server.db import create_database_engine
from core_server.errors import StartError
from core_server.migrate import migrate, require_migrated
from core_server.network import list_seen
from core_server.settings import MIGRATIONS, read_settings


def test_migrations_are_applied_once_and_in_order(tmp_path: Path) -> None:
    engine = create_database_engine(URL.create("sqlite", database=str(tmp_path / "new.db")))
    with pytest.raises(StartError, match=r"lacks the migrations 0001_accounts, "):
        require_migrated(engine, engine.url)
    assert migrate(engine) == sorted(file.stem for file in MIGRATIONS.glob("*.sql"))
    assert migrate(engine) == []
    require_migrated(engine, engine.url)
    engine.dispose()


def test_foreign_keys_are_enforced_on_each_connection(engine: Engine) -> None:
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("sqlite:///srv/a.db", "sqlite:////srv/a.db"),
        ("sqlite:////srv/a.db", "sqlite:////srv/a.db"),
        ("postgresql://u:p@host:5432/x", "postgresql+psycopg://u:***@host:5432/x"),
    ],
)
def test_a_database_is_named_by_its_url(
    monkeypatch: pytest.MonkeyPatch, url: str, read: str
) -> None:
    monkeypatch.setenv("CORE_DATABASE_URL", url)
    assert str(read_settings().database) == read


@pytest.mark.parametrize("url", ["", "mysql://x", "controller.db"])
def test_another_url_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("CORE_DATABASE_URL", url)
    with pytest.raises(StartError, match=r"^Set CORE_DATABASE_URL to .*\.$"):
        read_settings()


def test_a_file_of_machines_that_cannot_be_read_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "seen.json"
    file.write_text('[{"mac": 7}]')
    monkeypatch.setenv("CORE_NETWORK_FILE", str(file))
    with pytest.raises(StartError, match=r"^Cannot read the machines of "):
        list_seen()
