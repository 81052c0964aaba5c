"""Figures of the access log, nobody named: how much is looked at, refused, replayed, proved."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from records.calendar import instant_to_text, local_day
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.small_numbers import FEW, rounded, rounded_sum
from serving.store.log_search_spans import entries_between
from serving.store.writer import Receipt

__all__ = ["FIGURES", "MOST_FIGURE_DAYS", "Figure", "LogFigures", "log_figures", "show_log_figures"]

MOST_FIGURE_DAYS = 92
#: What stands in the place of the team of those who have none.
NO_TEAM = "No team"
_Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One count: its name, its words, and which entries it counts."""

    id: str
    words: str
    counts: Callable[[_Fields], bool]


def _of_kinds(*kinds: str) -> Callable[[_Fields], bool]:
    return lambda fields: str(fields["kind"]) in kinds


def _drawn(fields: _Fields) -> bool:
    return bool(fields["kind"] == "CHILD_VIEWED" and fields["facts"].get("drawn") == 1)


#: In the order in which they are shown. A look in an emergency is a look as well.
FIGURES: Mapping[str, Figure] = MappingProxyType(
    {
        figure.id: figure
        for figure in (
            Figure("searches", "Searches for a child", _of_kinds("CHILDREN_SEARCHED")),
            Figure(
                "looks",
                "Looks at a child's answer",
                _of_kinds("CHILD_VIEWED", "CHILD_VIEWED_IN_EMERGENCY"),
            ),
            Figure("drawn", "Looks justified in words because they were drawn", _drawn),
            Figure(
                "emergencies",
                "Limited records opened in an emergency",
                _of_kinds("CHILD_VIEWED_IN_EMERGENCY"),
            ),
            Figure("disclosures", "Answers printed or passed on", _of_kinds("CHILD_DISCLOSED")),
            Figure("refusals", "Refusals", _of_kinds("LOOK_REFUSED", "SIGN_IN_REFUSED")),
            Figure("replays", "Past answers given again", _of_kinds("ANSWER_REPLAYED")),
            Figure("proofs", "Proofs of entries taken", _of_kinds("LOG_PROVED")),
            Figure("entries", "Entries of every kind", lambda _: True),
        )
    }
)

#: How the figures are told apart -> the key of an entry.
_APART: Mapping[str, Callable[[_Fields], str]] = MappingProxyType(
    {
        "day": lambda fields: _day(fields).isoformat(),
        "week": lambda fields: _monday(_day(fields)).isoformat(),
        "team": lambda fields: fields["team"] or NO_TEAM,
    }
)


def _day(fields: _Fields) -> date:
    return local_day(datetime.fromisoformat(fields["at"]))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class LogFigures:
    """The figures: the values, the exact bytes, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def show_log_figures(service: Service, officer: Officer, days: int, by: str) -> LogFigures:
    """Counts of the last ``days`` whole days and today, by ``day``, ``week`` or ``team``.

    Nobody is named, no child and no officer; a count below five is withheld and the
    others are told to the nearest five.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LOG_FIGURES, now)

    def read() -> dict[str, Any]:
        with service.store.reading() as connection:
            since = now - timedelta(days=days)
            spanned = (entry.fields for entry in entries_between(connection, since, now))
            return log_figures(spanned, by)

    counted = await asyncio.to_thread(read)
    values = {
        "since": instant_to_text(now - timedelta(days=days)),
        **counted,
        "as_at": instant_to_text(now),
    }
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="LOG_FIGURES_SHOWN",
        at=now,
        inputs={"as_of": instant_to_text(now)},
        facts={"days": days, "by": by},
        body=body,
    )
    return LogFigures(values, body, receipt)


def log_figures(entries: Iterable[_Fields], by: str) -> dict[str, Any]:
    """The figures of these entries, by ``day``, ``week`` or ``team``."""
    key, apart = _APART[by], dict[str, Counter[str]]()
    refused, verdicts, total = Counter[str](), Counter[str](), Counter[str]()
    for fields in entries:
        counts = apart.setdefault(key(fields), Counter())
        for figure in FIGURES.values():
            if figure.counts(fields):
                counts[figure.id] += 1
                total[figure.id] += 1
        if FIGURES["refusals"].counts(fields):
            refused[fields["facts"].get("rule", "sign_in")] += 1
        if FIGURES["replays"].counts(fields):
            verdicts[str(fields["facts"].get("verdict", ""))] += 1
    return {
        "by": by,
        "withheld_below": FEW,
        "figures": [{"figure": one.id, "words": one.words} for one in FIGURES.values()],
        "total": _counts(total),
        "periods": [
            {"period": period, "counts": _counts(counts)}
            for period, counts in sorted(apart.items())
        ],
        "refusals": _named("rule", refused),
        "replays": _named("verdict", verdicts),
        "drawn_percent": _percent(total["drawn"], total["looks"]),
    }


def _counts(counts: Counter[str]) -> list[dict[str, Any]]:
    return [{"figure": name, "count": rounded(counts[name])} for name in FIGURES]


def _named(name: str, counts: Counter[str]) -> list[dict[str, Any]]:
    """Counts by rule or verdict; which of them happened at all is no secret."""
    return [{name: key, "count": rounded(count)} for key, count in sorted(counts.items())]


def _percent(part: int, whole: int) -> int | None:
    """Of the rounded counts, so that nothing withheld follows from it; None of too few."""
    if rounded(part) is None or rounded(whole) is None or not rounded_sum([whole]):
        return None
    return round(100 * rounded_sum([part]) / rounded_sum([whole]))
