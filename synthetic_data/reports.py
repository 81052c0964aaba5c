"""A force read back: its missing reports as its systems hold them, each beside the truth."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from records.calendar import age_on, instant_from_text, local_day
from records.events import Event, EventKind
from records.formats import FORMATS
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.history import History, KnownHistory, Moved, known_at
from records.persons import ChildId, PersonRecord
from records.reading import BadRow, read_extract
from records.sources import SourceSystem
from records.states import MissingEpisode, missing_episodes, plans
from records.writing import EXTRACT_TIMES

__all__ = ["Force", "Report", "read_force", "reports_of"]

#: A report's outcome is looked for in so many days after it was recorded.
OUTCOME = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Force:
    """A force as its files hold it.

    Attributes:
        histories: everything recorded about each true child, as if linkage never erred.
        truth: the rows of each table of ``truth/``, as column lists.
    """

    taken: datetime
    histories: tuple[History, ...] = field(repr=False)
    truth: dict[str, dict[str, list[Any]]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """One missing episode as recorded, with what was known of the child at its report.

    Attributes:
        child: the true child.
        recorded: when the first report of it was recorded.
        hours: how long, or None where no end is recorded.
        has_plan: a CSE plan was live or being drafted.
        outcome: sexual harm was found or told of, and recorded, within 90 days of the
            report; None where fewer days than that are recorded.
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
    grade: str | None
    harm: str | None
    how_ended: str | None
    return_interview: str | None
    return_hours: float | None
    outcome: bool | None


def read_force(directory: Path) -> Force:
    """Read ``records`` and ``truth`` of a force that ``synthesise`` wrote.

    Raises:
        ValueError: an extract holds a row that breaks its format.
    """
    records, truth = directory / "records", {}
    for name in ("children", "states", "episodes", "harm", "identity"):
        truth[name] = pq.read_table(directory / "truth" / f"{name}.parquet").to_pydict()
    whose = dict(zip(truth["identity"]["record_id"], truth["identity"]["true_child"], strict=True))
    events: dict[str, list[Event]] = defaultdict(list)
    persons: dict[str, dict[Any, PersonRecord]] = defaultdict(dict)
    for format_ in FORMATS.values():
        for entry in read_extract(format_, records / format_.file):
            if isinstance(entry, BadRow):
                rules = "; ".join(f"{fault.field} {fault.rule}" for fault in entry.faults)
                raise ValueError(f"{format_.file}, row {entry.row}: {rules}")
            if entry.person is None:
                continue
            child = whose[str(entry.person.id)]
            events[child].append(entry.event)
            persons[child].setdefault(_view(entry.person), entry.person)
    moved = _moved(events)
    times = json.loads((records / EXTRACT_TIMES).read_text(encoding="utf-8"))
    histories = tuple(
        History(
            ChildId(child),
            tuple(persons[child].values()),
            tuple(events[child]),
            tuple(moved[child]),
            connected=frozenset(FORMATS),
        )
        for child in sorted(events)
    )
    return Force(max(map(instant_from_text, times.values())), histories, truth)


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
        harm = _sexual_harm(known)
        for episode in episodes:
            yield _report(history, known, episode, born, sex, harm, force.taken)


def _report(
    history: History,
    known: KnownHistory,
    episode: MissingEpisode,
    born: date,
    sex: str,
    harm: list[Event],
    taken: datetime,
) -> Report:
    first = episode.reports[0]
    as_of = first.recorded
    found = next(iter(episode.of_kind(EventKind.MISSING_FOUND)), None)
    returned = next(iter(episode.of_kind(EventKind.RETURN_INTERVIEW)), None)
    outcome = any(e.occurred >= as_of and e.recorded < as_of + OUTCOME for e in harm)
    ended = episode.ended
    person = max(
        (p for p in known.persons if p.id.source is SourceSystem.MISSING_PERSONS),
        key=lambda p: (p.recorded <= as_of, p.recorded),
    )
    before = known_at(history, as_of)
    return Report(
        child=history.child,
        since=episode.since,
        recorded=as_of,
        hours=(ended - episode.since) / timedelta(hours=1) if ended else None,
        sex=sex,
        age=age_on(born, local_day(episode.since)),
        ethnicity=person.ethnicity,
        looked_after=_looked_after(known, episode.since),
        has_plan=any(plan.state != "ended" for plan in plans(before)),
        grade=first.details.get("police_grade"),
        harm=found.details.get("harm_found") if found else None,
        how_ended=found.details.get("how_ended") if found else None,
        return_interview=returned.details.get("interview") if returned else None,
        return_hours=(
            (returned.occurred - ended) / timedelta(hours=1) if returned and ended else None
        ),
        outcome=outcome if as_of + OUTCOME <= taken else None,
    )


def _looked_after(known: KnownHistory, moment: datetime) -> bool:
    kinds = (
        EventKind.LOOKED_AFTER_STARTED,
        EventKind.PLACEMENT_MOVED,
        EventKind.LOOKED_AFTER_ENDED,
    )
    entries = [event for event in known.of_kind(*kinds) if event.occurred <= moment]
    return bool(entries) and entries[-1].kind is not EventKind.LOOKED_AFTER_ENDED


def _sexual_harm(known: KnownHistory) -> list[Event]:
    return [
        event
        for event in known.events
        if event.details.get("harm_found") == "sexual"
        or event.details.get("disclosure") in SEXUAL_DISCLOSURES
    ]
