"""Fixtures that give a fresh store on each engine, so that one test is run on both.

A folder's ``conftest.py`` imports them from here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from serving.store.opening import Store, open_store
from tests.lib.postgres import PostgresServer, fast_disk, find_binaries, running_postgres

__all__ = ["an_engine", "empty_postgres", "postgres_server", "store", "store_url"]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A private PostgreSQL server, started when first needed."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql)")
    with running_postgres(binaries) as server:
        yield server


@pytest.fixture
def empty_postgres(postgres_server: PostgresServer) -> str:
    """The address of a PostgreSQL database without any tables."""
    plain = postgres_server.url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return postgres_server.url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def an_engine(request: pytest.FixtureRequest) -> str:
    """``sqlite``, then ``postgresql``."""
    return str(request.param)


@pytest.fixture
def store_url(an_engine: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of each engine."""
    if an_engine == "postgresql":
        yield request.getfixturevalue("empty_postgres")
        return
    with tempfile.TemporaryDirectory(prefix="missing-risk-", dir=fast_disk()) as folder:
        yield f"sqlite:///{Path(folder) / 'force.db'}"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A new store, open for writing, of each engine."""
    with open_store(store_url, writer=True) as opened:
        yield opened
