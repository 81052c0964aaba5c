"""The pages of a plan: as it stands, a section being written, versions side by side, looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.words import count_words
from serving.pages.addresses import child_address
from serving.pages.frames import Frame
from serving.pages.plans import PlanView, plan_view
from serving.pages.plans_first import PlanFirst, plan_first
from serving.pages.typography import bind, capital_first, day_text, moment_text
from serving.planning.addresses import (
    PLANS,
    compare_address,
    looks_address,
    plan_address,
    section_address,
)  # fmt: skip
from serving.planning.comparing import MARKS, lines_of
from serving.planning.list_plans import STATES
from serving.planning.section_forms import counted, fields_of, hint_of
from serving.planning.sections import SECTIONS, field_words

__all__ = [
    "CompareView",
    "KeptLine",
    "ListView",
    "LooksView",
    "NewPlanView",
    "PlanPageView",
    "SectionView",
    "compare_view",
    "list_view",
    "looks_view",
    "plan_page_view",
    "section_view",
]  # fmt: skip

_ACT_WORDS = {
    "begun": "Begun",
    "submitted": "Sent for approval",
    "sent_back": "Sent back",
    "approved": "Approved",
    "reviewed": "Reviewed",
    "ended": "Ended",
}


@dataclass(frozen=True, slots=True)
class NewPlanView:
    """Whether to begin a plan for the child of this id."""

    frame: Frame
    child_id: str
    address: str = PLANS

    @property
    def child(self) -> str:
        """The child's page."""
        return child_address(self.child_id)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One section in the list of sections: where it is written, and how far it is."""

    title: str
    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """A fact, and what is said of it; ``address`` leads on where there is one."""

    lead: str
    details: tuple[str, ...] = ()
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """A section in two versions; ``lines`` are (mark in words, text)."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlanPageView:
    """The page of a plan.

    Attributes:
        preview: the first words as a phone shows them, of what is being written.
        faults: what is wrong with what was sent, by field.
    """

    frame: Frame
    reference: str
    name: str
    child: str
    standing: str
    keeper: str
    current: PlanView | None
    tasks: tuple[TaskLine, ...]
    missing: tuple[str, ...]
    kept: tuple[Line, ...]
    preview: PlanFirst | None
    differences: tuple[ComparedSection, ...]
    versions: tuple[Line, ...]
    done: tuple[Line, ...]
    may: Mapping[str, bool]
    seen: str
    looks: str
    sent_back: str | None
    faults: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The page's own."""
        return plan_address(self.reference)


def plan_page_view(
    values: Mapping[str, Any],
    frame: Frame,
    differences: tuple[ComparedSection, ...] = (),
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> PlanPageView:
    """The page of what the API answers under ``/plans/{reference}``."""
    copy, reference = values["copy"], values["reference"]
    is_waiting = "waiting" in values["writing"]
    is_ended = values["state"] == "ended"
    version = copy["version"] if copy else None
    is_writing = copy is not None and "being written" in values["writing"]
    told = plan_view(version) if version else None
    back = copy["sent_back"] if copy else None
    return PlanPageView(
        frame=frame,
        reference=reference,
        name=values["name"],
        child=child_address(values["child"]),
        standing=capital_first(values["words"]),
        keeper=_keeper(values),
        current=plan_view(values["current"]) if values["current"] else None,
        tasks=tuple(_task(reference, one) for one in copy["sections"]) if copy else (),
        missing=tuple(one["words"] for one in copy["missing"]) if copy else (),
        kept=tuple(_kept(reference, one) for one in copy["apart"]) if copy else (),
        preview=plan_first({}, told, ()) if told else None,
        differences=differences,
        versions=tuple(_version(reference, one) for one in values["versions"]),
        done=tuple(_done(one) for one in values["done"]),
        may={
            "write": values["may"]["write"] and not is_waiting and not is_ended,
            "submit": values["may"]["write"] and is_writing,
            "approve": values["may"]["approve"],
            "review": values["may"]["write"] and values["state"] in ("live", "review overdue"),
            "end": values["may"]["end"] and not is_ended,
        },
        seen=values["etag"],
        looks=looks_address(reference),
        sent_back=None if back is None else back["words"],
        faults=faults or {},
        typed=typed or {},
    )


def _keeper(values: Mapping[str, Any]) -> str:
    owner = f"{values['owner']}, " if values["owner"] else ""
    return f"Kept by {owner}{values['owner_team'] or 'no team'}."


def _task(reference: str, one: Mapping[str, Any]) -> TaskLine:
    state = "Filled in" if one["content"] is not None else "Not started"
    if one["is_changed"]:
        state = "Changed"
    if one["is_overtaken"]:
        state = "A newer version says something else"
    if one["apart"]:
        state = "Two texts: choose"
    return TaskLine(one["title"], section_address(reference, one["section"]), state)


def _kept(reference: str, one: Mapping[str, Any]) -> Line:
    title = SECTIONS[one["section"]].title
    said = f"Saved by {one['who']} at {moment_text(one['at'])}, after somebody else."
    address = section_address(reference, one["section"])
    return Line(title, (bind(said), *lines_of(one["content"])), address)


def _version(reference: str, one: Mapping[str, Any]) -> Line:
    due = one["review_due"]
    said = f"Written down at {moment_text(one['recorded_at'])}. Owner: {one['owner']}."
    review = f"Next review: {day_text(due)}." if due else "No day of review."
    number = one["version"]
    address = compare_address(reference, str(number - 1), str(number)) if number > 1 else None
    return Line(f"Version {number}, {one['state']}", (bind(said), bind(review)), address)


def _done(one: Mapping[str, Any]) -> Line:
    details = [bind(f"{one['who']}, {moment_text(one['at'])}.")]
    if one["words"]:
        details.append(one["words"])
    return Line(_ACT_WORDS[one["kind"]], tuple(details))


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A text kept apart, to be chosen about."""

    number: int
    said: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """The form of one section.

    Attributes:
        fields: (name, label, what stands there) of each field; ``days`` (name, label) of those
            that are a day, whose three parts stand in ``typed``.
        stands: what stands now, beside texts that were kept apart.
    """

    frame: Frame
    reference: str
    section: str
    title: str
    hint: str
    counted: str
    fields: tuple[tuple[str, str, str], ...]
    days: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    is_one: bool
    seen: str
    notes: tuple[str, ...]
    stands: tuple[str, ...]
    written_down: tuple[str, ...]
    is_overtaken: bool
    kept: tuple[KeptLine, ...]
    saved: str | None
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The page's own."""
        return section_address(self.reference, self.section)

    @property
    def plan(self) -> str:
        """The plan's page."""
        return plan_address(self.reference)


def section_view(
    values: Mapping[str, Any],
    frame: Frame,
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> SectionView:
    """The form of what the API answers of a section; ``typed`` is shown in its place."""
    name = values["section"]
    stands = fields_of(name, values["content"])
    shown = {field_: (typed or {}).get(field_, stands[field_]) for field_ in stands}
    is_one = set(stands) == {"text"}
    names = [column.name for column in SECTIONS[name].columns]
    saved = values["saved_at"]
    return SectionView(
        frame=frame,
        reference=values["reference"],
        section=name,
        title=values["title"],
        hint=hint_of(name) if is_one else "",
        counted=counted(name, values["content"]) if is_one else "",
        fields=tuple(
            (one, values["title"] if is_one else field_words(one), shown[one])
            for one in shown
            if is_one or one in names
        ),
        days=tuple((one, field_words(one)) for one in names if f"{one}_day" in shown),
        typed=shown,
        is_one=is_one,
        seen=values["etag"],
        notes=tuple(values["notes"]),
        stands=tuple(lines_of(values["content"])),
        written_down=tuple(lines_of(values["written_down"])),
        is_overtaken=values["is_overtaken"],
        kept=tuple(
            KeptLine(
                one["number"],
                bind(f"Saved by {one['who']} at {moment_text(one['at'])}."),
                tuple(lines_of(one["content"])),
            )
            for one in values["apart"]
        ),
        saved=None if saved is None else bind(f"{values['saved_by']}, {moment_text(saved)}"),
        faults=faults or {},
    )


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two versions side by side."""

    frame: Frame
    reference: str
    name: str
    before: str
    after: str
    sections: tuple[ComparedSection, ...]
    same: str

    @property
    def plan(self) -> str:
        """The plan's page."""
        return plan_address(self.reference)

    @property
    def address(self) -> str:
        """Colours are changed from the plan's page: that is where one comes back to."""
        return self.plan


def compare_view(values: Mapping[str, Any], frame: Frame) -> CompareView:
    """The page of what the API answers under ``/plans/{reference}/compare``."""
    changed = compared_sections(values)
    count = len(values["sections"]) - len(changed)
    return CompareView(
        frame,
        values["reference"],
        values["name"],
        _side(values["before"]),
        _side(values["after"]),
        changed,
        f"{count_words(count, 'section')} {'is' if count == 1 else 'are'} the same in both.",
    )


def compared_sections(values: Mapping[str, Any]) -> tuple[ComparedSection, ...]:
    """The sections that differ, each line with its mark in words."""
    return tuple(
        ComparedSection(
            one["title"], tuple((MARKS[line["mark"]], line["text"]) for line in one["lines"])
        )
        for one in values["sections"]
        if one["is_changed"]
    )


def _side(one: Mapping[str, Any]) -> str:
    when = f", written down at {moment_text(one['recorded_at'])}" if one["recorded_at"] else ""
    return bind(f"Version {one['version']}, {one['state']}{when}")


@dataclass(frozen=True, slots=True)
class ListView:
    """Plans being written or waiting."""

    frame: Frame
    state: str
    lines: tuple[Line, ...]
    counted: str
    others: tuple[tuple[str, str], ...]
    next_page: str | None
    address: str = PLANS


def list_view(values: Mapping[str, Any], frame: Frame) -> ListView:
    """The page of what the API answers under ``/plans``."""
    state, count = values["state"], values["count"]
    of = "all teams" if values["team"] is None else values["team"] or "no team"
    after = values["next_page"]
    return ListView(
        frame,
        STATES[state],
        tuple(
            Line(
                one["reference"],
                (bind(f"{one['team'] or 'No team'}. Last: {one['who']}, since "
                      f"{moment_text(one['since'])}."),),
                plan_address(one["reference"]),
            )
            for one in values["plans"]
        ),
        f"{count_words(count, 'plan')} of {of} {'is' if count == 1 else 'are'} {STATES[state]}.",
        tuple((words, f"{PLANS}?state={one}") for one, words in STATES.items() if one != state),
        None if after is None else f"{PLANS}?state={state}&after={after}",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LooksView:
    """In which looks which version was shown."""

    frame: Frame
    reference: str
    lines: tuple[Line, ...]
    counted: str
    next_page: str | None

    @property
    def plan(self) -> str:
        """The plan's page."""
        return plan_address(self.reference)

    @property
    def address(self) -> str:
        """The page's own."""
        return looks_address(self.reference)


def looks_view(values: Mapping[str, Any], frame: Frame) -> LooksView:
    """The page of what the API answers under ``/plans/{reference}/looks``."""
    after, reference = values["next_page"], values["reference"]
    lines = tuple(
        Line(
            one["shown"],
            (bind(f"{one['words']}: {one['officer'] or 'not kept'}, {one['team'] or 'no team'}, "
                  f"{moment_text(one['at'])}."),),
        )
        for one in values["looks"]
    )  # fmt: skip
    counted_ = count_words(len(lines), "look") + " on this page, the newest first."
    following = None if after is None else f"{looks_address(reference)}?after={after}"
    return LooksView(frame, reference, lines, counted_, following)
