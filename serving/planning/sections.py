"""A plan's sections as they are written: what each may hold, and what is too long, exactly.

The caps are those of the agreed format, so that what is saved here can be written down as S2
and stands on the first screen of a phone. They are said where the text is written, line by
line; nothing is cut.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from records.columns import Column, ColumnType, Day, Items, Lines, Text
from records.formats.cse_plans import CSE_PLANS, PLAN_SECTIONS
from records.serial import canonical
from records.words import count_words
from serving.answer.plan import SECTION_TITLES

__all__ = [
    "ABOUT",
    "SECTIONS",
    "Section",
    "SectionFault",
    "SectionFaultsError",
    "checked",
    "digest_of",
    "field_words",
    "missing_to_submit",
    "section_values",
    "typed_details",
]

#: Who owns the plan, when it is reviewed, what band was agreed: a section like the others.
ABOUT = "about"
_ABOUT_COLUMNS = tuple(
    column
    for column in CSE_PLANS.own
    if column.name
    in ("owner", "owner_team", "owner_phone", "review_due", "agreed_band", "agreed_until")
)
_FIELD_WORDS = {
    "owner": "Owner",
    "owner_team": "The owner's team",
    "owner_phone": "The owner's number",
    "review_due": "Next review",
    "agreed_band": "Band agreed by the meeting",
    "agreed_until": "Agreed until",
}
_DAY_RULE = "is not a real day: day, month and year"
#: Without these nothing can be sent for approval: (section, field or "", what to do).
_NEEDED = (
    ("read_first", "", "Write the first lines: worst harm; first act; whom to ring."),
    (ABOUT, "owner", "Name the officer who owns the plan."),
    (ABOUT, "owner_team", "Name the team that owns the plan."),
    (ABOUT, "review_due", "Set the day of the next review."),
)


@dataclass(frozen=True, slots=True)
class Section:
    """One section. ``columns`` is filled for the facts about the plan alone."""

    name: str
    title: str
    hint: str
    type: ColumnType
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionFault:
    """One thing to put right: where, in words, and what. It never repeats the text."""

    where: str
    words: str


class SectionFaultsError(Exception):
    """What was written breaks rules of its section. Nothing was saved by this request."""

    def __init__(self, section: str, faults: Sequence[SectionFault]) -> None:
        super().__init__(" ".join(fault.words for fault in faults))
        self.section, self.faults = section, tuple(faults)


#: Every section in reading order, the facts about the plan last: they are written last too.
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        **{
            column.name: Section(
                column.name, SECTION_TITLES[column.name], column.meaning, column.type
            )
            for column in PLAN_SECTIONS
        },
        ABOUT: Section(
            ABOUT,
            "Owner and review",
            "who owns the plan, and by when it is reviewed",
            Items(_ABOUT_COLUMNS, 1),
            _ABOUT_COLUMNS,
        ),
    }
)


def checked(name: str, content: Any) -> Any:
    """The content as JSON values in the form that is kept; None for an empty section.

    Texts are stripped and empty lines left out.

    Raises:
        SectionFaultsError: with everything that is to be put right.
    """
    section = SECTIONS[name]
    if section.columns:
        # Nothing may stand there: of a plan that ended before anybody sent it.
        kept, faults = _item(section.columns, {} if content is None else content, "")
    else:
        kept, faults = _by_type(section.type, content)
    if faults:
        raise SectionFaultsError(name, faults)
    return kept or None


def _by_type(type_: ColumnType, content: Any) -> tuple[Any, list[SectionFault]]:
    if content is None:
        return None, []
    match type_:
        case Text():
            return _text(type_, content, "The text")
        case Lines():
            return _lines(type_, content)
        case Items():
            return _items(type_, content)
        case _:
            raise ValueError("a section holds text, lines or items")


def _text(type_: Text, content: Any, where: str) -> tuple[str | None, list[SectionFault]]:
    if not isinstance(content, str):
        return None, [SectionFault(where, f"{where} is not text.")]
    text = content.strip()
    if (over := len(text) - type_.longest) > 0:
        too = f"{where} is {count_words(over, 'character')} too long: at most {type_.longest}."
        return None, [SectionFault(where, too)]
    try:
        return type_.parse(text) or None, []
    except ValueError:
        words = f"{where} holds a line break, a tab or another control character. Take it out."
        return None, [SectionFault(where, words)]


def _lines(type_: Lines, content: Any) -> tuple[list[str] | None, list[SectionFault]]:
    if not isinstance(content, list):
        return None, [SectionFault("The section", "The section is not a list of lines.")]
    filled = [line for line in content if not (isinstance(line, str) and not line.strip())]
    faults = []
    if (over := len(filled) - type_.most) > 0:
        words = f"The section has {count_words(over, 'line')} too many: at most {type_.most}."
        faults.append(SectionFault("The section", words))
    kept = []
    for number, line in enumerate(filled, start=1):
        text, wrong = _text(Text(type_.longest), line, f"Line {number}")
        faults += wrong
        kept.append(text or "")
    return kept, faults


def _items(type_: Items, content: Any) -> tuple[list[Any] | None, list[SectionFault]]:
    if not isinstance(content, list):
        return None, [SectionFault("The section", "The section is not a list of entries.")]
    faults = []
    if (over := len(content) - type_.most) > 0:
        words = f"The section has {count_words(over, 'entry', 'entries')} too many:"
        faults.append(SectionFault("The section", f"{words} at most {type_.most}."))
    kept = []
    for number, item in enumerate(content, start=1):
        values, wrong = _item(type_.columns, item, f"Entry {number}, ")
        faults += wrong
        kept.append(values)
    return kept, faults


def _item(
    columns: tuple[Column, ...], item: Any, before: str
) -> tuple[dict[str, Any], list[SectionFault]]:
    if not isinstance(item, Mapping):
        where = before.rstrip(", ") or "The section"
        return {}, [SectionFault(where, f"{where} is not an object with named fields.")]
    kept: dict[str, Any] = {}
    faults = []
    for column in columns:
        where = before + field_words(column.name)
        value = item.get(column.name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if column.required:
                faults.append(SectionFault(where, f"{where} is missing."))
            continue
        if isinstance(column.type, Text):
            kept[column.name], wrong = _text(column.type, value, where)
            faults += wrong
            continue
        try:
            kept[column.name] = column.type.write(column.type.parse(value))
        except ValueError as fault:
            rule = _DAY_RULE if isinstance(column.type, Day) else str(fault)
            faults.append(SectionFault(where, f"{where} {rule}."))
    if set(item) - {column.name for column in columns}:
        where = before.rstrip(", ") or "The section"
        faults.append(SectionFault(where, f"{where} has a field that the section does not know."))
    return kept, faults


def field_words(name: str) -> str:
    """A field's name for people."""
    return _FIELD_WORDS.get(name, name.replace("_", " "))


def section_values(details: Mapping[str, Any]) -> dict[str, Any]:
    """Of a version's columns, every section's content as JSON values; None where empty."""
    values: dict[str, Any] = {
        column.name: column.type.write(details[column.name]) if column.name in details else None
        for column in PLAN_SECTIONS
    }
    about = {c.name: c.type.write(details[c.name]) for c in _ABOUT_COLUMNS if c.name in details}
    return {**values, ABOUT: about or None}


def typed_details(sections: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse: typed columns of a version, for writing it down."""
    details: dict[str, Any] = {}
    for column in PLAN_SECTIONS:
        if sections.get(column.name) is not None:
            details[column.name] = column.type.parse(sections[column.name])
    about = sections.get(ABOUT) or {}
    for column in _ABOUT_COLUMNS:
        if about.get(column.name) is not None:
            details[column.name] = column.type.parse(about[column.name])
    return details


def missing_to_submit(sections: Mapping[str, Any]) -> list[SectionFault]:
    """What must be filled before the plan can be sent for approval; the section's name is
    said in ``where``."""
    faults = []
    for name, field, words in _NEEDED:
        content = sections.get(name)
        if not (content.get(field) if field and content else content):
            faults.append(SectionFault(name, words))
    return faults


def digest_of(content: Any) -> str:
    """A short name of a section's content: the same content has the same."""
    return hashlib.sha256(canonical(content)).hexdigest()[:16]
