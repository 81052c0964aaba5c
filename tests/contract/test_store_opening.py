"""A store opens only if it is one, is ours alone to write, forgets nothing and is guarded."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select, text

from serving.store import sqlite
from serving.store.errors import (
    DurabilityError,
    NotAStoreError,
    StoreError,
    StoreInUseError,
    StoreUnavailableError,
)
from serving.store.guards import missing_guards
from serving.store.opening import Store, open_store
from serving.store.schema import log_origin, store_secret
from serving.tables.taken_in import METADATA


def test_opening_again_changes_nothing(store_url: str) -> None:
    with open_store(store_url, writer=True) as store, store.reading() as connection:
        first = store_secret(connection), log_origin(connection)
    with (
        open_store(store_url, writer=True, origin="other.example/looks") as store,
        store.reading() as connection,
    ):
        assert (store_secret(connection), log_origin(connection)) == first


def test_two_stores_have_two_secrets(tmp_path: Path) -> None:
    secrets = set()
    for name in ("a.db", "b.db"):
        with open_store(str(tmp_path / name), writer=True) as store, store.reading() as connection:
            secrets.add(store_secret(connection))
    assert len(secrets) == 2
    assert {len(secret) for secret in secrets} == {32}


def test_a_reader_of_nothing_is_told_what_to_do(store_url: str) -> None:
    with pytest.raises(NotAStoreError, match="missing-risk ingest"):
        open_store(store_url, writer=False)


def test_a_reader_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotAStoreError):
        open_store(str(tmp_path / "nothing.db"), writer=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises((NotAStoreError, StoreUnavailableError)):
        open_store(str(path), writer=True)
    assert path.read_text().startswith("Dear Sir")


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite.sqlite.connect(path)
    connection.execute("CREATE TABLE letters (words TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NotAStoreError):
        open_store(str(path), writer=False)
    assert path.read_bytes() == before
    with pytest.raises(NotAStoreError, match="something else"):
        open_store(str(path), writer=True)


def test_a_reader_of_an_empty_file_leaves_it_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(NotAStoreError):
        open_store(str(path), writer=False)
    assert path.read_bytes() == b""


@pytest.mark.parametrize("url", ["mysql://host/db", "sqlite://", "sqlite:///:memory:", "://"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(NotAStoreError):
        open_store(url, writer=True)


def test_a_store_that_lost_a_table_is_refused(store_url: str) -> None:
    with open_store(store_url, writer=True) as store, store.writing() as connection:
        connection.execute(text("DROP TABLE quarantine"))
    with pytest.raises(NotAStoreError, match="lacks the tables quarantine"):
        open_store(store_url, writer=False)


def test_a_store_that_lost_a_guard_is_refused_but_can_be_examined(store_url: str) -> None:
    with open_store(store_url, writer=True) as store, store.writing() as connection:
        on = "" if store.is_sqlite else " ON log_entries"
        connection.execute(text(f"DROP TRIGGER log_entries_no_delete{on}"))
    with pytest.raises(NotAStoreError, match="log_entries_no_delete"):
        open_store(store_url, writer=True)
    with (
        open_store(store_url, writer=False, must_be_guarded=False) as store,
        store.reading() as connection,
    ):
        assert missing_guards(connection) == ("log_entries_no_delete",)


@pytest.mark.postgres
def test_a_guard_that_is_switched_off_is_missing(empty_postgres: str) -> None:
    with open_store(empty_postgres, writer=True) as store:
        with store.writing() as connection:
            connection.execute(text("ALTER TABLE log_tiles DISABLE TRIGGER USER"))
        with store.reading() as connection:
            assert set(missing_guards(connection)) == {
                f"log_tiles_no_{act}" for act in ("update", "delete", "truncate")
            }


def test_a_guard_that_says_something_else_is_missing(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "a.db"), writer=True) as store:
        with store.writing() as connection:
            connection.execute(text("DROP TRIGGER log_tiles_no_delete"))
            connection.execute(
                text(
                    "CREATE TRIGGER log_tiles_no_delete BEFORE DELETE ON log_tiles "
                    "WHEN 0 BEGIN SELECT 1; END"
                )
            )
        with store.reading() as connection:
            assert missing_guards(connection) == ("log_tiles_no_delete",)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entries SET n = 5",
        "DELETE FROM log_entries",
        (
            "INSERT INTO log_entries VALUES ('an-entry', 'w', 0, X)"
            " ON CONFLICT (id) DO UPDATE SET n = 9"
        ),
        "UPDATE log_leaves SET position = 5",
        "DELETE FROM log_leaves",
        "UPDATE log_tiles SET root = X",
        "DELETE FROM log_tiles",
        "DELETE FROM log_private",
        "UPDATE log_private SET value = X",
        "UPDATE log_private SET salt = NULL, value = NULL, erased_by = 'e', label = 'other'",
        "DELETE FROM log_answers",
        "UPDATE log_answers SET value = X",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(store: Store, statement: str) -> None:
    some_bytes = "x'00'" if store.is_sqlite else "'\\x00'::bytea"
    rows = (
        "INSERT INTO log_entries VALUES ('an-entry', 'w', 0, X)",
        "INSERT INTO log_leaves VALUES (0, 'an-entry', X)",
        "INSERT INTO log_tiles VALUES (0, 0, X, X)",
        "INSERT INTO log_private VALUES ('an-entry', 'who', X, X, NULL)",
        "INSERT INTO log_answers VALUES ('an-entry', X, X, NULL)",
    )
    with store.writing() as connection:
        for row in rows:
            connection.exec_driver_sql(row.replace("X", some_bytes))
    with pytest.raises(StoreError, match="append-only"), store.writing() as connection:
        connection.exec_driver_sql(statement.replace("X", some_bytes))


def test_sqlite_replace_does_not_get_past_the_guards(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "a.db"), writer=True) as store:
        with store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO log_entries VALUES ('an-entry', 'w', 0, x'00')")
        with pytest.raises(StoreError, match="append-only"), store.writing() as connection:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO log_entries VALUES ('an-entry', 'w', 0, x'01')"
            )


@pytest.mark.postgres
def test_postgres_truncate_does_not_get_past_the_guards(empty_postgres: str) -> None:
    with (
        open_store(empty_postgres, writer=True) as store,
        pytest.raises(StoreError, match="append-only"),
        store.writing() as connection,
    ):
        connection.exec_driver_sql("TRUNCATE log_entries CASCADE")


def test_no_fault_repeats_what_a_row_holds(store: Store) -> None:
    statement = text("INSERT INTO children VALUES (:id, :since)")
    values = {"id": "C-0000000001", "since": "Okonkwo-Reid"}
    for bad in (values, {**values, "id": None}, {**values, "id": 0.5}):
        with pytest.raises(StoreError) as caught, store.writing() as connection:
            connection.execute(statement, [bad, bad])
        assert "Okonkwo" not in str(caught.value)
        assert "C-0000000001" not in str(caught.value)


def test_reading_can_not_write(store: Store) -> None:
    with pytest.raises(StoreError), store.reading() as connection:
        connection.execute(text("UPDATE store_state SET heartbeat = 7"))


def test_a_store_opened_for_reading_has_no_way_to_write(store: Store, store_url: str) -> None:
    with open_store(store_url, writer=False) as reader:
        with pytest.raises(StoreError, match="reading alone"), reader.writing():
            pass
        with pytest.raises(StoreError, match="reading alone"):
            reader.connect_log(readonly=False)


def test_what_a_block_wrote_is_undone_when_it_raises(store: Store) -> None:
    def fails_halfway() -> None:
        with store.writing() as connection:
            connection.execute(text("UPDATE store_state SET heartbeat = 7"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails_halfway()
    with store.reading() as connection:
        assert connection.execute(text("SELECT heartbeat FROM store_state")).scalar_one() == 0


def test_a_reader_sees_one_state_while_a_writer_goes_on(store: Store) -> None:
    query = text("SELECT heartbeat FROM store_state")
    with store.reading() as reader:
        assert reader.execute(query).scalar_one() == 0
        with store.writing() as connection:
            connection.execute(text("UPDATE store_state SET heartbeat = 7"))
        assert reader.execute(query).scalar_one() == 0


def test_text_keys_compare_byte_by_byte_on_both_engines(store: Store) -> None:
    keys = ["1-1", "11", "Z", "a", "É", "é", "\U0001f600"]
    with store.writing() as connection:
        for key in reversed(keys):
            statement = text("INSERT INTO children VALUES (:key, '2026-11-21T00:00:00.000000Z')")
            connection.execute(statement, {"key": key})
    with store.reading() as connection:
        found = connection.execute(text("SELECT child_id FROM children ORDER BY child_id"))
        assert list(found.scalars()) == keys == sorted(keys)


def test_every_table_is_there_on_both_engines(store: Store) -> None:
    with store.reading() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_sqlite_flushes_every_commit_and_says_so(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "a.db"), writer=True) as store:
        for opened in (store.reading(), store.writing()):
            with opened as connection:
                found = {
                    name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                    for name in ("journal_mode", "synchronous", "foreign_keys")
                }
                assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_library_that_can_lose_commits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "OLDEST_SOUND_LIBRARY", (99, 0, 0))
    with pytest.raises(DurabilityError, match="can lose commits"):
        open_store(str(tmp_path / "a.db"), writer=True)


@pytest.mark.postgres
def test_a_postgres_that_forgets_commits_is_refused(empty_postgres: str) -> None:
    open_store(empty_postgres, writer=True).close()
    plain = empty_postgres.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("ALTER DATABASE postgres SET synchronous_commit = off")
        try:
            with pytest.raises(DurabilityError, match="synchronous_commit = off"):
                open_store(empty_postgres, writer=True)
        finally:
            connection.execute("ALTER DATABASE postgres RESET synchronous_commit")


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_unavailable_and_no_password_is_told() -> None:
    url = "postgresql+psycopg://officer:s3cret@127.0.0.1:1/none"
    with pytest.raises(StoreUnavailableError) as caught:
        open_store(url, writer=True)
    assert "s3cret" not in str(caught.value)


def test_a_second_writer_is_refused_and_told_the_file_and_the_process(tmp_path: Path) -> None:
    path = tmp_path / "force.db"
    with open_store(str(path), writer=True) as first:
        with pytest.raises(StoreInUseError) as caught:
            open_store(str(path), writer=True)
        assert str(os.getpid()) in str(caught.value)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
        with first.writing() as connection:
            connection.execute(text("UPDATE store_state SET heartbeat = 1"))
    open_store(str(path), writer=True).close()


def test_many_may_read_beside_the_writer(tmp_path: Path) -> None:
    path = str(tmp_path / "force.db")
    with open_store(path, writer=True), open_store(path, writer=False):
        open_store(path, writer=False).close()


def test_a_writer_in_another_process_is_refused_and_its_death_frees_the_store(
    tmp_path: Path, root: Path
) -> None:
    path = tmp_path / "force.db"
    holder = textwrap.dedent(
        f"""
        import sys
        from serving.store.opening import Store, open_store
        store = open_store({str(path)!r}, writer=True)
        print("held", flush=True)
        sys.stdin.read()
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(StoreInUseError, match=f"process {process.pid}"):
            open_store(str(path), writer=True)
        process.kill()
    open_store(str(path), writer=True).close()


@pytest.mark.parametrize("revision", ["0003", "9999"])
def test_a_store_of_an_unknown_revision_is_refused_and_left_as_it_is(
    store_url: str, revision: str
) -> None:
    with open_store(store_url, writer=True) as store, store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
    for writer in (True, False):
        with pytest.raises(NotAStoreError, match=f"version {revision}.*release that made it"):
            open_store(store_url, writer=writer)
