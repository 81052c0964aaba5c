"""An answer's inputs, made again of what its entry names and the bytes that were kept (N1).

A row for every field of :class:`AnswerInputs`: a test fails when one has none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from duties.intervals import Intervals
from records.calendar import instant_from_text
from scorecard import Card, Policy
from serving.answer.cards import CardVersion
from serving.answer.inputs import AnswerInputs, freshness_from

__all__ = ["REBUILT", "NotKeptError", "Rebuilding", "UnreadableError", "names_of_kept", "rebuild"]

#: What the entry says of the inputs: text by name.
Inputs = Mapping[str, str]


class NotKeptError(Exception):
    """Bytes that the entry names are not there. ``names`` are those of the entry's inputs."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("not kept: " + ", ".join(names))
        self.names = names


class UnreadableError(Exception):
    """This release can't read the bytes that were kept under ``name``."""

    def __init__(self, name: str) -> None:
        super().__init__(f"this release can't read what was kept as {name}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """How one field is made again.

    Attributes:
        named: the name, in the entry's inputs, of the digest whose bytes it is made of; None
            if the entry itself says all.
        make: the field, of the entry's inputs and those bytes.
        none: what it is where the entry names no digest; ``named`` must be there if this
            is :data:`MUST_BE_NAMED`.
    """

    named: str | None
    make: Callable[[Inputs, bytes], Any]
    none: Any


#: Of a part without which there is no answer.
MUST_BE_NAMED = object()


@lru_cache(maxsize=16)
def _card(raw: bytes) -> Card:
    return Card.from_json(raw)


@lru_cache(maxsize=8)
def _policy(raw: bytes) -> Policy:
    return Policy.from_json(raw)


@lru_cache(maxsize=8)
def _intervals(raw: bytes) -> Intervals:
    return Intervals.from_json(raw)


def _card_version(prefix: str, state: str) -> Callable[[Inputs, bytes], CardVersion]:
    def make(inputs: Inputs, raw: bytes) -> CardVersion:
        return CardVersion(_card(raw), inputs[prefix], inputs[state] == "stopped")

    return make


REBUILT: Mapping[str, Rebuilding] = MappingProxyType(
    {
        "look": Rebuilding("history", lambda _, raw: raw, MUST_BE_NAMED),
        "as_of": Rebuilding(None, lambda said, _: instant_from_text(said["as_of"]), None),
        "known_at": Rebuilding(None, lambda said, _: instant_from_text(said["known_at"]), None),
        "freshness": Rebuilding("freshness", lambda _, raw: freshness_from(raw), MUST_BE_NAMED),
        "linkage": Rebuilding(None, lambda said, _: said["linkage"], None),
        "champion": Rebuilding("artefact", _card_version("model", "card_state"), None),
        "again": Rebuilding("again_artefact", _card_version("again_model", "again_state"), None),
        "policy": Rebuilding("policy_hash", lambda _, raw: _policy(raw), MUST_BE_NAMED),
        "intervals": Rebuilding("intervals_hash", lambda _, raw: _intervals(raw), MUST_BE_NAMED),
        "withheld": Rebuilding("withheld", lambda _, raw: frozenset(json.loads(raw)), frozenset()),
        "restrictions": Rebuilding(None, lambda said, _: said.get("restrictions", ""), None),
    }
)


def names_of_kept(inputs: Inputs) -> dict[str, str]:
    """The digests that a replay of these inputs must read, by their names; the code among them,
    which tells what changed."""
    names = [row.named for row in REBUILT.values() if row.named is not None]
    return {name: inputs[name] for name in (*names, "code") if inputs.get(name)}


def rebuild(inputs: Inputs, kept: Mapping[str, bytes]) -> AnswerInputs:
    """The inputs of a past answer.

    Args:
        inputs: as its entry names them.
        kept: digest -> bytes, checked against their digests.

    Raises:
        NotKeptError: naming every digest whose bytes are missing, or that the entry lacks.
        UnreadableError: the bytes are not of a form that this release reads.
    """
    missing = tuple(
        row.named
        for row in REBUILT.values()
        if row.named is not None
        and (inputs[row.named] not in kept if inputs.get(row.named) else row.none is MUST_BE_NAMED)
    )
    if missing:
        raise NotKeptError(missing)
    return AnswerInputs(
        **{field: _made(field, row, inputs, kept) for field, row in REBUILT.items()}
    )


def _made(field: str, row: Rebuilding, inputs: Inputs, kept: Mapping[str, bytes]) -> Any:
    digest = inputs.get(row.named, "") if row.named is not None else ""
    if row.named is not None and not digest:
        return row.none
    try:
        return row.make(inputs, kept.get(digest, b""))
    except (ValueError, KeyError, TypeError):
        raise UnreadableError(row.named or field) from None
