"""Pictures of a measured force, as SVG that needs nothing from outside."""

from __future__ import annotations

import altair as alt
import pandas as pd
import vl_convert

from synthetic_data.figures import Measured
from synthetic_data.joint_tables import JointTable

__all__ = ["draw_figures", "draw_table"]

_WIDTH, _ROW, _LETTER = 520, 30, 7
_INSIDE, _OUTSIDE, _RANGE, _INK = "#1a65a6", "#982828", "#d5dde5", "#0b0c0c"
#: Share of the darkest cell from which its figure is written in white.
_DARK = 70.0


def draw_figures(found: tuple[Measured, ...]) -> str:
    """One line for each figure, all on one scale.

    The grey bar is what is tolerated, the black stroke the published figure, the dot the
    force's own with its interval; a dot outside the bar is red and a cross.
    """
    frame = pd.DataFrame(
        [
            {
                "name": measured.figure.name,
                "published": measured.figure.published,
                "from": measured.figure.low,
                "to": measured.figure.high,
                "value": measured.value,
                "low": measured.value if measured.estimate.low is None else measured.estimate.low,
                "high": (
                    measured.value if measured.estimate.high is None else measured.estimate.high
                ),
                "is": "inside" if measured.is_fitted else "outside",
            }
            for measured in found
        ]
    )
    lines = alt.Chart(frame).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=0, ticks=False))
    )
    states = ["inside", "outside"]
    colour = alt.Color("is:N", legend=None).scale(domain=states, range=[_INSIDE, _OUTSIDE])
    shape = alt.Shape("is:N", legend=None).scale(domain=states, range=["circle", "cross"])
    start = alt.Scale(zero=True, nice=True)
    layers = (
        lines.mark_bar(color=_RANGE, height=16).encode(
            x=alt.X("from:Q", title=None, scale=start), x2="to:Q"
        ),
        lines.mark_tick(color=_INK, thickness=2, height=16).encode(x="published:Q"),
        lines.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q", color=colour),
        lines.mark_point(size=70, filled=True, opacity=1).encode(
            x="value:Q", color=colour, shape=shape
        ),
    )
    return _svg(alt.layer(*layers).properties(width=_WIDTH, height=_ROW * len(found)))


def draw_table(table: JointTable) -> str:
    """Bars when the table has one row; else a field of cells, the darker the more, with figures."""
    frame = pd.DataFrame(
        [
            {"row": row, "column": column, "share": cell.value if cell else None}
            for row, cells in zip(table.rows, table.cells, strict=True)
            for column, cell in zip(table.columns, cells, strict=True)
        ]
    )
    return _svg(_bars(frame) if len(table.rows) == 1 else _cells(frame, table))


def _bars(frame: pd.DataFrame) -> alt.Chart:
    return (
        alt.Chart(frame, width=_WIDTH, height=160)
        .mark_bar(color=_INSIDE)
        .encode(
            x=alt.X("column:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("share:Q", title="%"),
        )
    )


def _cells(frame: pd.DataFrame, table: JointTable) -> alt.LayerChart:
    held = frame.dropna(subset=["share"]).assign(
        text=lambda f: f["share"].map(
            lambda share: f"{share:.0f}" if share >= 10 else f"{share:.1f}"
        )
    )
    cells = alt.Chart(held).encode(
        x=alt.X(
            "column:N",
            sort=None,
            title=None,
            scale=alt.Scale(domain=list(table.columns)),
            axis=alt.Axis(labelAngle=0, orient="top", labelLimit=0, ticks=False),
        ),
        y=alt.Y(
            "row:N",
            sort=None,
            title=None,
            scale=alt.Scale(domain=list(table.rows)),
            axis=alt.Axis(labelLimit=0, ticks=False),
        ),
    )
    shade = alt.Color("share:Q", legend=None).scale(range=["#f3f6f9", "#12446f"], domain=[0, 100])
    ink = alt.when(alt.datum.share > _DARK).then(alt.value("#ffffff")).otherwise(alt.value(_INK))
    layers = (
        cells.mark_rect().encode(color=shade),
        cells.mark_text(fontSize=13).encode(text="text:N", color=ink),
    )
    width = max(_WIDTH, len(table.columns) * (_LETTER * max(map(len, table.columns)) + 12))
    return alt.layer(*layers).properties(width=width, height=_ROW * len(table.rows))


def _svg(chart: alt.Chart | alt.LayerChart) -> str:
    looks = chart.configure_view(stroke=None).configure_axis(
        labelFontSize=13, titleFontSize=13, domain=False, gridColor="#eef1f4"
    )
    return str(vl_convert.vegalite_to_svg(looks.to_json()))
