"""The pages of judgement: the form, the halt before lowering, and what waits for a supervisor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.words import count_words
from serving.pages.addresses import child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text
from serving.reviewing.addresses import JUDGEMENTS, judgement_address
from serving.reviewing.limits import LIMITS
from serving.reviewing.review_view import ANCHORS, BANDS, DoneView

__all__ = [
    "KINDS",
    "HaltView",
    "JudgementFormView",
    "WaitingLine",
    "WaitingView",
    "done_judgement",
    "halt_view",
    "waiting_view",
]

KINDS = (
    ("agree", "I agree with the advice"),
    ("raise", "I raise it: it holds at once"),
    ("lower", "I ask to lower it: a supervisor must approve it"),
)
_UNKNOWNS = 5


@dataclass(frozen=True, slots=True)
class JudgementFormView:
    """What do you say to the advice? Nothing of the child is shown.

    Attributes:
        given: what was sent, or what is filled in beforehand, by field.
    """

    frame: Frame
    child_id: str
    given: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[tuple[str, str], ...] = KINDS
    bands: tuple[str, ...] = BANDS
    days: int = LIMITS.judgement.days

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return judgement_address(self.child_id)

    @property
    def where(self) -> Mapping[str, str]:
        """Where the summary of faults leads."""
        return {name: ANCHORS.get(name, name) for name in self.faults}


@dataclass(frozen=True, slots=True)
class HaltView:
    """Before lowering: the strongest reason, and what is not known.

    Attributes:
        kept: the form's fields, sent again with the second word.
    """

    frame: Frame
    child_id: str
    name: str
    advised: str
    judged: str
    strongest: str
    unknowns: tuple[str, ...]
    counted: str
    kept: Mapping[str, str]
    entry: str

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return judgement_address(self.child_id)

    @property
    def back(self) -> str:
        """The child's page."""
        return child_address(self.child_id)


def halt_view(
    answer: Mapping[str, Any], frame: Frame, kept: Mapping[str, str], entry: str
) -> HaltView:
    """The halt before a judgement that lowers this answer's advice."""
    unknowns = answer["unknowns"]
    return HaltView(
        frame=frame,
        child_id=answer["child"]["id"],
        name=answer["child"]["name"],
        advised=answer["advice"]["band"] or "No band",
        judged=kept["band"],
        strongest=bind(_strongest(answer)),
        unknowns=tuple(bind(one["words"]) for one in unknowns[:_UNKNOWNS]),
        counted=count_words(len(unknowns), "thing") + " not known",
        kept=kept,
        entry=entry,
    )


def _strongest(answer: Mapping[str, Any]) -> str:
    """What sets the band: a floor of that band in full, else the reason with most points."""
    advice, floors, reasons = answer["advice"], answer["floors"], answer["reasons"]
    setting = [floor for floor in floors if floor["band"] == advice["band"]]
    if setting and advice["set_by"] != "points":
        return str(setting[0]["full"])
    if reasons:
        return str(max(reasons, key=lambda reason: reason["points"])["full"])
    return "No single reason stands out."


def done_judgement(values: Mapping[str, Any], frame: Frame, entry: str) -> DoneView:
    """The page after a judgement."""
    judged, child = values["judgement"], values["child"]
    one = judged["waiting"] or judged["standing"]
    words = [] if one is None else [bind(one["words"])]
    return DoneView(
        frame,
        "The judgement is written down",
        (*words, "The advice stays what it is; the judgement stands beside it."),
        entry,
        (("Open the record", child_address(child)),),
        judgement_address(child),
    )


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One judgement that waits. ``is_own``: somebody else must decide it."""

    reference: str
    child_address: str
    child_id: str
    name: str | None
    advised: str
    reasons: tuple[str, ...]
    words: str
    grounds: str
    since: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class WaitingView:
    """The page of what waits.

    Attributes:
        faults: by the id of the field that they are about.
    """

    frame: Frame
    lines: tuple[WaitingLine, ...]
    counted: str
    next_page: str | None
    faults: Mapping[str, str] = field(default_factory=dict)
    address: str = JUDGEMENTS

    @property
    def where(self) -> Mapping[str, str]:
        """Where the summary of faults leads."""
        there = {f"grounds-{line.reference}" for line in self.lines}
        return {name: name if name in there else "waiting" for name in self.faults}


def waiting_view(
    values: Mapping[str, Any], frame: Frame, faults: Mapping[str, str] | None = None
) -> WaitingView:
    """The page of what the API answers under ``/api/v1/judgements``."""
    lines = tuple(_waiting(row) for row in values["judgements"])
    more = values["next_page"]
    return WaitingView(
        frame,
        lines,
        count_words(len(lines), "judgement") + (" on this page." if more else " waiting."),
        None if more is None else f"{JUDGEMENTS}?after={more}",
        dict(faults or {}),
    )


def _waiting(row: Mapping[str, Any]) -> WaitingLine:
    judged = row["judgement"]
    return WaitingLine(
        reference=row["reference"],
        child_address=child_address(row["child"]),
        child_id=row["child"],
        name=row["name"],
        advised=row["advised"] or "No band",
        reasons=tuple(bind(reason) for reason in row["headline"]),
        words="" if judged is None else bind(judged["words"]),
        grounds="" if judged is None else judged["grounds"],
        since=bind(moment_text(row["since"])),
        is_own=row["is_own"],
    )
