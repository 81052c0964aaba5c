"""The run's pictures, as SVG that needs nothing from outside."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd
import vl_convert

from scorecard.card import Card
from training.judging.evaluation import Evaluation
from training.judging.measures import Ranking

__all__ = ["WORDS", "draw_all"]

#: How the rankings are called wherever people read of them.
WORDS = {
    "card": "This card",
    "count_rule": "Reports in 90 days",
    "grade": "Officers' own grades",
    "black_box": "Boosted trees (nobody can read them)",
}
_SHARES = np.linspace(0.0, 1.0, 51)
_WIDTH, _HEIGHT = 460, 260
#: Points that share a bar.
_STEP = 5
_LEGEND = alt.Legend(title=None, orient="bottom", columns=2, labelLimit=0)
_COLOURS = ["#1a65a6", "#982828", "#7a3c1c", "#484949"]


def draw_all(card: Card, evaluation: Evaluation) -> dict[str, str]:
    """File name -> SVG: harm found by share of reports, said against seen, points by outcome.

    Nothing is drawn when the test fold held no case of harm: there would be nothing to see.
    """
    if not evaluation.cases:
        return {}
    charts = {
        "harm_found.svg": _harm_found(evaluation),
        "calibration.svg": _calibration(evaluation),
        "points.svg": _points(card, evaluation),
    }
    return {name: vl_convert.vegalite_to_svg(chart.to_json()) for name, chart in charts.items()}


def _harm_found(evaluation: Evaluation) -> alt.Chart:
    rows = [
        {"share": share, "found": ranking.found_at(share), "by": WORDS[name]}
        for name, ranking in (
            (name, Ranking(scores, evaluation.harmed).weighed(evaluation.weight))
            for name, scores in evaluation.rankings.items()
        )
        for share in _SHARES.tolist()
    ]
    order = list(WORDS.values())
    return (
        alt.Chart(pd.DataFrame(rows), width=_WIDTH, height=_HEIGHT)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("share", title="Share of missing reports flagged").axis(format="%"),
            y=alt.Y("found", title="Share of later harm among them").axis(format="%"),
            color=alt.Color("by", legend=_LEGEND).scale(domain=order, range=_COLOURS),
            # Told apart without colour too.
            strokeDash=alt.StrokeDash("by", legend=_LEGEND).scale(domain=order),
        )
    )


def _calibration(evaluation: Evaluation) -> alt.LayerChart:
    frame = pd.DataFrame(
        {
            "said": evaluation.chances,
            "harmed": evaluation.harmed.astype(float),
            "weight": evaluation.weight,
        }
    )
    frame["group"] = frame["said"].rank(method="first").floordiv(max(len(frame) / 10, 1))
    sums = frame.assign(
        said=frame["said"] * frame["weight"], seen=frame["harmed"] * frame["weight"]
    )
    groups = sums.groupby("group")[["said", "seen", "weight"]].sum()
    means = groups[["said", "seen"]].div(groups["weight"], axis=0).reset_index()
    most = float(means[["said", "seen"]].to_numpy().max())
    diagonal = pd.DataFrame({"said": [0.0, most], "seen": [0.0, most]})
    said = alt.X("said", title="Probability that the table says").axis(format=".1%")
    seen = alt.Y("seen", title="Share that came to recorded harm").axis(format=".1%")
    line = alt.Chart(diagonal).mark_line(strokeDash=[4, 4], color="#484949").encode(x=said, y=seen)
    points = alt.Chart(means).mark_point(size=70, filled=True, color=_COLOURS[0])
    return alt.layer(line, points.encode(x=said, y=seen)).properties(width=_WIDTH, height=_HEIGHT)


def _points(card: Card, evaluation: Evaluation) -> alt.LayerChart:
    edges = np.arange(0, card.most + 2 * _STEP, _STEP)
    outcomes = {"harm recorded": evaluation.harmed, "no harm recorded": ~evaluation.harmed}
    rows = []
    for outcome, chosen in outcomes.items():
        weight = evaluation.weight[chosen]
        shares, _ = np.histogram(evaluation.rankings["card"][chosen], edges, weights=weight)
        # As shares of their own, since children who came to harm are few.
        shares = shares / max(weight.sum(), 1e-9)
        rows += [
            {"points": edge, "share": share, "outcome": outcome}
            for edge, share in zip(edges.tolist(), shares.tolist(), strict=False)
        ]
    order = list(outcomes)
    bars = (
        alt.Chart(pd.DataFrame(rows))
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X("points:Q", title="Points"),
            y=alt.Y("share:Q", title="Share of the reports").axis(format="%"),
            color=alt.Color("outcome:N", legend=_LEGEND).scale(
                domain=order, range=[_COLOURS[1], _COLOURS[0]]
            ),
            strokeDash=alt.StrokeDash("outcome:N", legend=_LEGEND).scale(domain=order),
        )
    )
    starts = pd.DataFrame(
        [{"points": start, "band": band} for band, start in card.thresholds.items()]
    )
    rules = alt.Chart(starts).mark_rule(strokeDash=[2, 3]).encode(x="points:Q")
    labels = (
        alt.Chart(starts).mark_text(align="left", dx=4, y=8).encode(x="points:Q", text="band:N")
    )
    return alt.layer(bars, rules, labels).properties(width=_WIDTH, height=_HEIGHT)
