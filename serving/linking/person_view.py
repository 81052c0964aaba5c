"""The records that are one child or adult, in words, and splitting some of them off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from records.words import count_words, join_words
from serving.linking.addresses import LINKS, link_address, person_address
from serving.linking.link_view import SAID
from serving.pages.frames import Frame
from serving.pages.typography import bind, capital_first, day_text, moment_text
from serving.pages.vantage import SourceLine, source_lines

__all__ = ["ActLine", "PersonView", "RecordLine", "person_view"]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record. ``value`` names it in the form; ``is_named``: it is to be split off."""

    value: str
    name: str
    system: str
    reference: str
    details: tuple[str, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class ActLine:
    """What somebody did about these records, and the pair's page."""

    lead: str
    why: str
    address: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """The whole page.

    Attributes:
        asks: the interruption before splitting: what it will do, sentence by sentence; empty
            where nothing was asked yet.
    """

    frame: Frame
    title: str
    person: str
    records: tuple[RecordLine, ...]
    hangs: tuple[str, ...]
    trail: tuple[str, ...]
    acts: tuple[ActLine, ...]
    may_split: bool
    asks: tuple[str, ...]
    why: str
    counted: str
    sources: tuple[SourceLine, ...]
    address: str
    faults: Mapping[str, str] = field(default_factory=dict)
    links: str = LINKS


def person_view(
    values: Mapping[str, Any],
    frame: Frame,
    *,
    may_judge: bool,
    named: Collection[str] = (),
    why: str = "",
    is_asked: bool = False,
    faults: Mapping[str, str] | None = None,
) -> PersonView:
    """The page of what the API answers under ``/links/people/{person_id}/records``.

    Args:
        named: the records to be split off, as the form names them.
        is_asked: whether to interrupt before it is done.
    """
    records = tuple(_record(one, named) for one in values["records"])
    one = "child" if values["subject"] == "child" else "adult"
    hangs = tuple(f"{capital_first(hang['words'])}." for hang in values["hangs"])
    return PersonView(
        frame,
        f"Records that are one {one}",
        values["person"],
        records,
        hangs,
        tuple(_step(step) for step in values["trail"]),
        tuple(_act(act) for act in values["acts"]),
        may_judge and len(records) > 1,
        _asks(records, hangs, one) if is_asked else (),
        why,
        f"{count_words(len(records), 'record')}.",
        source_lines(values["sources"]),
        person_address(values["person"]),
        dict(faults or {}),
    )


def _record(one: Mapping[str, Any], named: Collection[str]) -> RecordLine:
    born = one["birth_date"]
    details = [
        "Birth date not recorded." if born is None else f"Born {day_text(born)}.",
        "Home not recorded." if one["home"] is None else f"Home: {one['home']}.",
        f"Part of this person since {day_text(one['since'])}.",
    ]
    near = one["nearest"]
    if near is not None:
        where = f"{near['system_name']} {near['reference']}"
        same = f" Same: {join_words(near['same'])}." if near["same"] else ""
        apart = f" Different: {join_words(near['different'])}." if near["different"] else ""
        details.append(f"Most like {where}.{same}{apart}")
    details += [f"Would be kept apart from {no['system_name']} {no['reference']}: {no['words']}."
                for no in one["against"]]  # fmt: skip
    value = f"{one['system']}:{one['reference']}"
    return RecordLine(
        value,
        one["name"],
        one["system_name"],
        one["reference"],
        tuple(bind(detail) for detail in details),
        value in named,
    )


def _asks(records: tuple[RecordLine, ...], hangs: tuple[str, ...], one: str) -> tuple[str, ...]:
    off = [record for record in records if record.is_named]
    stay = len(records) - len(off)
    asks = [
        f"You are about to split {count_words(len(off), 'record')} off.",
        f"{count_words(stay, 'record')} stay with this {one}.",
        *(f"Split off: {record.system} {record.reference}." for record in off),
        "What the split records say leaves this page of the person at once, and every answer.",
    ]
    if hangs:
        asks.append("Look which of the records bears what hangs on them:")
        asks += hangs
    asks.append("You can take it back. It stays in the trail.")
    return tuple(asks)


def _step(step: Mapping[str, Any]) -> str:
    how = "went into" if step["is_whole"] else "lost records to"
    return f"Record {step['from']} {how} record {step['to']}, {bind(moment_text(step['since']))}."


def _act(act: Mapping[str, Any]) -> ActLine:
    what = {"judged": "said", "split": "split records", "undone": "took back"}[act["kind"]]
    said = SAID.get(act["said"], "").lower() if act["kind"] == "judged" else ""
    undone = " Taken back since." if act["undone_by"] is not None else ""
    at = bind(moment_text(act["at"]))
    lead = f"{act['by']} {what}{': ' if said else ''}{said}, {at}.{undone}"
    return ActLine(lead, act["reason"], link_address(act["pairs"][0]["link"]))
