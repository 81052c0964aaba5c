"""What a list says of each child on one page, read from the histories of that page alone.

A child's record that is limited to another team stands there by its reference alone: that
somebody is missing, or waits, is never hidden; who it is, is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duties.due import Duty, duties
from duties.intervals import Intervals
from records.calendar import instant_to_text
from records.history import KnownHistory, known_at
from records.persons import ChildId
from records.sources import SourceSystem
from scorecard import Policy
from serving.access.restrictions import Restrictions
from serving.answer.identity import child_values
from serving.answer.inputs import look_history
from serving.answer.unknowns import source_values
from serving.service.context import Service
from serving.store.extracts import freshness
from serving.store.opening import Connection
from serving.store.rescorings import current_run
from serving.store.restrictions import read_restrictions
from serving.work_store.cases import CaseRow, cases_of
from serving.work_store.lists import ListRow, areas_listed, read_children

__all__ = ["LIMITED", "Listed", "Page", "read_page"]

#: What stands for a child whose record is limited to another team.
LIMITED = "A record that is limited to a named team"


@dataclass(frozen=True, slots=True)
class Listed:
    """One child of a page.

    Attributes:
        known: what is known now; None where the record is limited to another team.
        case: where the child belongs, and the band last advised.
        due: what is due about the child, by that band; empty where limited.
    """

    child: ChildId
    known: KnownHistory | None
    case: CaseRow | None
    due: tuple[Duty, ...]

    @property
    def is_limited(self) -> bool:
        """Whether the officer may not be told who it is."""
        return self.known is None

    def values(self, policy: Policy) -> dict[str, Any]:
        """Who it is, and the band last advised: the part that every row has."""
        told = None if self.known is None else child_values(self.known)
        case = None if told is None else self.case
        return {
            "child": self.child,
            "name": LIMITED if told is None else told["name"],
            "age": None if told is None else told["age"],
            "limited": told is None,
            "team": None if case is None else case.team,
            "local_authority": None if case is None else case.local_authority,
            "band": _band(case, policy),
        }


def _band(case: CaseRow | None, policy: Policy) -> dict[str, Any]:
    if case is None or case.band is None:
        return {
            "band": None,
            "bars": 0,
            "worked_out_at": None if case is None else _text(case.banded_at),
        }
    return {
        "band": case.band,
        "bars": policy.labels.index(case.band) + 1,
        "worked_out_at": _text(case.banded_at),
    }


@dataclass(frozen=True, slots=True)
class Page:
    """What one page of a list is told of, all of one state of the store.

    Attributes:
        taken: when the latest extract of each system was taken.
        banded_at: the moment of the last rescoring of every child; None before the first.
        areas: what lists can be narrowed to.
        restrictions: the digest of the limits by which names were left out; "" for none.
    """

    children: Mapping[ChildId, Listed]
    taken: Mapping[SourceSystem, datetime]
    banded_at: datetime | None
    areas: Mapping[str, tuple[str, ...]]
    restrictions: str

    def inputs(self, now: datetime) -> dict[str, str]:
        """What the log's entry names."""
        limits = {"restrictions": self.restrictions} if self.restrictions else {}
        return {"as_of": instant_to_text(now), **limits}

    def data_values(self, now: datetime, systems: Iterable[SourceSystem]) -> dict[str, Any]:
        """How old what a list rests on is."""
        chosen = {system.value for system in systems}
        return {
            "as_at": instant_to_text(now),
            "bands_worked_out_at": _text(self.banded_at),
            "sources": [s for s in source_values(self.taken, now) if s["system"] in chosen],
            "areas": {
                "teams": list(self.areas["team"]),
                "authorities": list(self.areas["authority"]),
            },
        }


def read_page(
    connection: Connection,
    service: Service,
    team: str | None,
    rows: Iterable[ListRow | CaseRow],
    now: datetime,
) -> Page:
    """What is known of the children of these rows, for an officer of ``team``."""
    children = list(dict.fromkeys(row.child for row in rows))
    limits, taken = read_restrictions(connection), freshness(connection)
    blobs, cases = read_children(connection, children), cases_of(connection, children)
    systems, run = frozenset(taken), current_run(connection)
    read = {
        child: _listed(child, blobs, cases, limits, team, systems, service.intervals, now)
        for child in children
    }
    withheld = any(one.is_limited for one in read.values())
    return Page(
        children=read,
        taken=taken,
        banded_at=None if run is None else run.as_of,
        areas=areas_listed(connection),
        restrictions=limits.digest if withheld else "",
    )


def _listed(
    child: ChildId,
    blobs: Mapping[ChildId, bytes],
    cases: Mapping[ChildId, CaseRow],
    limits: Restrictions,
    team: str | None,
    systems: frozenset[SourceSystem],
    intervals: Intervals,
    now: datetime,
) -> Listed:
    case = cases.get(child)
    if child not in blobs or not limits.may_open(child, team):
        return Listed(child, None, case, ())
    known = known_at(look_history(blobs[child], systems), now)
    return Listed(child, known, case, duties(known, intervals, None if case is None else case.band))


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else instant_to_text(moment)
