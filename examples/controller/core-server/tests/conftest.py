"""A server on a database of its own, with the rows of the seed."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import URL, Engine

from core_server.app import create_app
from core_server.db import create_database_engine
from core_server.migrate import migrate

EXAMPLE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; each test works on a copy."""
    file = tmp_path_factory.mktemp("migrated") / "test.db"
    engine = create_database_engine(URL.create("sqlite", database=str(file)))
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def engine(migrated_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """Migrated, and without rows."""
    file = shutil.copy(migrated_file, tmp_path)
    engine = create_database_engine(URL.create("sqlite", database=str(file)))
    yield engine
    engine.dispose()


@pytest.fixture
def client(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Nobody is logged in."""
    monkeypatch.setenv("CORE_NETWORK_FILE", str(EXAMPLE / "network" / "seen.json"))
    database = sqlite3.connect(str(engine.url.database))
    database.executescript((EXAMPLE / "seed" / "seed.sql").read_text(encoding="utf-8"))
    database.close()
    with TestClient(create_app(engine)) as client:
        yield client


@pytest.fixture
def admin(client: TestClient) -> TestClient:
    """By the session of a login."""
    answer = client.post(
        "/api/auth/login", json={"username": "admin", "password": "harbour-master"}
    )
    client.cookies.clear()
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return client


@pytest.fixture
def operator(client: TestClient) -> TestClient:
    """By a token for programs."""
    client.headers["Authorization"] = f"Bearer core_{'2' * 40}"
    return client


@pytest.fixture
def viewer(client: TestClient) -> TestClient:
    """By a token for programs."""
    client.headers["Authorization"] = f"Bearer core_{'3' * 40}"
    return client
