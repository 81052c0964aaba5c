"""The shapes of what is told of indicators and recommendations, for the OpenAPI document."""

from __future__ import annotations

from serving.figures.told_values import MOVEMENTS
from serving.web.shapes import (
    INSTANT,
    NUMBER,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    one_of,
    or_null,
)

__all__ = ["FIGURE_SCHEMAS"]

_MONTH: Shape = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
_COUNT = or_null(NUMBER)
_TARGET = or_null(object_of(percent=NUMBER, source=TEXT))
_FIGURE = {
    "cases": _COUNT,
    "met": _COUNT,
    "not_met": _COUNT,
    "not_known": _COUNT,
    "share_per_mille": _COUNT,
    "low_per_mille": _COUNT,
    "high_per_mille": _COUNT,
    "median_days": _COUNT,
    "withheld": one_of("nothing", "parts", "all"),
}
_ROW = {
    "id": TEXT,
    "name": TEXT,
    "question": TEXT,
    "definition": TEXT,
    "definition_version": NUMBER,
    "systems": list_of(object_of(system=TEXT, system_name=TEXT)),
    "serves": list_of(TEXT),
    "settles_days": NUMBER,
    "target": _TARGET,
    "median_of": or_null(TEXT),
}
_MONTHS = list_of(
    object_of(
        month=_MONTH,
        definition_version=NUMBER,
        definition_changed=YES_NO,
        known_at=INSTANT,
        published_at=INSTANT,
        **_FIGURE,
    )
)
_MOVEMENT = or_null(
    object_of(
        state=one_of(*MOVEMENTS),
        words=TEXT,
        share_per_mille=_COUNT,
        cases=NUMBER,
        before_cases=NUMBER,
    )
)
_PLACE = object_of(authority=or_null(TEXT), team=or_null(TEXT))
_PART = one_of("met", "not_met", "not_known")

#: Name in the OpenAPI document -> shape.
FIGURE_SCHEMAS: dict[str, Shape] = {
    "Indicators": object_of(
        withheld_below=NUMBER,
        indicators=list_of(
            object_of(**_ROW, latest=or_null(object_of(month=_MONTH, known_at=INSTANT, **_FIGURE)))
        ),
        as_at=INSTANT,
    ),
    "Indicator": object_of(
        **_ROW,
        withheld_below=NUMBER,
        place=_PLACE,
        places=list_of(_PLACE),
        sentence=TEXT,
        movement=_MOVEMENT,
        months=_MONTHS,
        kinds_of=or_null(_PART),
        kinds=list_of(
            object_of(kind=TEXT, words=TEXT, months=list_of(object_of(month=_MONTH, cases=_COUNT)))
        ),
        as_at=INSTANT,
    ),
    "IndicatorCases": object_of(
        indicator=TEXT,
        month=_MONTH,
        place=_PLACE,
        part=or_null(_PART),
        kind=or_null(TEXT),
        total=NUMBER,
        parts=object_of(met=NUMBER, not_met=NUMBER, not_known=NUMBER),
        cases=list_of(
            object_of(
                child=or_null(TEXT),
                limited=or_null(TEXT),
                source=TEXT,
                reference=TEXT,
                entry=TEXT,
                part=_PART,
                kind=or_null(TEXT),
                hours=_COUNT,
                authority=TEXT,
                team=TEXT,
            )
        ),
        next_page=or_null(TEXT),
        as_at=INSTANT,
    ),
    "Recommendations": object_of(
        recommendations=list_of(
            object_of(
                id=TEXT,
                asked=TEXT,
                done=TEXT,
                indicators=list_of(
                    object_of(
                        id=TEXT,
                        name=TEXT,
                        question=TEXT,
                        target=_TARGET,
                        sentence=TEXT,
                        movement=_MOVEMENT,
                        months=_MONTHS,
                    )
                ),
                features=list_of(object_of(words=TEXT, tested_in=TEXT)),
            )
        ),
        as_at=INSTANT,
    ),
}
