"""An indicator as a file: every month of the force, its authorities and their teams (M9, M13)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.figures.cases import Indicator
from serving.figures.separated import MEDIA_TYPE, file_of
from serving.figures.show_indicators import indicator_of, months_told, place_of_names
from serving.figures.told_values import tenths
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.store.writer import Receipt
from serving.work_store.indicators_told import read_places

__all__ = ["HEADER", "Exported", "export_indicator"]

HEADER = (
    "indicator", "question", "definition_version", "month", "known_at", "authority", "team",
    "cases", "met", "not_met", "not_known", "share_percent", "low_percent", "high_percent",
    "median_days", "target_percent", "withheld", "exported_at",
)  # fmt: skip
_Row = list[str | int | None]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file: its name, the exact bytes, and the log's receipt."""

    name: str
    body: bytes
    receipt: Receipt


async def export_indicator(
    service: Service, officer: Officer, indicator_id: str, authority: str, team: str
) -> Exported:
    """The indicator of one place; of every place where none is named. Nobody is named.

    The figures are those of :func:`~serving.figures.show_indicators.show_indicator`: withheld
    cells are empty, and ``withheld`` says what is.

    Raises:
        NoSuchIndicatorError, NoSuchPlaceError: see there.
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so nothing is sent.
    """
    now = service.clock()
    await check_may(service, officer, Permission.INDICATORS_VIEW, now)
    indicator = indicator_of(indicator_id)

    def read() -> list[_Row]:
        with service.store.reading() as connection:
            places = read_places(connection, indicator.id)
            if authority or team:
                wanted = [place_of_names(places, authority, team)]
            else:
                wanted = [("", ""), *places]
            return [
                row
                for place in wanted
                for row in _rows(
                    indicator, place, months_told(connection, indicator, place), now_text
                )
            ]

    now_text = instant_to_text(now)
    body = file_of(HEADER, await asyncio.to_thread(read))
    receipt = await log_look(
        service,
        officer,
        kind="INDICATORS_SHOWN",
        at=now,
        body=body,
        media_type=MEDIA_TYPE,
        inputs={"as_of": now_text},
        facts={"indicator": indicator.id, "format": "csv"},
    )
    return Exported(f"{indicator.id}.csv", body, receipt)


def _rows(
    indicator: Indicator,
    place: tuple[str, str],
    months: Iterable[Mapping[str, Any]],
    now: str,
) -> Iterable[_Row]:
    target = None if indicator.target is None else indicator.target.percent
    for month in months:
        yield [
            indicator.id,
            indicator.question,
            month["definition_version"],
            month["month"],
            month["known_at"],
            place[0] or "all",
            place[1] or "all",
            month["cases"],
            month["met"],
            month["not_met"],
            month["not_known"],
            _percent(month, "share"),
            _percent(month, "low"),
            _percent(month, "high"),
            month["median_days"],
            target,
            month["withheld"],
            now,
        ]


def _percent(month: Mapping[str, Any], which: str) -> str | None:
    per_mille = month[f"{which}_per_mille"]
    return None if per_mille is None else tenths(per_mille)
