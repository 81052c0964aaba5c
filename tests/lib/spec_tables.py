"""What features mean, as small tables: each is run on both engines and printed as the manual.

The tables are written as :mod:`tests.lib.spec_entries` reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from textwrap import dedent
from typing import Any

import numpy as np

from features.many_children import measure_many, pack
from features.one_child import measure_child
from features.table import micros
from records.history import History, known_at
from records.sources import SourceSystem
from records.unknown import Unknown
from tests.lib.histories import CONNECTED, a_history, a_person, at
from tests.lib.spec_entries import read_connections, read_table

__all__ = ["ENGINES", "Engine", "Spec", "manual", "specs_of"]

Engine = Callable[[Mapping[str, History], str, str], dict[str, int | Unknown]]


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
    connections: str = ""

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
        connections = read_connections(self.connections)
        born = self.born or {}
        strangers = {*events, *connections} - set(self.expect)
        assert not strangers, f"no value is expected for {', '.join(sorted(strangers))}"
        return {
            child: replace(
                a_history(
                    events.get(child, []),
                    persons=[a_person(born[child])] if child in born else None,
                    connected=self.connected,
                ),
                connections=tuple(connections.get(child, ())),
            )
            for child in self.expect
        }


def specs_of(
    sentence: str,
    as_of: str,
    table: str,
    expect: Mapping[str, Mapping[str, int | Unknown]],
    **more: Any,
) -> tuple[Spec, ...]:
    """One table that several features read, with what each makes of it."""
    return tuple(
        Spec(sentence, feature, as_of, table, values, **more) for feature, values in expect.items()
    )


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
        lines += [f"### {spec.sentence[0].upper()}{spec.sentence[1:]}", ""]
        for table in (dedent(spec.table).strip(), dedent(spec.connections).strip()):
            if table:
                lines += ["```", table, "```", ""]
        lines += [f"At {spec.as_of}: {values}", ""]
    return "\n".join(lines)
