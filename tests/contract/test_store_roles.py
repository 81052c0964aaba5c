"""On PostgreSQL the service's role adds to the log and can't change it, triggers or not (N6)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from serving.store.errors import StoreError
from serving.store.grants import GrantError, WritableLogError, check_role, grant_to, role_faults
from serving.store.guards import APPEND_ONLY, BLANK_ONLY, WORDS_ERASED_ONLY
from serving.store.opening import Store, open_store
from serving.store.verifying import verify_log
from tests.contract.test_erasing import _erase
from tests.lib.door import Door
from tests.lib.link_review import BENEDICT, Review, doubtful_force

pytestmark = pytest.mark.postgres


@pytest.fixture
def two_roles(empty_postgres: str) -> Iterator[tuple[str, str]]:
    """The addresses of an empty database for the tables' owner, and for the service."""
    plain = empty_postgres.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("CREATE ROLE keeper LOGIN")
        connection.execute("CREATE ROLE look_service LOGIN")
        connection.execute("GRANT ALL ON SCHEMA public TO keeper WITH GRANT OPTION")
        yield tuple(  # type: ignore[misc]  # two of them
            empty_postgres.replace("postgres@", f"{role}@") for role in ("keeper", "look_service")
        )
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        for role in ("look_service", "keeper"):
            connection.execute(f"DROP OWNED BY {role} CASCADE")
            connection.execute(f"DROP ROLE {role}")


def _granted(owner: str) -> None:
    with open_store(owner, writer=True) as store, store.writing() as connection:
        grant_to(connection, "look_service")
        grant_to(connection, "look_service")  # twice changes nothing


def test_the_service_s_role_does_all_its_work_and_can_change_nothing_of_the_log(
    two_roles: tuple[str, str], tmp_path: Path
) -> None:
    owner, service = two_roles
    _granted(owner)
    with Door(tmp_path, doubtful_force(), service) as door:
        check_role(door.store)
        review = Review(door)
        review.judge(review.find(*BENEDICT), "cant_say")
        assert door.risk(door.find("Ada Quillfeather"))["advice"]
        _erase(door, door.find("Kit Ashdownley"))
        door._run(door.service.writer.close())
        assert verify_log(door.store).is_sound
        with open_store(owner, writer=True) as kept, kept.writing() as connection:
            for name in (*APPEND_ONLY, *BLANK_ONLY, *(t.name for t in WORDS_ERASED_ONLY)):
                connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        for name in (*APPEND_ONLY, *BLANK_ONLY, *(t.name for t in WORDS_ERASED_ONLY)):
            for act in (f"DELETE FROM {name}", f"TRUNCATE {name}"):  # noqa: S608 - our own names
                with pytest.raises(StoreError, match="permission denied"):
                    _run(door.store, act)
        for change in (
            "UPDATE log_entries SET entry = entry",
            "UPDATE log_leaves SET leaf = leaf",
            "UPDATE log_private SET label = label",
            "UPDATE link_judgements SET said = said",
            "DELETE FROM log_head",
            "UPDATE store_schema SET origin = origin",
            "UPDATE alembic_version SET version_num = version_num",
            "DROP TRIGGER log_entries_no_delete ON log_entries",
            "ALTER TABLE log_entries ADD COLUMN more text",
        ):
            with pytest.raises(StoreError, match=r"permission denied|must be owner"):
                _run(door.store, change)


def _run(store: Store, statement: str) -> None:
    with store.writing() as connection:
        connection.execute(text(statement))


def test_production_is_not_served_by_a_role_that_could_change_the_log(
    two_roles: tuple[str, str], empty_postgres: str
) -> None:
    owner, service = two_roles
    _granted(owner)
    for url, words in (
        (owner, "it owns"), (empty_postgres, "superuser"),
    ):  # fmt: skip
        with open_store(url, writer=False) as store, pytest.raises(WritableLogError, match=words):
            check_role(store)
    with open_store(owner, writer=True) as kept:
        _run(kept, "GRANT DELETE ON log_leaves TO look_service")
        with (
            open_store(service, writer=False) as store,
            pytest.raises(WritableLogError, match=r"it may delete log_leaves.*store grant --role"),
        ):
            check_role(store)
    with psycopg.connect(empty_postgres.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("GRANT keeper TO look_service")
    with open_store(service, writer=False) as store, store.reading() as connection:
        assert "it owns log_entries" in role_faults(connection)


def test_rights_are_given_to_a_role_from_which_something_can_be_kept(
    two_roles: tuple[str, str], tmp_path: Path
) -> None:
    owner, _ = two_roles
    for role, words in (("keeper", "owns"), ("postgres", "superuser"), ("nobody", "no such role")):
        with (
            open_store(owner, writer=True) as store,
            store.writing() as connection,
            pytest.raises(GrantError, match=words),
        ):
            grant_to(connection, role)
    with (
        open_store(str(tmp_path / "a.db"), writer=True) as store,
        store.writing() as connection,
        pytest.raises(GrantError, match="no roles"),
    ):
        grant_to(connection, "look_service")
    with open_store(str(tmp_path / "a.db"), writer=False) as store:
        check_role(store)
