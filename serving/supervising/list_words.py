"""Words that every page of supervision shares: marks, sources, filters and their links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from serving.pages.addresses import child_address
from serving.pages.typography import bind, moment_text
from serving.pages.vantage import source_lines
from serving.supervising.addresses import with_filters

__all__ = [
    "Choice",
    "Filters",
    "Link",
    "Narrowed",
    "Person",
    "band_choices",
    "counted",
    "data_note",
    "feed_note",
    "narrowed",
    "person",
]

#: What a system's silence means to somebody who reads who is missing.
_FEED = "S1"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to the records behind them."""

    words: str
    address: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The form that narrows a list to an area; ``kept`` are the filters that it leaves alone."""

    address: str
    teams: tuple[Choice, ...]
    authorities: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    of: str


@dataclass(frozen=True, slots=True)
class Person:
    """A child as a list names it. ``address`` is of the child's own page."""

    name: str
    age: int | None
    address: str
    is_limited: bool
    band: str
    bars: int
    where: str


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters in force, as the address bears them."""

    address: str
    given: Mapping[str, str | None]

    def link(self, **changes: str | None) -> str:
        """The same list with other filters, from its first page."""
        return with_filters(self.address, **{**self.given, **changes})


def person(row: Mapping[str, Any]) -> Person:
    """The child of a row."""
    where = ", ".join(part for part in (row["team"], row["local_authority"]) if part)
    return Person(
        name=bind(row["name"]),
        age=row["age"],
        address=child_address(row["child"]),
        is_limited=row["limited"],
        band=row["band"]["band"] or "No band",
        bars=row["band"]["bars"],
        where=where or "no team is recorded",
    )


def narrowed(address: str, values: Mapping[str, Any], kept: Mapping[str, str | None]) -> Narrowed:
    """The form for an area of a list whose values these are."""
    filters, areas = values["filters"], values["areas"]
    return Narrowed(
        address=address,
        teams=_choices("Every team", areas["teams"], filters["team"]),
        authorities=_choices("Every authority", areas["authorities"], filters["authority"]),
        kept=tuple((name, value) for name, value in kept.items() if value),
        of=filters["team"] or filters["authority"] or "the force",
    )


def _choices(every: str, names: Sequence[str], chosen: str | None) -> tuple[Choice, ...]:
    return (
        Choice("", every, chosen is None),
        *(Choice(name, name, name == chosen) for name in names),
    )


def band_choices(bands: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str, int], ...]:
    """(filter's value, words, count) of each band's count."""
    return tuple((one["band"] or "none", one["band"] or "No band", one["count"]) for one in bands)


def counted(number: int, most: int = 1_000) -> str:
    """``12``, or ``1,000 or more`` where no more were counted."""
    return f"{number:,} or more" if number >= most else str(number)


def data_note(values: Mapping[str, Any]) -> str:
    """How old the list's data is, system by system, and when bands were worked out."""
    said = [line.words for line in source_lines(values["sources"]) if line.is_connected]
    never = [line.name for line in source_lines(values["sources"]) if not line.is_connected]
    if never:
        said.append(f"Not connected: {', '.join(never)}.")
    banded = values["bands_worked_out_at"]
    if banded is None:
        said.append("No bands have been worked out yet: run missing-risk rescore.")
    else:
        said.append(f"Bands worked out at {moment_text(banded)}, and anew with each entry here.")
    return bind(" ".join(said))


def feed_note(values: Mapping[str, Any]) -> str | None:
    """What is said at the top when the system of missing reports is silent; None if it isn't."""
    line = next(one for one in source_lines(values["sources"]) if one.system == _FEED)
    if line.state == "fresh":
        return None
    return bind(f"{line.words} Ring the control room for reports since then.")
