"""Why the band is what it is, as a sum that anyone can check, and what is not known (N2, N3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.typography import bind, day_text
from serving.pages.vantage import Vantage

__all__ = [
    "Again",
    "Evidence",
    "FloorLine",
    "ReasonLine",
    "UnknownLine",
    "Unknowns",
    "Why",
    "again",
    "unknowns",
    "why",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands in one system: pairs of a date and a reference."""

    system: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason, its points and its sources.

    Attributes:
        no_evidence: the sentence in place of sources, when no single record is behind it.
    """

    words: str
    points: int
    evidence: tuple[Evidence, ...]
    no_evidence: str | None


@dataclass(frozen=True, slots=True)
class FloorLine:
    """One rule of policy that applies.

    Attributes:
        sets: the least band that it sets, unless its own words say so.
    """

    words: str
    sets: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The arithmetic and the policy.

    Attributes:
        heading: ``Why High``.
        base, points: None when nothing was added up; ``no_sum`` then says why.
        outcome: what the total gives and what policy sets.
        thresholds: where each band starts.
    """

    heading: str
    base: int | None
    reasons: tuple[ReasonLine, ...]
    points: int | None
    thresholds: str | None
    outcome: tuple[str, ...]
    no_sum: str | None
    floors: tuple[FloorLine, ...]
    floors_note: str
    predicts: str


@dataclass(frozen=True, slots=True)
class Again:
    """Of another missing report: one line, and its arithmetic.

    Attributes:
        summary: what opens the arithmetic.
        starts: where each level starts.
    """

    words: str
    base: int
    reasons: tuple[ReasonLine, ...]
    points: int
    summary: str
    starts: str


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """One thing not known, in a sentence, and who can settle it."""

    words: str
    ask: str


@dataclass(frozen=True, slots=True)
class Unknowns:
    """The section of what is not known. It is there even when the list is empty."""

    lines: tuple[UnknownLine, ...]
    note: str


def why(answer: Mapping[str, Any], vantage: Vantage) -> Why:
    """The sum of the answer's points and the floors that applied."""
    advice = answer["advice"]
    floors = tuple(
        FloorLine(bind(floor["full"]), _sets(floor), _evidence(floor["evidence"]))
        for floor in answer["floors"]
    )
    summed = advice["points"] is not None
    return Why(
        heading=f"Why {advice['band']}" if advice["band"] else "Why no band",
        base=advice["base"],
        reasons=tuple(_reason(reason) for reason in answer["reasons"]),
        points=advice["points"],
        thresholds=_thresholds(advice["thresholds"]) if summed else None,
        outcome=_outcome(advice) if summed else (),
        no_sum=None if summed else bind(advice["why_none"] or "No points were added up."),
        floors=floors,
        floors_note=vantage.note(count_words(len(floors), "rule") + " of policy applied"),
        predicts=bind(advice["predicts"]),
    )


def unknowns(answer: Mapping[str, Any], vantage: Vantage) -> Unknowns:
    """Every unknown of the answer, in its order."""
    lines = tuple(
        UnknownLine(bind(unknown["words"]), bind(unknown["ask"])) for unknown in answer["unknowns"]
    )
    connected = sum(source.is_connected for source in vantage.sources)
    counted = f"{count_words(len(lines), 'thing')} not known"
    systems = f"{connected} of {count_words(len(vantage.sources), 'system')} are connected."
    return Unknowns(lines, f"{vantage.note(counted)} {systems}")


def again(answer: Mapping[str, Any]) -> Again | None:
    """The second card's line and its sum; None where it gives no level."""
    said = answer["again"]
    if said["level"] is None:
        return None
    return Again(
        words=bind(said["words"]),
        base=said["base"],
        reasons=tuple(_reason(reason) for reason in said["reasons"]),
        points=said["points"],
        summary=f"Why: {count_words(said['points'], 'point')}",
        starts=_starts(said["starts"]),
    )


def _starts(starts: Sequence[int]) -> str:
    said = [f"“More often than most” starts at {start}." for start in starts[:-1]]
    said += [f"“Most often” starts at {start}." for start in starts[-1:]]
    return " ".join((*said, "These points are for this line alone. The band rests on others."))


def _reason(reason: Mapping[str, Any]) -> ReasonLine:
    evidence = _evidence(reason["evidence"])
    absent = None if evidence else "No single record stands behind this."
    return ReasonLine(bind(reason["full"]), reason["points"], evidence, absent)


def _sets(floor: Mapping[str, Any]) -> str | None:
    said = floor["band"] in floor["full"].split("at least")[-1]
    return None if said else f"Sets at least {floor['band']}."


def _evidence(entries: Sequence[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    by_system: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        place = (day_text(entry["date"]), entry["reference"])
        by_system.setdefault(entry["system_name"], []).append(place)
    return tuple(Evidence(system, tuple(places)) for system, places in by_system.items())


def _thresholds(thresholds: Sequence[Mapping[str, Any]]) -> str:
    starts = [f"{line['band']} starts at {line['from']}" for line in thresholds]
    return ". ".join(starts) + "." if starts else ""


def _outcome(advice: Mapping[str, Any]) -> tuple[str, ...]:
    given = f"{count_words(advice['points'], 'point')} give {advice['points_band']}."
    also = {
        "policy": f"Policy sets {advice['band']}.",
        "both": f"Policy sets {advice['band']} too.",
    }.get(advice["set_by"])
    return (given,) if also is None else (given, also)
