"""The page of one referral: where it stands, what can be done next, everything that was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.calendar import instant_from_text
from records.columns import Choice
from records.formats import FORMATS
from records.sources import SourceSystem
from records.words import moment_words
from serving.pages.access import LimitedView, ReasonView
from serving.pages.addresses import child_address, log_entry_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text
from serving.referring.addresses import REFERRALS, referral_address, referral_steps_address

__all__ = [
    "EntryLine",
    "LimitedReferralView",
    "ReferralReasonView",
    "ReferralView",
    "StepForm",
    "choices_of",
    "referral_view",
]


class ReferralReasonView(ReasonView):
    """Why somebody looks at one referral; ``child_id`` is the referral's id."""

    __slots__ = ()

    @property
    def address(self) -> str:
        """The referral's address: the form is sent there."""
        return referral_address(self.child_id)


class LimitedReferralView(LimitedView):
    """That a referral's record is limited; ``child_id`` is the referral's id."""

    __slots__ = ()

    @property
    def address(self) -> str:
        """The referral's address: the form is sent there."""
        return referral_address(self.child_id)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry. ``was``: it stands no more, and how to say so; empty while it stands."""

    words: str
    details: tuple[str, ...]
    source: str
    was: str
    log_address: str


@dataclass(frozen=True, slots=True)
class StepForm:
    """One step that can be taken now.

    Attributes:
        asks: the field that it needs; empty for none.
        label: of that field.
        choices: (value, words) for a choice; none for a text.
    """

    step: str
    heading: str
    button: str
    asks: str = ""
    label: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralView:
    """The whole page.

    Attributes:
        forms: of what can be done by whoever looks; none for those who only read.
        last: the entry that can be taken back, and its words; empty for none.
        seen: the tag of the state that the page shows.
        reason: the code of the look, which the forms carry on.
        faults: what is wrong with what was sent, by the id of its field.
        tried: what was sent, by field.
    """

    frame: Frame
    reference: str
    name: str
    child_address: str
    stage: str
    lines: tuple[str, ...]
    entries: tuple[EntryLine, ...]
    forms: tuple[StepForm, ...]
    last: tuple[str, str]
    seen: str
    reason: str
    steps_address: str
    faults: Mapping[str, str] = field(default_factory=dict)
    tried: Mapping[str, str] = field(default_factory=dict)
    address: str = REFERRALS


_SAID = {
    "referred_by": "Referred by {}.",
    "concern": "Concern: {}.",
    "priority": "Priority: {}.",
    "allocated_to": "Allocated to {}.",
    "referral_decision": "Decided: {}.",
}


def choices_of(source: SourceSystem, column: str) -> tuple[tuple[str, str], ...]:
    """The values of a format's column, and each in words."""
    (found,) = [one for one in FORMATS[source].own if one.name == column]
    assert isinstance(found.type, Choice)
    return tuple((value, value.replace("_", " ").capitalize()) for value in found.type.values)


_HUB = SourceSystem.SAFEGUARDING_HUB
_FORMS: Mapping[str, StepForm] = {
    form.step: form
    for form in (
        StepForm("triage", "Triage", "Record the priority", "priority", "How urgent is it?",
                 choices_of(_HUB, "priority")),
        StepForm("allocate", "Allocate", "Allocate it", "allocated_to",
                 "The team that owns it from now on"),
        StepForm("discuss", "Strategy discussion", "Record that it was held"),
        StepForm("decide", "Decide", "Record the decision", "decision", "What was decided?",
                 choices_of(_HUB, "referral_decision")),
        StepForm("close", "Close", "Close the referral"),
    )
}  # fmt: skip


def referral_view(
    values: Mapping[str, Any],
    frame: Frame,
    *,
    may_work: bool,
    reason: str,
    faults: Mapping[str, str] | None = None,
    tried: Mapping[str, str] | None = None,
) -> ReferralView:
    """The page of what the API answers under ``/referrals/{referral}``."""
    allowed = [step["step"] for step in values["steps"] if step["refused"] is None]
    standing = [entry for entry in values["entries"] if entry["stands"]]
    last = standing[-1]
    age = values["child"]["age"]
    return ReferralView(
        frame=frame,
        reference=values["reference"],
        name=values["child"]["name"] + ("" if age is None else f", {age}"),
        child_address=child_address(values["child"]["id"]),
        stage=values["stage_words"],
        lines=tuple(bind(line) for line in _lines(values)),
        entries=tuple(_entry(entry) for entry in reversed(values["entries"])),
        forms=tuple(_FORMS[step] for step in allowed) if may_work else (),
        last=(last["entry"], last["words"].lower()) if may_work else ("", ""),
        seen=values["etag"],
        reason=reason,
        steps_address=referral_steps_address(values["id"]),
        faults=dict(faults or {}),
        tried=dict(tried or {}),
    )


def _lines(values: Mapping[str, Any]) -> list[str]:
    lines = [
        f"{values['concern_words']}, referred by {values['referred_by'].replace('_', ' ')}.",
        f"Received at {moment_text(values['since'])}.",
        f"Owner: {values['owner']}." if values["owner"] else "Nobody owns it yet.",
    ]
    if values["priority"]:
        lines.append(f"Priority: {values['priority']}.")
    waits = values["next"]
    if waits is not None:
        verb = "was due by" if waits["state"] == "overdue" else "due by"
        due = moment_words(instant_from_text(waits["due"]))
        lines.append(f"Next: {waits['words'].lower()}, {verb} {due}.")
    return lines


def _entry(entry: Mapping[str, Any]) -> EntryLine:
    said = tuple(
        bind(_SAID[one["what"]].format(one["value"].replace("_", " "))) for one in entry["said"]
    )
    when = f"{moment_text(entry['occurred'])}, recorded at {moment_text(entry['recorded'])}."
    was = "" if entry["stands"] else "Corrected or taken back since."
    log = log_entry_address(entry["log_entry"]) if entry["log_entry"] else ""
    return EntryLine(entry["words"], said, bind(when), was, log)
