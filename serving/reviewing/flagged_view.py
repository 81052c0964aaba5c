"""The page of flagged children: counts, filters, and for each child why and what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from records.words import count_words
from serving.pages.addresses import child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, day_text, moment_text
from serving.reviewing.addresses import FLAGGED, review_address

__all__ = ["Choice", "FlaggedCard", "FlaggedView", "flagged_view"]

_NOBODY = "none"
_BAND_WORDS = {_NOBODY: "No band, with a live plan"}
_SETS = {"points": "points", "policy": "policy", "both": "points and policy"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FlaggedCard:
    """One child; of a limited record the reference alone.

    Attributes:
        lines: what is new, when the next review is due, what stands beside the advice.
        is_overdue: the next review is overdue.
        review_address: where the child is reviewed; None for whoever may not.
    """

    child_id: str
    address: str
    name: str
    age: int | None
    where: str
    is_limited: bool
    band: str
    bars: int
    reasons: tuple[str, ...]
    lines: tuple[str, ...]
    is_overdue: bool
    review_address: str | None


@dataclass(frozen=True, slots=True)
class FlaggedView:
    """The whole page.

    Attributes:
        counts: (words, address, whether it is what is shown), by band.
        causes: how many bands were set by points, by policy, by both.
        empty: what was looked at and when, where nobody is flagged.
        age: how old the bands of the list are.
        teams, authorities: empty for whoever sees the own team alone.
    """

    frame: Frame
    title: str
    counts: tuple[tuple[str, str, bool], ...]
    causes: str
    cards: tuple[FlaggedCard, ...]
    empty: str
    shown: str
    age: str
    order: str
    next_page: str | None
    teams: tuple[Choice, ...]
    authorities: tuple[Choice, ...]
    bands: tuple[Choice, ...]
    is_overdue: bool
    address: str = FLAGGED


def flagged_view(values: Mapping[str, Any], frame: Frame, *, may_review: bool) -> FlaggedView:
    """The page of what the API answers under ``/api/v1/flagged``."""
    whose = values["team"] or values["authority"] or "all teams"
    kept = {name: values[name] for name in ("team", "authority") if values[name]}
    if not kept and values["teams"]:
        kept = {"team": "all"}
    asked = {**kept, **({"band": values["band"]} if values["band"] else {})}
    if values["overdue"]:
        asked["overdue"] = "true"
    cards = tuple(_card(row, may_review=may_review) for row in values["children"])
    shown = count_words(len(cards), "child", "children") + " on this page."
    return FlaggedView(
        frame=frame,
        title=f"Flagged children: {whose}",
        counts=tuple(_count(one, values, kept) for one in values["counts"]),
        causes=_causes(values),
        cards=cards,
        empty=_empty(values, whose),
        shown=shown,
        age=_age(values),
        order="The longest overdue first" if values["overdue"] else "By band, then points",
        next_page=None
        if values["next_page"] is None
        else f"{FLAGGED}?{urlencode({**asked, 'after': values['next_page']})}",
        teams=_choices(values["teams"], values["team"], ("all", "All teams")),
        authorities=_choices(values["authorities"], values["authority"], ("", "Any")),
        bands=(
            Choice("", "Any", values["band"] is None),
            *(Choice(b, _BAND_WORDS.get(b, b), b == values["band"]) for b in values["bands"]),
        ),
        is_overdue=values["overdue"],
    )


def _choices(names: list[str], chosen: str | None, every: tuple[str, str]) -> tuple[Choice, ...]:
    if not names:
        return ()
    first = Choice(*every, chosen is None)
    return (first, *(Choice(name, name, name == chosen) for name in names))


def _count(
    one: Mapping[str, Any], values: Mapping[str, Any], kept: Mapping[str, str]
) -> tuple[str, str, bool]:
    number = f"more than {one['count']:,}" if one["more"] else f"{one['count']:,}"
    words = f"{_BAND_WORDS.get(one['band'], one['band'])}: {number}"
    address = f"{FLAGGED}?{urlencode({**kept, 'band': one['band']})}"
    return words, address, one["band"] == values["band"] and not values["overdue"]


def _causes(values: Mapping[str, Any]) -> str:
    said = [f"{one['count']:,} {one['words']}" for one in values["causes"] if one["count"]]
    if not said:
        return "No band flags a child here."
    first = values["causes_of_first"]
    is_cut = sum(one["count"] for one in values["causes"]) >= first
    of = f"Of the first {first:,} bands, " if is_cut else "Bands are set: "
    return bind(of + "; ".join(said) + ".")


def _empty(values: Mapping[str, Any], whose: str) -> str:
    read = sum(source["state"] != "never" for source in values["sources"])
    what = "have a review that is overdue" if values["overdue"] else "are flagged"
    worked = (
        "The bands have not been worked out for everybody yet."
        if values["rescored_at"] is None
        else f"Worked out at {moment_text(values['rescored_at'])}."
    )
    return bind(f"0 children {what} for {whose}. {worked} Read: {read} systems.")


def _age(values: Mapping[str, Any]) -> str:
    said = []
    if values["rescored_at"] is not None:
        said.append(f"Every band was last worked out at {moment_text(values['rescored_at'])}.")
    if values["bands_from"] is not None:
        said.append(f"The oldest in this list is of {moment_text(values['bands_from'])}.")
    if values["is_rescoring"]:
        said.append("They are being worked out anew just now.")
    said.append("What each child shows is worked out as this page is made.")
    return bind(" ".join(said))


def _card(row: Mapping[str, Any], *, may_review: bool) -> FlaggedCard:
    address = child_address(row["child"])
    if row["limited"]:
        return FlaggedCard(
            row["child"], address, row["words"], None, "", True, "", 0, (), (), False, None
        )
    said = row["shown"]
    last = said["last_review"]
    return FlaggedCard(
        child_id=row["child"],
        address=address,
        name=said["name"],
        age=said["age"],
        where=", ".join(part for part in (said["team"], said["local_authority"]) if part)
        or "No team recorded",
        is_limited=False,
        band=said["advice"]["band"] or "No band",
        bars=said["advice"]["bars"],
        reasons=tuple(bind(reason) for reason in said["headline"]),
        lines=tuple(bind(line) for line in _lines(said)),
        is_overdue=last is not None and last["is_overdue"],
        review_address=review_address(row["child"]) if may_review else None,
    )


def _lines(said: Mapping[str, Any]) -> list[str]:
    last = said["last_review"]
    lines = [*said["new"]["words"]]
    if said["bands"]["words"] is not None:
        lines.append(f"{said['bands']['words']} Advice, not a police grade.")
    if said["advice"]["why_none"] is not None:
        lines.append(said["advice"]["why_none"])
    if said["kept"]["words"] is not None:
        lines.append(said["kept"]["words"])
    if last is not None and last["next_review"] is not None:
        lines.append(f"Next review by {day_text(last['next_review'])}.")
    judged = (said["judgement"][place] for place in ("standing", "waiting"))
    lines += [one["words"] for one in judged if one is not None]
    return lines
