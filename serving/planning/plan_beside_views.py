"""The pages beside a plan: a section being written, versions side by side, lists, looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.words import count_words
from serving.pages.addresses import child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text
from serving.planning.addresses import (
    PLANS,
    looks_address,
    plan_address,
    section_address,
)  # fmt: skip
from serving.planning.comparing import MARKS, lines_of
from serving.planning.list_plans import STATES
from serving.planning.plan_views import ComparedSection, Line
from serving.planning.section_forms import counted, fields_of, hint_of
from serving.planning.sections import SECTIONS, field_words

__all__ = [
    "CompareView",
    "KeptLine",
    "ListView",
    "LooksView",
    "NewPlanView",
    "SectionView",
    "compare_view",
    "compared_sections",
    "list_view",
    "looks_view",
    "section_view",
]


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
