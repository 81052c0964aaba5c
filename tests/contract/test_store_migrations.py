"""Stores of every revision are brought forward and taken back with what they hold (F17)."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, event, inspect, make_url, select, text

from serving.migrations.running import HEAD, REVISIONS, VERSION_TABLE
from serving.store import postgres
from serving.store.bringing_forward import (
    DataWouldBeLostError,
    bring_forward,
    revision_of,
    take_back,
)
from serving.store.errors import NotAStoreError
from serving.store.guards import missing_guards
from serving.store.opening import Store, examine_store, open_store
from serving.store.schema import store_secret
from serving.store.verifying import verify_log
from serving.tables.taken_in import METADATA
from tests.lib.door import Door
from tests.lib.link_review import TWINS, Review, doubtful_force
from tests.lib.store_shapes import differences, first_store, shape_of

#: Such indexes are compared by their own words.
pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")

#: What every revision holds, and no step may touch.
KEPT = (
    "entries", "person_versions", "links", "children", "decisions", "link_judgements",
    "log_entries", "log_private", "log_answers", "log_leaves", "log_head", "history_blobs",
)  # fmt: skip


def _contents(connection: Connection) -> dict[str, Any]:
    """All rows of what every revision holds, digested."""
    found = {}
    for name in KEPT:
        rows = connection.execute(select(METADATA.tables[name])).all()
        found[name] = (len(rows), hash(frozenset(tuple(map(_value, row)) for row in rows)))
    return found


def _value(cell: Any) -> Any:
    return bytes(cell) if isinstance(cell, memoryview) else cell


def _filled(address: str, folder: Path) -> None:
    """A store with children, links that people judged, looks and sign-ins in it."""
    with Door(folder, doubtful_force(), address) as door:
        review = Review(door)
        review.judge(review.find(*TWINS), "different")
        door.risk(door.find("Ada Quillfeather"))


def test_every_step_is_undone_and_done_again_with_all_that_the_store_holds(
    store_url: str, tmp_path: Path
) -> None:
    _filled(store_url, tmp_path)
    shapes = {}
    with open_store(store_url, writer=True) as store:
        with store.reading() as connection:
            kept, secret = _contents(connection), store_secret(connection)
            shapes[HEAD] = shape_of(connection)
        # The log's guards stand at every revision, and so do those of people's words.
        guarded = {
            name
            for name in shapes[HEAD]["triggers"]
            if name.startswith(
                (
                    "log_entries",
                    "log_leaves",
                    "log_tiles",
                    "log_private",
                    "log_answers",
                    "decisions",
                )
            )
        }
        assert len(guarded) >= 12
        assert all(count for count, _ in kept.values())
        for revision in reversed(REVISIONS[:-1]):
            with store.writing() as connection:
                take_back(connection, revision, lose_data=True)
            with store.reading() as connection:
                shapes[revision] = shape_of(connection)
                assert _contents(connection) == kept
                present = set(inspect(connection).get_table_names())
                assert guarded <= set(shapes[revision]["triggers"])
                assert ("erasures" in present) == (revision >= "0013")
        for revision in REVISIONS[1:]:
            with store.writing() as connection:
                assert bring_forward(connection, revision)
            with store.reading() as connection:
                assert revision_of(connection) == revision
                again = shape_of(connection)
                assert differences(shapes[revision], again) == []
                assert _contents(connection) == kept
        with store.reading() as connection:
            assert differences(shapes[HEAD], shape_of(connection)) == []
            assert store_secret(connection) == secret
        assert verify_log(store).is_sound


@pytest.mark.parametrize("revision", ["0006", "0009"])
def test_a_store_of_an_older_revision_is_brought_forward_by_whoever_writes(
    store_url: str, revision: str
) -> None:
    with open_store(store_url, writer=True) as store, store.writing() as connection:
        new = shape_of(connection)
        take_back(connection, revision)
    with pytest.raises(NotAStoreError, match=f"version {revision};.*any command that writes"):
        open_store(store_url, writer=False)
    with open_store(store_url, writer=True) as store, store.reading() as connection:
        assert differences(new, shape_of(connection)) == []
        assert missing_guards(connection) == ()


def test_a_way_back_says_what_it_would_lose_and_waits_to_be_told(store_url: str) -> None:
    with open_store(store_url, writer=True) as store:
        with store.writing() as connection:
            for table, values in (
                ("erased_children", "'C-1', 'e-1'"),
                ("restriction_states", "'sha256:1', '{}'"),
            ):
                connection.execute(text(f"INSERT INTO {table} VALUES ({values})"))  # noqa: S608 - our own names
            before = shape_of(connection)
        with (
            pytest.raises(DataWouldBeLostError, match=r"1 of erased_children, 1 of restriction_st"),
            store.writing() as connection,
        ):
            take_back(connection, "0010")
        with store.writing() as connection:
            assert shape_of(connection) == before
            with pytest.raises(ValueError, match=r"no revision is called 9.*0004"):
                take_back(connection, "9")
            assert [str(loss) for loss in take_back(connection, "0010", lose_data=True)] == [
                "1 of erased_children", "1 of restriction_states",
            ]  # fmt: skip


def test_a_step_puts_no_guard_back_that_somebody_took_away(store_url: str) -> None:
    with open_store(store_url, writer=True) as store, store.writing() as connection:
        take_back(connection, "0010")
        on = "" if store.is_sqlite else " ON log_leaves"
        connection.execute(text(f"DROP TRIGGER log_leaves_no_delete{on}"))
    with pytest.raises(NotAStoreError, match=r"log_leaves_no_delete missing.*stays as it is"):
        open_store(store_url, writer=True)


class _Stop(Exception):  # noqa: N818 - no error of ours
    pass


def test_a_failure_at_any_statement_leaves_the_store_as_it_was(store_url: str) -> None:
    with open_store(store_url, writer=True) as store:
        with store.writing() as connection:
            new = shape_of(connection)
            take_back(connection, "0004")
        with store.reading() as connection:
            old = shape_of(connection)
        total = _stopped_at(store, 10**6)
        assert total > 60
        with store.writing() as connection:
            take_back(connection, "0004")
        for number in range(0, total, 9 if store.is_sqlite else 31):
            with pytest.raises(_Stop):
                _stopped_at(store, number)
            with store.reading() as connection:
                assert revision_of(connection) == "0004"
                assert shape_of(connection) == old
        _stopped_at(store, total)
        with store.reading() as connection:
            assert differences(new, shape_of(connection)) == []


def _stopped_at(store: Store, number: int) -> int:
    """Bring the store forward until this many statements were run; returns how many there are."""
    count = 0

    def counted(*_: Any) -> None:
        nonlocal count
        if count == number:
            raise _Stop
        count += 1

    with store.writing() as connection:
        event.listen(connection, "before_cursor_execute", counted)
        try:
            bring_forward(connection)
        finally:
            event.remove(connection, "before_cursor_execute", counted)
    return count


_KILLED = """
import os, signal, sys
from sqlalchemy import event
from serving.store.bringing_forward import bring_forward
from serving.store.opening import examine_store
count = 0
def counted(*_):
    global count
    if count == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1
with examine_store(sys.argv[1], writer=True) as store, store.writing() as connection:
    event.listen(connection, "before_cursor_execute", counted)
    bring_forward(connection)
"""


def test_a_kill_half_way_leaves_a_store_that_the_next_start_brings_forward(
    tmp_path: Path, root: Path
) -> None:
    path = str(tmp_path / "force.db")
    with open_store(path, writer=True) as store, store.writing() as connection:
        new = shape_of(connection)
        take_back(connection, "0004")
    for number in ("20", "60"):
        killed = subprocess.run([sys.executable, "-c", _KILLED, path, number], cwd=root)
        assert killed.returncode == -signal.SIGKILL
        with examine_store(path, writer=False) as store, store.reading() as connection:
            assert revision_of(connection) == "0004"
    with open_store(path, writer=True) as store, store.reading() as connection:
        assert differences(new, shape_of(connection)) == []


@pytest.mark.parametrize("number", [4, 6])
def test_a_store_from_before_alembic_becomes_like_a_new_one(store_url: str, number: int) -> None:
    first_store(store_url, number)
    with pytest.raises(NotAStoreError, match=f"version 000{number};.*any command that writes"):
        open_store(store_url, writer=False)
    with open_store(store_url, writer=True) as store:
        with store.reading() as connection:
            brought = shape_of(connection)
            assert store_secret(connection) == b"s" * 32
        with store.writing() as connection:
            connection.execute(text("DROP TABLE alembic_version"))  # what a lost table leaves
    with pytest.raises(NotAStoreError, match=r"version None;.*release that made it"):
        open_store(store_url, writer=True)
    _emptied(store_url)
    with open_store(store_url, writer=True) as store, store.reading() as connection:
        assert differences(shape_of(connection), brought) == []


def _emptied(address: str) -> None:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        for path in Path(str(url.database)).parent.iterdir():
            path.unlink()
        return
    engine = postgres.writing_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def test_a_new_store_is_what_its_declarations_say(store: Store) -> None:
    with store.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": "none",
                "include_object": lambda _, name, *__: name != VERSION_TABLE,
            },
        )
        assert compare_metadata(context, METADATA) == []
