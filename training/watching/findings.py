"""What one watch found, as a document: each figure, its limit and what is demanded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from training.intervals import Estimate, Number
from training.watching.limits import DEMANDS, highest
from training.watching.reference import WatchError

__all__ = ["SCHEMA", "Finding", "Findings", "findings_from_json"]

SCHEMA = "findings/v1"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing watched.

    Attributes:
        limit: the row of :data:`training.watching.limits.LIMITS` that it was held against.
        subject: what was watched: a feature's name, a system's id, or words.
        demand: of :data:`training.watching.limits.DEMANDS`.
        figure: ``low`` is what stands beyond chance, and is held against the limit; not
            known where there is too little to judge by.
        start: from where on anything is demanded.
        words: the finding as a sentence.
    """

    limit: str
    subject: str
    demand: str
    figure: Estimate
    start: Number
    words: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that one watch found.

    Attributes:
        demand: the highest of any finding; ``asks``: what it asks people to do.
        days: recent questions are those of so many days before ``taken_at``.
        reports, months: how many recent questions of each situation.
        matured: missing reports since the reference whose outcome's window is over;
            ``cases`` among them, None if there are few.
        findings: those that demand most first, then in the order watched.
    """

    card: str
    card_hash: str
    snapshot: str
    taken_at: str
    reference: str
    days: int
    reports: int
    months: int
    matured: int
    cases: int | None
    findings: tuple[Finding, ...]
    schema: str = SCHEMA
    demand: str = ""
    asks: str = ""

    def __post_init__(self) -> None:
        order = list(DEMANDS)
        ranked = sorted(self.findings, key=lambda finding: -order.index(finding.demand))
        demand = highest(finding.demand for finding in ranked)
        object.__setattr__(self, "findings", tuple(ranked))
        object.__setattr__(self, "demand", demand)
        object.__setattr__(self, "asks", DEMANDS[demand])

    @property
    def raised(self) -> tuple[Finding, ...]:
        """Those that demand anything."""
        return tuple(finding for finding in self.findings if finding.demand != "none")

    @property
    def unjudged(self) -> tuple[Finding, ...]:
        """Those for which there was too little to judge by."""
        return tuple(finding for finding in self.findings if not finding.figure.is_known)

    def to_json(self) -> bytes:
        """The document's bytes; the same findings always give the same."""
        dumped: bytes = _ADAPTER.dump_json(self, indent=1)
        return dumped


_ADAPTER: Any = TypeAdapter(Findings)


def findings_from_json(data: bytes) -> Findings:
    """The inverse of :meth:`Findings.to_json`.

    Raises:
        WatchError: these are no findings, or another release's.
    """
    try:
        found: Findings = _ADAPTER.validate_json(data)
    except ValidationError:
        raise WatchError("these are no findings of this release: watch again") from None
    if found.schema != SCHEMA:
        raise WatchError(f"the findings are not {SCHEMA}: watch again")
    return found
