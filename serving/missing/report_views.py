"""The pages of missing reports as values and words for their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from records.words import count_words
from serving.missing.acts import ACTS, Act
from serving.missing.addresses import NEW, act_address, report_address
from serving.missing.form_fields import Field
from serving.pages.addresses import child_address
from serving.pages.child_view import ChildView
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = [
    "CheckView",
    "DoneView",
    "EntryLine",
    "FormView",
    "Kept",
    "KeptView",
    "OpenedView",
    "ReportReasonView",
    "ReportView",
    "about_words",
    "entry_lines",
    "kept_of",
    "opened_view",
    "report_view",
]


@dataclass(frozen=True, slots=True)
class FormView:
    """A form: of a new report, or of one act.

    Attributes:
        heading: what the form is about; ``lead`` says what it does.
        values: part of a field -> what is in it.
        hidden: what goes along unseen.
        faults: field -> what to do about it.
        refused: why it can't be done as the report stands; "" if it can.
        now: of a report that somebody else changed meanwhile: what it says now.
        about: the child's name and age, where the report was read for the form.
        back: where the report is shown without writing anything; "" of a new one.
    """

    frame: Frame
    address: str
    heading: str
    lead: str
    button: str
    fields: tuple[Field, ...]
    values: Mapping[str, str]
    hidden: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    now: tuple[EntryLine, ...] = ()
    about: str = ""
    back: str = ""

    @property
    def going(self) -> Mapping[str, str]:
        """The reason of the look, which goes back to the report with whoever does."""
        names = ("reason", "note", "emergency")
        return {name: self.hidden[name] for name in names if name in self.hidden}

    @property
    def anchors(self) -> Mapping[str, str]:
        """Where each fault of the summary leads."""
        own = {one.name: one.anchor for one in self.fields}
        first = self.fields[0].anchor
        return {name: own.get(name, first) for name in self.faults}


@dataclass(frozen=True, slots=True)
class CheckView:
    """Check the answers before the report is opened.

    Attributes:
        rows: (what, answer).
        hidden: the answers, to be sent on.
        double: what is told of a report that is open already; "" for none.
        asks_note: the look that follows is asked for words.
    """

    frame: Frame
    rows: tuple[tuple[str, str], ...]
    hidden: Mapping[str, str]
    double: str = ""
    double_address: str = ""
    double_reference: str = ""
    asks_note: bool = False
    note: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    address: str = NEW


@dataclass(frozen=True, slots=True)
class Kept:
    """That a report is kept, and what is due next."""

    reference: str
    address: str
    next: tuple[str, ...]
    next_due: str = ""


@dataclass(frozen=True, slots=True)
class OpenedView(ChildView):
    """The child's page, on top of which stands the report that was opened just now."""

    kept: Kept = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class KeptView:
    """The report is kept, and the child's answer could not come with it."""

    frame: Frame
    kept: Kept
    child_address: str
    why: str
    address: str = NEW


@dataclass(frozen=True, slots=True)
class ReportReasonView:
    """Why are you looking? Of a report; nothing of it is read yet."""

    frame: Frame
    address: str
    choices: tuple[tuple[str, str], ...]
    reason: str = ""
    note: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    is_limited: bool = False


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry: what and when, who wrote it, what it says, and whether it stands.

    Attributes:
        correct: where it is corrected; "" if it can't be from here.
    """

    lead: str
    source: str
    details: tuple[tuple[str, str], ...]
    entry: str
    stands: bool
    state: str
    correct: str = ""


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report's page. ``about``: the child's name and age."""

    frame: Frame
    address: str
    reference: str
    about: str
    state: str
    since: str
    joined: tuple[tuple[str, str], ...]
    next: tuple[str, ...]
    duties: tuple[tuple[str, str, str], ...]
    entries: tuple[EntryLine, ...]
    acts: tuple[tuple[str, str], ...]
    counted: str
    hidden: Mapping[str, str]
    child_address: str
    reason: str
    receipt_id: str


@dataclass(frozen=True, slots=True)
class DoneView:
    """It is written down: what is due next and by when."""

    frame: Frame
    address: str
    heading: str
    reference: str
    state: str
    next: tuple[str, ...]
    reason: str
    note: str
    is_emergency: bool
    receipt_id: str


def opened_view(view: ChildView, kept: Kept) -> OpenedView:
    """The child's page with the report that was just opened."""
    return OpenedView(**{one.name: getattr(view, one.name) for one in fields(view)}, kept=kept)


def kept_of(values: Mapping[str, Any]) -> Kept:
    """What is said of a report that was opened."""
    reference = values["reference"]
    due = values["next_due"]
    return Kept(
        reference,
        report_address(reference),
        tuple(bind(one) for one in values["next"]),
        "" if due is None else bind(moment_text(due)),
    )


_CORRECTED_BY = {ACTS[act].entry.value: act for act in Act if act is not Act.WITHDRAW}


def report_view(
    values: Mapping[str, Any],
    frame: Frame,
    hidden: Mapping[str, str],
    receipt_id: str,
) -> ReportView:
    """The page of what the API answers under ``/api/v1/missing-reports/{reference}``."""
    reference = values["reference"]
    may = {one["act"] for one in values["acts"]}
    ended = values["ended"]
    since = f"Missing since {moment_text(values['since'])}"
    since += f", found at {moment_text(ended)}." if ended else "."
    acts = [(act_address(reference, Act(one["act"])), one["words"]) for one in values["acts"]]
    return ReportView(
        frame=frame,
        address=report_address(reference),
        reference=reference,
        about=about_words(values),
        state=values["state_words"],
        since=bind(since),
        joined=tuple((one, report_address(one)) for one in values["joined"]),
        next=tuple(bind(one) for one in values["next"]),
        duties=tuple(
            (one["state"], bind(one["words"]), f"For {one['owner']}")
            for one in values["duties"]
            if one["state"] in ("done", "missed")
        ),
        entries=entry_lines(values, may),
        acts=tuple(acts),
        counted=f"{count_words(len(values['entries']), 'entry', 'entries')}.",
        hidden=hidden,
        child_address=child_address(values["child"]),
        reason=hidden["reason"],
        receipt_id=receipt_id,
    )


def about_words(values: Mapping[str, Any]) -> str:
    """Whom a report is about: name and age."""
    age = values["age"]
    return str(values["name"]) + ("" if age is None else f", {age}")


def entry_lines(values: Mapping[str, Any], may: set[str] | None = None) -> tuple[EntryLine, ...]:
    """The entries, the newest first. ``may``: the acts that are offered; None offers none."""
    return tuple(
        _line(one, values, may or set())
        for one in sorted(values["entries"], key=lambda one: one["recorded"], reverse=True)
    )


def _line(
    entry: Mapping[str, Any], values: Mapping[str, Any], may: Sequence[str] | set[str]
) -> EntryLine:
    act = _CORRECTED_BY.get(entry["kind"])
    is_open = values["state"] != "withdrawn"
    is_allowed = may and (act is not Act.REVIEW or Act.REVIEW.value in may)
    can = act is not None and entry["stands"] and is_open and is_allowed
    by = entry["written_by"] or entry["system_name"]
    state = "" if entry["stands"] or entry["kind"] == "withdrawn" else "Corrected or taken back"
    return EntryLine(
        lead=bind(f"{entry['words']}, {moment_text(entry['occurred'])}"),
        source=bind(f"Recorded at {moment_text(entry['recorded'])}, by {by}"),
        details=tuple((one["name"], bind(one["words"])) for one in entry["details"]),
        entry=entry["entry"],
        stands=entry["stands"],
        state=state,
        correct=act_address(values["reference"], act) if can and act is not None else "",
    )
