"""Erase a child's records for good, once a second records manager approves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from linkage.subjects import Subject
from records.calendar import instant_to_text
from records.persons import ChildId
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import ERASED, Outcome, new_entry_id
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.service.erasures_shown import NoSuchErasureError, erasure_values, must_be_found
from serving.service.joining import children_joined
from serving.service.remaking_looks import remake_looks, with_partners
from serving.store.acts import enter_act
from serving.store.erased import Erasure, add_tombstones, mark_of, settle_erasure
from serving.store.erasing import (
    about_child,
    adults_named_alone,
    delete_blobs,
    erase_records,
    withheld_naming,
)
from serving.store.erasure_traces import About, find_blobs, find_parts, log_size
from serving.store.errors import StoreUnavailableError
from serving.store.kept import erase_kept
from serving.store.link_trails import id_now
from serving.store.linkings import add_linking, last_linking, lock_linking, newest_linking
from serving.store.log_parts import erase_parts
from serving.store.opening import Connection
from serving.store.restrictions import end_restrictions
from serving.store.writer import Receipt
from serving.tables.who import WHO

__all__ = ["ErasureShown", "OneAndTheSameError", "SettledErasureError", "approve_erasure"]

_CHILD = WHO[Subject.CHILD]
#: Parts that one entry of the log names: more would not fit its 16 KiB.
_PARTS_AN_ENTRY = 200
#: How often it starts again because records were linked in the meantime.
_TRIES = 5


class OneAndTheSameError(Exception):
    """Whoever asked for an erasure can't approve it. Nothing was erased."""

    def __init__(self) -> None:
        super().__init__("Somebody else must approve what you asked for.")


class SettledErasureError(Exception):
    """The erasure was carried out before, or the child has no records any more."""

    def __init__(self) -> None:
        super().__init__("Nothing is left to erase: it was done before. Look at the list again.")


@dataclass(frozen=True, slots=True)
class ErasureShown:
    """What was done: the exact bytes, and the log's receipt."""

    body: bytes
    receipt: Receipt


async def approve_erasure(
    service: Service, officer: Officer, erasure: str, why: str
) -> ErasureShown:
    """Carry out an erasure that somebody else asked for, of all records of the child.

    In one transaction go the child's persons, entries and links, what held-back rows say of
    them, every kept look that shows the child, past answers made from those, and what the
    log's private side tells of the child; looks at other children are made again without
    it. An adult whom nothing else names goes with the child. What stays: opaque ids, who
    looked and when, the log's entries and proofs, and a tombstone.

    The log is read before the transaction, so that looks wait for nothing but its writing.

    Raises:
        NotPermittedError, NoSuchErasureError, OneAndTheSameError, SettledErasureError:
            refused; the refusal is logged too.
        NoReasonError: ``why`` is not one line of words.
        StoreUnavailableError: it could not be carried out and entered, so nothing was.
    """
    now = service.clock()
    await check_may(service, officer, Permission.ERASURE_APPROVE, now)
    AccessReason("other", why)
    try:
        return await asyncio.to_thread(_approve, service, officer, erasure, why, now)
    except tuple(_RULES) as refused:
        await log_refusal(service, officer, _RULES[type(refused)], now)
        raise


_RULES: dict[type[Exception], str] = {
    NoSuchErasureError: "no_such_erasure",
    OneAndTheSameError: "asked_by_oneself",
    SettledErasureError: "erased_before",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """What the reading beforehand found, and how things stood then."""

    linking: int
    entries: int
    about: About
    blobs: frozenset[str]
    parts: frozenset[tuple[str, str]]


def _approve(service: Service, officer: Officer, id_: str, why: str, now: datetime) -> ErasureShown:
    for _ in range(_TRIES):
        with service.store.reading() as connection:
            asked = must_be_found(connection, id_)
            if asked.asked_by == officer.name:
                raise OneAndTheSameError
            found = _look(connection, asked)
        with service.store.writing() as connection:
            lock_linking(connection)
            if newest_linking(connection) == found.linking:
                if must_be_found(connection, id_).is_done:
                    raise SettledErasureError
                shown = _erase(connection, service, officer, asked, found, why, now)
                break
    else:
        raise StoreUnavailableError("records were linked while they were to be erased; try again")
    return shown


def _look(connection: Connection, asked: Erasure) -> _Found:
    child = id_now(connection, _CHILD, asked.child)
    if asked.is_done or child is None:
        raise SettledErasureError
    about = about_child(connection, child)
    blobs = find_blobs(connection, about)
    return _Found(
        newest_linking(connection),
        log_size(connection),
        about,
        blobs,
        find_parts(connection, about, blobs),
    )


def _erase(
    connection: Connection,
    service: Service,
    officer: Officer,
    asked: Erasure,
    found: _Found,
    why: str,
    now: datetime,
) -> ErasureShown:
    about = found.about
    children = {ChildId(child) for child in about.ids}
    showing = with_partners(connection, children) | children_joined(connection, children, children)
    adults = adults_named_alone(connection, about.records)
    parts = found.parts | find_parts(connection, about, found.blobs, since=found.entries)
    for child in about.ids:
        end_restrictions(connection, child, now, officer.name)
    counts = dict(erase_records(connection, about, adults, service.secret))
    last = last_linking(connection, Subject.CHILD)
    assert last is not None, "a child without a linking"
    marks = sorted(mark_of(service.secret, record) for record in about.records)
    add_linking(
        connection,
        Subject.CHILD,
        kind="decision",
        at=now,
        version=last.version,
        through_extract=last.through_extract,
        changed={"erased": marks},
    )
    remake_looks(connection, showing | children, now)
    counts |= {
        "looks_remade": len(showing - children),
        "blobs": delete_blobs(connection, found.blobs),
        "parts": len(parts),
    }
    add_tombstones(
        connection, asked.id, now, children=sorted(about.ids), marks=marks,
        blobs=sorted(found.blobs),
    )  # fmt: skip
    entry = new_entry_id(now, service.draw(10))
    settle_erasure(
        connection, asked.id, at=now, approved_by=officer.name, entry=entry, counts=counts
    )
    body = encode(erasure_values(must_be_found(connection, asked.id)))
    receipt = enter_act(
        connection,
        entry_of(
            officer,
            entry=entry,
            kind="CHILD_ERASED",
            at=now,
            body=body,
            child=asked.child,
            reason=AccessReason("other", why),
            inputs={"as_of": instant_to_text(now)},
            facts={**_by_rule(asked), **counts},
        ),
        service.draw,
    )
    erase_kept(connection, list(withheld_naming(connection, about)), entry)
    _blank(connection, officer, service.draw, asked, sorted(parts), now)
    return ErasureShown(body, receipt)


def _blank(
    connection: Connection,
    officer: Officer,
    draw: Callable[[int], bytes],
    asked: Erasure,
    parts: Sequence[tuple[str, str]],
    now: datetime,
) -> None:
    """Blank what the log's private side told, by entries that name every part of it."""
    for start in range(0, len(parts), _PARTS_AN_ENTRY):
        some = parts[start : start + _PARTS_AN_ENTRY]
        erasing = new_entry_id(now, draw(10))
        enter_act(
            connection,
            entry_of(
                officer,
                entry=erasing,
                kind=ERASED,
                at=now,
                outcome=Outcome.DONE,
                facts=_by_rule(asked),
                erases=tuple(f"{entry_id}/{label}" for entry_id, label in some),
            ),
            draw,
        )
        erase_parts(connection, some, erasing)


def _by_rule(asked: Erasure) -> Mapping[str, int | str]:
    return {"rule": asked.rule, "erasure": asked.id}
