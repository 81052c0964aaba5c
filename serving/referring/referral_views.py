"""The page of one referral: where it stands, what can be done next, everything that was."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
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
from serving.pages.typography import bind, capital_first, day_text, moment_text
from serving.referring.addresses import (
    REFERRALS,
    referral_address,
    referral_corrections_address,
    referral_steps_address,
)

__all__ = [
    "STEP_FORMS",
    "EntryLine",
    "LimitedReferralView",
    "ReferralReasonView",
    "ReferralView",
    "StepForm",
    "choices_of",
    "entry_lines",
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
    """One entry.

    Attributes:
        was: it stands no more, and how to say so; empty while it stands.
        correct: its id, if whoever looks may correct it; else empty.
    """

    words: str
    details: tuple[str, ...]
    source: str
    was: str
    log_address: str
    correct: str = ""


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
    seen: str
    reason: str
    steps_address: str
    corrections_address: str
    faults: Mapping[str, str] = field(default_factory=dict)
    tried: Mapping[str, str] = field(default_factory=dict)
    address: str = REFERRALS


_SAID = {
    "referred_by": "Referred by {}.",
    "concern": "Concern: {}.",
    "priority": "Priority: {}.",
    "allocated_to": "Allocated to {}.",
    "referral_decision": "Decided: {}.",
    "conference": "{} conference.",
    "conference_on": "For {}.",
    "police_invited": "Police invited: {}.",
    "police_attended": "Police were there: {}.",
    "conference_decision": "Decided: {}.",
}


def choices_of(source: SourceSystem, column: str) -> tuple[tuple[str, str], ...]:
    """The values of a format's column, and each in words."""
    (found,) = [one for one in FORMATS[source].own if one.name == column]
    assert isinstance(found.type, Choice)
    return tuple((value, value.replace("_", " ").capitalize()) for value in found.type.values)


_HUB = SourceSystem.SAFEGUARDING_HUB
#: Step -> its form.
STEP_FORMS: Mapping[str, StepForm] = {
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
    correctable: Collection[str] = (),
    faults: Mapping[str, str] | None = None,
    tried: Mapping[str, str] | None = None,
) -> ReferralView:
    """The page of what the API answers under ``/referrals/{referral}``."""
    allowed = [step["step"] for step in values["steps"] if step["refused"] is None]
    age = values["child"]["age"]
    return ReferralView(
        frame=frame,
        reference=values["reference"],
        name=values["child"]["name"] + ("" if age is None else f", {age}"),
        child_address=child_address(values["child"]["id"]),
        stage=values["stage_words"],
        lines=tuple(bind(line) for line in _lines(values)),
        entries=entry_lines(values["entries"], correctable),
        forms=tuple(STEP_FORMS[step] for step in allowed) if may_work else (),
        seen=values["etag"],
        reason=reason,
        steps_address=referral_steps_address(values["id"]),
        corrections_address=referral_corrections_address(values["id"]),
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


def entry_lines(
    entries: Sequence[Mapping[str, Any]], correctable: Collection[str]
) -> tuple[EntryLine, ...]:
    """What was written down, the newest first: what it says, when, by whom; whether it stands,
    and what took its place when."""
    after = {entry["replaces"]: entry for entry in entries if entry["replaces"]}
    return tuple(_entry(one, after.get(one["entry"]), correctable) for one in reversed(entries))


def _entry(
    entry: Mapping[str, Any], after: Mapping[str, Any] | None, correctable: Collection[str]
) -> EntryLine:
    said = tuple(
        bind(capital_first(_SAID[one["what"]].format(_plain(one["value"]))))
        for one in entry["said"]
    )
    by = f" by {entry['written_by']}" if entry["written_by"] else ""
    when = f"{moment_text(entry['occurred'])}, recorded at {moment_text(entry['recorded'])}{by}."
    was = ""
    if not entry["stands"]:
        was = "Taken back since." if after is None else (
            f"Corrected at {moment_text(after['recorded'])}"
            + (f" by {after['written_by']}." if after["written_by"] else ".")
        )  # fmt: skip
    log = log_entry_address(entry["log_entry"]) if entry["log_entry"] else ""
    may = entry["stands"] and entry["entry"] in correctable
    words = f"{entry['words']} (a correction)" if entry["replaces"] else entry["words"]
    return EntryLine(words, said, bind(when), bind(was), log, entry["entry"] if may else "")


def _plain(value: str) -> str:
    return {"True": "yes", "False": "no"}.get(value) or (
        day_text(value) if _DAY.fullmatch(value) else value.replace("_", " ")
    )


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
