"""A judgement's pictures, as SVG that needs nothing from outside and says what it shows.

Each has a title and one sentence with its finding, for those who don't see it; the table
beside it in the report has the same figures. Its own texts are hidden from screen readers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

import vl_convert

from scorecard.card import Card
from training.judging.judgement import Judgement
from training.judging.rows import RANKINGS
from training.papers import curves, panels
from training.papers.phrases import of_many, percent, share

__all__ = ["draw_all", "draw_shapes", "findings"]

_FONT = "Arial, Helvetica, sans-serif"
_CONFIG: dict[str, Any] = {
    "aria": False,
    "font": _FONT,
    "background": "white",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
             "labelColor": "#0b0c0c", "titleColor": "#0b0c0c", "gridColor": "#dddddd"},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
               "labelColor": "#0b0c0c"},
    "title": {"fontSize": 12, "anchor": "start", "fontWeight": "bold", "color": "#0b0c0c"},
    "text": {"fontSize": 12, "color": "#0b0c0c"},
}  # fmt: skip
#: So many lines stand in one picture of shapes.
_LINES = 7
_TABLE = "The table beside it has the same figures."


def draw_all(card: Card, judgement: Judgement) -> dict[str, str]:
    """File name -> SVG; a picture for which nothing was measured is left out."""
    return draw_shapes(card) | {f"{name}.svg": svg for name, svg in _drawn(card, judgement)}


def draw_shapes(card: Card) -> dict[str, str]:
    """File name -> the shapes of some lines: parts, so that a wide page sets them side by side."""
    drawn = {}
    for part, start in enumerate(range(0, len(card.lines), _LINES), start=1):
        end = min(start + _LINES, len(card.lines))
        desc = f"Points by answer of lines {start + 1} to {end}; open bars are not known. {_TABLE}"
        name = f"shapes_{part}"
        drawn[f"{name}.svg"] = _svg(
            name, f"Points of lines {start + 1} to {end}", desc, panels.shapes(card, start, end)
        )
    return drawn


def _drawn(card: Card, judgement: Judgement) -> Iterator[tuple[str, str]]:
    told = findings(judgement)
    for name, title, _, _, chart in _PICTURES:
        if name in told:
            yield name, _svg(name, title, f"{told[name]} {_TABLE}", chart(card, judgement))


def findings(judgement: Judgement) -> dict[str, str]:
    """Picture -> what is to be seen in it, in words; what wasn't measured is left out."""
    return {
        name: finding(judgement)
        for name, _, is_there, finding, _ in _PICTURES
        if is_there(judgement)
    }


def _svg(name: str, title: str, desc: str, chart: Any) -> str:
    spec = {**chart.to_dict(validate=False), "config": _CONFIG}
    drawn: str = vl_convert.vegalite_to_svg(spec)
    # Ids stay apart when several pictures stand on one page.
    drawn = re.sub(r'(id="|url\(#)(clip\d+|gradient_\d+)', rf"\1{name}-\2", drawn)
    opening, rest = drawn.split(">", 1)
    opening = re.sub(r' (?:role|aria-\w+|class)="[^"]*"', "", opening)
    inner = rest.removesuffix("</svg>")
    return (
        f'{opening} role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(desc)}</desc>'
        f'<g aria-hidden="true">{inner}</g></svg>'
    )


def _found(judgement: Judgement) -> str:
    told = []
    for ranking in RANKINGS:
        figure = judgement.rankings.get(ranking, {}).get("recall_at_10")
        if figure is not None and figure.is_known:
            told.append(f"{RANKINGS[ranking]}: {share(figure)}")
    return f"Found among the tenth of the reports ranked first. {'; '.join(told)}."


def _precision(judgement: Judgement) -> str:
    figure = judgement.rankings["card"].get("precision_at_10")
    told, base = of_many(figure)
    return f"Of {base} reports that the card ranks in the first tenth, {told} had the outcome."


def _calibrated(judgement: Judgement) -> str:
    last = judgement.calibration[-1]
    return (
        f"Where the table says most, {percent(last.said)}, {share(last.seen)} was seen. "
        "On the dashed line both agree."
    )


def _fair(judgement: Judgement) -> str:
    known = [
        (row.figures["recall"].value, row)
        for row in judgement.groups
        if row.against == "recorded" and "recall" in row.figures and row.figures["recall"].is_known
    ]
    low, high = min(known, key=lambda one: one[0])[1], max(known, key=lambda one: one[0])[1]
    return (
        f"Lowest: {low.group} ({low.grouping}), {share(low.figures['recall'])}. "
        f"Highest: {high.group} ({high.grouping}), {share(high.figures['recall'])}."
    ).replace("_", " ")


def _highest(judgement: Judgement) -> str:
    band = judgement.bands[-1]
    return (
        f"{band.band} holds {share(band.share)} of the reports and {share(band.recall)} of those "
        "with the outcome."
    )


def _by_month(judgement: Judgement) -> str:
    known = [row for row in judgement.months if row.auc.is_known]
    if not known:
        return f"{len(judgement.months)} months, none with cases enough for a figure."
    low = min(known, key=lambda row: row.auc.value)
    return f"{len(known)} months. The lowest AUC, {low.auc.value:.2f}, was in {low.month}."


def _totals(judgement: Judgement) -> str:
    cases = max(judgement.points, key=lambda bar: bar.cases)
    others = max(judgement.points, key=lambda bar: bar.others)
    return (
        f"Most often a report with the outcome has {cases.start} points or a little more, "
        f"one without it {others.start}."
    )


def _has_groups(judgement: Judgement) -> bool:
    return any(
        row.against == "recorded" and "recall" in row.figures and row.figures["recall"].is_known
        for row in judgement.groups
    )


_Told = Callable[[Judgement], str]
_PICTURES: tuple[
    tuple[str, str, Callable[[Judgement], Any], _Told, Callable[[Card, Judgement], Any]], ...
] = (
    ("harm_found", "How much each ranking finds", lambda j: bool(j.curves) and bool(j.cases),
     _found, lambda _, j: curves.harm_found(j)),
    ("precision_recall", "Precision by recall", lambda j: bool(j.curves) and bool(j.cases),
     _precision, lambda _, j: curves.tradeoff(j)),
    ("calibration", "What the table says, and what was seen",
     lambda j: any(group.seen.is_known for group in j.calibration),
     _calibrated, lambda _, j: curves.calibration(j)),
    ("points", "Totals by what came of it", lambda j: bool(j.points) and bool(j.cases),
     _totals, curves.points),
    ("fairness", "Recall of the highest band by group", _has_groups,
     _fair, lambda _, j: panels.fairness(j)),
    ("bands", "What each band holds",
     lambda j: bool(j.bands) and any(row.share.is_known for row in j.bands),
     _highest, lambda _, j: panels.bands(j)),
    ("months", "Month by month", lambda j: bool(j.months),
     _by_month, lambda _, j: panels.months(j)),
)  # fmt: skip
