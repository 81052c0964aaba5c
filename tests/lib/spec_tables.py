"""What features mean, as small tables: each is run on both engines and printed as the manual.

A table has one row for each entry::

    child | entry         | of   | occurred         | recorded   | with
    ------+---------------+------+------------------+------------+-----------------------
    Ana   | missing_found | MP-1 | 2026-02-01 22:00 | 2026-02-03 | found_with=friend  <- why

``recorded`` left empty or out is ``occurred``. ``with`` holds the entry's columns,
``replaces`` and ``entry`` among them; what its format demands has a plain default. Times
are UTC. What stands after ``<-`` is for the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import dedent
from typing import Any

import numpy as np

from features.many_children import measure_many, pack
from features.one_child import measure_child
from features.table import micros
from records.columns import Lines
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import History, known_at
from records.sources import SourceSystem
from records.unknown import Unknown
from tests.lib.histories import CONNECTED, a_history, a_person, an_entry, at, source_of

__all__ = ["ENGINES", "Engine", "Spec", "manual", "read_table"]

Engine = Callable[[Mapping[str, History], str, str], dict[str, int | Unknown]]

_TYPES = {
    source: {column.name: column.type for column in format_.own}
    for source, format_ in FORMATS.items()
}
#: What a row's entry holds unless the row says otherwise: what its format demands.
_DEFAULTS: dict[EventKind, dict[str, Any]] = {
    EventKind.MISSING_REPORTED: {"missing_from": "home"},
    EventKind.MISSING_FOUND: {"how_ended": "returned"},
    EventKind.PREVENTION_INTERVIEW: {"interview": "done"},
    EventKind.RETURN_INTERVIEW: {"interview": "done"},
    EventKind.PLAN_VERSION: {
        "owner": "PC Example",
        "owner_team": "North",
        "read_first": ("Ring.",),
    },
    EventKind.NOTICE_SERVED: {"adult_ref": "A-1"},
    EventKind.NOTICE_BREACHED: {"adult_ref": "A-1"},
    EventKind.NOTICE_WITHDRAWN: {"adult_ref": "A-1"},
    EventKind.CHILD_PROTECTION_STARTED: {"category": "neglect"},
    EventKind.LOOKED_AFTER_STARTED: {"placement": "foster_home"},
    EventKind.PLACEMENT_MOVED: {"placement": "foster_home"},
}


def _plain(histories: Mapping[str, History], as_of: str, feature: str) -> dict[str, int | Unknown]:
    return {
        child: measure_child(known_at(history, at(as_of)))[feature].value
        for child, history in histories.items()
    }


def _compiled(
    histories: Mapping[str, History], as_of: str, feature: str
) -> dict[str, int | Unknown]:
    rows = np.arange(len(histories))
    table = measure_many(
        pack(list(histories.values())), rows, np.full(len(histories), micros(at(as_of)))
    )
    return {child: table.row(place)[feature] for place, child in enumerate(histories)}


#: Both engines, by the name that a failure shows.
ENGINES: dict[str, Engine] = {"one_child": _plain, "many_children": _compiled}


@dataclass(frozen=True, slots=True)
class Spec:
    """One rule of one feature: a sentence, a table, and the values worked out by hand."""

    sentence: str
    feature: str
    as_of: str
    table: str
    expect: Mapping[str, int | Unknown]
    born: Mapping[str, date | None] | None = None
    connected: Iterable[SourceSystem] = CONNECTED

    def __str__(self) -> str:
        return self.sentence

    def check(self, engine: str) -> None:
        """Run on one engine; the failure shows the table and each wrong value."""
        got = ENGINES[engine](self._histories(), self.as_of, self.feature)
        wrong = {c: v for c, v in got.items() if v != self.expect[c]}
        assert not wrong, (
            f"{self.sentence}\n{dedent(self.table)}\n{engine}: {self.feature} at {self.as_of}\n"
            + "\n".join(f"  {c}: {v}, not {self.expect[c]}" for c, v in wrong.items())
        )

    def _histories(self) -> dict[str, History]:
        events = read_table(self.table)
        born = self.born or {}
        strangers = set(events) - set(self.expect)
        assert not strangers, f"no value is expected for {', '.join(sorted(strangers))}"
        return {
            child: a_history(
                events.get(child, []),
                persons=[a_person(born[child])] if child in born else None,
                connected=self.connected,
            )
            for child in self.expect
        }


def read_table(text: str) -> dict[str, list[Event]]:
    """The entries of each child, in the order of the rows."""
    rows = [line.split("<-")[0] for line in dedent(text).splitlines()]
    rows = [row for row in rows if row.strip() and set(row.strip()) - set("-+")]
    if not rows:
        return {}
    header, *body = ([cell.strip() for cell in row.split("|")] for row in rows)
    events: dict[str, list[Event]] = {}
    for cells in body:
        row = dict(zip(header, cells, strict=True))
        events.setdefault(row["child"], []).append(_event(row))
    return events


def _event(row: Mapping[str, str]) -> Event:
    kind = EventKind(row["entry"])
    pairs = dict(part.split("=", 1) for part in row.get("with", "").split())
    replaces, entry = pairs.pop("replaces", None), pairs.pop("entry", None)
    recorded = row.get("recorded") or None
    if kind is EventKind.WITHDRAWN:
        of = SourceSystem(pairs.pop("source", "S1"))
        when = at(recorded or row["occurred"])
        return Event(of, kind, row["of"], entry or f"W-{replaces}", when, when, {}, replaces)
    details = {name: _value(source_of(kind), name, text) for name, text in pairs.items()}
    return an_entry(
        kind,
        row["occurred"],
        row["of"],
        recorded,
        entry,
        replaces,
        **{**_DEFAULTS.get(kind, {}), **details},
    )


def _value(source: SourceSystem, name: str, text: str) -> Any:
    type_ = _TYPES[source][name]
    return type_.parse([text] if isinstance(type_, Lines) else text)


def manual(specs: Iterable[Spec]) -> str:
    """The specs as Markdown, grouped by feature in the order given."""
    lines: list[str] = []
    feature = None
    for spec in specs:
        if spec.feature != feature:
            feature = spec.feature
            lines += [f"## `{feature}`", ""]
        values = ", ".join(
            f"{child}: {value.value.replace('_', ' ') if isinstance(value, Unknown) else value}"
            for child, value in spec.expect.items()
        )
        table = dedent(spec.table).strip()
        lines += [f"### {spec.sentence.capitalize()}", ""]
        if table:
            lines += ["```", table, "```", ""]
        lines += [f"At {spec.as_of}: {values}", ""]
    return "\n".join(lines)
