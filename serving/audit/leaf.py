"""Entries of the access log: what one look leaves behind, as exact bytes that are never re-made.

The bytes are canonical JSON (sorted keys, no spaces, UTF-8; no floats), hashed as
stored. What could tell who was looked at, by whom and why stands in them as
commitments alone; :class:`~serving.audit.commitment.Opening` holds the values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from types import MappingProxyType

from records.calendar import instant_to_text, is_aware
from serving.access.once import Once
from serving.audit.commitment import SALT_BYTES, Opening
from serving.audit.tree import leaf_hash

__all__ = [
    "ANSWER",
    "ENTRY_VERSION",
    "ERASED",
    "LONGEST_ENTRY",
    "PRIVATE_LABELS",
    "Answer",
    "Chain",
    "EntryTooLongError",
    "Outcome",
    "PreparedLook",
    "SealedLook",
    "is_entry_id",
    "new_entry_id",
    "seal",
]

ENTRY_VERSION = 1
LONGEST_ENTRY = 16 * 1024
LONGEST_PRIVATE = 16 * 1024
LONGEST_ANSWER = 4 * 1024 * 1024
#: Fields of an entry that are commitments, beside the answer's own.
PRIVATE_LABELS = ("who", "child", "reason", "question")
ANSWER = "answer"
#: The kind of the entry that says which private parts were erased, and under which rule.
ERASED = "PRIVATE_PARTS_ERASED"
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_KIND = re.compile(r"[A-Z][A-Z_]{2,39}")
#: The most that the fixed fields, commitments and keys of an entry take.
_FIXED = 2_048
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class EntryTooLongError(ValueError):
    """The look would not fit the log. Nothing was done; answer 422."""


class Outcome(Enum):
    """What became of the request. Values stand in entries: never rename."""

    #: The answer's bytes were made and were about to be sent.
    SHOWN = "shown"
    #: Refused: no permission, no reason, no such child.
    REFUSED = "refused"
    #: Something other than a look was done: signed in, promoted, erased.
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Answer:
    """The exact bytes that will be sent once the entry is durable."""

    body: bytes
    media_type: str
    status: int


@dataclass(frozen=True, slots=True)
class PreparedLook:
    """A look with its answer ready, before it has a place in the log.

    Attributes:
        id: the request's id, unique for good; make it with :func:`new_entry_id`.
        at: when, by the service's clock.
        kind: past tense, e.g. ``CHILD_VIEWED``.
        who, child, reason, question: hidden behind commitments; ``question`` is what
            was typed into a search. None where there is none.
        reason_code, roles, team, inputs, facts: in clear. ``inputs`` are ``as_of``,
            ``known_at`` and the digest of everything that the answer was made from.
        erases: for an erasure: ``entry-id/label`` of each part that is erased.
        once: the idempotency key that is kept beside the entry; no part of it.

    Raises:
        EntryTooLongError: it would not fit.
        ValueError: with every other fault at once; never with a value.
    """

    id: str
    at: datetime
    kind: str
    outcome: Outcome
    who: str | None
    answer: Answer | None
    child: str | None = None
    reason_code: str | None = None
    reason: str | None = None
    question: str | None = None
    roles: tuple[str, ...] = ()
    team: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, int | str] = field(default_factory=dict)
    erases: tuple[str, ...] = ()
    once: Once | None = None

    def __post_init__(self) -> None:
        faults = []
        if not _ID.fullmatch(self.id):
            faults.append("id is not 8 to 64 letters, digits, dots, dashes")
        if not _KIND.fullmatch(self.kind):
            faults.append("kind is not a word like CHILD_VIEWED")
        if not is_aware(self.at):
            faults.append("at has no time zone")
        if any(not isinstance(value, str) for value in self.inputs.values()):
            faults.append("inputs must be text")
        if any(type(value) not in (int, str) for value in self.facts.values()):
            faults.append("facts must be whole numbers or text")
        if bool(self.erases) != (self.kind == ERASED):
            faults.append(f"erases goes with the kind {ERASED}, and with no other")
        if faults:
            raise ValueError("look: " + "; ".join(faults))
        object.__setattr__(self, "inputs", MappingProxyType(dict(self.inputs)))
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))
        self._check_length()

    def _check_length(self) -> None:
        try:
            private = max(len((getattr(self, name) or "").encode()) for name in PRIVATE_LABELS)
            clear = len(_encode(self._in_clear()).encode())
        except UnicodeEncodeError:
            raise ValueError("look: holds text that is not Unicode") from None
        if private > LONGEST_PRIVATE or clear + _FIXED > LONGEST_ENTRY:
            raise EntryTooLongError("the request is too long to be entered in the access log")
        if self.answer is not None and len(self.answer.body) > LONGEST_ANSWER:
            raise EntryTooLongError("the answer is too long to be entered in the access log")

    def _in_clear(self) -> dict[str, object]:
        clear: dict[str, object] = {
            "facts": dict(self.facts),
            "inputs": dict(self.inputs),
            "reason_code": self.reason_code,
            "roles": list(self.roles),
            "team": self.team,
        }
        if self.erases:
            clear["erases"] = list(self.erases)
        return clear


@dataclass(frozen=True, slots=True)
class Chain:
    """Where one writer's own count stands.

    Attributes:
        writer: the random id of this writer process.
        n: the number of its next entry, from 0.
        previous: what that entry names: ``leaf:`` and the hash of entry n-1, or for entry
            0 ``head:SIZE:ROOT``, the head it started on.
    """

    writer: str
    n: int
    previous: str

    @property
    def last_leaf(self) -> bytes:
        """The leaf hash of entry n-1. Raises ValueError before the first entry."""
        if self.n == 0:
            raise ValueError("the chain has no entry yet")
        return bytes.fromhex(self.previous.removeprefix("leaf:"))

    def after(self, leaf: bytes) -> Chain:
        """The chain once an entry with this leaf hash is in it."""
        return Chain(self.writer, self.n + 1, "leaf:" + leaf.hex())

    @classmethod
    def start(cls, writer: str, size: int, root: bytes) -> Chain:
        """A new writer's chain on the head of this size and root."""
        return cls(writer, 0, f"head:{size}:{root.hex()}")


@dataclass(frozen=True, slots=True)
class SealedLook:
    """One entry as it will be stored, with what opens its commitments."""

    id: str
    writer: str
    n: int
    entry: bytes
    leaf: bytes
    openings: tuple[Opening, ...]
    answer: Opening | None


def seal(look: PreparedLook, origin: str, chain: Chain, draw: Callable[[int], bytes]) -> SealedLook:
    """The entry of this look at this place of the writer's chain, with fresh salts."""
    openings = []
    entry = look._in_clear()
    for label in PRIVATE_LABELS:
        value = getattr(look, label)
        if value is None:
            entry[label] = None
        else:
            opening = Opening(label, draw(SALT_BYTES), value.encode())
            entry[label] = opening.commitment
            openings.append(opening)
    answer = None
    entry["answer"] = None
    if look.answer is not None:
        answer = Opening(ANSWER, draw(SALT_BYTES), look.answer.body)
        entry["answer"] = {
            "commitment": answer.commitment,
            "length": len(look.answer.body),
            "media_type": look.answer.media_type,
            "status": look.answer.status,
        }
    entry |= {
        "v": ENTRY_VERSION,
        "log": origin,
        "id": look.id,
        "writer": chain.writer,
        "n": chain.n,
        "prev": chain.previous,
        "at": instant_to_text(look.at),
        "kind": look.kind,
        "outcome": look.outcome.value,
    }
    raw = _encode(entry).encode()
    return SealedLook(look.id, chain.writer, chain.n, raw, leaf_hash(raw), tuple(openings), answer)


def is_entry_id(text: str) -> bool:
    """Whether it could be the id of an entry."""
    return _ID.fullmatch(text) is not None


def new_entry_id(at: datetime, random: bytes) -> str:
    """An id that sorts by time, so that the log's indexes grow at one end (like UUID 7).

    Raises:
        ValueError: ``random`` is not 10 bytes.
    """
    if len(random) != 10:
        raise ValueError("an entry id needs 10 random bytes")
    milliseconds = int(at.timestamp()) * 1000 + at.microsecond // 1000
    return f"{milliseconds:012x}-{random.hex()}"
