"""Charts of how the card ranks: harm found, precision and recall, calibration, totals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from scorecard.card import Card
from training.judging.judgement import Judgement
from training.judging.rows import RANKINGS

__all__ = [
    "GREY",
    "HEIGHT",
    "INK",
    "WIDTH",
    "calibration",
    "data",
    "harm_found",
    "points",
    "tradeoff",
]

#: Narrow, so that the text is as large on a phone as on a desk.
WIDTH, HEIGHT = 268, 230
INK, GREY = "#0072b2", "#5a5a5a"
_OTHER = "#d55e00"
#: Ranking -> colour, dash, shape: told apart without colour too, and by colour-blind eyes.
_MARKS: Mapping[str, tuple[str, list[int], str]] = {
    "card": (INK, [1, 0], "circle"),
    "count_rule": (_OTHER, [6, 3], "square"),
    "checklist": ("#00735c", [2, 2], "triangle-up"),
    "grade": ("#7a5200", [8, 3, 2, 3], "diamond"),
    "black_box": ("#222222", [1, 3], "cross"),
    "truth": ("#8e4585", [12, 3], "triangle-down"),
}
#: A label that crosses lines is read on a white edge.
_LABEL: Mapping[str, Any] = {"dx": 13, "dy": 13}
_HALO: Mapping[str, Any] = {**_LABEL, "stroke": "white", "strokeWidth": 5}
_SHAPED_SHARES = (0.1, 0.2, 0.4, 0.6)

Rows = Sequence[Mapping[str, Any]]


def data(rows: Rows) -> alt.InlineData:
    """Rows as a chart's data."""
    # A tuple: a list would be copied again by every step that a chart is built in.
    return alt.InlineData(values=tuple(dict(row) for row in rows))


def harm_found(judgement: Judgement) -> alt.LayerChart:
    """Recall by share flagged, for every ranking, with the highest band's own place marked."""
    rows = [
        {"x": point.share, "y": point.recall, "by": RANKINGS.get(point.ranking, point.ranking)}
        for point in judgement.curves
        if not math.isnan(point.recall)
    ]
    x = alt.X("x:Q", title="Share of missing reports acted on").axis(format=".0%", tickCount=5)
    y = alt.Y("y:Q", title="Share of the outcome found").axis(format=".0%", tickCount=5)
    layers = [*_lines(rows, x, y)]
    band = judgement.bands[-1] if judgement.bands else None
    if band is not None and band.recall.is_known and band.share.is_known:
        chosen = [
            {"x": band.share.value, "y": band.recall.value,
             "low": band.recall.low, "high": band.recall.high, "words": band.band}
        ]  # fmt: skip
        base = alt.Chart(data(chosen))
        layers += [
            base.mark_rule(strokeWidth=2).encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")),
            base.mark_point(size=160, filled=False, strokeWidth=3, color="black").encode(x=x, y=y),
            *(
                base.mark_text(align="left", fontWeight="bold", fontSize=13, **look).encode(
                    x=alt.X("x:Q"), y=alt.Y("y:Q"), text="words:N"
                )
                for look in (_HALO, _LABEL)
            ),
        ]
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def tradeoff(judgement: Judgement) -> alt.LayerChart:
    """Precision by recall, for every ranking."""
    rows = [
        {"x": p.recall, "y": p.precision, "by": RANKINGS.get(p.ranking, p.ranking)}
        for p in judgement.curves
        if p.recall > 0 and not math.isnan(p.precision)
    ]
    x = alt.X("x:Q", title="Recall: share of the outcome found").axis(format=".0%", tickCount=5)
    y = alt.Y("y:Q", title="Precision: share with the outcome").axis(format=".0%", tickCount=5)
    return alt.layer(*_lines(rows, x, y)).properties(width=WIDTH, height=HEIGHT)


def _lines(rows: Rows, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    present = {row["by"] for row in rows}
    shown = {
        words: _MARKS[name]
        for name, words in RANKINGS.items()
        if words in present and name in _MARKS
    }
    names = list(shown)
    legend = alt.Legend(title=None, orient="bottom", columns=1, labelLimit=0, symbolSize=120)
    colour = alt.Color("by:N", legend=legend).scale(
        domain=names, range=[mark[0] for mark in shown.values()]
    )
    dash = alt.StrokeDash("by:N", legend=legend).scale(
        domain=names, range=[mark[1] for mark in shown.values()]
    )
    shape = alt.Shape("by:N", legend=legend).scale(
        domain=names, range=[mark[2] for mark in shown.values()]
    )
    lines = (
        alt.Chart(data(rows))
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, color=colour, strokeDash=dash)
    )
    marked = alt.Chart(data(_some(rows))).mark_point(size=60, filled=True, opacity=1)
    return [lines, marked.encode(x=x, y=y, color=colour, shape=shape)]


def _some(rows: Rows) -> list[Mapping[str, Any]]:
    """A few points of each line, to bear its shape."""
    found = []
    for name in dict.fromkeys(row["by"] for row in rows):
        own = [row for row in rows if row["by"] == name]
        places = {min(len(own) - 1, int(len(own) * share)) for share in _SHAPED_SHARES}
        found += [own[place] for place in sorted(places)]
    return found


def calibration(judgement: Judgement) -> alt.LayerChart:
    """What the table said against what was seen, with intervals, and the line of agreement."""
    rows = [
        {"said": group.said, "seen": group.seen.value,
         "low": group.seen.low, "high": group.seen.high}
        for group in judgement.calibration
        if group.seen.is_known
    ]  # fmt: skip
    most = max(max(row["said"], row["seen"], row["high"]) for row in rows)
    # Roots, since most reports stand near nought; agreement is a straight line all the same.
    scale = alt.Scale(type="sqrt", domain=[0, most])
    x = alt.X("said:Q", title="Share that the card's table says", scale=scale)
    y = alt.Y("seen:Q", title="Share seen", scale=scale)
    x, y = x.axis(format=".1%", tickCount=5), y.axis(format=".1%", tickCount=5)
    ends = data([{"said": 0.0, "seen": 0.0}, {"said": most, "seen": most}])
    agreed = alt.Chart(ends).mark_line(strokeDash=[4, 4], color=GREY).encode(x=x, y=y)
    base = alt.Chart(data(rows))
    return alt.layer(
        agreed,
        base.mark_rule(color=INK, strokeWidth=2).encode(
            x=x, y=alt.Y("low:Q", scale=scale), y2=alt.Y2("high:Q")
        ),
        base.mark_point(size=70, filled=True, color=INK, opacity=1).encode(x=x, y=y),
    ).properties(width=WIDTH, height=HEIGHT)


def points(card: Card, judgement: Judgement) -> alt.LayerChart:
    """The totals of those who came to the outcome and of the others, and where bands start."""
    rows = [
        {"points": bar.start, "share": share, "of": of}
        for bar in judgement.points
        for of, share in (("came to the outcome", bar.cases), ("did not", bar.others))
        if not math.isnan(share)
    ]
    order = ["came to the outcome", "did not"]
    legend = alt.Legend(title=None, orient="bottom", labelLimit=0)
    x = alt.X("points:Q", title="Points").axis(tickCount=6)
    steps = alt.Chart(data(rows)).mark_line(interpolate="step-after", strokeWidth=2)
    steps = steps.encode(
        x=x,
        y=alt.Y("share:Q", title="Share of the reports").axis(format=".0%", tickCount=5),
        color=alt.Color("of:N", legend=legend).scale(domain=order, range=[_OTHER, INK]),
        strokeDash=alt.StrokeDash("of:N", legend=legend).scale(
            domain=order, range=[[1, 0], [5, 3]]
        ),
    )
    starts = [
        (alt.Chart(data([{"points": start, "band": band}])), place)
        for place, (band, start) in enumerate(card.thresholds.items())
    ]
    # Each label stands below the last: two bands may start close together.
    labels = [
        chart.mark_text(align="left", dx=4, fontSize=12).encode(
            x=x, y=alt.value(8 + 15 * place), text="band:N"
        )
        for chart, place in starts
    ]
    rules = [chart.mark_rule(strokeDash=[2, 3]).encode(x=x) for chart, _ in starts]
    return alt.layer(
        steps,
        *rules,
        *labels,
    ).properties(width=WIDTH, height=HEIGHT)
