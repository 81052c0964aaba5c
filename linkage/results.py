"""What linkage is told and what it says: decisions, matches, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from records.persons import RecordId

__all__ = [
    "Decision",
    "DecisionKind",
    "Evidence",
    "LinkResult",
    "PossibleMatch",
    "Refusal",
    "RefusalReason",
    "in_order",
]


def in_order(a: RecordId, b: RecordId) -> tuple[RecordId, RecordId]:
    """The two ids in the one order in which a pair is written: by system, then reference."""
    key_a, key_b = (a.source.value, a.ref), (b.source.value, b.ref)
    return (a, b) if key_a <= key_b else (b, a)


class DecisionKind(Enum):
    """What a person said of two records. UNDONE takes back the last word on them."""

    SAME = "same"
    DIFFERENT = "different"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word that two records are, or are not, one child. It outranks the model.

    ``kind`` may be given as its text. Raises ValueError for another word, or if both
    records are the same one.
    """

    kind: DecisionKind | str
    a: RecordId
    b: RecordId

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", DecisionKind(self.kind))
        if self.a == self.b:
            raise ValueError("decision: needs two records, not one twice")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two records may be one child, in words that hold nothing of either record.

    Attributes:
        same: what agrees, each to be read after "Same:".
        different: what doesn't, each to be read after "Different:".
        phrases: all of it, each to be read alone ("surname differs by one letter").
    """

    same: tuple[str, ...]
    different: tuple[str, ...]
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PossibleMatch:
    """Two records that may be one child, for a person to settle. Never linked by itself.

    Attributes:
        a, b: in the order of :func:`in_order`.
        weight: match weight in hundredths of a bit, from the weights file.
    """

    a: RecordId
    b: RecordId
    weight: int
    evidence: Evidence


class RefusalReason(Enum):
    """Why two records that weigh like one child were not linked. Values are stored."""

    BIRTH_DATES_DIFFER = "birth_dates_differ"
    FORENAMES_DIFFER = "forenames_differ"
    TWO_FIRST_NAMES = "two_first_names"
    SURNAMES_DIFFER = "surnames_differ"
    TOO_LITTLE_KNOWN = "too_little_known"
    TOO_MUCH_DIFFERS = "too_much_differs"
    SAME_SYSTEM = "same_system"
    PERHAPS_NAMESAKES = "perhaps_namesakes"
    TWO_CANDIDATES = "two_candidates"
    CHAIN = "chain"
    DECIDED_DIFFERENT = "decided_different"
    DECISIONS_CONFLICT = "decisions_conflict"

    @property
    def words(self) -> str:
        """The reason in a few words."""
        return _WORDS[self]


_WORDS = {
    RefusalReason.BIRTH_DATES_DIFFER: "their birth dates differ",
    RefusalReason.FORENAMES_DIFFER: "their forenames differ, as those of twins do",
    RefusalReason.TWO_FIRST_NAMES: "each forename is a name of its own",
    RefusalReason.SURNAMES_DIFFER: "their surnames differ and too little else agrees",
    RefusalReason.TOO_LITTLE_KNOWN: "too little of one of them is recorded",
    RefusalReason.TOO_MUCH_DIFFERS: "too many parts are only nearly the same",
    RefusalReason.SAME_SYSTEM: "one system holds both as two people",
    RefusalReason.PERHAPS_NAMESAKES: "a plan or a notice would go to what may be a namesake",
    RefusalReason.TWO_CANDIDATES: "another person fits as well or better",
    RefusalReason.CHAIN: "a record linked to one of them contradicts the other",
    RefusalReason.DECIDED_DIFFERENT: "a person decided that they are two children",
    RefusalReason.DECISIONS_CONFLICT: "people's decisions about them contradict each other",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Two records that weigh enough to be linked, and why they were not."""

    a: RecordId
    b: RecordId
    weight: int
    reason: RefusalReason


@dataclass(frozen=True, slots=True)
class LinkResult:
    """Who is who.

    Attributes:
        clusters: every record id exactly once; each cluster is one child.
        possible: never within one cluster; the heaviest first.
        refused: pairs kept apart though they weigh like one child, or by decision.
    """

    clusters: tuple[frozenset[RecordId], ...]
    possible: tuple[PossibleMatch, ...]
    refused: tuple[Refusal, ...]
