"""The audit matrix: every kind of act leaves its entry, from which the law's questions can be
answered: who, when, whom, why, to whom, and what exactly was shown (DPA 2018 s.62, N6)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from serving.access.kinds import KINDS, Operation
from serving.access.reasons import reason_codes
from serving.audit.leaf import Outcome
from serving.store.accounts import Account, save_account
from serving.store.log_parts import LoggedEntry, read_entry
from serving.store.opening import Store
from serving.store.verifying import verify_log
from tests.lib.acting import HOST
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.link_review import NOW
from tests.web.audit_matrix import MATRIX
from tests.web.audit_scene import SOMEBODY, Provoked, Scene

_REASONS = {reason.code for reason in reason_codes()}


@pytest.fixture(scope="module")
def scene(linked_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Everybody, at a service on a store with links in doubt."""
    folder = tmp_path_factory.mktemp("audit-matrix")
    shutil.copy(linked_store, folder / "store.db")
    with Door(folder, None, moment=NOW) as door:
        yield Scene(Callers(door), folder)


def size(store: Store) -> int:
    """How many entries have a number."""
    with store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM log_leaves").scalar_one())


def entered(store: Store, kind: str, since: int) -> list[LoggedEntry]:
    """The entries of the kind from this number on."""
    with store.reading() as connection:
        sql = "SELECT entry_id FROM log_leaves WHERE position >= ? ORDER BY position"
        ids = list(connection.exec_driver_sql(sql, (since,)).scalars())
        entries = [read_entry(connection, entry_id) for entry_id in ids]
    return [entry for entry in entries if entry is not None and entry.fields["kind"] == kind]


def faults(kind: str, entry: LoggedEntry, said: Provoked, now: datetime) -> list[str]:
    """What the entry does not let anybody establish, though it must."""
    fields, private, response = entry.fields, entry.private, said.response
    found = []
    who = private.get("who")
    if who is None if said.who == SOMEBODY else who != said.who:
        found.append(f"who acted is {who}")
    has_none = said.who == SOMEBODY or HOST.officer.name == who
    if who is not None and not fields["roles"] and not has_none:
        found.append("in which role is not said")
    if abs(datetime.fromisoformat(fields["at"]) - now) > timedelta(hours=2):
        found.append("when is not said")
    child = private.get("child")
    if child is None if said.child == SOMEBODY else child != said.child:
        found.append(f"whom it was about is {child}")
    if KINDS[kind].needs_reason and fields["reason_code"] not in _REASONS:
        found.append("there is no justification")
    if KINDS[kind].needs_reason and "reason" not in private:
        found.append("the justification's words are not committed to")
    if Operation.DISCLOSURE in KINDS[kind].operations:
        is_told = said.recipient and said.recipient in private.get("reason", "")
        found += [] if is_told else ["to whom it was disclosed is not said"]
    if response is None:
        return found
    if fields["facts"].get("request") != response.headers["x-request-id"]:
        found.append("it does not name its request")
    if fields["outcome"] == Outcome.SHOWN.value:
        answer = fields["answer"]
        if answer is None or entry.answer is None or answer["length"] != len(entry.answer):
            found.append("what was shown is not committed to")
        elif response.headers["content-type"] == "application/json":
            is_it = response.content in (
                entry.answer,
                response.content if kind == "LOG_PROVED" else b"",
            )
            found += [] if is_it else ["what was sent is not what was committed to"]
    return found


def check(scene: Scene, kind: str, provoke: object = None) -> None:
    """Provoke the kind, and find an entry of it that answers the law's questions."""
    before = size(scene.door.store)
    said = (provoke or MATRIX[kind])(scene)  # type: ignore[operator]  # a row, or a planted one
    store = said.store or scene.door.store
    entries = entered(store, kind, 0 if said.store else before)
    assert entries, f"{kind}: it left no entry"
    assert faults(kind, entries[-1], said, scene.door.moment) == []
    if said.store is not None:
        said.store.close()


# ------------------------------------------------------------- the check itself


def test_the_matrix_finds_a_look_that_is_known_to_be_entered(scene: Scene) -> None:
    check(scene, "CHILD_VIEWED")


def test_the_matrix_sees_a_planted_act_that_leaves_no_entry(scene: Scene) -> None:
    def unlogged(planted: Scene) -> Provoked:
        made = Account("planted", "P", "x", ("officer",), is_demo=True)
        with planted.door.store.writing() as connection:
            save_account(connection, made)
        return Provoked("administrator")

    with pytest.raises(AssertionError, match="it left no entry"):
        check(scene, "ACCOUNT_CHANGED", unlogged)


@pytest.mark.parametrize(
    ("fault", "spoil"),
    [
        ("who acted", {"private": ("who", "somebody-else")}),
        ("whom it was about", {"private": ("child", "C-0000000000")}),
        ("no justification", {"fields": ("reason_code", None)}),
        ("words are not committed", {"private": ("reason", None)}),
        ("name its request", {"fields": ("facts", {"request": "another"})}),
        ("in which role", {"fields": ("roles", [])}),
        ("when is not said", {"fields": ("at", "2020-01-01T00:00:00.000000Z")}),
        ("not committed to", {"fields": ("answer", None)}),
    ],
)
def test_the_matrix_sees_what_a_planted_entry_leaves_out(
    scene: Scene, fault: str, spoil: dict[str, tuple[str, object]]
) -> None:
    before = size(scene.door.store)
    said = MATRIX["CHILD_VIEWED"](scene)
    entry = entered(scene.door.store, "CHILD_VIEWED", before)[-1]
    assert faults("CHILD_VIEWED", entry, said, scene.door.moment) == []
    ((part, (name, value)),) = spoil.items()
    changed = {**getattr(entry, part), name: value}
    if value is None and part == "private":
        del changed[name]
    spoilt = replace(entry, **{part: changed})
    assert any(fault in one for one in faults("CHILD_VIEWED", spoilt, said, scene.door.moment))


# ------------------------------------------------------------- the matrix


def test_every_kind_has_a_row_and_every_row_a_kind() -> None:
    assert sorted(set(MATRIX) ^ set(KINDS)) == []


def test_every_operation_of_the_law_is_some_kinds() -> None:
    recorded = {operation for kind in KINDS.values() for operation in kind.operations}
    assert recorded == set(Operation)
    looks = (kind for kind in KINDS.values() if Operation.DISCLOSURE in kind.operations)
    assert all(kind.needs_reason for kind in looks)


@pytest.mark.parametrize("kind", MATRIX)
def test_each_kind_of_act_leaves_an_entry_that_answers_the_laws_questions(
    scene: Scene, kind: str
) -> None:
    scene.door.moment += timedelta(minutes=1)
    check(scene, kind)


def test_after_all_of_this_the_log_verifies_and_names_the_host(scene: Scene) -> None:
    scene.door._run(scene.door.service.writer.close())
    assert verify_log(scene.door.store).faults == ()
    (taken,) = entered(scene.door.store, "SNAPSHOT_EXPORTED", 0)
    assert taken.private["who"] == HOST.officer.name
