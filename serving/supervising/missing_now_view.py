"""The page of who is missing now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.addresses import NOTICES, child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, capital_first, moment_text
from serving.supervising.addresses import DUTIES, MISSING_NOW, report_of, with_filters
from serving.supervising.list_words import (
    Filters,
    Link,
    Narrowed,
    Person,
    band_choices,
    counted,
    data_note,
    feed_note,
    narrowed,
    person,
)

__all__ = ["HandOverLine", "MissingCard", "MissingNowView", "missing_cards", "missing_now_view"]

_LASTING = {
    "over_72_hours": "over 72 hours",
    "over_24_hours": "24 to 72 hours",
    "under_24_hours": "under 24 hours",
}


@dataclass(frozen=True, slots=True)
class MissingCard:
    """One child who is missing.

    Attributes:
        lead: for how long, since when.
        lines: the last review, what is due next, the plan; of a limited record none.
        alarm: that no supervisor reviewed, if so.
        report: where the report is reviewed, and the child's return recorded; "" if limited.
    """

    person: Person
    lead: str
    alarm: str | None
    lines: tuple[str, ...]
    marks: tuple[str, ...]
    source: str
    report: str


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """One report that was handed over and that nobody acknowledged.

    Attributes:
        lead: which report, and to which team.
        told: when they were told, until when somebody must acknowledge, and whether it went on.
        record: the address of the child's record.
    """

    lead: str
    told: str
    record: str


@dataclass(frozen=True, slots=True)
class MissingNowView:
    """The page.

    Attributes:
        title: how many, or that no report is open.
        awaiting: what must be acknowledged first; ``more``: that there is more of it.
        feed: what is said when the reports' own system is silent.
        bands, lasting: counts that lead to their children.
    """

    frame: Frame
    title: str
    awaiting: tuple[HandOverLine, ...]
    more_awaiting: bool
    feed: str | None
    unreviewed: Link | None
    bands: tuple[Link, ...]
    lasting: tuple[Link, ...]
    cards: tuple[MissingCard, ...]
    shown: str
    empty: str
    next_page: str | None
    area: Narrowed
    note: str
    address: str = MISSING_NOW
    notices: str = NOTICES


def missing_now_view(values: Mapping[str, Any], frame: Frame) -> MissingNowView:
    """The page of what the API answers under ``/api/v1/missing-now``."""
    given = values["filters"]
    filters = Filters(MISSING_NOW, given)
    area = narrowed(MISSING_NOW, values, {n: given[n] for n in ("band", "lasting")})
    cards = missing_cards(values["children"])
    number = counted(values["count"])
    # Reports, not children: one that was never closed may be of somebody who is an adult now.
    title = f"{number} missing {'report is' if values['count'] == 1 else 'reports are'} open"
    empty = f"0 reports are open for {area.of} at {frame.time}."
    if values["count"]:
        empty = "No child who is missing now is of this band and time. Take a filter off."
    return MissingNowView(
        frame=frame,
        title=title if values["count"] else f"0 reports open at {frame.time}",
        awaiting=tuple(_hand_over(one) for one in values["awaiting"]["hand_overs"]),
        more_awaiting=values["awaiting"]["more"],
        feed=feed_note(values),
        unreviewed=_unreviewed(values),
        bands=(
            Link("All bands", filters.link(band=None), given["band"] is None),
            *(
                Link(f"{words}: {counted(count)}", filters.link(band=value), given["band"] == value)
                for value, words, count in band_choices(values["bands"])
            ),
        ),
        lasting=(
            Link("Any time", filters.link(lasting=None), given["lasting"] is None),
            *(
                Link(
                    f"{capital_first(_LASTING[one['lasting']])}: {counted(one['count'])}",
                    filters.link(lasting=one["lasting"]),
                    given["lasting"] == one["lasting"],
                )
                for one in values["lasting"]
            ),
        ),
        cards=cards,
        shown=f"{count_words(len(cards), 'child', 'children')} on this page, of {area.of}.",
        empty=empty,
        next_page=None if values["next_page"] is None else filters.link(after=values["next_page"]),
        area=area,
        note=data_note(values),
    )


def _hand_over(one: Mapping[str, Any]) -> HandOverLine:
    by = moment_text(one["acknowledge_by"])
    told = f"Told at {moment_text(one['told_at'])}, to be acknowledged by {by}. Nobody has."
    if one["handed_on_at"] is not None:
        on = moment_text(one["handed_on_at"])
        told = f"Nobody had by {by}. The inspector was told at {on}. Nobody has yet."
    team = "" if one["team"] is None else f", {one['team']}"
    return HandOverLine(
        bind(f"Report {one['reference']}{team}, must be acknowledged"),
        bind(told),
        child_address(one["child"]),
    )


def _unreviewed(values: Mapping[str, Any]) -> Link | None:
    late = values["unreviewed"]
    if not late:
        return None
    area = {name: values["filters"][name] for name in ("team", "authority")}
    had = "child has had" if late == 1 else "children have had"
    words = f"{counted(late)} missing {had} no supervisory review for 24 hours"
    return Link(words, with_filters(DUTIES, state="overdue", **area))


def missing_cards(rows: list[Mapping[str, Any]]) -> tuple[MissingCard, ...]:
    """The rows of children who are missing, as cards."""
    return tuple(_card(row) for row in rows)


def _card(row: Mapping[str, Any]) -> MissingCard:
    who = person(row)
    lead = f"Missing for {row['elapsed']}, since {moment_text(row['missing_since'])}"
    marks = []
    lines = [] if who.is_limited else [_review(row), *_due(row), _plan(row)]
    if row["plan"] is not None:
        marks.append("Plan in force")
    if row["protection_plan"]:
        marks.append("Child protection plan")
    return MissingCard(
        person=who,
        lead=bind(lead),
        alarm=None if row["gap"] is None else bind(row["gap"]),
        lines=tuple(bind(line) for line in lines),
        marks=tuple(marks),
        source=f"Missing persons, {row['reference']}",
        report="" if who.is_limited else report_of(row["reference"]),
    )


def _review(row: Mapping[str, Any]) -> str:
    last = row["last_review"]
    if last is None:
        return "No supervisory review is recorded."
    said = f"Last supervisory review {last['ago']} ago, by the {last['by']}"
    return f"{said}: {last['direction']}" if last["direction"] else f"{said}."


def _due(row: Mapping[str, Any]) -> list[str]:
    due = row["next_due"]
    return [] if due is None else [f"{due['words']} For: {due['owner']}."]


def _plan(row: Mapping[str, Any]) -> str:
    plan = row["plan"]
    if plan is None:
        return "No CSE plan in force is recorded."
    late = ", review overdue" if plan["review_overdue"] else ""
    return f"CSE plan {plan['reference']}, version {plan['version']}{late}. Owner: {plan['owner']}."
