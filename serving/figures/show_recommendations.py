"""Each recommendation of the inspection with its indicators, and whether they move (M13)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.figures.catalogue import INDICATORS
from serving.figures.export_indicator import Exported
from serving.figures.recommendations import RECOMMENDATIONS
from serving.figures.separated import MEDIA_TYPE, file_of
from serving.figures.show_indicators import IndicatorsShown, months_told
from serving.figures.told_values import latest_sentence, movement, target_values, tenths
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.store.opening import Connection

__all__ = ["RECOMMENDATIONS_HEADER", "export_recommendations", "show_recommendations"]

RECOMMENDATIONS_HEADER = (
    "recommendation", "asked_for", "what_is_done", "served_by", "indicator", "question",
    "definition_version", "month", "known_at", "cases", "met", "share_percent", "low_percent",
    "high_percent", "target_percent", "movement", "withheld", "tested_in", "exported_at",
)  # fmt: skip
_FORCE = ("", "")
_Row = list[str | int | None]


async def show_recommendations(service: Service, officer: Officer) -> IndicatorsShown:
    """Every recommendation with the history of its indicators for the whole force.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    values = await _told(service, officer)
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="INDICATORS_SHOWN",
        at=service.clock(),
        body=body,
        inputs={"as_of": str(values["as_at"])},
        facts={"indicator": "recommendations"},
    )
    return IndicatorsShown(values, body, receipt)


async def export_recommendations(service: Service, officer: Officer) -> Exported:
    """The same as a file: one row for each month of each indicator, and for each feature.

    Raises:
        NotPermittedError, StoreUnavailableError: as of :func:`show_recommendations`.
    """
    values = await _told(service, officer)
    body = file_of(RECOMMENDATIONS_HEADER, _rows(values))
    receipt = await log_look(
        service,
        officer,
        kind="INDICATORS_SHOWN",
        at=service.clock(),
        body=body,
        media_type=MEDIA_TYPE,
        inputs={"as_of": str(values["as_at"])},
        facts={"indicator": "recommendations", "format": "csv"},
    )
    return Exported("recommendations.csv", body, receipt)


async def _told(service: Service, officer: Officer) -> Mapping[str, Any]:
    now = service.clock()
    await check_may(service, officer, Permission.INDICATORS_VIEW, now)

    def read() -> list[dict[str, Any]]:
        with service.store.reading() as connection:
            measured = {name: _measured(connection, name) for name in INDICATORS}
        return [
            {
                "id": row.id,
                "asked": row.asked,
                "done": row.done,
                "indicators": [measured[name] for name in row.indicators],
                "features": [
                    {"words": feature.words, "tested_in": feature.tested_in}
                    for feature in row.features
                ],
            }
            for row in RECOMMENDATIONS.values()
        ]

    told = await asyncio.to_thread(read)
    return {"recommendations": told, "as_at": instant_to_text(now)}


def _measured(connection: Connection, name: str) -> dict[str, Any]:
    indicator = INDICATORS[name]
    months = months_told(connection, indicator, _FORCE)
    return {
        "id": name,
        "name": indicator.name,
        "question": indicator.question,
        "target": target_values(indicator.target),
        "sentence": latest_sentence(months, indicator.target, indicator.median_of),
        "movement": movement(months, indicator.target) if months else None,
        "months": months,
    }


def _rows(values: Mapping[str, Any]) -> Iterable[_Row]:
    for row in values["recommendations"]:
        about = {
            "recommendation": row["id"],
            "asked_for": row["asked"],
            "what_is_done": row["done"],
            "exported_at": values["as_at"],
        }
        for one in row["indicators"]:
            for month in one["months"]:
                yield _row({**about, "served_by": "figure", **_month(one, month)})
        for feature in row["features"]:
            said = {"question": feature["words"], "tested_in": feature["tested_in"]}
            yield _row({**about, "served_by": "feature", **said})


def _row(cells: Mapping[str, str | int | None]) -> _Row:
    return [cells.get(column) for column in RECOMMENDATIONS_HEADER]


def _month(one: Mapping[str, Any], month: Mapping[str, Any]) -> dict[str, str | int | None]:
    shares = {
        f"{name}_percent": None if month[f"{name}_per_mille"] is None
        else tenths(month[f"{name}_per_mille"])
        for name in ("share", "low", "high")
    }  # fmt: skip
    return {
        "indicator": one["id"],
        "question": one["question"],
        "target_percent": None if one["target"] is None else one["target"]["percent"],
        "movement": one["movement"]["state"],
        **shares,
        **{
            name: month[name]
            for name in ("definition_version", "month", "known_at", "cases", "met", "withheld")
        },
    }
