"""The shapes that most rows of the catalogue have, so that a row says only what is its own."""

from __future__ import annotations

from features.declaration import Feature, Measure
from features.matters import EntryMatter, Matter
from records.sources import SourceSystem
from records.unknown import Unknown

__all__ = ["PAST", "counted", "latest", "since_last", "waiting"]

#: A window in the words of a question.
PAST = {
    28: "in the past 28 days",
    90: "in the past 90 days",
    365: "in the past year",
    None: "in all",
}


def counted(
    stem: str,
    matter: Matter,
    days: int | None,
    sources: tuple[SourceSystem, ...],
    *,
    what: str,
    definition: str,
    family: str,
    grounds: str,
    unit: str = "records",
    direction: str = "up",
    unless: EntryMatter | None = None,
) -> Feature:
    """How many ``what`` there are in the window. ``what``: "crimes against the child"."""
    standing = unless is not None and days is None
    past = "now" if standing else PAST[days]
    return Feature(
        name=f"{stem}_count" + ("" if days is None else f"_{days}d"),
        question=f"How many {what} are recorded {past}?",
        definition=definition,
        family=family,
        measure=Measure.COUNT,
        sources=sources,
        window_days=days,
        unit=unit,
        direction=direction,
        grounds=grounds,
        subject=f"How many {what} are recorded {past}",
        matter=matter,
        unless=unless,
    )


def since_last(
    stem: str,
    matter: Matter,
    sources: tuple[SourceSystem, ...],
    *,
    what: str,
    definition: str,
    family: str,
    grounds: str,
    direction: str = "down",
) -> Feature:
    """How long ago the latest ``what`` was. ``what``: "referral"."""
    return Feature(
        name=f"days_since_last_{stem}",
        question=f"How many whole days ago was the latest {what}?",
        definition=definition,
        family=family,
        measure=Measure.DAYS_SINCE_LAST,
        sources=sources,
        window_days=None,
        unit="days",
        direction=direction,
        grounds=grounds,
        subject=f"How long ago the latest {what} was",
        unknown={Unknown.NOT_APPLICABLE: f"no {what} is recorded"},
        matter=matter,
    )


def waiting(
    stem: str,
    matter: Matter,
    unless: EntryMatter,
    sources: tuple[SourceSystem, ...],
    *,
    what: str,
    definition: str,
    family: str,
    grounds: str,
) -> Feature:
    """How long the oldest ``what`` has waited. ``what``: "open referral"."""
    return Feature(
        name=f"oldest_{stem}_days",
        question=f"For how many whole days has the oldest {what} been waiting?",
        definition=definition,
        family=family,
        measure=Measure.DAYS_WAITING,
        sources=sources,
        window_days=None,
        unit="days",
        direction="up",
        grounds=grounds,
        subject=f"How long the oldest {what} has been waiting",
        unknown={Unknown.NOT_APPLICABLE: f"no {what} is recorded"},
        matter=matter,
        unless=unless,
    )


def latest(
    name: str,
    matter: EntryMatter,
    among: EntryMatter,
    sources: tuple[SourceSystem, ...],
    *,
    question: str,
    definition: str,
    family: str,
    grounds: str,
    subject: str,
) -> Feature:
    """Whether the latest entry among some is of the matter."""
    return Feature(
        name=name,
        question=question,
        definition=definition,
        family=family,
        measure=Measure.LATEST,
        sources=sources,
        window_days=None,
        unit="yes or no",
        direction="up",
        grounds=grounds,
        subject=subject,
        matter=matter,
        among=among,
    )
