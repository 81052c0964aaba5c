"""Invented answers of indicators and recommendations, and the page of each state that they give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from serving.figures.cases import Target
from serving.figures.cases_view import cases_view
from serving.figures.catalogue import INDICATORS
from serving.figures.indicator_views import indicator_view, indicators_view
from serving.figures.recommendation_views import recommendations_view
from serving.figures.recommendations import RECOMMENDATIONS
from serving.figures.told_values import (
    figure_values,
    indicator_values,
    latest_sentence,
    movement,
    target_values,
)
from serving.figures.trace_indicator import LIMITED_WORDS
from serving.pages.frames import Frame
from serving.pages.render import Pages
from serving.work_store.indicators import FigureRow

__all__ = ["figures_pages", "indicator_answer", "told_months"]

_AS_AT = "2026-11-22T02:04:00.000000Z"


def told_months(*parts: tuple[int, int, int] | None, last: int = 10) -> list[dict[str, Any]]:
    """Months up to the given one of 2026; None is withheld. The third is by a new definition."""
    first = last - len(parts) + 1
    return [
        {
            "month": f"2026-{first + place:02d}",
            "definition_version": 1 if place < 2 else 2,
            "definition_changed": place == 2,
            "known_at": "2026-11-15T06:00:00.000000Z",
            "published_at": "2026-11-15T06:00:00.000000Z",
            **figure_values(_row(told)),
        }
        for place, told in enumerate(parts)
    ]


def _row(told: tuple[int, int, int] | None) -> FigureRow:
    if told is None:
        return FigureRow("", "", "", None, None, None)
    return FigureRow("", "", "", sum(told), told, 4 if sum(told) >= 10 else None)


def indicator_answer(
    name: str, months: list[dict[str, Any]], place: tuple[str | None, str | None] = (None, None)
) -> dict[str, Any]:
    """What the API answers of one indicator with these months."""
    indicator = INDICATORS[name]
    is_force = place == (None, None)
    return {
        **indicator_values(indicator),
        "withheld_below": 5,
        "place": {"authority": place[0], "team": place[1]},
        "places": [
            {"authority": "Northshire", "team": None},
            {"authority": "Northshire", "team": "City North"},
        ]
        if months
        else [],
        "sentence": latest_sentence(months, indicator.target, indicator.median_of),
        "movement": movement(months, indicator.target) if months else None,
        "months": months,
        "kinds_of": indicator.kinds_of.value if indicator.kinds else None,
        "kinds": [
            {
                "kind": kind,
                "words": words,
                "months": [{"month": m["month"], "cases": None if n else 7} for m in months],
            }
            for n, (kind, words) in enumerate(indicator.kinds)
        ]
        if months and is_force
        else [],
        "as_at": _AS_AT,
    }


def _list(months: list[dict[str, Any]]) -> Mapping[str, Any]:
    latest = None if not months else months[-1]
    rows = [{**indicator_values(one), "latest": latest} for one in INDICATORS.values()]
    return {"withheld_below": 5, "indicators": rows, "as_at": _AS_AT}


def _recommendations(months: list[dict[str, Any]]) -> Mapping[str, Any]:
    def measured(name: str) -> dict[str, Any]:
        one = INDICATORS[name]
        target: Target | None = one.target
        return {
            "id": name,
            "name": one.name,
            "question": one.question,
            "target": target_values(target),
            "sentence": latest_sentence(months, target, one.median_of),
            "movement": movement(months, target) if months else None,
            "months": months,
        }

    rows = [
        {
            "id": row.id,
            "asked": row.asked,
            "done": row.done,
            "indicators": [measured(name) for name in row.indicators],
            "features": [{"words": one.words, "tested_in": one.tested_in} for one in row.features],
        }
        for row in RECOMMENDATIONS.values()
    ]
    return {"recommendations": rows, "as_at": _AS_AT}


def _cases() -> Mapping[str, Mapping[str, Any]]:
    """The cases behind a figure: of the force, of one kind with a next page, and none."""
    case = {
        "child": "C-0000000001", "limited": None, "source": "S1", "reference": "MP-2026-0001",
        "entry": "S1-0000001", "part": "not_met", "kind": "late", "hours": None,
        "authority": "Northshire", "team": "City North",
    }  # fmt: skip
    limited = {**case, "child": None, "limited": LIMITED_WORDS, "part": "met", "kind": None}
    every = {
        "indicator": "return_interviews",
        "month": "2026-10",
        "place": {"authority": None, "team": None},
        "part": None,
        "kind": None,
        "total": 2,
        "parts": {"met": 1, "not_met": 1, "not_known": 0},
        "cases": [case, limited],
        "next_page": None,
        "as_at": _AS_AT,
    }
    aged = {"indicator": "referrals_decided", "cases": [{**case, "kind": None, "hours": 50}]}
    here = {"authority": "Northshire", "team": "City North"}
    none = {"place": here, "part": "not_known", "total": 0, "cases": []}
    late = {"part": "not_met", "kind": "late", "total": 21, "cases": [case], "next_page": "more"}
    return {
        "all": every,
        "kind": {**every, **late},
        "length": {**every, **aged},
        "none": {**every, **none},
    }


def figures_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """The list, one indicator in each state, the recommendations."""
    some = told_months((30, 12, 0), (33, 9, 5), None, (0, 0, 0), (36, 9, 0), (41, 8, 6))
    answers = {
        "indicator": indicator_answer("return_interviews", some),
        "indicator-median": indicator_answer("referrals_decided", some),
        "indicator-one-month": indicator_answer("plans_in_date", some[-1:]),
        "indicator-team": indicator_answer(
            "judgements_agreeing", some, ("Northshire", "City North")
        ),
        "indicator-withheld": indicator_answer("plans_in_date", told_months(None, None)),
        "indicator-nothing": indicator_answer("plans_in_date", []),
    }
    traced = indicator_view(answers["indicator"], frame, may_trace=True)
    return {
        **{
            state: out.render("indicator.html", indicator_view(answer, frame))
            for state, answer in answers.items()
        },
        "indicator-traced": out.render("indicator.html", traced),
        "indicators-traced": out.render(
            "indicators.html", indicators_view(_list(some), frame, may_trace=True)
        ),
        **{
            f"indicator-cases-{state}": out.render(
                "indicator_cases.html", cases_view(answer, frame, may_open=state != "none")
            )
            for state, answer in _cases().items()
        },
        "indicators": out.render("indicators.html", indicators_view(_list(some), frame)),
        "indicators-nothing": out.render("indicators.html", indicators_view(_list([]), frame)),
        "recommendations": out.render(
            "recommendations.html", recommendations_view(_recommendations(some), frame)
        ),
        "recommendations-nothing": out.render(
            "recommendations.html", recommendations_view(_recommendations([]), frame)
        ),
    }
