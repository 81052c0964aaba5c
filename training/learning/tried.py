"""What was tried in one run, beside what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from training.intervals import Number

__all__ = ["CandidateRow"]


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One learner tried in this run. ``loss``: cross-validated, in nats a question.

    ``numbers``: how many a reader would have to see.
    """

    name: str
    words: str
    loss: Number
    auc: Number
    lines: int
    numbers: int
    seconds: Number
    settings: Mapping[str, str]
    chosen: bool
