"""The daily briefing as a page and as sides to print: the values of the one answer, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.frames import Frame
from serving.pages.printed import MARKING
from serving.pages.typography import bind, moment_text
from serving.supervising.addresses import (
    BRIEFING,
    BRIEFING_PRINT,
    DUTIES,
    MISSING_NOW,
    with_filters,
)
from serving.supervising.duties_view import DutyCard, duty_cards
from serving.supervising.list_words import (
    Filters,
    Link,
    Narrowed,
    Person,
    counted,
    data_note,
    feed_note,
    narrowed,
    person,
)
from serving.supervising.missing_now_view import MissingCard, missing_cards

__all__ = ["BriefingFormView", "BriefingView", "TiedCard", "briefing_view"]


@dataclass(frozen=True, slots=True)
class TiedCard:
    """A child who is newly in the highest band, or newly joined with somebody."""

    person: Person
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefingView:
    """The briefing.

    Attributes:
        links: every count, leading to the list behind it.
        left: what each part leaves out, in words; None where it leaves nothing out.
        entry_id: the log's entry.
        to_whom: to whom it is printed; None on the screen.
    """

    frame: Frame
    area: Narrowed
    feed: str | None
    since: str
    links: tuple[Link, ...]
    missing: tuple[MissingCard, ...]
    newly_high: tuple[TiedCard, ...]
    unreviewed: tuple[DutyCard, ...]
    overdue: tuple[DutyCard, ...]
    newly_linked: tuple[TiedCard, ...]
    lapsing: tuple[DutyCard, ...]
    lapse_counts: tuple[Link, ...]
    left: Mapping[str, str | None]
    note: str
    entry_id: str
    to_whom: str | None = None
    marking: str = MARKING
    address: str = BRIEFING

    @property
    def print_address(self) -> str:
        """Where it is asked for whom the same briefing is printed."""
        chosen = {
            name: one.value
            for name, choices in (("team", self.area.teams), ("authority", self.area.authorities))
            for one in choices
            if one.chosen
        }
        return with_filters(BRIEFING_PRINT, **chosen)

    @property
    def printed_by(self) -> str:
        """Who printed it and when."""
        return f"Printed at {self.frame.as_at} by {self.frame.user_display_name}"


@dataclass(frozen=True, slots=True)
class BriefingFormView:
    """The form that asks for whom the briefing is printed; what was sent is kept."""

    frame: Frame
    team: str
    authority: str
    to_whom: str
    why: str
    faults: Mapping[str, str]
    address: str = BRIEFING
    send_to: str = BRIEFING_PRINT


def briefing_view(
    values: Mapping[str, Any], frame: Frame, entry_id: str, to_whom: str | None = None
) -> BriefingView:
    """The page, or the sides, of what the API answers under ``/api/v1/briefing``."""
    area = {name: values["filters"][name] for name in ("team", "authority")}
    duties = Filters(DUTIES, area)
    missing, high = values["missing"], values["newly_high"]
    overdue, linked = values["overdue"], values["newly_linked"]
    lapsing = values["lapsing"]
    return BriefingView(
        frame=frame,
        area=narrowed(BRIEFING, values, {}),
        feed=feed_note(values),
        since=moment_text(values["since"]),
        links=_links(values, area),
        missing=missing_cards(missing["children"]),
        newly_high=tuple(_high(row) for row in high["children"]),
        unreviewed=duty_cards(overdue["unreviewed"], "overdue", duties),
        overdue=duty_cards(overdue["duties"], "overdue", duties),
        newly_linked=tuple(_linked(row) for row in linked["children"]),
        lapsing=duty_cards(lapsing["duties"], "coming", duties),
        lapse_counts=tuple(_lapse(one, duties) for one in lapsing["counts"]),
        left={
            "missing": _left(missing["count"], len(missing["children"]), "child", "children"),
            "newly_high": _left(high["count"], len(high["children"]), "child", "children"),
            "overdue": _left(
                overdue["counts"]["overdue"], len(overdue["duties"]), "duty", "duties"
            ),
            "newly_linked": _left(linked["count"], len(linked["children"]), "link", "links"),
            "lapsing": _left(
                sum(one["count"] for one in lapsing["counts"] if one["days"] == _LAST_STEP),
                len(lapsing["duties"]),
                "plan or notice",
                "plans or notices",
            ),
        },
        note=data_note(values),
        entry_id=entry_id,
        to_whom=None if to_whom is None else bind(to_whom),
    )


#: The first of the steps before something lapses, in days: the widest count.
_LAST_STEP = 28


def _links(values: Mapping[str, Any], area: Mapping[str, str | None]) -> tuple[Link, ...]:
    missing, states = values["missing"], values["overdue"]["counts"]
    bands = ", ".join(f"{one['count']} {one['band'] or 'No band'}" for one in missing["bands"])
    return (
        Link(
            f"Missing now: {counted(missing['count'])} ({bands})",
            with_filters(MISSING_NOW, **area),
        ),
        Link(
            f"Missing without a supervisory review for 24 hours: {counted(states['unreviewed'])}",
            with_filters(DUTIES, state="overdue", **area),
        ),
        Link(
            f"Overdue: {counted(states['overdue'])}",
            with_filters(DUTIES, state="overdue", **area),
        ),
        Link(
            f"Due in 24 hours: {counted(states['today'])}",
            with_filters(DUTIES, state="today", **area),
        ),
    )


def _lapse(one: Mapping[str, Any], duties: Filters) -> Link:
    within = count_words(one["days"], "day")
    state = "today" if one["days"] == 1 else "coming"
    words = bind(f"{one['name']}, in {within}: {counted(one['count'])}")
    return Link(words, duties.link(state=state, kind=one["kind"]))


def _left(count: int, shown: int, one: str, many: str) -> str | None:
    left = count - shown
    if left <= 0:
        return None
    return f"And {count_words(left, 'more ' + one, 'more ' + many)}: see the list on screen."


def _high(row: Mapping[str, Any]) -> TiedCard:
    who = person(row)
    since = "" if row["since"] is None else f"{who.band} since {moment_text(row['since'])}."
    lines = [since, *row["why"]] if not who.is_limited else [since]
    return TiedCard(who, tuple(bind(line) for line in lines if line))


def _linked(row: Mapping[str, Any]) -> TiedCard:
    known = f"Known since {moment_text(row['since'])}. Open the record to see whom and why."
    return TiedCard(person(row), (bind(row["words"]), bind(known)))
