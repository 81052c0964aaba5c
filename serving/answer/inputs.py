"""Everything that an answer depends on, and the digests by which a replay finds it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from duties.intervals import Intervals
from features.catalogue import CATALOGUE_VERSION
from features.wording import WORDING_VERSION
from records.calendar import instant_from_text, instant_to_text
from records.events import EventKind
from records.history import History
from records.serial import canonical, history_from_json, history_text
from records.sources import SourceSystem
from scorecard import Policy
from serving.answer.cards import CardVersion
from serving.answer.encoder import ENCODER

__all__ = [
    "CARRIED_KINDS",
    "PARTS",
    "AnswerInputs",
    "LookInputs",
    "Possible",
    "freshness_bytes",
    "freshness_from",
    "look_bytes",
    "look_history",
    "possible_text",
    "rule_versions",
    "withheld_bytes",
]

#: Which parts an answer has. Within ``answers/v1`` parts are added, and then this changes;
#: entries of before name none.
PARTS = "2"
#: What a possible match carries to another child's answer: never its missing reports.
CARRIED_KINDS = frozenset(
    {
        EventKind.PLAN_VERSION,
        EventKind.NOTICE_SERVED,
        EventKind.NOTICE_BREACHED,
        EventKind.NOTICE_WITHDRAWN,
        EventKind.CHILD_PROTECTION_STARTED,
        EventKind.CHILD_PROTECTION_ENDED,
        EventKind.WITHDRAWN,
    }
)


@dataclass(frozen=True, slots=True)
class Possible:
    """Another child's plans, notices and protection plans that may be this child's.

    Attributes:
        name: the full name on the matched record.
        source: the system that holds it.
        same: what agrees, in words.
        different: what differs, in words.
    """

    history: History
    name: str
    source: SourceSystem
    same: tuple[str, ...]
    different: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookInputs:
    """What the store keeps, content-addressed, for one child: the one read of a look.

    Attributes:
        history: with its connections.
        adults: for each adult's record that the history names, the adult's id.
    """

    history: History
    possible: tuple[Possible, ...] = ()
    adults: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Canonical bytes: the same inputs always have the same digest."""
        return look_bytes(
            history_text(self.history),
            [
                possible_text(
                    history_text(possible.history),
                    possible.name,
                    possible.source,
                    possible.same,
                    possible.different,
                )
                for possible in self.possible
            ],
            self.adults,
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> LookInputs:
        """The inverse of :meth:`to_bytes`."""
        value = json.loads(raw)
        return cls(
            history=history_from_json(value["history"]),
            possible=tuple(
                Possible(
                    history=history_from_json(part["history"]),
                    name=part["name"],
                    source=SourceSystem(part["source"]),
                    same=tuple(part["same"]),
                    different=tuple(part["different"]),
                )
                for part in value["possible"]
            ),
            adults=value["adults"],
        )

    def connected_to(self, systems: frozenset[SourceSystem]) -> LookInputs:
        """The same, each history knowing which systems have ever been read."""
        return replace(
            self,
            history=replace(self.history, connected=systems),
            possible=tuple(
                replace(p, history=replace(p.history, connected=systems)) for p in self.possible
            ),
        )


def look_history(raw: bytes, systems: frozenset[SourceSystem]) -> History:
    """The child's own history of :meth:`LookInputs.to_bytes`, knowing the systems ever read."""
    value = json.loads(raw)["history"]
    return history_from_json({**value, "connected": [system.value for system in systems]})


def look_bytes(history: str, possible: Iterable[str], adults: Mapping[str, str]) -> bytes:
    """:meth:`LookInputs.to_bytes` from the canonical text of its parts, and its adults."""
    named = canonical(dict(adults)).decode()
    return f'{{"adults":{named},"history":{history},"possible":[{",".join(possible)}]}}'.encode()


def possible_text(
    history: str, name: str, source: SourceSystem, same: Sequence[str], different: Sequence[str]
) -> str:
    """A :class:`Possible` in canonical text, from the canonical text of its history."""
    described = {"name": name, "same": same, "source": source.value}
    different_, rest = canonical(different).decode(), canonical(described).decode()
    return f'{{"different":{different_},"history":{history},{rest[1:]}'


@dataclass(frozen=True, slots=True)
class AnswerInputs:
    """All inputs of one answer.

    Attributes:
        look: the stored bytes of a :class:`LookInputs`, as read.
        as_of: the moment that the answer is about.
        known_at: the moment at which links and extracts were read.
        freshness: system -> when its last extract was taken.
        linkage: digest of the linkage state.
        champion: None if none could be loaded; then the answer says so.
        again: the second card; None if none was promoted.
        withheld: other children whose records are limited to a team that is not the
            asker's: their names are left out (:mod:`serving.access.restrictions`).
        restrictions: the digest of the state of limits that ``withheld`` follows from,
            with the asker's team; "" where nothing is withheld.
    """

    look: bytes
    as_of: datetime
    known_at: datetime
    freshness: Mapping[SourceSystem, datetime]
    linkage: str
    champion: CardVersion | None
    again: CardVersion | None
    policy: Policy
    intervals: Intervals
    withheld: frozenset[str] = frozenset()
    restrictions: str = ""

    def versions(self) -> dict[str, str]:
        """The version or content hash of every rule that shaped the answer."""
        return {
            **rule_versions(self.champion, self.again, self.policy),
            "wording": WORDING_VERSION,
            "intervals": self.intervals.version,
            "linkage": self.linkage,
            "encoder": ENCODER,
        }

    def digests(self) -> dict[str, Any]:
        """What the audit entry names, so that a replay reads the same inputs again."""
        return {
            **self.versions(),
            "as_of": instant_to_text(self.as_of),
            "known_at": instant_to_text(self.known_at),
            "history": _digest(self.look),
            "set_of_parts": PARTS,
            "freshness": _freshness_digest(tuple(self.freshness.items())),
            "policy_hash": self.policy.content_hash,
            "intervals_hash": self.intervals.content_hash,
            **self._limits(),
        }

    def _limits(self) -> dict[str, str]:
        """Nothing where nothing is withheld: those entries stay as they always were."""
        if not self.withheld:
            return {}
        return {"restrictions": self.restrictions, "withheld": _withheld_digest(self.withheld)}


def rule_versions(
    champion: CardVersion | None, again: CardVersion | None, policy: Policy
) -> dict[str, str]:
    """The version or content hash of the rules that give band, points and reasons, and of the
    second card; "" where there is no card."""
    return {
        "model": champion.version if champion else "",
        "artefact": champion.content_hash if champion else "",
        "card_state": champion.state if champion else "",
        "again_model": again.version if again else "",
        "again_artefact": again.content_hash if again else "",
        "again_state": again.state if again else "",
        "thresholds": champion.card.thresholds_version if champion else "",
        "policy": policy.version,
        "catalogue": CATALOGUE_VERSION,
    }


def freshness_bytes(freshness: Mapping[SourceSystem, datetime]) -> bytes:
    """When each system's last extract was taken, in canonical bytes."""
    return canonical({source.value: instant_to_text(at) for source, at in freshness.items()})


@lru_cache(maxsize=8)
def _freshness_digest(taken: tuple[tuple[SourceSystem, datetime], ...]) -> str:
    """The same for look after look, until something is taken in."""
    return _digest(freshness_bytes(dict(taken)))


def freshness_from(raw: bytes) -> dict[SourceSystem, datetime]:
    """The inverse of :func:`freshness_bytes`."""
    said: dict[str, str] = json.loads(raw)
    return {SourceSystem(source): instant_from_text(at) for source, at in said.items()}


def withheld_bytes(withheld: frozenset[str]) -> bytes:
    """The children whose names are left out, in canonical bytes."""
    return canonical(sorted(withheld))


@lru_cache(maxsize=32)
def _withheld_digest(withheld: frozenset[str]) -> str:
    """The same few sets come with every look of a team."""
    return _digest(withheld_bytes(withheld))


def _digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()
