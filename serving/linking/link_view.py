"""Two records side by side in words; what the machine weighed only to who has answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.words import count_words, join_words
from serving.linking.addresses import LINKS, link_address, person_address, undo_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, capital_first, day_text, moment_text
from serving.pages.vantage import SourceLine, source_lines

__all__ = ["SAID", "FieldLine", "LinkView", "SaidLine", "ShownValue", "SideLine", "link_view"]

#: What may be said of two records, in the order of the form.
SAID: Mapping[str, str] = {
    "same": "The same person",
    "different": "Two different people",
    "cant_say": "I can’t say",
}
_STATES = {
    "in_doubt": "In doubt: nobody has settled it yet.",
    "one_person": "Now one person.",
    "two_people": "Now two people.",
}
_MARKS = {
    "same": "Same",
    "near": "Nearly the same",
    "different": "Different",
    "unknown": "Not known",
}
_KINDS = {"judged": "said", "split": "split them", "undone": "took it back"}


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One value that a record gave. ``is_shared``: the other record gave it too."""

    value: str
    since: str
    is_shared: bool
    is_placeholder: bool


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of both records, and how they compare, in a word."""

    label: str
    mark: str
    words: str
    sides: tuple[tuple[ShownValue, ...], tuple[ShownValue, ...]]


@dataclass(frozen=True, slots=True)
class SideLine:
    """One record: where it stands and what hangs on the person whom it is part of."""

    title: str
    reference: str
    details: tuple[str, ...]
    person_address: str | None


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What somebody said of the pair; ``undo`` is where it can be taken back, "" if not."""

    lead: str
    why: str
    undo: str
    act: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """The whole page.

    Attributes:
        machine: sentences and (words, weight) lines; None until this person has answered.
        may_judge: the pair is in doubt and this person may say.
        given, faults: what was sent and could not be kept so.
    """

    frame: Frame
    state: str
    why: tuple[str, ...]
    sides: tuple[SideLine, SideLine]
    fields: tuple[FieldLine, ...]
    may_judge: bool
    has_answered: bool
    said: tuple[SaidLine, ...]
    hidden: str
    machine: tuple[tuple[str, ...], tuple[tuple[str, str], ...]] | None
    sources: tuple[SourceLine, ...]
    address: str
    given: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=lambda: SAID)
    links: str = LINKS


def link_view(
    values: Mapping[str, Any],
    frame: Frame,
    *,
    may_judge: bool,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> LinkView:
    """The page of what the API answers under ``/links/doubtful/{link_id}``."""
    first, second = values["sides"]
    why = []
    if values["since"] is not None:
        why.append(f"In doubt since {bind(day_text(values['since']))}.")
    if values["refused_because"] is not None:
        why.append(f"A rule keeps them apart: {values['refused_because']}.")
    hidden = values["judgements_hidden"]
    return LinkView(
        frame,
        _STATES[values["state"]],
        tuple(why),
        (_side(first, "First record"), _side(second, "Second record")),
        tuple(_field(one) for one in values["fields"]),
        may_judge and values["state"] == "in_doubt",
        values["judged_by_you"],
        tuple(_said(one, values, may_judge=may_judge) for one in reversed(values["judgements"])),
        f"{count_words(hidden, 'answer')} of others are shown once you have answered."
        if hidden
        else "",
        None if values["machine"] is None else _machine(values["machine"]),
        source_lines(values["sources"]),
        link_address(values["link"]),
        dict(given or {}),
        dict(faults or {}),
    )


def _side(side: Mapping[str, Any], title: str) -> SideLine:
    details = [
        f"{side['system_name']}.",
        (f"Part of {count_words(side['records'], 'record')} of one person: "
        f"{join_words(side['systems'])}."),
    ] if side["records"] else [f"{side['system_name']}."]  # fmt: skip
    details += [f"{capital_first(one['words'])}." for one in side["hangs"]]
    address = None if side["person"] is None else person_address(side["person"])
    return SideLine(title, side["reference"], tuple(details), address)


def _field(one: Mapping[str, Any]) -> FieldLine:
    return FieldLine(
        one["label"],
        _MARKS[one["mark"]],
        capital_first(one["words"]),
        (_values(one["a"]), _values(one["b"])),
    )


def _values(found: list[Mapping[str, Any]]) -> tuple[ShownValue, ...]:
    return tuple(
        ShownValue(
            bind(day_text(one["value"])) if _is_day(one["value"]) else one["value"],
            f"since {bind(day_text(one['recorded']))}",
            one["shared"],
            one["is_placeholder"],
        )
        for one in found
    )


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4::3] == "--" and text.replace("-", "").isdigit()


def _said(one: Mapping[str, Any], values: Mapping[str, Any], *, may_judge: bool) -> SaidLine:
    what = SAID.get(one["said"], "")
    words = f"{one['by']} {_KINDS[one['kind']]}" + (f": {what.lower()}" if what else "")
    blind = "" if one["was_blind"] or one["kind"] != "judged" else " (had seen the figure)"
    later = [other for other in values["judgements"] if other["at"] > one["at"]]
    undone = any(other["kind"] == "undone" for other in later)
    can_undo = may_judge and values["decided"] == one["said"] and not undone
    return SaidLine(
        f"{words}{blind}, {bind(moment_text(one['at']))}",
        one["reason"],
        undo_address(one["act"]) if can_undo else "",
        one["act"],
    )


def _machine(machine: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    refused = machine["refused_because"]
    sentences = [f"{capital_first(machine['words'])}."]
    if refused is not None:
        sentences.append(f"A rule keeps them apart all the same: {refused}.")
    sentences.append(
        f"It links by itself from {machine['link_from']} on, and asks people from "
        f"{machine['possible_from']} on. 100 more doubles the odds."
    )
    parts = [(capital_first(part["words"]), f"{part['weight']:+d}") for part in
             (machine["prior"], *machine["parts"])]  # fmt: skip
    return tuple(sentences), (*parts, ("Together", f"{machine['weight']:+d}"))
