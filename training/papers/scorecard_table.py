"""A card's lines, bands and floors in words: the same on every paper that shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from records.unknown import Unknown
from scorecard.bins import Bin, CardLine
from scorecard.card import Card
from scorecard.policy import Floor, Policy
from training.papers.markup import Html, element, join, table
from training.papers.material import Material, unknown_groups

__all__ = [
    "UNKNOWN_MEANINGS",
    "band_ranges",
    "bin_words",
    "card_as_markdown",
    "floor_words",
    "line_rows",
    "points_table",
    "unknown_words",
]

#: What the two usual words for a value that isn't there mean.
UNKNOWN_MEANINGS: Mapping[str, str] = {
    "not known": "not recorded, system not connected, extract too old, or could not be read",
    "does not arise": "what the question is about has not happened",
}
_KINDS = {
    Unknown.NOT_RECORDED: "not recorded",
    Unknown.NOT_CONNECTED: "system not connected",
    Unknown.STALE: "extract too old",
    Unknown.FAILED: "could not be read",
    Unknown.NOT_APPLICABLE: "does not arise",
}
_UNKNOWN = tuple(kind for kind in Unknown if kind is not Unknown.NOT_APPLICABLE)
#: What a floor's wording leaves open, where no child stands before it.
_GAPS = {
    "what": "sexual exploitation or online grooming",
    "date": "a day",
    "until": "",
    "systems": "any system",
    "told_to": "someone",
    "length": "so long",
    "age": "",
}


def bin_words(bin_: Bin, unit: str | None) -> str:
    """A bin as a person reads it; where the line asks yes or no, that."""
    if unit == "yes or no" and bin_.holds(0) != bin_.holds(1):
        return "no" if bin_.holds(0) else "yes"
    return bin_.words


def unknown_words(kinds: tuple[Unknown, ...]) -> str:
    """Kinds of not knowing that share points: ``not known``, or each by its name."""
    if set(kinds) == set(_UNKNOWN):
        return "not known"
    if set(kinds) == set(Unknown):
        return "not known, or does not arise"
    return ", or ".join(_KINDS[kind] for kind in kinds)


def line_rows(material: Material, line: CardLine) -> list[tuple[str, int, bool]]:
    """(words, points, whether the value is known) for everything that a line can give."""
    feature = material.feature(line.feature)
    unit = feature.unit if feature else None
    known = [(bin_words(bin_, unit), bin_.points, True) for bin_ in line.bins]
    return known + [(unknown_words(kinds), given, False) for kinds, given in unknown_groups(line)]


def points_table(material: Material) -> Html:
    """Every line with its definition, bins and points."""
    rows = []
    for line in material.card.lines:
        feature = material.feature(line.feature)
        asked = join(
            material.question(line.feature),
            element("span", f" {feature.definition}", class_="mark") if feature else None,
        )
        for place, (words, given, is_known) in enumerate(line_rows(material, line)):
            shown = words if is_known else element("em", words)
            rows.append((asked if place == 0 else "as above", shown, given))
    return table("Points", ("Question", "Answer", "Points"), rows, material.mark)


def band_ranges(card: Card, policy: Policy) -> list[tuple[str, str]]:
    """(band, ``12 to 19 points``), the lowest first."""
    starts = [0, *card.thresholds.values()]
    names = [policy.labels[0], *card.thresholds]
    ends = [f" to {start - 1} points" for start in starts[1:]] + [" points or more"]
    return [(name, f"{start}{end}") for name, start, end in zip(names, starts, ends, strict=True)]


def floor_words(floor: Floor) -> str:
    """A floor as a rule for any child: ``Told of sexual harm, in the past 365 days``."""
    params = floor.params
    days = f"in the past {params.get('days')} days"
    text = re.sub(r":? ?\{age\}.*", "", floor.short)
    gaps = {**_GAPS, "day": days, "count": f"{params.get('reports')} or more"}
    told = text.format_map(gaps).strip()
    needs_days = "days" in params and "{day}" not in text and "{count}" not in text
    return f"{told}, {days}" if needs_days else told


def card_as_markdown(material: Material) -> str:
    """The card as a table in plain text, for the registry's pages."""
    card = material.card
    rows = [f"| Every child starts with | | {card.base} |"]
    for line in card.lines:
        question = material.question(line.feature)
        for words, given, is_known in line_rows(material, line):
            answer = words if is_known else f"*{words}*"
            rows.append(f"| {question} | {answer} | {given} |")
    bands = [f"| {band} | {told} |" for band, told in band_ranges(card, material.policy)]
    parts = [
        f"# Scorecard `{card.name}`",
        f"`{card.content_hash}`, feature catalogue `{card.catalogue_version}`.",
        "Add the base and the points of each line. Not knowing never gives less than the average.",
        "\n".join(["| Question | Answer | Points |", "|---|---|---:|", *rows]),
        f"The total gives the band (thresholds {card.thresholds_version}); floors may raise it.",
        "\n".join(["| Band | Total |", "|---|---|", *bands]),
    ]
    return "\n\n".join(parts) + "\n"
