"""The scorecard on one printable side: with a pencil, anyone reproduces a child's total."""

from __future__ import annotations

from scorecard.bins import CardLine
from training.papers.document import document
from training.papers.markup import Html, bullets, element, facts, join, paragraph, sections
from training.papers.material import Material
from training.papers.scorecard_table import (
    UNKNOWN_MEANINGS,
    band_ranges,
    floor_words,
    line_rows,
)

__all__ = ["HEADINGS", "write_scorecard"]

HEADINGS = ("Points", "Band", "Floors of the policy", "How to read it")

_STYLE = """\
.bins{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.1rem .9rem}
.bins li{white-space:nowrap;margin:0}.bins .unknown{font-style:italic;white-space:normal}
.points{display:inline-block;min-width:1.4em;border:1px solid #0b0c0c;text-align:center;
font-style:normal}
.sum td:last-child,.sum th:last-child{width:3.2rem;border:1px solid #0b0c0c;padding:.1rem .3rem}
.sum{width:100%}.sum th[scope=row]{width:45%}.note{font-size:.85em;color:#505a5f}
.floors{columns:2 18rem;font-size:.92rem}
@media print{@page{size:A4;margin:8mm 9mm}html{font-size:7.4pt}body{line-height:1.2}
h1{font-size:11pt;margin:0}h2{font-size:8.5pt;margin:1.2mm 0 .6mm;padding-top:.4mm;
border-top-width:1px}p,ul,dl{margin:.4mm 0}.about{margin:0 0 .6mm;padding:.4mm 1mm;font-size:7pt}
table{font-size:1rem}th,td{padding:.25mm 1.5mm .25mm 0}.scroll{margin:.4mm 0}
caption{padding:0}.floors{font-size:6.8pt;columns:3}.floors li{margin:0}.floors ul{margin:0}
dl div{padding:0;border:0;display:inline-block;margin-right:5mm}dt,dd{display:inline}
dd{margin-left:1.5mm}
.mark,.note{font-size:6.5pt}
p,li,dd{max-width:none}footer{margin:.6mm 0 0;padding:0;font-size:6pt}
footer p,footer ul,footer li{display:inline;margin:0 1mm 0 0;padding:0}}
"""


def write_scorecard(material: Material) -> str:
    """The scorecard's HTML.

    Raises:
        BlankHeadingError: nothing is said under one of :data:`HEADINGS`.
    """
    written = {
        "Points": _points(material),
        "Band": facts(band_ranges(material.card, material.policy)),
        "Floors of the policy": _floors(material),
        "How to read it": _reading(material),
    }
    return document(
        material,
        f"Scorecard {material.card.name}, {material.version}",
        paragraph(
            f"Points for {material.ranks_by}. Find each answer, write its points at the right, "
            "and add them to the start."
        ),
        sections(HEADINGS, written),
        style=_STYLE,
    )


def _points(material: Material) -> Html:
    card = material.card
    head = element(
        "tr", *(element("th", words, scope="col") for words in ("Question", "Points", "Yours"))
    )
    start = element(
        "tr",
        element("th", "Every child starts with", scope="row"),
        element("td", element("b", card.base, class_="points", id="base")),
        element("td", card.base),
    )
    total = element(
        "tr",
        element("th", element("b", "Total"), scope="row"),
        element("td", "Add the start and the points of every line"),
        element("td", ""),
    )
    whole = element(
        "table",
        element("caption", element("span", material.mark, class_="mark")),
        element("thead", head),
        element("tbody", start, *(_line(material, line) for line in card.lines), total),
        class_="sum",
    )
    return element(
        "div",
        whole,
        class_="scroll",
        role="region",
        aria_label="Points of every answer",
        tabindex="0",
    )


def _line(material: Material, line: CardLine) -> Html:
    feature = material.feature(line.feature)
    states = (
        element("span", f" {feature.definition}", class_="note")
        if feature is not None and feature.unit == "state"
        else None
    )
    bins = _answers(line_rows(material, line))
    return element(
        "tr",
        element("th", material.question(line.feature), states, scope="row"),
        element("td", bins),
        element("td", ""),
        data_feature=line.feature,
    )


def _answers(rows: list[tuple[str, int, bool]]) -> Html:
    """What a line can give, each answer beside its points."""
    return element(
        "ul",
        *(
            element(
                "li",
                element("span", words, class_="answer"),
                " ",
                element("b", given, class_="points"),
                class_=None if is_known else "unknown",
            )
            for words, given, is_known in rows
        ),
        class_="bins",
    )


def _floors(material: Material) -> Html:
    policy = material.policy
    return join(
        paragraph(
            "The band is at least this, whatever the total, when one of these is so "
            f"(policy of {policy.version})."
        ),
        element(
            "div",
            *(
                join(
                    paragraph(element("b", f"At least {label}")),
                    bullets(floor_words(floor) for floor in policy.floors if floor.band == label),
                )
                for label in reversed(policy.labels)
                if any(floor.band == label for floor in policy.floors)
            ),
            class_="floors",
        ),
    )


def _reading(material: Material) -> Html:
    policy = material.policy
    return join(
        bullets(f"{word.capitalize()}: {meaning}." for word, meaning in UNKNOWN_MEANINGS.items()),
        paragraph(
            f"{policy.note}. {material.predicts} At {policy.adult_age} or over there are no "
            "points. A year has 365 days of 24 hours, counted back from the moment of the question."
        ),
    )
