"""From histories to measured questions; and whether the future can be seen from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from features.many_children import FeatureTable, measure_many, pack
from features.relations.connecting import connect
from features.table import micros
from records.adults import Adult
from records.history import History
from training.questions.cohort import Cohort, ask, observe
from training.questions.outcomes import Outcome
from training.settings import Settings

__all__ = ["Asked", "Later", "Poisoned", "measure_questions"]

Int64 = npt.NDArray[np.int64]
#: Children whose future is poisoned, to see whether the past notices.
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Poisoned:
    """Some children's histories with a future planted into them, measured anew.

    Attributes:
        questions: how many questions were asked again, all from before that future.
        entries: how many entries were planted.
        changed: the features of which any value became another; none may.
    """

    questions: int
    entries: int
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """The missing reports of the last year, measured again when their window was over.

    Attributes:
        rows: of the cohort; ``values``: whole numbers [rows, features], as the table has them.
    """

    rows: Int64
    values: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions, and the features of each: row by row the same.

    Attributes:
        poisoned, later: what leak probes ask about; None where nobody was asked about, or
            nothing is to be learnt.
    """

    table: FeatureTable
    cohort: Cohort
    poisoned: Poisoned | None
    later: Later | None


def measure_questions(
    histories: Iterable[History],
    adults: Iterable[Adult],
    taken: datetime,
    outcome: Outcome,
    settings: Settings,
    *,
    unlabelled: bool = False,
) -> Asked:
    """The questions that can be labelled by ``taken``, and the features of each.

    Args:
        adults: they join the children whom they are named with.
        unlabelled: see :func:`training.questions.cohort.ask`.
    """
    read = connect(histories, adults)
    packed = pack(read)
    judged_from = taken - outcome.horizon - timedelta(days=settings.test_days)
    # Nobody is compared with the checklist where nothing is judged.
    checked_from = None if unlabelled else micros(judged_from)
    children = [observe(history, outcome, checked_from) for history in read]
    warm_up = timedelta(days=settings.warm_up_days)
    cohort = ask(children, taken, warm_up, outcome, unlabelled=unlabelled)
    # Whether an input knows the outcome is asked where something is learnt.
    sample = [] if unlabelled else _spread(np.unique(cohort.child).tolist(), _SAMPLE)
    kept = [read[place] for place in sample]
    del read  # the plans' texts in it are most of the memory
    table = measure_many(packed, cohort.child, cohort.as_of)
    poisoned = _poison(kept, sample, table, cohort) if sample else None
    is_child = table.column("age_years") < settings.adult_age  # a code for unknown is below too
    table = FeatureTable(table.names, table.values[is_child])
    cohort = cohort.keep(is_child, "adult")
    if unlabelled:
        return Asked(table, cohort, poisoned, None)
    later = np.flatnonzero(cohort.is_report & (cohort.as_of >= micros(judged_from)))
    horizon = outcome.horizon // timedelta(microseconds=1)
    afterwards = measure_many(packed, cohort.child[later], cohort.as_of[later] + horizon)
    return Asked(table, cohort, poisoned, Later(later, afterwards.values))


def _spread(places: Sequence[int], count: int) -> list[int]:
    """As many of them as asked for, evenly spread; all if there are no more."""
    return list(places[:: max(len(places) // count, 1)][:count])


def _poison(
    histories: Sequence[History], places: Sequence[int], table: FeatureTable, cohort: Cohort
) -> Poisoned:
    """Ask these children's earlier questions again, when the later part of time is another."""
    places_of = np.array(places, dtype=np.int64)
    own = np.isin(cohort.child, places_of)
    cut = int(np.quantile(cohort.as_of[own], 0.75))
    rows = np.flatnonzero(own & (cohort.as_of <= cut))
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=cut)
    spoilt = [_with_a_future(history, moment) for history in histories]
    again = measure_many(
        pack(spoilt), np.searchsorted(places_of, cohort.child[rows]), cohort.as_of[rows]
    )
    differs = (again.values != table.values[rows]).any(axis=0)
    planted = sum(
        len(after.events) - len(before.events)
        for before, after in zip(histories, spoilt, strict=True)
    )
    changed = tuple(name for name, is_other in zip(table.names, differs, strict=True) if is_other)
    return Poisoned(len(rows), planted, changed)


def _with_a_future(history: History, moment: datetime) -> History:
    """The history with a future: all of it happens anew, and parts of the past are put right.

    Each entry comes once more, recorded at ``moment`` or later: every second one as if it
    had happened when the first did, and every third one in that one's place. Connections
    come anew at ``moment``, and those that stood until then are gone.
    """
    events = tuple(
        replace(
            event,
            entry=f"{event.entry}-again",
            occurred=event.occurred if number % 2 else moment + timedelta(hours=number),
            recorded=moment + timedelta(hours=number),
            replaces=event.replaces or (event.entry if number % 3 == 0 else None),
        )
        for number, event in enumerate(history.events)
    )
    connections = (
        *(replace(c, gone=c.gone or moment) for c in history.connections if c.recorded < moment),
        *(replace(c, recorded=moment, gone=None) for c in history.connections),
    )
    return replace(history, events=(*history.events, *events), connections=connections)
