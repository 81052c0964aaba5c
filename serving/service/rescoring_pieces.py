"""One piece of a rescoring: the next children's looks read, worked out, compared."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from duties.intervals import Intervals
from records.calendar import instant_to_text
from records.serial import canonical
from scorecard import Policy
from serving.answer.advising_many import Advised, advise_many
from serving.answer.cards import CardVersion
from serving.answer.inputs import look_history, rule_versions
from serving.service.made_by import release_text
from serving.service.rescored_beside import count_beside
from serving.service.rescored_changes import changes
from serving.store.opening import Connection
from serving.store.rescored import ChangeRow, RescoredChild, fold, read_rescored
from serving.store.rescorings import LookState, Run, look_state, looks_digest, read_looks

__all__ = ["Piece", "Rules", "Seen", "added_to", "inputs_digest", "see", "versions", "work_out"]

#: Packages whose text decides what a run gives.
_PACKAGES = (
    "records",
    "features",
    "scorecard",
    "serving.answer",
    "serving.service",
    "serving.store",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What children are scored by: the same as an answer's, and the challenger beside it."""

    champion: CardVersion | None
    policy: Policy
    intervals: Intervals
    challenger: CardVersion | None = None
    again: CardVersion | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The records that a run is about: the state of the store, and the name of all looks."""

    state: LookState
    looks: str


def see(connection: Connection) -> Seen:
    """What the store holds now."""
    return Seen(look_state(connection), looks_digest(connection))


def versions(rules: Rules, seen: Seen) -> dict[str, str]:
    """The rules by the names that an answer gives them."""
    return {
        **rule_versions(rules.champion, rules.again, rules.policy),
        "challenger": rules.challenger.content_hash if rules.challenger else "",
        "intervals": rules.intervals.version,
        "linkage": seen.state.linkage,
    }


def inputs_digest(rules: Rules, seen: Seen, as_of: datetime) -> str:
    """One name for everything that decides what a run gives, this release's text included."""
    taken = seen.state.freshness
    said = {
        "as_of": instant_to_text(as_of),
        "versions": versions(rules, seen),
        "policy": rules.policy.content_hash,
        "release": hashlib.sha256(release_text(_PACKAGES).encode()).hexdigest(),
        "freshness": {source.value: instant_to_text(at) for source, at in taken.items()},
        "looks": seen.looks,
    }
    return "sha256:" + hashlib.sha256(canonical(said)).hexdigest()


@dataclass(frozen=True, slots=True)
class Piece:
    """The next children of a run, and what differs from the run before among their ids.

    Attributes:
        beside: how many of them the challenger would put into another band, by ways of
            counting them (see :mod:`serving.service.rescored_beside`).
    """

    children: Sequence[RescoredChild]
    changes: Sequence[ChangeRow]
    is_last: bool
    beside: Mapping[str, Counter[str]]


def work_out(connection: Connection, run: Run, rules: Rules, seen: Seen, most: int) -> Piece:
    """The run's next children, at most ``most``; fewer are the last."""
    looks = read_looks(connection, run.through, most)
    systems = frozenset(seen.state.freshness)
    histories = [look_history(blob, systems) for _, blob in looks]
    card = None if rules.champion is None else rules.champion.shown
    challenger = None if rules.challenger is None else rules.challenger.card
    again = None if rules.again is None else rules.again.shown
    advised = list(advise_many(histories, run.as_of, card, rules.policy, challenger, again))
    children = [_kept(one) for one in advised]
    beside = count_beside(advised, rules.policy) if challenger is not None else {}
    is_last = len(looks) < most
    if run.before is None:
        return Piece(children, (), is_last, beside)
    through = None if is_last else str(looks[-1][0])
    before = read_rescored(connection, run.before, after=run.through, through=through)
    return Piece(children, tuple(changes(before, children, rules.policy)), is_last, beside)


def _kept(advised: Advised) -> RescoredChild:
    advice = advised.advice
    return RescoredChild(
        child=advised.child,
        state=advice.state,
        band=advice.band,
        points=advice.points,
        points_band=advice.points_band,
        set_by=advice.set_by,
        reasons=tuple((line.feature, line.points) for line in advised.reasons),
        floors=tuple((floor.id, floor.band) for floor in advice.floors),
        again_points=advised.again_points,
        again_level=advised.again_level,
        features=advised.values,
    )


def added_to(run: Run, piece: Piece) -> Run:
    """How far the run is once the piece is kept."""
    children = piece.children
    bands = Counter(child.band or child.state for child in children)
    changed = Counter(change.kind for change in piece.changes)
    found = {"bands": bands, "changes": changed, **piece.beside}
    return replace(
        run,
        through=str(children[-1].child) if children else run.through,
        children=run.children + len(children),
        counts={name: _added(run.counts.get(name, {}), more) for name, more in found.items()},
        digest=fold(run.digest, children),
    )


def _added(counts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted((Counter(counts) + Counter(more)).items()))
