"""What duties mean, as small tables: entries in, duties out, worked out by hand.

The entries are written as in :mod:`tests.lib.spec_tables`. Each child's duties of one kind
are written ``overdue, due 2026-11-02 09:00``, with ``done 2026-11-01 10:00 by
referral_triaged R-1`` where it is done, ``3 times`` where it came due more than once, and
``;`` between two. No duty of the kind is ``nothing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import dedent

from duties.due import Duty, duties, duties_so_far
from duties.intervals import load_intervals
from records.history import known_at
from records.sources import SourceSystem
from tests.lib.histories import CONNECTED, a_history, a_person, at
from tests.lib.spec_tables import read_table

__all__ = ["DutySpec", "duty_manual"]

INTERVALS = load_intervals()


@dataclass(frozen=True, slots=True)
class DutySpec:
    """One rule of one kind of duty: a sentence, a table, and the duties worked out by hand.

    Attributes:
        whole: whether everything that was ever due is asked for.
        words: what the first named child's first duty says; None leaves it open.
    """

    sentence: str
    kind: str
    as_of: str
    table: str
    expect: Mapping[str, str]
    whole: bool = False
    words: str | None = None
    born: Mapping[str, date | None] | None = None
    connected: Iterable[SourceSystem] = CONNECTED

    def __str__(self) -> str:
        return self.sentence

    def check(self) -> None:
        """The failure shows the table and each wrong child."""
        found = self._found()
        got = {child: "; ".join(map(_said, each)) or "nothing" for child, each in found.items()}
        wrong = {child: said for child, said in got.items() if said != self.expect[child]}
        assert not wrong, (
            f"{self.sentence}\n{dedent(self.table)}\n{self.kind} at {self.as_of}\n"
            + "\n".join(f"  {c}: {said}\n    not {self.expect[c]}" for c, said in wrong.items())
        )
        if self.words is not None:
            first = next(iter(self.expect))
            assert found[first][0].words.replace("\u00a0", " ") == self.words

    def _found(self) -> dict[str, list[Duty]]:
        events = read_table(self.table)
        strangers = set(events) - set(self.expect)
        assert not strangers, f"nothing is expected for {', '.join(sorted(strangers))}"
        ask, found = duties_so_far if self.whole else duties, {}
        for child in self.expect:
            born = (self.born or {}).get(child, date(2013, 3, 14))
            history = a_history(
                events.get(child, []), persons=[a_person(born)], connected=self.connected
            )
            known = known_at(history, at(self.as_of))
            found[child] = [d for d in ask(known, INTERVALS, "Medium") if d.kind == self.kind]
        return found


def _said(duty: Duty) -> str:
    said = f"{duty.state}, due {_minute(duty.due)}"
    if duty.done is not None and duty.by is not None:
        said += f", done {_minute(duty.done)} by {duty.by.kind.value} {duty.by.reference}"
    return said + (f", {len(duty.came_due)} times" if len(duty.came_due) > 1 else "")


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def duty_manual(specs: Iterable[DutySpec]) -> str:
    """The specs as Markdown, grouped by kind of duty in the order given."""
    lines: list[str] = []
    kind = None
    for spec in specs:
        if spec.kind != kind:
            kind = spec.kind
            lines += [f"## `{kind}`", ""]
        lines += [f"### {spec.sentence[0].upper()}{spec.sentence[1:]}", ""]
        if table := dedent(spec.table).strip():
            lines += ["```", table, "```", ""]
        asked = "Ever due by" if spec.whole else "At"
        lines += [f"{asked} {spec.as_of}:", ""]
        lines += [f"- {child}: {said}" for child, said in spec.expect.items()] + [""]
        if spec.words is not None:
            lines += [f"> {spec.words}", ""]
    return "\n".join(lines)
