"""What counts as the outcome: exploitation harm recorded within 90 days of the question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.table import micros
from records.history import History
from records.sources import SourceSystem
from records.states import is_exploitation_harm

__all__ = ["OUTCOME_VERSION", "Harms", "harms_of", "label"]

#: Changes whenever a row of :data:`records.states.harm.HARM` does: two cards with other
#: outcomes can't be compared.
OUTCOME_VERSION = "exploitation-harm/2"

Int64 = npt.NDArray[np.int64]
_FOR_EVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Harms:
    """One child's entries of harm: int64 [entries], microseconds.

    Attributes:
        until: when the entry was corrected, withdrawn or moved away; the end of time if not.
    """

    occurred: Int64
    recorded: Int64
    until: Int64


def harms_of(history: History) -> Harms:
    """Every entry of harm in the history, whether or not it stands to this day."""
    until: dict[tuple[SourceSystem, str], int] = {}
    for source, entry, recorded in [
        *((e.source, e.replaces, e.recorded) for e in history.events if e.replaces is not None),
        *((m.source, m.entry, m.recorded) for m in history.moved),
    ]:
        gone = micros(recorded)
        until[source, entry] = min(gone, until.get((source, entry), gone))
    harms = [event for event in history.events if is_exploitation_harm(event)]
    return Harms(
        np.array([micros(e.occurred) for e in harms], dtype=np.int64),
        np.array([micros(e.recorded) for e in harms], dtype=np.int64),
        np.array([until.get((e.source, e.entry), _FOR_EVER) for e in harms], dtype=np.int64),
    )


def label(harms: Harms, as_of: Int64, horizon: int) -> npt.NDArray[np.bool_]:
    """For each moment: whether harm happened and was recorded in [as_of, as_of + horizon).

    What counts is what is known at the end of that window: an entry corrected, withdrawn
    or moved away by then doesn't.

    Args:
        as_of: [rows] microseconds; ``horizon``: microseconds.
    """
    start, end = as_of[:, None], as_of[:, None] + horizon
    counts = (
        (start <= harms.occurred) & (start <= harms.recorded)
        & (harms.recorded < end) & (harms.until >= end)
    )  # fmt: skip
    return np.asarray(counts.any(axis=1), dtype=np.bool_)
