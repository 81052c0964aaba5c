"""Show every indicator with its latest month, or one of them month by month (M9, M13, M14)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.figures.cases import Indicator
from serving.figures.catalogue import INDICATORS
from serving.figures.told_values import (
    figure_values,
    indicator_values,
    latest_sentence,
    month_values,
    movement,
)
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.small_numbers import FEW
from serving.store.opening import Connection
from serving.store.writer import Receipt
from serving.work_store.indicators_told import (
    read_figures,
    read_kinds,
    read_latest,
    read_months,
    read_places,
)

__all__ = [
    "MOST_SHOWN",
    "IndicatorsShown",
    "NoSuchIndicatorError",
    "NoSuchPlaceError",
    "indicator_of",
    "months_told",
    "place_of_names",
    "show_indicator",
    "show_indicators",
]

#: So many months are shown of one indicator.
MOST_SHOWN = 36


class NoSuchIndicatorError(Exception):
    """No indicator has this id."""


class NoSuchPlaceError(Exception):
    """Nothing was ever counted at this place. The message says what to do."""


@dataclass(frozen=True, slots=True)
class IndicatorsShown:
    """What is told: the values, the exact bytes, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def show_indicators(service: Service, officer: Officer) -> IndicatorsShown:
    """Every indicator with the last month that is told of the whole force. Nobody is named.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.INDICATORS_VIEW, now)

    def read() -> list[dict[str, Any]]:
        with service.store.reading() as connection:
            latest = read_latest(connection)
        return [
            {
                **indicator_values(indicator),
                "latest": None if name not in latest else _latest(*latest[name]),
            }
            for name, indicator in INDICATORS.items()
        ]

    told = await asyncio.to_thread(read)
    values = {"withheld_below": FEW, "indicators": told, "as_at": instant_to_text(now)}
    return await _shown(service, officer, values, {"indicator": "all"})


def _latest(month: Any, figure: Any) -> dict[str, Any]:
    return {
        "month": month.month,
        "known_at": instant_to_text(month.as_of),
        **figure_values(figure),
    }


async def show_indicator(
    service: Service, officer: Officer, indicator_id: str, authority: str, team: str
) -> IndicatorsShown:
    """One indicator month by month, of the force or of a place. Nobody is named.

    ``authority`` and ``team`` are names as recorded, empty for the whole; a team alone will do
    where one authority alone has a team of that name.

    Raises:
        NoSuchIndicatorError, NoSuchPlaceError: see there.
        NotPermittedError, StoreUnavailableError: as of :func:`show_indicators`.
    """
    now = service.clock()
    await check_may(service, officer, Permission.INDICATORS_VIEW, now)
    indicator = indicator_of(indicator_id)

    def read() -> dict[str, Any]:
        with service.store.reading() as connection:
            return _values(connection, indicator, authority, team)

    values = {**await asyncio.to_thread(read), "as_at": instant_to_text(now)}
    return await _shown(service, officer, values, {"indicator": indicator.id})


def indicator_of(indicator_id: str) -> Indicator:
    """The row of the catalogue. Raises :class:`NoSuchIndicatorError` if there is none."""
    if indicator_id not in INDICATORS:
        raise NoSuchIndicatorError
    return INDICATORS[indicator_id]


def _values(
    connection: Connection, indicator: Indicator, authority: str, team: str
) -> dict[str, Any]:
    places = read_places(connection, indicator.id)
    place = place_of_names(places, authority, team)
    months = months_told(connection, indicator, place)
    is_whole = place == ("", "")
    return {
        **indicator_values(indicator),
        "withheld_below": FEW,
        "place": {"authority": place[0] or None, "team": place[1] or None},
        "places": [{"authority": one[0], "team": one[1] or None} for one in places],
        "sentence": latest_sentence(months, indicator.target, indicator.median_of),
        "movement": movement(months, indicator.target) if months else None,
        "months": months,
        "kinds_of": indicator.kinds_of.value if indicator.kinds else None,
        "kinds": _kinds(connection, indicator, months) if is_whole else [],
    }


def place_of_names(places: Sequence[tuple[str, str]], authority: str, team: str) -> tuple[str, str]:
    """The place that is meant; ("", "") is the force.

    Raises:
        NoSuchPlaceError: there is none of these names, or several teams of this one.
    """
    if not authority and not team:
        return "", ""
    found = [p for p in places if p[1] == team and authority in ("", p[0])]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchPlaceError("Several authorities have a team of this name: say which.")
    raise NoSuchPlaceError("Nothing was counted at a place of this name. See the places listed.")


def months_told(
    connection: Connection, indicator: Indicator, place: tuple[str, str]
) -> list[dict[str, Any]]:
    """The last months told of the place, the earliest first."""
    months = read_months(connection, indicator.id, MOST_SHOWN)
    if not months:
        return []
    told = read_figures(connection, indicator.id, *place, since=months[0].month)
    befores = [None, *months[:-1]]
    return [
        month_values(month, told.get(month.month), before)
        for month, before in zip(months, befores, strict=True)
    ]


def _kinds(
    connection: Connection, indicator: Indicator, months: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    if not indicator.kinds or not months:
        return []
    found = read_kinds(connection, indicator.id, months[0]["month"])
    return [
        {
            "kind": kind,
            "words": words,
            "months": [
                {"month": m["month"], "cases": found.get((m["month"], kind))} for m in months
            ],
        }
        for kind, words in indicator.kinds
    ]


async def _shown(
    service: Service, officer: Officer, values: Mapping[str, Any], facts: Mapping[str, str]
) -> IndicatorsShown:
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="INDICATORS_SHOWN",
        at=service.clock(),
        body=body,
        inputs={"as_of": str(values["as_at"])},
        facts=facts,
    )
    return IndicatorsShown(values, body, receipt)
