"""Cards to test with, and snapshots of an invented force by its true identities."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from records.calendar import instant_from_text
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import History, Moved
from records.persons import ChildId, PersonRecord
from records.reading import Entry, read_extract
from records.snapshots import Manifest, write_snapshot
from records.sources import EXTRACTED, SourceSystem
from records.unknown import Unknown
from records.writing import EXTRACT_TIMES
from scorecard import Bin, Card, CardLine
from tests.lib.histories import a_history, a_person, an_entry
from tests.lib.true_adults import true_adults

__all__ = [
    "a_card",
    "a_line",
    "a_small_force",
    "bins",
    "small_snapshot",
    "snapshot_by_truth",
    "true_histories",
]


def bins(*edges_and_points: int) -> tuple[Bin, ...]:
    """``bins(0, 2, 5, 4, 9)``: 0 points below 2, 5 from 2 on, 9 from 4 on."""
    points, edges = edges_and_points[0::2], edges_and_points[1::2]
    ends: list[int | None] = [None, *edges, None]
    return tuple(Bin(ends[n], ends[n + 1], given) for n, given in enumerate(points))


def a_line(
    feature: str = "missing_reports_count_90d",
    direction: str = "up",
    given: Sequence[Bin] = (),
    neutral: int = 2,
    unknown: Mapping[Unknown, int] | None = None,
) -> CardLine:
    """A line of three bins, 0, 5 and 9 points, unless told otherwise."""
    return CardLine(
        feature=feature,
        direction=direction,
        bins=tuple(given) or bins(0, 1, 5, 3, 9),
        unknown=dict.fromkeys(Unknown, neutral) | dict(unknown or {}),
        neutral=neutral,
    )


def a_card(**changed: Any) -> Card:
    """A small card: reports in 90 days, days since the last, and age; Medium 12, High 20."""
    given: dict[str, Any] = {
        "name": "main",
        "base": 8,
        "lines": (
            a_line(),
            a_line(
                "days_since_last_missing_report",
                "down",
                bins(6, 28, 3, 90, 0),
                neutral=1,
                unknown={Unknown.NOT_APPLICABLE: 0},
            ),
            a_line("age_years", "free", bins(0, 12, 3, 16, 1), neutral=2),
        ),
        "calibration": ((0, 1_000), (10, 20_000), (20, 150_000)),
        "thresholds": {"Medium": 12, "High": 20},
        "thresholds_version": "2026-11-01",
        "catalogue_version": "sha256:test",
        "trained": {"snapshot": "sha256:test", "questions": 1_000},
    }
    return Card(**(given | changed))


def true_histories(force: Path) -> tuple[list[History], dict[str, Any]]:
    """Every child's history as perfect linkage would give it, in order of child id.

    Rows that the reader quarantines, or that are about an adult alone, are left out; a
    correction under another child's record moves the entry there. Second: when each
    extract was taken, by system id.
    """
    table = pq.read_table(force / "truth" / "identity.parquet").to_pydict()
    record, child = (table[name] for name in ("record_id", "true_child"))
    child_of = {str(key): str(value) for key, value in zip(record, child, strict=True)}
    persons: dict[str, dict[tuple[Any, ...], PersonRecord]] = {}
    events: dict[str, list[Event]] = {}
    owner: dict[tuple[SourceSystem, str], str] = {}
    for format_ in map(FORMATS.__getitem__, EXTRACTED):
        for entry in read_extract(format_, force / "records" / format_.file):
            if not isinstance(entry, Entry) or entry.person is None:
                continue
            of = child_of[str(entry.person.id)]
            owner[entry.event.source, entry.event.entry] = of
            events.setdefault(of, []).append(entry.event)
            persons.setdefault(of, {})[entry.person.id, entry.person.recorded] = entry.person
    moved: dict[str, list[Moved]] = {}
    for of, own in events.items():
        for event in own:
            before = owner.get((event.source, event.replaces or ""))
            if before is not None and before != of:
                move = Moved(event.source, str(event.replaces), event.recorded)
                moved.setdefault(before, []).append(move)
    times = json.loads((force / "records" / EXTRACT_TIMES).read_text(encoding="utf-8"))
    histories = [
        History(
            ChildId(of),
            tuple(persons[of].values()),
            tuple(events[of]),
            tuple(moved.get(of, ())),
            frozenset(EXTRACTED),
        )
        for of in sorted(events)
    ]
    return histories, times


def a_small_force(children: int = 500, seed: int = 1) -> list[History]:
    """Children over four years to 1 November 2026, of whom some are exploited.

    Those go missing oftener, longer, are found with adults whom the family doesn't know,
    and come to harm: enough for a card to learn from, in a second.
    """
    generator = np.random.default_rng(seed)
    start = datetime(2022, 11, 1, tzinfo=UTC)
    histories = []
    for number in range(children):
        exploited = generator.random() < 0.25
        events: list[Event] = []
        gaps = generator.exponential(60 if exploited else 200, 40)
        begin = generator.uniform(0, 1000)
        for place, day in enumerate((begin + np.cumsum(gaps)).tolist()):
            if day > min(1455.0, begin + 400):
                break
            since = start + timedelta(days=day)
            hours = float(generator.exponential(30 if exploited else 6)) + 1
            reference = f"MP-{number:04}-{place}"
            adult = generator.random() < (0.3 if exploited else 0.02)
            harm = exploited and generator.random() < 0.25
            events += [
                an_entry(EventKind.MISSING_REPORTED, since, reference, missing_from="home"),
                an_entry(
                    EventKind.MISSING_FOUND,
                    since + timedelta(hours=hours),
                    reference,
                    how_ended="returned",
                    found_with="adult_not_known_to_family" if adult else "nobody",
                    harm_found="sexual" if harm else "nothing_found",
                ),
            ]
        sex = "female" if generator.random() < 0.5 else "male"
        born = date(2010, 1, 1) + timedelta(days=int(generator.integers(0, 1500)))
        person = a_person(born, ref=f"P-{number:04}", sex=sex)
        histories.append(a_history(events, persons=[person], child=f"C-{number:05}"))
    return histories


def small_snapshot(out: Path) -> Manifest:
    """A snapshot of :func:`a_small_force`."""
    return write_snapshot(out, a_small_force(), datetime(2026, 11, 1, 6, tzinfo=UTC))


def snapshot_by_truth(force: Path, out: Path) -> Manifest:
    """A snapshot of the force as perfect linkage would give it."""
    histories, times = true_histories(force)
    taken = max(instant_from_text(text) for text in times.values())
    return write_snapshot(out, histories, taken, true_adults(force))
