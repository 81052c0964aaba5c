"""The page about the features: what each counts, needs, and says at every value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docs.writers.tables import table
from features.catalogue import CATALOGUE, CATALOGUE_VERSION
from features.declaration import Feature
from features.matters import ConnectionMatter, EntryMatter, Matter, Once, Where
from features.phrases.declaration import Phrase
from features.phrases.unknown import UNKNOWN_PHRASES
from features.wording import WORDING_VERSION, told
from records.unknown import Unknown

__all__ = ["feature_catalogue"]

_HEAD = f"""\
# Feature catalogue

Version `{CATALOGUE_VERSION}`, {len(CATALOGUE)} features. Wording `{WORDING_VERSION}`.

Values are whole numbers or a kind of not knowing, which has points of its own and never lowers
the total. A window of n days is [as of - n times 24 hours, as of); what was recorded at or after
the moment of the question is not known yet. *Up*: more never lowers the points. *Down*: more
never raises them. *Free*: neither.

What is said has gaps that the entries fill: *latest* is the local day of the newest entry that
counts, *n* the value, *elsewhere* the day of the newest entry about the adult or other child.
"""
_ONCE = {
    Once.RECORD: "record",
    Once.EPISODE: "missing episode",
    Once.VALUE: "value",
    Once.KEY: "adult, home or place",
    Once.CHILD: "other child",
    Once.ENTRY: "entry",
}
#: Gaps that hold nothing, or a space and words.
_OPTIONAL = {"role": " (*the person told*)", "in_span": " *in how long*"}
_DIRECTIONS = {"up": "go up", "down": "go down", "free": "are free"}


def feature_catalogue() -> str:
    """Every feature, by family, in the catalogue's order."""
    families = list(dict.fromkeys(feature.family for feature in CATALOGUE))
    index = table(
        ("Family", "Features"),
        (
            (
                family.replace("_", " "),
                ", ".join(f"[`{f.name}`](#{f.name})" for f in CATALOGUE if f.family == family),
            )
            for family in families
        ),
    )
    unknown = table(
        ("Not known", "Short", "In full"),
        (
            (_label(kind), _shown(short), _shown(full))
            for kind, (short, full) in UNKNOWN_PHRASES.items()
        ),
    )
    parts = [_HEAD, "Two features of one family are one reason, not two.\n", index]
    parts += ["What is said of any feature that is not known:\n", unknown]
    for feature in CATALOGUE:
        parts += [f"## `{feature.name}`\n", f"{feature.question}\n", *_facts(feature)]
    return "\n".join(parts)


def _facts(feature: Feature) -> Iterator[str]:
    systems = ", ".join(f"{s.value} {s.words}" for s in feature.sources) or "any system"
    window = f"{feature.window_days} days" if feature.window_days else "everything known"
    facts = [
        f"Counts: {feature.definition}",
        *_entries(feature),
        f"Unit: {feature.unit}; window: {window}; points {_DIRECTIONS[feature.direction]} with it",
        f"Needs: {systems}; family: {feature.family}",
        f"Why: {feature.grounds}",
        *(f"{_label(kind)}: {words}" for kind, words in feature.unknown.items()),
    ]
    yield "\n".join(f"- {fact}" for fact in facts) + "\n"
    phrases = told(feature).phrases
    rows = ((_values(p), _shown(p.short), _shown(p.full)) for p in _in_order(phrases))
    yield table(("Value", "Short", "In full"), rows)


def _in_order(phrases: Iterable[Phrase]) -> list[Phrase]:
    return sorted(phrases, key=lambda phrase: phrase.low)


def _values(phrase: Phrase) -> str:
    if phrase.high is None:
        span = f"{phrase.low} or more"
    else:
        span = str(phrase.low) if phrase.low == phrase.high else f"{phrase.low} to {phrase.high}"
    return f"{span}, {phrase.when}" if phrase.when else span


def _shown(text: str) -> str:
    """The gaps of a phrase as words in italics; those that may stay empty bring their space."""
    return re.sub(
        r"\{(\w+)\}",
        lambda gap: _OPTIONAL.get(gap[1]) or f"*{gap[1].replace('_', ' ').lower()}*",
        text,
    )


def _entries(feature: Feature) -> Iterator[str]:
    for said, matter in (
        ("Entries", feature.matter),
        ("Unless the record has", feature.unless),
        ("The latest of", feature.among),
    ):
        if matter is not None:
            yield f"{said}: {_matter(matter)}"


def _matter(matter: Matter) -> str:
    if isinstance(matter, ConnectionMatter):
        through = ", ".join(kind.value for kind in matter.through)
        concerns = ", ".join(f"`{kind.value}`" for kind in matter.concerns)
        return (
            f"connections through {through} that tell {concerns}; once for each "
            + (_ONCE[matter.once])
        )
    return _entry_matter(matter)


def _entry_matter(matter: EntryMatter) -> str:
    text = ", ".join(f"`{kind.value}`" for kind in matter.kinds)
    if matter.where:
        text += " with " + "; or ".join(_row(row) for row in matter.where)
    if matter.hours:
        text += f", from {matter.hours[0]:02}:00 to before {matter.hours[1]:02}:00 local time"
    once = _ONCE[matter.once]
    if matter.by:
        once += " of " + " and ".join(f"`{name}`" for name in matter.by)
    return f"{text}; once for each {once}"


def _row(row: Where) -> str:
    return " and ".join(
        f"`{column}` " + " or ".join(_held(value) for value in values)
        for column, values in row.items()
    )


def _held(value: object) -> str:
    if value is None:
        return "left empty"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"`{value}`"


def _label(kind: Unknown) -> str:
    return kind.value.replace("_", " ").capitalize()
