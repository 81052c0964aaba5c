"""The rows of a judgement: what was measured of a card, one kind of table each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from training.intervals import Estimate, Number

__all__ = [
    "RANKINGS",
    "WORKLOADS",
    "BandRow",
    "CalibrationGroup",
    "Changes",
    "CurvePoint",
    "Fact",
    "FoldRow",
    "Gate",
    "GroupRow",
    "MitigationRow",
    "MonthRow",
    "MovedCase",
    "PointsBar",
    "Probe",
    "UnknownRow",
    "WorkloadRow",
]

#: Who ranks, in the order in which they are told; ``truth`` on an invented force alone.
RANKINGS: Mapping[str, str] = {
    "card": "This card",
    "count_rule": "Reports in 90 days",
    "checklist": "A checklist like SERAF",
    "grade": "Officers' own grades",
    "black_box": "Boosted trees (nobody can read them)",
    "truth": "The invented world's own probability",
}
#: Shares of missing reports that a force might act on at once, in percent.
WORKLOADS = (2, 5, 10)


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: passed, failed, or None where the cases are too few to tell.

    ``words`` hold its figure and its limit.
    """

    name: str
    passed: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a table of facts."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class FoldRow:
    """One fold: its name, its period (instants as text), questions, children and cases."""

    name: str
    start: str
    end: str
    questions: int
    reports: int
    children: int
    cases: int
    harmed_children: int


@dataclass(frozen=True, slots=True)
class WorkloadRow:
    """One ranking when the highest ``percent`` of missing reports are acted on.

    ``true_recall``: of the reports followed by true harm, recorded or not; not known but on
    an invented force.
    """

    ranking: str
    percent: int
    recall: Estimate
    precision: Estimate
    true_recall: Estimate


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One ranking when the highest ``share`` of missing reports are acted on, for pictures."""

    ranking: str
    share: Number
    recall: Number
    precision: Number


@dataclass(frozen=True, slots=True)
class PointsBar:
    """Totals from ``start`` up to the next bar's: their share of the cases, and of the others."""

    start: int
    cases: Number
    others: Number


@dataclass(frozen=True, slots=True)
class BandRow:
    """One band by points: its reports and cases, and its share of reports, cases and true harm."""

    band: str
    start: int
    reports: int
    cases: int
    share: Estimate
    precision: Estimate
    recall: Estimate
    true_recall: Estimate


@dataclass(frozen=True, slots=True)
class CalibrationGroup:
    """Reports of like probability: what the table said, and what was seen."""

    said: Number
    seen: Estimate
    reports: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the test year (``2026-03``). Figures of few cases are not known."""

    month: str
    reports: int
    cases: int
    auc: Estimate
    share_high: Estimate
    said: Number
    seen: Number


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group at missing reports, against recorded or against true harm.

    Attributes:
        grouping: ``sex``, ``age``, ``ethnicity``, ``looked_after``, ``disability``,
            ``local_authority``.
        against: ``recorded`` or ``true``.
        figures: ``recall``, ``precision``, ``missed`` (false-negative rate), ``share``,
            ``said_over_seen``, ``calibration_error`` of the highest band; empty when the
            group is withheld, and then ``reports`` and ``cases`` are None too. Against true
            harm also ``recorded`` (of the true harm, how much was recorded) and
            ``recall_hidden`` (recall against records less recall against the truth).
        harmed_children: whose cases they are: one child's reports are alike, so a figure
            of few children is noise however many their reports.
    """

    grouping: str
    group: str
    against: str
    reports: int | None
    cases: int | None
    figures: Mapping[str, Estimate]
    harmed_children: int | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether there were too few cases to tell."""
        return not self.figures


@dataclass(frozen=True, slots=True)
class MitigationRow:
    """One way to a fairer card, tried in this run: what it was, and what it did.

    ``figures``: ``auc``, ``recall_at_10``, ``recall_gap_sex``, ``true_recall_at_10``,
    ``true_recall_gap_sex`` ... of the card that it gives.
    """

    name: str
    words: str
    figures: Mapping[str, Estimate]
    chosen: bool


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """How often one input was not known, of one kind, and the points for it (None: no line)."""

    feature: str
    kind: str
    share: Number
    points: int | None


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt to catch a leak, with its figure in words; None where it could not be tried."""

    name: str
    passed: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class MovedCase:
    """One question, by number, whose points changed much. Nothing says which child it was."""

    number: int
    before: int
    after: int
    band_before: str
    band_after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The challenger beside the champion, on the same questions of the untouched year.

    Attributes:
        champion_version, champion_hash: whom it was compared with.
        champion, difference: measure -> figure of the champion, and this card's less it,
            paired.
        moved: (band before, band after) as ``Low>High`` -> reports; ``moved_groups`` the
            same for each group, as ``sex:female`` -> ``up``/``down`` -> reports. Groups of few
            moves are left out.
        cases: those whose points changed most.
        lines_added, lines_dropped, lines_changed: features.
        why_not: why the two can't be compared, in words; then there are no figures. Empty
            where they were.
    """

    champion_version: str
    champion_hash: str
    champion: Mapping[str, Estimate]
    difference: Mapping[str, Estimate]
    moved: Mapping[str, int]
    moved_groups: Mapping[str, Mapping[str, int]]
    cases: tuple[MovedCase, ...]
    lines_added: tuple[str, ...]
    lines_dropped: tuple[str, ...]
    lines_changed: tuple[str, ...]
    why_not: str = ""
