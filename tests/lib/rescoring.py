"""Stores with histories to rescore, and all that rescoring keeps, to compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from duties.intervals import load_intervals
from features.one_child import measure_child
from features.table import encode
from records.history import History, KnownHistory
from records.persons import ChildId
from records.sources import SourceSystem
from scorecard import Card, load_policy
from serving.answer.cards import CardVersion
from serving.answer.inputs import LookInputs
from serving.service.rescore import Rescored, rescore_store
from serving.service.rescoring_pieces import Rules
from serving.store.histories import Summary, save_histories, save_state
from serving.store.opening import Store
from serving.store.rescored import ChangeRow, RescoredChild, read_changes, read_rescored
from serving.store.rescorings import current_run
from tests.lib.acting import HOST
from tests.lib.linking import link_all, links
from tests.lib.vignette_card import vignette_card

__all__ = ["NOW", "a_rescoring", "everything_kept", "kept", "measured_codes", "put_in", "rules"]

NOW = datetime(2026, 11, 1, 7, tzinfo=UTC)
_TAKEN = datetime(2026, 11, 1, 6, tzinfo=UTC)


def rules(card: Card | None = None, version: str = "1") -> Rules:
    """The release's policy and intervals; the card for the vignettes unless told otherwise."""
    return Rules(CardVersion(card or vignette_card(), version), load_policy(), load_intervals())


def put_in(store: Store, histories: Sequence[History], linkage: str = "sha256:11") -> None:
    """Make these the looks at all children, of a linkage of this name."""
    link_all(store, {**links(store), **{h.persons[0].id: h.child for h in histories}}, NOW)
    with store.writing() as connection:
        save_histories(connection, ((h.child, _look(h), _PLAIN) for h in histories))
        save_state(connection, freshness=dict.fromkeys(SourceSystem, _TAKEN), linkage=linkage)


_PLAIN = Summary(None, None, False)


def _look(history: History) -> bytes:
    return LookInputs(replace(history, connected=frozenset())).to_bytes()


def a_rescoring(store: Store, as_of: datetime | None = None, **given: Any) -> Rescored:
    """One rescoring in small pieces, with the card for the vignettes unless told otherwise."""
    said: dict[str, Any] = {"rules": rules(), "now": NOW, "by": HOST, "piece": 7}
    return rescore_store(store, as_of=as_of, **{**said, **given})


def kept(store: Store) -> dict[ChildId, RescoredChild]:
    """The children of the run that holds now."""
    with store.reading() as connection:
        run = current_run(connection)
        return {} if run is None else {c.child: c for c in read_rescored(connection, run.id)}


def everything_kept(store: Store) -> tuple[str, Any, list[RescoredChild], list[ChangeRow]]:
    """Digest, counts, children and changes of the run that holds now."""
    with store.reading() as connection:
        run = current_run(connection)
        assert run is not None
        rows: Iterable[RescoredChild] = read_rescored(connection, run.id)
        return run.digest, run.counts, list(rows), read_changes(connection, run.id)


def measured_codes(known: KnownHistory) -> dict[str, int]:
    """The plain engine's values, as rescoring keeps them."""
    return {name: encode(measured.value) for name, measured in measure_child(known).items()}
