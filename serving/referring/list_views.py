"""The pages of the lists of open work: sizes and ages first, then rows, then how old it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_from_text
from records.words import count_words, join_words, moment_words
from serving.pages.addresses import child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind
from serving.pages.vantage import SourceLine, source_lines
from serving.referring import addresses
from serving.referring.addresses import filtered, new_conference_address, referral_address
from serving.referring.row_words import (
    charging_words,
    conference_words,
    investigation_words,
    referral_words,
)

__all__ = ["PAGES", "Choice", "Facet", "OpenListView", "OpenRow", "open_list_view"]

_LIMITED = "A record that is limited to a named team"


@dataclass(frozen=True, slots=True)
class Facet:
    """One number, and the list of the records behind it; an empty address for the one shown."""

    words: str
    count: str
    address: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One row.

    Attributes:
        state: a word that marks it; empty for none.
        lead: who it is about, or that the record is limited.
        link: what the link opens, in words.
        act, act_address: what can be written down about it; empty for nothing.
    """

    state: str
    lead: str
    details: tuple[str, ...]
    source: str
    address: str
    link: str
    act: str = ""
    act_address: str = ""


@dataclass(frozen=True, slots=True)
class OpenListView:
    """The whole page.

    Attributes:
        sentence: the size of the list in words.
        late, late_address: what waits longer than the configured time, and where it is.
        filters: name, label and choices of each field of the form.
        narrowed: what the list is narrowed to, in words; empty for all of it.
        empty: what is said when nothing is listed.
        more: the address of the next page; empty at the end.
        act, act_address: what can be written down from here; empty for nothing.
        fault: why the list could not be narrowed as asked; then it is whole.
    """

    frame: Frame
    title: str
    heading: str
    purpose: str
    sentence: str
    late: str
    late_address: str
    facets: tuple[Facet, ...]
    filters: tuple[tuple[str, str, tuple[Choice, ...]], ...]
    narrowed: str
    rows: tuple[OpenRow, ...]
    empty: str
    sources: tuple[SourceLine, ...]
    more: str
    address: str
    act: str
    act_address: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """What one list's page says; ``row`` gives the details of a row that isn't limited."""

    address: str
    title: str
    purpose: str
    many: tuple[str, str]
    row: Callable[[Mapping[str, Any]], list[str]]
    act: str = ""
    act_address: str = ""


def open_list_view(
    page: str, values: Mapping[str, Any], frame: Frame, *, may_write: bool, fault: str = ""
) -> OpenListView:
    """The page of what the API answers; ``page`` is a name of :data:`PAGES`."""
    said, filters = PAGES[page], dict(values["filters"])
    late = values["late"]
    whole = {name: value for name, value in filters.items() if name not in ("age", "late")}
    lanes = [f"{_count(lane)} {lane['words']}" for lane in values["lanes"]]
    one, many = said.many
    in_areas = join_words([filters[name] for name in ("team", "authority") if name in filters])
    place = f" in {in_areas}" if in_areas else ""
    return OpenListView(
        frame=frame,
        title=said.title,
        heading=said.title,
        purpose=said.purpose,
        sentence=bind(f"{join_words(lanes)}{place}."),
        late=bind(f"{_count(late)} {one if late['count'] == 1 else many} {late['words']} "
                  f"({count_words(late['hours'], 'hour')})."),
        late_address=filtered(said.address, **whole, late="true") if late["count"] else "",
        facets=tuple(
            Facet(
                bind(age["words"]),
                _count(age),
                "" if age["age"] == filters.get("age") or not age["count"]
                else filtered(said.address, **whole, age=age["age"]),
            )
            for age in values["ages"]
        ),
        filters=_filters(values, filters),
        narrowed=_narrowed(values, filters),
        rows=tuple(_row(row, said, may_write=may_write) for row in values["rows"]),
        empty=bind(f"0 {many} are listed{place}. Looked at {_moment(values['as_at'])}."),
        sources=source_lines(list(values["sources"])),
        more=filtered(said.address, **filters, after=values["next_page"])
        if values["next_page"] else "",
        address=said.address,
        act=said.act if may_write else "",
        act_address=said.act_address if may_write else "",
        fault=bind(fault),
    )  # fmt: skip


def _count(counted: Mapping[str, Any]) -> str:
    """A capped count says that it is one."""
    return f"{counted['count']:,}{' or more' if counted['more'] else ''}"


def _moment(text: str) -> str:
    return moment_words(instant_from_text(text))


def _filters(
    values: Mapping[str, Any], chosen: Mapping[str, str]
) -> tuple[tuple[str, str, tuple[Choice, ...]], ...]:
    """Team and authority: what the list can be narrowed to, by its address."""
    found = []
    for name, label in (("team", "Team"), ("authority", "Local authority")):
        areas = [(one, one) for one in values["areas"][name]]
        listed = [("", "All"), *areas, ("none", "Not recorded")]
        choices = tuple(Choice(v, words, v == chosen.get(name, "")) for v, words in listed)
        found.append((name, label, choices))
    return tuple(found)


def _narrowed(values: Mapping[str, Any], filters: Mapping[str, str]) -> str:
    parts = []
    if "late" in filters:
        parts.append(values["late"]["words"])
    if "age" in filters:
        parts += [a["words"].lower() for a in values["ages"] if a["age"] == filters["age"]]
    if "stage" in filters:
        parts.append(f"stage {filters['stage'].replace('_', ' ')}")
    if "owner" in filters:
        parts.append("without an owner" if filters["owner"] == "none" else filters["owner"])
    return bind(f"Only: {join_words(parts)}.") if parts else ""


def _row(row: Mapping[str, Any], said: _Page, *, may_write: bool) -> OpenRow:
    source = f"{row['reference']}. {row['stage_words']}."
    area = join_words([part for part in (row["team"], row["local_authority"]) if part])
    if row["limited"]:
        return OpenRow("", _LIMITED, (f"Waits {row['waited']}.",), bind(source),
                       child_address(row["child"]), "How to open it")  # fmt: skip
    age = "" if row["age"] is None else f", {row['age']}"
    details = said.row(row) if row["about"] is not None else []
    details.append(area + "." if area else "No team or local authority is recorded.")
    is_referral = said is PAGES["referrals"]
    writes = may_write and said is PAGES["conferences"]
    return OpenRow(
        state=_state(row),
        lead=f"{row['name'] or 'Name not recorded'}{age}",
        details=tuple(bind(detail) for detail in details),
        source=bind(source),
        address=referral_address(row["id"]) if is_referral else child_address(row["child"]),
        link="Open the referral" if is_referral else "Open the child’s record",
        act="Write down what came of it" if writes else "",
        act_address=new_conference_address(row["child"], row["reference"]) if writes else "",
    )


def _state(row: Mapping[str, Any]) -> str:
    about = row["about"] or {}
    waits = about.get("next")
    return "overdue" if waits is not None and waits["state"] == "overdue" else ""


#: The page of each list.
PAGES: Mapping[str, _Page] = {
    "referrals": _Page(
        addresses.REFERRALS,
        "Referrals",
        "Those without an owner come first, then the oldest. Open one to work on it.",
        ("referral", "referrals"),
        referral_words,
        "Write down a referral",
        addresses.NEW_REFERRAL,
    ),
    "conferences": _Page(
        addresses.CONFERENCES,
        "Conferences",
        "Child protection conferences that are over without police attendance recorded, then "
        "those to come.",
        ("conference", "conferences"),
        conference_words,
        "Write down a conference",
        addresses.NEW_CONFERENCE,
    ),
    "charging": _Page(
        addresses.CHARGING,
        "Charging decisions",
        "Cases that prosecutors have, the longest waiting first.",
        ("case", "cases"),
        charging_words,
    ),
    "investigations": _Page(
        addresses.INVESTIGATIONS,
        "Open investigations",
        "Child-abuse investigations that nobody closed, the longest without a review first.",
        ("investigation", "investigations"),
        investigation_words,
    ),
}
