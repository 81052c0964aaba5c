"""What came of a question: entries of the outcome from the question to the end of its window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.table import micros
from records.events import Event, EventKind
from records.history import History
from records.sources import SourceSystem
from records.states import is_exploitation_harm
from training.questions.outcomes import AGAIN, MAIN, Outcome

__all__ = ["Entries", "entries_of", "label"]

Int64 = npt.NDArray[np.int64]
_FOR_EVER = np.iinfo(np.int64).max


def _is_report(event: Event) -> bool:
    return event.kind is EventKind.MISSING_REPORTED


#: Which entries tell that the outcome came about, by the card that it is asked for. A report
#: entered twice, or corrected, is of the time that it is about: before the question if that was.
_COUNTS: Mapping[str, Callable[[Event], bool]] = {
    MAIN.card: is_exploitation_harm,
    AGAIN.card: _is_report,
}


@dataclass(frozen=True, slots=True)
class Entries:
    """One child's entries of the outcome: int64 [entries], microseconds.

    Attributes:
        until: when the entry was corrected, withdrawn or moved away; the end of time if not.
    """

    occurred: Int64
    recorded: Int64
    until: Int64


def entries_of(history: History, outcome: Outcome) -> Entries:
    """Every entry of the outcome in the history, whether or not it stands to this day."""
    until: dict[tuple[SourceSystem, str], int] = {}
    for source, entry, recorded in [
        *((e.source, e.replaces, e.recorded) for e in history.events if e.replaces is not None),
        *((m.source, m.entry, m.recorded) for m in history.moved),
    ]:
        gone = micros(recorded)
        until[source, entry] = min(gone, until.get((source, entry), gone))
    counted = [event for event in history.events if _COUNTS[outcome.card](event)]
    return Entries(
        np.array([micros(e.occurred) for e in counted], dtype=np.int64),
        np.array([micros(e.recorded) for e in counted], dtype=np.int64),
        np.array([until.get((e.source, e.entry), _FOR_EVER) for e in counted], dtype=np.int64),
    )


def label(entries: Entries, as_of: Int64, horizon: int) -> npt.NDArray[np.bool_]:
    """For each moment: whether it happened and was recorded in [as_of, as_of + horizon).

    What counts is what is known at the end of that window: an entry corrected, withdrawn
    or moved away by then doesn't.

    Args:
        as_of: [rows] microseconds; ``horizon``: microseconds.
    """
    start, end = as_of[:, None], as_of[:, None] + horizon
    counts = (
        (start <= entries.occurred) & (start <= entries.recorded)
        & (entries.recorded < end) & (entries.until >= end)
    )  # fmt: skip
    return np.asarray(counts.any(axis=1), dtype=np.bool_)
