"""A step of a referral, or an entry about a conference, in the fields of the form that mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from records.calendar import FORCE_ZONE, instant_from_text
from records.words import time_words
from serving.pages.frames import Frame
from serving.referring.addresses import (
    child_conferences_address,
    conference_corrections_address,
    referral_address,
    referral_corrections_address,
)
from serving.referring.form_views import CONFERENCE_CHOICES, DECISIONS, YES_NO
from serving.referring.referral_views import STEP_FORMS, EntryLine, StepForm, entry_lines

__all__ = ["CorrectionView", "conference_correction", "step_correction"]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """The form.

    Attributes:
        line: the entry as it stands.
        step: of a referral's step; None for what can only be taken back.
        can_take_back: it can: of a referral, what was done last alone.
        is_call: of a conference: called, not held.
        tried: what the fields hold.
    """

    frame: Frame
    name: str
    reference: str
    line: EntryLine
    address: str
    back: str
    hidden: Mapping[str, str]
    tried: Mapping[str, str]
    faults: Mapping[str, str]
    step: StepForm | None = None
    can_take_back: bool = True
    is_call: bool = False
    choices: Mapping[str, tuple[tuple[str, str], ...]] = field(
        default_factory=lambda: {
            "conference": CONFERENCE_CHOICES, "yes_no": YES_NO, "decision": DECISIONS,
        }
    )  # fmt: skip


_STEPS = {
    "referral_triaged": "triage",
    "referral_allocated": "allocate",
    "referral_strategy_discussion": "discuss",
    "referral_decision": "decide",
    "referral_closed": "close",
}


def step_correction(
    values: Mapping[str, Any],
    frame: Frame,
    entry: Mapping[str, Any],
    form: Mapping[str, str],
    faults: Mapping[str, str],
) -> CorrectionView:
    """The form that corrects one entry of a referral, or takes it back."""
    step = _STEPS.get(entry["kind"])
    standing = [one["entry"] for one in values["entries"] if one["stands"]]
    said = {one["what"]: one["value"] for one in entry["said"]}
    filled = {
        **_moment("", entry["occurred"]),
        **{name: said.get(_COLUMNS.get(name, name), "") for name in _FIELDS},
    }
    return CorrectionView(
        frame=frame,
        name=_name(values),
        reference=values["reference"],
        line=entry_lines([entry], ())[0],
        address=referral_corrections_address(values["id"]),
        back=referral_address(values["id"]),
        hidden={**_along(form), "seen": values["etag"], "entry": entry["entry"],
                **({} if step is None else {"step": step})},
        tried=form if faults else filled,
        faults=faults,
        step=None if step is None else STEP_FORMS[step],
        can_take_back=_last(values, standing) == entry["entry"],
    )  # fmt: skip


_FIELDS = ("priority", "allocated_to", "decision")
_COLUMNS = {"decision": "referral_decision"}


def _last(values: Mapping[str, Any], standing: list[str]) -> str:
    """What was done last of what stands, by when it was done."""
    rows = [one for one in values["entries"] if one["entry"] in standing]
    return str(max(rows, key=lambda one: (one["occurred"], one["recorded"]))["entry"])


def conference_correction(
    values: Mapping[str, Any],
    frame: Frame,
    entry: Mapping[str, Any],
    form: Mapping[str, str],
    faults: Mapping[str, str],
) -> CorrectionView:
    """The form that corrects one entry about a conference, or takes it back."""
    said = {one["what"]: one["value"] for one in entry["said"]}
    is_call = entry["kind"] == "conference_called"
    filled = {
        "conference": said["conference"],
        "invited": _YES.get(said.get("police_invited", ""), ""),
        "attended": _YES.get(said.get("police_attended", ""), ""),
        "decision": said.get("conference_decision", ""),
        **(_day("called_", date.fromisoformat(said["conference_on"])) if is_call else
           _moment("held_", entry["occurred"])),
    }  # fmt: skip
    child = values["child"]["id"]
    return CorrectionView(
        frame=frame,
        name=_name(values),
        reference="",
        line=entry_lines([entry], ())[0],
        address=conference_corrections_address(child),
        back=child_conferences_address(child),
        hidden={**_along(form), "entry": entry["entry"]},
        tried=form if faults else filled,
        faults=faults,
        is_call=is_call,
    )


_YES = {"True": "yes", "False": "no"}


def _along(form: Mapping[str, str]) -> dict[str, str]:
    """The reason with which the record was opened goes along."""
    return {name: form.get(name, "") for name in ("reason", "note")}


def _name(values: Mapping[str, Any]) -> str:
    age = values["child"]["age"]
    return str(values["child"]["name"]) + ("" if age is None else f", {age}")


def _moment(prefix: str, text: str) -> dict[str, str]:
    at = instant_from_text(text)
    local = at.astimezone(FORCE_ZONE)
    return {**_day(prefix, local.date()), f"{prefix}time": time_words(at)}


def _day(prefix: str, day: date) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{prefix}{part}": str(number) for part, number in parts.items()}
