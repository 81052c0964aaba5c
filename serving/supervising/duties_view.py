"""The page of what is due: overdue first, and before it whom no supervisor has reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.frames import Frame
from serving.pages.typography import bind, capital_first, moment_text
from serving.supervising.addresses import DUTIES
from serving.supervising.duties_told import STATES
from serving.supervising.list_words import (
    Choice,
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

__all__ = ["DutiesView", "DutyCard", "duties_view", "duty_cards"]

#: Where judgements that wait for a supervisor are listed.
_JUDGEMENTS = "/judgements"


@dataclass(frozen=True, slots=True)
class DutyCard:
    """One duty: its own words, by when, for whom, on which record."""

    person: Person
    words: str
    state: str
    lines: tuple[str, ...]
    source: str
    owner: Link


@dataclass(frozen=True, slots=True)
class DutiesView:
    """The page.

    Attributes:
        states: the three lists, each with its count.
        first: missing children whom no supervisor has reviewed for a day.
        beside: what waits on other lists, each leading there.
    """

    frame: Frame
    title: str
    feed: str | None
    states: tuple[Link, ...]
    first: tuple[DutyCard, ...]
    first_title: str
    cards: tuple[DutyCard, ...]
    shown: str
    empty: str
    beside: tuple[Link, ...]
    kinds: tuple[Choice, ...]
    owner: str | None
    every_owner: str
    next_page: str | None
    area: Narrowed
    note: str
    address: str = DUTIES


def duties_view(values: Mapping[str, Any], frame: Frame) -> DutiesView:
    """The page of what the API answers under ``/api/v1/duties``."""
    given = values["filters"]
    filters = Filters(DUTIES, given)
    kept = {name: given[name] for name in ("state", "kind", "owner")}
    area = narrowed(DUTIES, values, kept)
    cards = duty_cards(values["duties"], given["state"], filters)
    first = duty_cards(values["unreviewed"]["duties"], "overdue", filters)
    state = STATES[given["state"]].lower()
    late = values["unreviewed"]["count"]
    missing = "missing child" if late == 1 else "missing children"
    return DutiesView(
        frame=frame,
        title=f"{capital_first(state)}: {counted(values['counts'][given['state']])}",
        feed=feed_note(values),
        states=tuple(
            Link(
                f"{words}: {counted(values['counts'][name])}",
                filters.link(state=name),
                name == given["state"],
            )
            for name, words in STATES.items()
        ),
        first=first,
        first_title=f"{counted(late)} {missing} without a supervisory review for 24 hours",
        cards=cards,
        shown=f"{count_words(len(cards), 'duty', 'duties')} on this page, of {area.of}.",
        empty=f"0 duties are {state} for {area.of} at {frame.time}.",
        beside=_beside(values, filters),
        kinds=(
            Choice("", "Every kind", given["kind"] is None),
            *(
                Choice(one["kind"], one["name"], one["kind"] == given["kind"])
                for one in values["kinds"]
            ),
        ),
        owner=given["owner"],
        every_owner=filters.link(owner=None),
        next_page=None if values["next_page"] is None else filters.link(after=values["next_page"]),
        area=area,
        note=data_note(values),
    )


def _beside(values: Mapping[str, Any], filters: Filters) -> tuple[Link, ...]:
    waiting = values["judgements_waiting"]
    judged = f"Judgements that wait for a supervisor: {counted(waiting)}"
    return (
        Link(judged, _JUDGEMENTS),
        *(
            Link(
                f"{one['name']}, overdue: {counted(one['count'])}",
                filters.link(state="overdue", kind=one["kind"], owner=None),
            )
            for one in values["investigations_drifting"]
        ),
    )


def duty_cards(rows: list[Mapping[str, Any]], state: str, filters: Filters) -> tuple[DutyCard, ...]:
    """Rows of duties as cards."""
    return tuple(_card(row, state, filters) for row in rows)


def _card(row: Mapping[str, Any], state: str, filters: Filters) -> DutyCard:
    words = row["words"] or f"{row['kind_name']}."
    lines = [f"By {moment_text(row['due'])}. Since {moment_text(row['since'])}"]
    if row["late_by"] is not None and row["times"] > 1:
        lines.append(f"Came due {count_words(row['times'], 'time')}")
    return DutyCard(
        person=person(row),
        words=bind(words),
        state="overdue" if state == "overdue" else "due" if state == "today" else "coming",
        lines=tuple(bind(f"{line}.") for line in lines),
        source=f"{row['kind_name']}: {row['reference']}",
        owner=Link(f"For: {row['owner']}", filters.link(owner=row["owner"], kind=None)),
    )
