"""Charts in panels: the shape of each line, groups, bands, months."""

from __future__ import annotations

import math
from textwrap import wrap
from typing import Any

import altair as alt

from features.catalogue import CATALOGUE
from records.unknown import Unknown
from scorecard.card import Card
from training.judging.judgement import Judgement
from training.judging.rows import GroupRow
from training.papers.curves import GREY, INK, data
from training.papers.material import unknown_groups
from training.papers.phrases import name_words
from training.papers.scorecard_table import bin_words, unknown_words

__all__ = ["bands", "fairness", "months", "shapes"]

_TRUE = "#d55e00"
_AGAINST = {"recorded": "recorded", "true": "true, recorded or not"}
_PANEL, _ROW = 135, 15
_TITLE_LENGTH, _LABEL_LENGTH = 50, 28
_FEATURES = {feature.name: feature for feature in CATALOGUE}
_SHARES = [0, 0.25, 0.5, 0.75, 1]


def shapes(card: Card, start: int, end: int) -> alt.VConcatChart:
    """Points by bin of lines [start, end); what isn't known stands apart, as open bars."""
    panels = []
    for number, line in enumerate(card.lines[start:end], start=start + 1):
        row = _FEATURES.get(line.feature)
        rows: list[dict[str, Any]] = [
            {
                "value": bin_words(bin_, row.unit if row else None),
                "points": bin_.points,
                "known": True,
            }
            for bin_ in line.bins
        ]
        rows += [
            {"value": _short(kinds), "points": points, "known": False}
            for kinds, points in unknown_groups(line)
        ]
        order = [row["value"] for row in rows]
        base = alt.Chart(data(rows)).encode(
            y=alt.Y("value:N", title=None, sort=order).axis(minExtent=168, maxExtent=168),
            x=alt.X("points:Q", title=None).scale(domain=[0, 1.15 * _most(card)]).axis(None),
        )
        known, other = "datum.known", "!datum.known"
        panels.append(
            alt.layer(
                base.transform_filter(known).mark_bar(color=INK, height=10),
                base.transform_filter(other).mark_bar(
                    filled=False, stroke="black", strokeDash=[3, 2], height=9
                ),
                base.mark_text(align="left", dx=4).encode(text="points:Q"),
            ).properties(
                width=_PANEL,
                height=_ROW * len(rows),
                title=alt.TitleParams(_title(number, line.feature), frame="bounds"),
            )
        )
    return alt.vconcat(*panels, spacing=14)


def _title(number: int, feature: str) -> list[str]:
    """What the line asks, broken where a phone's width ends."""
    row = _FEATURES.get(feature)
    return wrap(f"{number}. {row.question if row else name_words(feature)}", _TITLE_LENGTH)


def _short(kinds: tuple[Unknown, ...]) -> str:
    words = unknown_words(kinds)
    return words if len(words) <= _LABEL_LENGTH else "not known, other reasons"


def _most(card: Card) -> int:
    return max(line.most for line in card.lines)


def fairness(judgement: Judgement) -> alt.LayerChart:
    """Recall of the highest band by group, recorded and true side by side, with intervals."""
    rows = [
        {"group": _group(row),
         "value": recall.value, "low": recall.low, "high": recall.high,
         "against": _AGAINST.get(row.against, row.against),
         "cases": f"{row.cases:,}" if row.against == "recorded" else ""}
        for row in judgement.groups
        if (recall := row.figures.get("recall")) is not None and recall.is_known
    ]  # fmt: skip
    groupings = list(dict.fromkeys(row.grouping for row in judgement.groups))
    named = sorted(judgement.groups, key=lambda row: groupings.index(row.grouping))
    drawn = {row["group"] for row in rows}
    order = [name for name in dict.fromkeys(map(_group, named)) if name in drawn]
    against = [words for words in _AGAINST.values() if any(r["against"] == words for r in rows)]
    legend = alt.Legend(title="Cases that were", orient="bottom", labelLimit=0, symbolSize=90)
    y = alt.Y("group:N", title=None, sort=order).axis(labelLimit=190, grid=True)
    offset = alt.YOffset("against:N", sort=against)
    x = alt.X("value:Q", title="Recall of the highest band").scale(domain=[0, 1])
    x = x.axis(format=".0%", values=_SHARES)
    colours = [INK, _TRUE][: len(against)]
    colour = alt.Color("against:N", legend=legend).scale(domain=against, range=colours)
    shape = alt.Shape("against:N", legend=legend).scale(
        domain=against, range=["circle", "diamond"][: len(against)]
    )
    base = alt.Chart(data(rows)).encode(y=y, yOffset=offset)
    layers: list[alt.Chart] = [
        base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), color=colour),
        base.mark_point(size=70, filled=True, opacity=1).encode(x=x, color=colour, shape=shape),
    ]
    every = judgement.rankings.get("card", {}).get("recall_high")
    if every is not None and every.is_known:
        rule = alt.Chart(data([{"value": every.value}]))
        layers.append(rule.mark_rule(strokeDash=[4, 4], color=GREY).encode(x=x))
    return alt.layer(*layers).properties(
        width=170, height=alt.Step(14 * len(against) + 4, **{"for": "position"})
    )


def _group(row: GroupRow) -> str:
    return f"{name_words(row.grouping)}: {name_words(row.group)}"


def bands(judgement: Judgement) -> alt.VConcatChart:
    """Each band's share of the reports, of the recorded and of the true outcome."""
    panels = []
    for row in reversed(judgement.bands):
        told = [
            {"of": of, "value": estimate.value, "low": estimate.low, "high": estimate.high,
             "words": f"{100 * estimate.value:.0f} %"}
            for of, estimate in (
                ("all reports", row.share),
                ("recorded outcome", row.recall),
                ("true harm", row.true_recall),
            )
            if estimate.is_known
        ]  # fmt: skip
        order = [one["of"] for one in told]
        base = alt.Chart(data(told)).encode(y=alt.Y("of:N", title=None, sort=order))
        x = alt.X("value:Q", title=None).scale(domain=[0, 1]).axis(format=".0%", values=_SHARES)
        panels.append(
            alt.layer(
                base.mark_bar(color="#a9cfe8", stroke=INK, height=13).encode(x=x),
                base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q")),
                base.mark_text(align="left", dx=6).encode(x=alt.X("high:Q"), text="words:N"),
            ).properties(
                width=210, height=20 * len(told), title=f"{row.band}, from {row.start} points"
            )
        )
    return alt.vconcat(*panels, spacing=12)


def months(judgement: Judgement) -> alt.VConcatChart:
    """AUC, share in the highest band, and said against seen, month by month."""
    order = [row.month for row in judgement.months]
    panels = [
        _with_intervals("AUC", order, [(m.month, m.auc) for m in judgement.months], ".2f"),
        _with_intervals(
            "Share in the highest band",
            order,
            [(m.month, m.share_high) for m in judgement.months],
            ".0%",
        ),
        _said_and_seen(judgement, order),
    ]
    return alt.vconcat(*panels, spacing=14).resolve_scale(
        color="independent", strokeDash="independent", shape="independent"
    )


def _month_axis(order: list[str]) -> alt.X:
    return alt.X("month:O", title=None, scale=alt.Scale(domain=order)).axis(labelAngle=-90)


def _with_intervals(
    title: str, order: list[str], told: list[tuple[str, Any]], format_: str
) -> alt.LayerChart:
    known = [
        {"month": month, "value": one.value, "low": one.low, "high": one.high}
        for month, one in told
        if one.is_known
    ]
    # A month without a figure breaks the line.
    whole = [{"month": month, "value": one.value if one.is_known else None} for month, one in told]
    base = alt.Chart(data(known)).encode(x=_month_axis(order))
    y = alt.Y("value:Q", title=None).scale(zero=False).axis(format=format_, tickCount=4)
    return alt.layer(
        alt.Chart(data(whole)).mark_line(color=INK).encode(x=_month_axis(order), y=y),
        base.mark_rule(color=INK, strokeWidth=2).encode(y=alt.Y("low:Q"), y2=alt.Y2("high:Q")),
        base.mark_point(size=50, filled=True, color=INK, opacity=1).encode(y=y),
    ).properties(width=268, height=90, title=title)


def _said_and_seen(judgement: Judgement, order: list[str]) -> alt.LayerChart:
    rows = [
        {"month": row.month, "value": None if math.isnan(value) else value, "of": of}
        for row in judgement.months
        for of, value in (("said by the table", row.said), ("seen", row.seen))
    ]
    names = ["said by the table", "seen"]
    legend = alt.Legend(title=None, orient="bottom", labelLimit=0)
    base = alt.Chart(data(rows)).encode(
        x=_month_axis(order),
        y=alt.Y("value:Q", title=None).axis(format=".1%", tickCount=4),
        color=alt.Color("of:N", legend=legend).scale(domain=names, range=[INK, _TRUE]),
    )
    dash = alt.StrokeDash("of:N", legend=legend).scale(domain=names, range=[[1, 0], [4, 3]])
    shape = alt.Shape("of:N", legend=legend).scale(domain=names, range=["circle", "diamond"])
    return alt.layer(
        base.mark_line().encode(strokeDash=dash),
        base.transform_filter("datum.value !== null")
        .mark_point(size=50, filled=True, opacity=1)
        .encode(shape=shape),
    ).properties(width=268, height=90, title="Share of reports with the outcome")
