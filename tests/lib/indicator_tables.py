"""What indicators count, as small tables: entries in, cases out, worked out by hand.

The entries are written as in :mod:`tests.lib.spec_entries`. A child's cases are written
``2026-10 met``, with the kind and the hours where there are any, and ``;`` between two; no case
is ``nothing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import dedent

from duties.intervals import load_intervals
from serving.figures.cases import Case
from serving.figures.catalogue import INDICATORS
from serving.figures.counting import find_cases
from tests.lib.histories import a_history, a_person, at
from tests.lib.spec_entries import read_table

__all__ = ["IndicatorSpec"]

_INTERVALS = load_intervals()


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """One rule of one indicator: a sentence, a table, and the cases worked out by hand."""

    sentence: str
    indicator: str
    table: str
    expect: Mapping[str, str]
    as_of: str = "2027-01-15"
    months: tuple[str, str] = ("2026-01", "2026-12")
    band: str | None = "Medium"

    def __str__(self) -> str:
        return f"{self.indicator}: {self.sentence}"

    def check(self) -> None:
        """The failure shows the table and each wrong child."""
        events = read_table(self.table)
        strangers = set(events) - set(self.expect)
        assert not strangers, f"nothing is expected for {', '.join(sorted(strangers))}"
        got = {}
        for child in self.expect:
            history = a_history(events.get(child, []), persons=[a_person(date(2013, 3, 14))])
            found = find_cases(
                history,
                [INDICATORS[self.indicator]],
                {self.indicator: self.months},
                _INTERVALS,
                self.band,
                at(self.as_of),
            )
            for _, case in found.cases:
                assert any(
                    (e.source, e.reference, e.entry) == (case.source, case.reference, case.entry)
                    for e in history.events
                ), f"no entry is {case.source} {case.reference} {case.entry}"
            said = sorted(_said(case) for _, case in found.cases)
            got[child] = "; ".join(said) or "nothing"
        wrong = {child: said for child, said in got.items() if said != self.expect[child]}
        assert not wrong, f"{self.sentence}\n{dedent(self.table)}\n" + "\n".join(
            f"  {c}: {said}\n    not {self.expect[c]}" for c, said in wrong.items()
        )


def _said(case: Case) -> str:
    hours = "" if case.hours is None else f"{case.hours}h"
    return " ".join(word for word in (case.month, case.part.value, case.kind, hours) if word)
