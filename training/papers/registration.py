"""What the registry knows of one version, and no judgement does: who, when, and what was refused.

Training writes papers before anything is registered; then there is none, and the papers say so.
"""

from __future__ import annotations

from dataclasses import dataclass

from training.judging.rows import Fact

__all__ = ["Refusal", "Registration"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One promotion that was refused: of which version, when (``2026-11-21``), by or for whom."""

    version: str
    refused_on: str
    who: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Registration:
    """One registered version.

    Attributes:
        model, version: as the registry names them.
        trainer, run_id: who trained it, and the run that did.
        approved_by, approved_on, note: whose name stands under its promotion, on which day
            (``2026-11-22``) and why; None and empty while nobody has promoted it.
        refusals: of earlier promotions of this model, the newest first.
        monitored: what the last look at drift found, in facts; empty before the first.
    """

    model: str
    version: str
    trainer: str
    run_id: str
    approved_by: str | None = None
    approved_on: str | None = None
    note: str = ""
    refusals: tuple[Refusal, ...] = ()
    monitored: tuple[Fact, ...] = ()
