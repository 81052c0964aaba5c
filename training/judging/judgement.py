"""All that is known of how good a card is, as one document: what every paper is written from.

It is registered beside the card, so the report, the model card, the transparency record
and the gates at promotion read the same figures, of this card or of a champion of last
year. Nothing here names a child.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from training.errors import RegistryError
from training.intervals import Estimate
from training.judging.rows import (
    BandRow,
    CalibrationGroup,
    Changes,
    CurvePoint,
    Fact,
    FoldRow,
    Gate,
    GroupRow,
    MitigationRow,
    MonthRow,
    PointsBar,
    Probe,
    UnknownRow,
    WorkloadRow,
)
from training.learning.tried import CandidateRow

__all__ = ["SCHEMA", "Judgement", "judgement_from_json"]

SCHEMA = "judgement/v1"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The whole document. Figures are of the whole-number card, on the test fold.

    Attributes:
        card, card_hash, outcome, outcome_words, catalogue: what was judged.
        snapshot, taken_at: the snapshot's digest, and when it was taken, as text.
        code: the version of the code that judged.
        reports_count, cases: missing reports of the test fold, and cases among them.
        rankings: ranking -> measure -> figure at missing reports. Measures: ``auc``,
            ``average_precision``, ``recall_at_2``, ``recall_at_5``, ``recall_at_10`` and
            ``precision_at_...``; of the card also ``calibration_error``,
            ``calibration_noise`` (what a card without fault would show on as many cases),
            ``share_high``, ``recall_high``; of any with a known truth ``true_auc``,
            ``true_recall_at_10``.
        over: ranking -> measure -> the card's figure less the ranking's, paired.
        questions: measure -> figure of the card at reports and month starts together.
        missed_truth: how much true harm the records never showed, and where the card put
            it, in facts; empty without a known truth.
        curves, points: what pictures are drawn from: every ranking at fifty shares of the
            reports, and the totals of those who came to harm and of the others.
    """

    card: str
    card_hash: str
    outcome: str
    outcome_words: str
    horizon_days: int
    catalogue: str
    policy: str
    snapshot: str
    taken_at: str
    code: str
    seed: int
    reports_count: int
    cases: int
    gates: tuple[Gate, ...]
    rankings: Mapping[str, Mapping[str, Estimate]]
    over: Mapping[str, Mapping[str, Estimate]]
    questions: Mapping[str, Estimate]
    workloads: tuple[WorkloadRow, ...]
    bands: tuple[BandRow, ...]
    calibration: tuple[CalibrationGroup, ...]
    months: tuple[MonthRow, ...]
    groups: tuple[GroupRow, ...]
    mitigations: tuple[MitigationRow, ...]
    unknowns: tuple[UnknownRow, ...]
    probes: tuple[Probe, ...]
    candidates: tuple[CandidateRow, ...]
    folds: tuple[FoldRow, ...]
    dropped: Mapping[str, int]
    extracts: tuple[Fact, ...]
    missed_truth: tuple[Fact, ...]
    settings: Mapping[str, str]
    changes: Changes | None
    curves: tuple[CurvePoint, ...] = ()
    points: tuple[PointsBar, ...] = ()
    schema: str = SCHEMA

    def to_json(self) -> bytes:
        """The document's bytes; the same judgement always gives the same."""
        dumped: bytes = _ADAPTER.dump_json(self, indent=1)
        return dumped


_ADAPTER: Any = TypeAdapter(Judgement)


def judgement_from_json(data: bytes) -> Judgement:
    """The inverse of :meth:`Judgement.to_json`.

    Raises:
        RegistryError: it is of another schema, or isn't one.
    """
    try:
        found: Judgement = _ADAPTER.validate_json(data)
    except ValidationError as fault:
        raise RegistryError(
            f"the judgement can't be read: {fault.error_count()} faults; "
            "it was written by another release"
        ) from None
    if found.schema != SCHEMA:
        raise RegistryError(f"the judgement's schema is not {SCHEMA}")
    return found
