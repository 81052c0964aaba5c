"""The moments at which the question is asked of each child: its reports, and each month."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from records.calendar import FORCE_ZONE
from records.events import EventKind
from records.sources import OPENING
from synthetic_data.minutes import YEAR, day_of
from synthetic_data.recording.drafts import Draft
from synthetic_data.world.population import Span

__all__ = ["Question", "month_starts", "questions_of"]

#: (minute, at a missing report): the question is asked a microsecond after a report is
#: recorded, and as each month begins.
Question = tuple[int, bool]


def questions_of(drafts: Iterable[Draft], span: Span) -> dict[str, list[Question]]:
    """For each true child with such entries, when it is asked about, earliest first.

    At each missing report, once recorded; and at local midnight as each month begins, if
    anything that opens a question was recorded in the year before.
    """
    entered: dict[str, list[int]] = defaultdict(list)
    asked: dict[str, set[Question]] = defaultdict(set)
    for draft in drafts:
        if draft.person is None or draft.source not in OPENING:
            continue
        if draft.kind is EventKind.MISSING_REPORTED:
            asked[draft.person.child].add((draft.recorded, True))
        if draft.kind is not EventKind.WITHDRAWN:
            entered[draft.person.child].append(draft.recorded)
    months = month_starts(span)
    for child, minutes in entered.items():
        minutes.sort()
        for month in months:
            if bisect_left(minutes, month) > bisect_left(minutes, month - YEAR):
                asked[child].add((month, False))
    return {child: sorted(asked[child]) for child in sorted(asked)}


def month_starts(span: Span) -> list[int]:
    """Local midnights on the first of each month in the recorded years, as minutes."""
    day = day_of(span.start)
    year, month = day.year, day.month
    starts: list[int] = []
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        midnight = datetime(year, month, 1, tzinfo=FORCE_ZONE).astimezone(UTC)
        minute = int(midnight.timestamp()) // 60
        if minute >= span.taken:
            return starts
        starts.append(minute)
