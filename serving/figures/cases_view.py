"""The page of the cases behind one figure: a row a case, and the counts that they add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.sources import SourceSystem
from records.words import count_words
from serving.figures import addresses
from serving.figures.catalogue import INDICATORS
from serving.figures.indicator_views import place_words
from serving.figures.months import month_words
from serving.pages.addresses import child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind

__all__ = ["PART_WORDS", "CaseLine", "CasesView", "cases_view"]

PART_WORDS = {"met": "Met", "not_met": "Not met", "not_known": "Not known"}
_HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case.

    Attributes:
        child: the opaque id; what stands in its place where the record is limited.
        address: the child's page; empty for whoever may not open it.
    """

    child: str
    address: str
    part: str
    length: str
    reference: str
    system: str
    entry: str
    place: str


@dataclass(frozen=True, slots=True)
class CasesView:
    """One page of cases.

    Attributes:
        filters: (words, address, whether it is shown) of all cases and of each part.
        next_page: where the list goes on; None at its end.
    """

    frame: Frame
    name: str
    lead: str
    filters: tuple[tuple[str, str, bool], ...]
    lines: tuple[CaseLine, ...]
    has_length: bool
    shown: str
    next_page: str | None
    indicator_address: str
    address: str


def cases_view(values: Mapping[str, Any], frame: Frame, *, may_open: bool) -> CasesView:
    """The page of what the API answers under ``/api/v1/indicators/{indicator_id}/cases``."""
    indicator, place, month = INDICATORS[values["indicator"]], values["place"], values["month"]
    kinds = dict(indicator.kinds)
    where = {"authority": place["authority"], "team": place["team"]}

    def narrowed(**changed: str | None) -> str:
        return addresses.cases_address(indicator.id, month, **where, **changed)

    counts: Mapping[str, int] = values["parts"]
    of_kind = f", {kinds[values['kind']]}" if values["kind"] else ""
    every: list[tuple[str, str | None, int]] = [("All", None, sum(counts.values()))]
    every += [(words, part, counts[part]) for part, words in PART_WORDS.items()]
    after = values["next_page"]
    return CasesView(
        frame=frame,
        name=indicator.name,
        lead=bind(
            f"{month_words(month)}, {place_words(place['authority'], place['team'])}{of_kind}: "
            "the records that the figure counts, as they were known when it was published."
        ),
        filters=tuple(
            (f"{words}: {count}", narrowed(part=part, kind=values["kind"]), part == values["part"])
            for words, part, count in every
        ),
        lines=tuple(_line(case, kinds, may_open=may_open) for case in values["cases"]),
        has_length=bool(indicator.median_of),
        shown=f"{len(values['cases'])} of {count_words(values['total'], 'case')} on this page.",
        next_page=None
        if after is None
        else narrowed(part=values["part"], kind=values["kind"], after=after),
        indicator_address=addresses.indicator_address(
            indicator.id, place["authority"] or "", place["team"] or ""
        ),
        address=narrowed(part=values["part"], kind=values["kind"]),
    )


def _line(case: Mapping[str, Any], kinds: Mapping[str, str], *, may_open: bool) -> CaseLine:
    kind, child, hours = case["kind"], case["child"], case["hours"]
    part = PART_WORDS[case["part"]]
    return CaseLine(
        child=child or case["limited"],
        address=child_address(child) if child and may_open else "",
        part=f"{part}: {kinds.get(kind, kind.replace('_', ' '))}" if kind else part,
        length="no length"
        if hours is None
        else bind(count_words((hours + _HOURS_OF_A_DAY // 2) // _HOURS_OF_A_DAY, "day")),
        reference=case["reference"],
        system=SourceSystem(case["source"]).words,
        entry=case["entry"],
        place=place_words(case["authority"], case["team"]),
    )
