"""A force read back: its missing reports as its systems hold them, each beside the truth."""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from records.calendar import age_on, instant_from_text, local_day
from records.events import Event, EventKind
from records.formats import FORMATS, ExtractFormat
from records.history import History, KnownHistory, Moved, known_at
from records.persons import ChildId, PersonRecord
from records.reading import BadRow, Entry, NotThisExtractError, read_extract
from records.sources import EXTRACTED, SourceSystem
from records.states import MissingEpisode, is_exploitation_harm, missing_episodes, plans
from records.writing import EXTRACT_TIMES
from synthetic_data.care_spells import was_looked_after

__all__ = ["Counts", "Force", "NotAForceError", "Report", "asked", "read_force", "reports_of"]

#: A report's outcome is looked for in so many days after it was recorded.
OUTCOME = timedelta(days=90)
_INSTANT = timedelta(microseconds=1)
_TABLES = ("children", "states", "episodes", "harm", "identity")


class NotAForceError(ValueError):
    """The directory doesn't hold a force. The message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much one system holds: rows, references that people quote, records of persons."""

    entries: int
    records: int
    persons: int


@dataclass(frozen=True, slots=True)
class Force:
    """A force as its files hold it.

    Attributes:
        histories: everything recorded about each true child, as if linkage never erred.
        truth: the rows of tables of ``truth/``, as column lists; of the prospects, those at
            reports alone.
        counts: what each system holds, entries about adults alone among them.
    """

    taken: datetime
    histories: tuple[History, ...] = field(repr=False)
    truth: dict[str, dict[str, list[Any]]] = field(repr=False)
    counts: dict[SourceSystem, Counts]


@dataclass(frozen=True, slots=True)
class Report:
    """One missing episode as recorded, with what was known of the child at its report.

    Attributes:
        child: the true child.
        recorded: when the first report of it was recorded.
        hours: how long, or None where no end is recorded.
        has_plan: a CSE plan was live or being drafted.
        recent: this episode and those begun in the 90 days before its report, as then known.
        outcome: exploitation harm happened and was recorded within 90 days of the report
            (:mod:`records.states.harm`); None where fewer days than that are recorded.
    """

    child: str
    since: datetime
    recorded: datetime
    hours: float | None
    sex: str
    age: int
    ethnicity: str | None
    looked_after: bool
    has_plan: bool
    recent: int
    grade: str | None
    harm: str | None
    how_ended: str | None
    prevention_interview: str | None
    return_interview: str | None
    return_hours: float | None
    outcome: bool | None


def read_force(directory: Path) -> Force:
    """Read ``records`` and ``truth`` of a force that ``synthesise`` wrote.

    Raises:
        NotAForceError: a file of it is missing, or a row breaks its format.
    """
    records, truth = directory / "records", {}
    try:
        for name in _TABLES:
            truth[name] = pq.read_table(directory / "truth" / f"{name}.parquet").to_pydict()
        truth["prospects"] = pq.read_table(
            directory / "truth" / "prospects.parquet",
            columns=["true_child", "as_of", "probability"],
            filters=[("is_report", "=", True)],
        ).to_pydict()
        times = json.loads((records / EXTRACT_TIMES).read_text(encoding="utf-8"))
        with _no_collection():
            return _force(records, truth, max(map(instant_from_text, times.values())))
    except NotAForceError:
        raise
    except (OSError, ValueError, NotThisExtractError) as fault:
        raise NotAForceError(f"{directory} holds no force: {_line(fault)}") from None


def _line(fault: Exception) -> str:
    return " ".join(str(fault).split())


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of small objects that all stay: looking for rubbish would double the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _force(records: Path, truth: dict[str, dict[str, list[Any]]], taken: datetime) -> Force:
    whose = dict(zip(truth["identity"]["record_id"], truth["identity"]["true_child"], strict=True))
    events: dict[str, list[Event]] = defaultdict(list)
    persons: dict[str, dict[Any, PersonRecord]] = defaultdict(dict)
    counts = {}
    for format_ in map(FORMATS.__getitem__, EXTRACTED):
        entries, references, known = 0, set(), set()
        for entry in _entries(format_, records):
            entries += 1
            references.add(entry.event.reference)
            if entry.person is None:
                continue
            known.add(entry.person.id)
            child = whose[str(entry.person.id)]
            events[child].append(entry.event)
            persons[child].setdefault(_view(entry.person), entry.person)
        counts[format_.source] = Counts(entries, len(references), len(known))
    moved = _moved(events)
    histories = tuple(
        History(
            ChildId(child),
            tuple(persons[child].values()),
            tuple(events[child]),
            tuple(moved[child]),
            connected=frozenset(EXTRACTED),
        )
        for child in sorted(events)
    )
    return Force(taken, histories, truth, counts)


def _entries(format_: ExtractFormat, records: Path) -> Iterator[Entry]:
    for entry in read_extract(format_, records / format_.file):
        if isinstance(entry, BadRow):
            rules = "; ".join(f"{fault.field} {fault.rule}" for fault in entry.faults)
            raise NotAForceError(f"{format_.file}, row {entry.row}: {rules}")
        yield entry


def _moved(events: dict[str, list[Event]]) -> dict[str, list[Moved]]:
    """Entries made about one child that a later entry moved to another."""
    owner = {(e.source, e.entry): child for child, found in events.items() for e in found}
    moved: dict[str, list[Moved]] = defaultdict(list)
    for child, found in events.items():
        for event in found:
            if event.replaces is not None and owner[event.source, event.replaces] != child:
                was = owner[event.source, event.replaces]
                moved[was].append(Moved(event.source, event.replaces, event.recorded))
    return moved


def _view(person: PersonRecord) -> tuple[Any, ...]:
    return (person.id, person.ethnicity, person.date_of_birth, person.surname, person.address)


def reports_of(force: Force) -> Iterator[Report]:
    """Every missing episode that the force recorded, child by child, earliest first."""
    return (report for report, _ in asked(force))


def asked(force: Force) -> Iterator[tuple[Report, KnownHistory]]:
    """Every report, with what was known of the child the moment after it was recorded."""
    table = force.truth["children"]
    about = {
        child: (born, sex)
        for child, born, sex in zip(table["true_child"], table["born"], table["sex"], strict=True)
    }
    for history in force.histories:
        known = known_at(history, force.taken)
        episodes = missing_episodes(known)
        if not episodes:
            continue
        born, sex = about[history.child]
        harm = [event for event in known.events if is_exploitation_harm(event)]
        for episode in episodes:
            standing = known_at(history, episode.reports[0].recorded + _INSTANT)
            yield _report(known, standing, episode, born, sex, harm), standing


def _report(
    known: KnownHistory,
    standing: KnownHistory,
    episode: MissingEpisode,
    born: date,
    sex: str,
    harm: list[Event],
) -> Report:
    first = episode.reports[0]
    as_of, ended = first.recorded, episode.ended
    found = next(iter(episode.of_kind(EventKind.MISSING_FOUND)), None)
    prevented = next(iter(episode.of_kind(EventKind.PREVENTION_INTERVIEW)), None)
    returned = next(iter(episode.of_kind(EventKind.RETURN_INTERVIEW)), None)
    outcome = any(e.occurred >= as_of and as_of <= e.recorded < as_of + OUTCOME for e in harm)
    person = max(
        (p for p in known.persons if p.id.source is SourceSystem.MISSING_PERSONS),
        key=lambda p: (p.recorded <= as_of, p.recorded),
    )
    return Report(
        child=known.child,
        since=episode.since,
        recorded=as_of,
        hours=(ended - episode.since) / timedelta(hours=1) if ended else None,
        sex=sex,
        age=age_on(born, local_day(episode.since)),
        ethnicity=person.ethnicity,
        looked_after=was_looked_after(known, episode.since),
        has_plan=any(plan.state != "ended" for plan in plans(standing)),
        recent=sum(e.since >= as_of - OUTCOME for e in missing_episodes(standing)),
        grade=first.details.get("police_grade"),
        harm=found.details.get("harm_found") if found else None,
        how_ended=found.details.get("how_ended") if found else None,
        prevention_interview=prevented.details.get("interview") if prevented else None,
        return_interview=returned.details.get("interview") if returned else None,
        return_hours=(
            (returned.occurred - ended) / timedelta(hours=1) if returned and ended else None
        ),
        outcome=outcome if as_of + OUTCOME <= known.as_of else None,
    )
