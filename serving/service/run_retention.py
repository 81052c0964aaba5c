"""Carry out what the policy lets go of, of what the service itself made: no decision is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from serving.audit.leaf import ERASED, Outcome, new_entry_id
from serving.service.access_log import entry_of
from serving.service.acts import Actor, enter
from serving.service.retention_policy import OwnRule, load_retention
from serving.store.acts import enter_act
from serving.store.erasing import delete_blobs
from serving.store.kept_long_enough import count_over, delete_over, old_parts, past_blobs
from serving.store.log_parts import erase_parts
from serving.store.opening import Connection, Store

__all__ = ["LetGo", "run_retention"]

#: Parts that one entry of the log names, and one transaction blanks.
_PARTS_AN_ENTRY = 200
#: Rules whose rows are blanked in the log; the others' rows are deleted.
_IN_THE_LOG: Mapping[str, bool] = {"answers": False, "questions": True}
#: The rule under which what past answers were made from goes with them.
_ANSWERS = "answers"
_EVERYTHING = 10**9


@dataclass(frozen=True, slots=True)
class LetGo:
    """What one rule let go of: how many parts or rows, and how many blobs with them."""

    rule: OwnRule
    rows: int
    blobs: int = 0


def run_retention(store: Store, now: datetime, by: Actor, *, dry: bool = False) -> list[LetGo]:
    """Blank and delete what the service has kept for as long as the policy says.

    Children's own records are not touched: those need a review and a decision. Each step
    is entered in the log in its own transaction; what was done stays done if a later one
    fails. ``dry`` only counts.

    Raises:
        StoreUnavailableError: a step could not be carried out and entered.
    """
    return [
        _log_parts(store, rule, now, by, dry=dry)
        if rule.id in _IN_THE_LOG
        else _rows(store, rule, now, by, dry=dry)
        for rule in load_retention().own.values()
    ]


def _log_parts(store: Store, rule: OwnRule, now: datetime, by: Actor, *, dry: bool) -> LetGo:
    before, questions = now - rule.keep, _IN_THE_LOG[rule.id]
    if dry:
        with store.reading() as connection:
            parts = old_parts(connection, before, _EVERYTHING, questions_alone=questions)
            blobs = past_blobs(connection, before) if rule.id == _ANSWERS else frozenset()
        return LetGo(rule, len(parts), len(blobs))
    count = 0
    while True:
        with store.writing() as connection:
            some = old_parts(connection, before, _PARTS_AN_ENTRY, questions_alone=questions)
            if not some:
                break
            entry = new_entry_id(now, by.draw(10))
            erases = tuple(f"{entry_id}/{label}" for entry_id, label in some)
            act = entry_of(
                by.officer, entry=entry, kind=ERASED, at=now, outcome=Outcome.DONE,
                facts={"rule": rule.id}, erases=erases,
            )  # fmt: skip
            enter_act(connection, act, by.draw)
            count += erase_parts(connection, some, entry)
    return LetGo(rule, count, _blobs(store, rule, before, now, by))


def _blobs(store: Store, rule: OwnRule, before: datetime, now: datetime, by: Actor) -> int:
    if rule.id != _ANSWERS:
        return 0
    with store.writing() as connection:
        gone = delete_blobs(connection, past_blobs(connection, before))
        if gone:
            _enter(connection, by, now, rule, blobs=gone)
    return gone


def _rows(store: Store, rule: OwnRule, now: datetime, by: Actor, *, dry: bool) -> LetGo:
    before = now - rule.keep
    with store.reading() as connection:
        count = count_over(connection, rule.id, before)
    if dry or not count:
        return LetGo(rule, count)
    with store.writing() as connection:
        gone = delete_over(connection, rule.id, before)
        _enter(connection, by, now, rule, rows=gone)
    return LetGo(rule, gone)


def _enter(connection: Connection, by: Actor, now: datetime, rule: OwnRule, **gone: int) -> None:
    facts: dict[str, int | str] = {"rule": rule.id, **gone}
    enter(connection, by, kind="RETENTION_CARRIED_OUT", at=now, facts=facts)
