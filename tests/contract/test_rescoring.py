"""Rescoring: what an answer would say of every child, by which rules, and what changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from linkage.subjects import Subject
from linkage.weights import load_weights
from records.history import History, KnownHistory, known_at
from records.persons import ChildId
from records.sources import SourceSystem
from scorecard import load_policy
from serving.answer.advice import advice_values, measure_for
from serving.answer.cards import CardVersion
from serving.answer.inputs import LookInputs
from serving.answer.missing_again import again_values, why_no_level
from serving.service.ingest_extracts import ingest_extracts
from serving.service.link_records import link_store
from serving.service.preparing_looks import NotYetError
from serving.service.rescore import CantRescoreError
from serving.service.rescored_changes import Change
from serving.service.rescoring_pieces import Rules
from serving.store.opening import Store
from serving.store.rescored import RescoredChild, fold, read_band, read_changes, read_rescored
from serving.store.rescorings import (
    current_run,
    look_state,
    read_looks,
)
from serving.tables.work import caseload
from tests.lib.acting import HOST, acting
from tests.lib.cards import a_small_force
from tests.lib.forces import UNTIL, force_at
from tests.lib.rescoring import (
    NOW,
    a_rescoring,
    everything_kept,
    kept,
    measured_codes,
    put_in,
    rules,
)
from tests.lib.vignette_card import again_card, vignette_card

EARLIER = NOW - timedelta(days=40)


@pytest.fixture(scope="module")
def histories() -> list[History]:
    """Forty children, some of them exploited."""
    return a_small_force(40)


_AGAIN = CardVersion(again_card(), "2")


def again_said(known: KnownHistory, again: CardVersion | None) -> dict[str, Any]:
    """The answer's ``again``."""
    card, why = None if again is None else again.card, why_no_level(known, again, load_policy())
    return again_values(known, card, why, measure_for(known, again))


@pytest.mark.parametrize(
    "given",
    [replace(rules(), again=_AGAIN), replace(rules(), champion=None)],
    ids=["cards", "none"],
)
def test_what_is_kept_of_every_child_is_what_an_answer_says(store: Store, given: Rules) -> None:
    now = datetime.combine(UNTIL + timedelta(days=1), NOW.timetz())
    ingest_extracts(store, force_at(children=1_200) / "records", now, HOST)
    link_store(store, {subject: load_weights(subject) for subject in Subject}, now, HOST)
    as_of = now - timedelta(days=3)
    a_rescoring(store, as_of, now=now, rules=given, piece=100)
    rows = kept(store)
    with store.reading() as connection:
        looks = read_looks(connection, "", 100_000)
        run, taken = current_run(connection), look_state(connection).freshness
    assert run is not None
    assert [child for child, _ in looks] == list(rows)
    states = set()
    for child, blob in looks:
        history = LookInputs.from_bytes(blob).connected_to(frozenset(taken)).history
        known, row = known_at(history, as_of), rows[child]
        measured = measure_for(known, given.champion, given.again)
        again = again_said(known, given.again)
        said = advice_values(known, given.champion, given.policy, measured)
        advice = said["advice"]
        shown = [(reason["feature"], reason["points"]) for reason in said["reasons"]]
        floors = [(floor["id"], floor["band"]) for floor in said["floors"]]
        for name in ("state", "band", "points", "points_band", "set_by"):
            assert getattr(row, name) == advice[name], f"{name} differs"
        assert list(row.reasons) == shown
        assert list(row.floors) == floors
        assert dict(zip(run.features, row.features, strict=True)) == measured_codes(known)
        assert (row.again_level, row.again_points) == (again["level"], again["points"])
        states.add(advice["state"])
    assert states == ({"advised", "adult"} if given.champion else {"failed", "adult"})
    assert_lists_are_by(store, rows, given.policy.labels)


def assert_lists_are_by(
    store: Store, rows: dict[ChildId, RescoredChild], labels: tuple[str, ...]
) -> None:
    """The lists of the daily work go by this run; nobody is flagged for age or disability alone."""
    with store.reading() as connection:
        listed = {
            ChildId(row.child_id): (row.band, row.points, row.rank)
            for row in connection.execute(select(caseload))
        }
    assert listed.keys() == rows.keys()
    standing_alone = 0
    for child, row in rows.items():
        told = {floor for floor, band in row.floors if band == row.band}
        is_alone = row.set_by == "policy" and told <= {"under_13", "learning_disability"}
        standing_alone += is_alone
        rank = -1 if row.band is None else 0 if is_alone else labels.index(row.band)
        assert listed[child] == (row.band, row.points, rank)
    assert standing_alone, "nobody in this force is under 13 and known for nothing else"


def test_the_run_says_who_asked_by_which_rules_about_which_records(
    store: Store, histories: list[History]
) -> None:
    put_in(store, histories)
    run = a_rescoring(store, EARLIER, by=acting("host:night")).run
    with store.reading() as connection:
        assert current_run(connection) == run
        rows = read_rescored(connection, run.id)
    assert (run.state, run.as_of, run.asked_by, run.ended_at) == (
        "finished", EARLIER, "host:night", NOW,
    )  # fmt: skip
    champion = rules().champion
    assert champion is not None
    assert run.versions["artefact"] == champion.content_hash
    assert run.versions["linkage"] == "sha256:11"
    assert set(run.versions) == {
        "model", "artefact", "card_state", "thresholds", "policy", "catalogue", "intervals",
        "linkage", "challenger", "again_model", "again_artefact", "again_state",
    }  # fmt: skip
    assert run.children == len(rows) == 40 == sum(run.counts["bands"].values())
    assert run.digest == fold("", rows)


def test_the_same_moment_and_inputs_again_change_nothing(
    store: Store, histories: list[History]
) -> None:
    put_in(store, histories)
    first = a_rescoring(store, EARLIER)
    before = everything_kept(store)
    again = a_rescoring(store, EARLIER, now=NOW + timedelta(hours=1))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.run == first.run
    assert everything_kept(store) == before


@pytest.mark.parametrize("piece", [1, 8, 40])
def test_the_size_of_pieces_makes_no_difference(
    store: Store, histories: list[History], piece: int
) -> None:
    put_in(store, histories)
    a_rescoring(store, EARLIER, piece=13)
    first = everything_kept(store)
    a_rescoring(store, EARLIER, piece=piece, rules=rules(version="2"))
    assert everything_kept(store)[2] == first[2]
    assert everything_kept(store)[0] == first[0]


def test_what_changed_is_kept_child_by_child(store: Store, histories: list[History]) -> None:
    put_in(store, histories[:35])
    first = a_rescoring(store, EARLIER).run
    assert (first.before, first.counts["changes"]) == (None, {}), "nothing to compare with"
    before = kept(store)
    put_in(store, histories[2:], linkage="sha256:22")
    run = a_rescoring(store, NOW).run
    after = kept(store)
    with store.reading() as connection:
        new = read_changes(connection, run.id, [Change.NEW_CHILD.name])
        gone = read_changes(connection, run.id, [Change.GONE_CHILD.name])
        points = read_changes(connection, run.id, [Change.POINTS_CHANGED.name])
        everything = read_changes(connection, run.id)
    assert run.before == first.id
    assert [change.child for change in new] == [h.child for h in histories[35:]]
    assert [change.child for change in gone] == [h.child for h in histories[:2]]
    assert points, "forty days change somebody's points"
    for change in points:
        assert (change.was, change.now) == (
            before[change.child].points, after[change.child].points,
        )  # fmt: skip
    assert sum(run.counts["changes"].values()) == len(everything)


def test_the_second_card_is_kept_for_those_of_whom_it_is_asked(
    store: Store, histories: list[History]
) -> None:
    put_in(store, histories)
    as_of = NOW - timedelta(days=700)
    a_rescoring(store, as_of)
    without = kept(store)
    a_rescoring(store, as_of, rules=replace(rules(), again=_AGAIN))
    levels = set()
    for history in histories:
        known = known_at(replace(history, connected=frozenset(SourceSystem)), as_of)
        said = again_said(known, _AGAIN)
        row = kept(store)[history.child]
        assert (row.again_level, row.again_points) == (said["level"], said["points"])
        assert replace(row, again_level=None, again_points=None) == without[history.child]
        levels.add(said["level"])
    assert levels > {None}


def test_the_challenger_is_scored_beside_every_child_and_changes_nothing_that_is_kept(
    store: Store, histories: list[History]
) -> None:
    """Each child by the challenger alone, as if it were the champion, gives the same counts."""
    put_in(store, histories)
    other = CardVersion(
        replace(vignette_card(), base=9, thresholds={"Medium": 12, "High": 22}), "2"
    )
    plain = rules()
    alone = a_rescoring(store, EARLIER, rules=replace(plain, champion=other)).run
    by_other = {child: row.band for child, row in kept(store).items()}
    beside = a_rescoring(store, EARLIER, rules=replace(plain, challenger=other)).run
    expected = Counter(
        f"{row.band} > {by_other[child]}"
        for child, row in kept(store).items()
        if row.points is not None
    )
    assert "beside_bands" not in alone.counts
    assert beside.counts["beside_bands"] == dict(sorted(expected.items()))
    moved = sum(n for way, n in expected.items() if way.split(" > ")[0] != way.split(" > ")[1])
    assert moved > 0
    told = Counter(beside.counts["beside_rises"]) + Counter(beside.counts["beside_falls"])
    assert sum(told.values()) == 2 * moved, "each once by team and once by local authority"
    assert beside.versions["challenger"] == other.content_hash
    a_rescoring(store, EARLIER, rules=plain)
    again = a_rescoring(store, EARLIER, rules=replace(plain, challenger=other))
    assert again.is_new, "another challenger is another run"
    assert again.run.counts["changes"] == {}, "and it changes no child"


def test_a_band_is_read_most_points_first(store: Store, histories: list[History]) -> None:
    put_in(store, histories)
    run = a_rescoring(store, EARLIER).run
    rows = kept(store).values()
    for band, many in run.counts["bands"].items():
        with store.reading() as connection:
            found = read_band(connection, run.id, band, most=1_000)
            assert read_band(connection, run.id, band, most=2) == found[:2]
        expected = [row for row in rows if row.band == band]
        assert found == sorted(expected, key=lambda r: (-(r.points or 0), r.child))
        assert len(found) == (many if band in ("Low", "Medium", "High") else 0)


def test_nothing_is_scored_before_anything_is_linked_nor_backwards_nor_ahead(
    store: Store, histories: list[History]
) -> None:
    with pytest.raises(CantRescoreError, match="missing-risk link"):
        a_rescoring(store)
    put_in(store, histories)
    with pytest.raises(NotYetError):
        a_rescoring(store, NOW + timedelta(minutes=1))
    a_rescoring(store, NOW)
    with pytest.raises(CantRescoreError, match="later moment, 2026-11-01T07"):
        a_rescoring(store, EARLIER)


def test_points_are_not_given_up_because_no_scorecard_can_be_loaded(
    store: Store, histories: list[History]
) -> None:
    none = replace(rules(), champion=None)
    put_in(store, histories)
    a_rescoring(store, EARLIER, rules=none)
    run = a_rescoring(store, EARLIER).run
    assert run.counts["changes"] == {Change.FIRST_POINTS.name: len(histories)}
    with pytest.raises(CantRescoreError, match="no scorecard can be loaded"):
        a_rescoring(store, NOW, rules=none)
    with store.reading() as connection:
        assert current_run(connection) == run


def test_a_store_without_children_is_scored_to_nobody(store: Store) -> None:
    put_in(store, [])
    run = a_rescoring(store, EARLIER).run
    assert (run.children, run.counts["bands"], kept(store)) == (0, {}, {})
    later: datetime = a_rescoring(store, NOW).run.as_of
    assert later == NOW
