"""The challenger beside the champion: counted in the store, never in a look's way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from duties.intervals import load_intervals
from records.history import History, known_at
from records.sources import SourceSystem
from scorecard import Card, load_policy, score
from serving.answer.cards import Cards, CardVersion
from serving.answer.comparing_cards import Compared, compare_cards
from serving.answer.inputs import AnswerInputs, LookInputs
from serving.service.shadow_looks import ShadowLooks
from serving.store.errors import StoreUnavailableError
from serving.store.opening import Store
from serving.store.shadow import ShadowKey, add_shadow, read_shadow
from tests.lib.cards import a_small_force
from tests.lib.rescoring import measured_codes
from tests.lib.vignette_card import vignette_card

NOW = datetime(2026, 11, 1, 7, tzinfo=UTC)
DAY = "2026-11-01"
POLICY = load_policy()


def other_card() -> Card:
    """The card for the vignettes with a line less, another base and other thresholds."""
    card = vignette_card()
    lines = tuple(line for line in card.lines if line.feature != "missing_reports_count_90d")
    return replace(card, base=6, lines=lines, thresholds={"Medium": 10, "High": 20})


CARDS = Cards(CardVersion(vignette_card(), "1"), CardVersion(other_card(), "2"))
PAIR = (DAY, vignette_card().content_hash, other_card().content_hash)


@pytest.fixture(scope="module")
def histories() -> list[History]:
    """Thirty children, each with reports; none is an adult yet."""
    return a_small_force(30)


def inputs_of(history: History, **given: Any) -> AnswerInputs:
    """What a look at the child was answered from."""
    values: dict[str, Any] = {
        "look": LookInputs(replace(history, connected=frozenset())).to_bytes(),
        "as_of": NOW,
        "known_at": NOW,
        "freshness": dict.fromkeys(SourceSystem, NOW),
        "linkage": "sha256:11",
        "champion": CARDS.champion,
        "again": None,
        "policy": POLICY,
        "intervals": load_intervals(),
    }
    return AnswerInputs(**(values | given))


def counted(store: Store) -> dict[ShadowKey, int]:
    """Everything that is kept."""
    with store.reading() as connection:
        return read_shadow(connection, "")


def test_what_is_kept_is_what_both_cards_give(store: Store, histories: list[History]) -> None:
    shadow = ShadowLooks(store, POLICY, quiet_s=0.0)
    expected: dict[ShadowKey, int] = {}

    def add(what: str, was: str, is_now: str = "") -> None:
        key = ShadowKey(*PAIR, what, was, is_now)
        expected[key] = expected.get(key, 0) + 1

    for history in histories:
        shadow.answered(inputs_of(history), CARDS)
        known = known_at(replace(history, connected=frozenset(SourceSystem)), NOW)
        codes = measured_codes(known)
        points, reasons = {}, {}
        for name, card in (("champion", vignette_card()), ("challenger", other_card())):
            found = compare_with(card, codes, known)
            points[name], reasons[name] = found.points, {r.feature for r in found.reasons}
        was = vignette_card().band_of(points["champion"]) or "Low"
        add("bands", was, other_card().band_of(points["challenger"]) or "Low")
        difference = points["challenger"] - points["champion"]
        edges = (-1_000_000, -19, -9, -4, 0, 1, 5, 10, 20)
        add("points", str([edge for edge in edges if edge <= difference][-1]))
        for name, others in (("champion", "challenger"), ("challenger", "champion")):
            for feature in reasons[name] - reasons[others]:
                add("line", feature, name)
    shadow.close()
    assert counted(store) == dict(sorted(expected.items()))
    assert len({key.was for key in expected if key.what == "bands"}) > 1


def compare_with(card: Card, codes: dict[str, int], known: Any) -> Any:
    """The points of a card by the plain engine."""
    from features.table import decode

    return score(card, {name: decode(codes[name]) for name in card.features})


def test_counts_of_a_day_add_up_over_processes(store: Store) -> None:
    key = ShadowKey(*PAIR, "bands", "Low", "High")
    other = key._replace(day="2026-10-31")
    for _ in range(3):
        with store.writing() as connection:
            add_shadow(connection, {key: 2, other: 1})
    assert counted(store) == {other: 3, key: 6}
    with store.reading() as connection:
        assert read_shadow(connection, DAY) == {key: 6}


def test_an_adult_is_not_compared(histories: list[History]) -> None:
    known = known_at(histories[0], datetime(2040, 1, 1, tzinfo=UTC))
    assert compare_cards(known, vignette_card(), other_card(), POLICY) is None


@pytest.mark.parametrize(
    "cards",
    [Cards(), replace(CARDS, challenger=None), replace(CARDS, champion=None)],
    ids=["none", "no challenger", "no champion"],
)
def test_without_a_pair_nothing_is_counted(
    store: Store, histories: list[History], cards: Cards
) -> None:
    shadow = ShadowLooks(store, POLICY, quiet_s=0.0)
    shadow.answered(inputs_of(histories[0]), cards)
    shadow.close()
    assert counted(store) == {}


def test_a_challenger_that_fails_is_counted_and_the_next_look_is_compared(
    store: Store, histories: list[History], caplog: pytest.LogCaptureFixture
) -> None:
    calls = iter([ZeroDivisionError, ZeroDivisionError, None])

    def compare(*_: Any) -> Compared:
        if (fault := next(calls)) is not None:
            raise fault
        return Compared("Low", "High", 12, ())

    shadow = ShadowLooks(store, POLICY, quiet_s=0.0, compare=compare)
    for history in histories[:3]:
        shadow.answered(inputs_of(history), CARDS)
    shadow.close()
    assert counted(store) == {
        ShadowKey(*PAIR, "bands", "Low", "High"): 1,
        ShadowKey(*PAIR, "failed"): 2,
        ShadowKey(*PAIR, "points", "10"): 1,
    }
    assert [record.message for record in caplog.records] == [
        "the challenger could not be scored: ZeroDivisionError"
    ], "said once, not at every look"


class Slow:
    """A comparison that waits to be let go."""

    def __init__(self) -> None:
        self.begun, self.may_go = threading.Event(), threading.Event()

    def __call__(self, *_: Any) -> Compared:
        self.begun.set()
        assert self.may_go.wait(20)
        return Compared("Low", "Low", 0, ())


def test_a_full_queue_drops_and_counts_and_never_waits(
    store: Store, histories: list[History]
) -> None:
    slow = Slow()
    shadow = ShadowLooks(store, POLICY, quiet_s=0.0, most_waiting=4, compare=slow)
    inputs = inputs_of(histories[0])
    shadow.answered(inputs, CARDS)
    assert slow.begun.wait(20)
    began = time.monotonic()
    for _ in range(10):
        shadow.answered(inputs, CARDS)
    assert time.monotonic() - began < 1
    slow.may_go.set()
    shadow.close()
    kept = counted(store)
    assert kept[ShadowKey(*PAIR, "bands", "Low", "Low")] == 5
    assert kept[ShadowKey(*PAIR, "dropped")] == 6


def test_it_steps_aside_while_anybody_looks(store: Store, histories: list[History]) -> None:
    slow = Slow()
    slow.may_go.set()
    shadow = ShadowLooks(store, POLICY, quiet_s=0.2, compare=slow)
    for _ in range(20):
        shadow.begins()
        shadow.answered(inputs_of(histories[0]), CARDS)
        time.sleep(0.01)
        assert not slow.begun.is_set()
    assert slow.begun.wait(20), "and goes on once it is quiet"
    shadow.close()


def test_counts_come_into_the_store_without_waiting_for_the_end(
    store: Store, histories: list[History]
) -> None:
    shadow = ShadowLooks(store, POLICY, quiet_s=0.0, keep_every_s=0.05)
    shadow.answered(inputs_of(histories[0]), CARDS)
    _until(lambda: bool(counted(store)))
    shadow.close()


def test_counts_do_not_wait_for_ever_for_a_quiet_moment(
    store: Store, histories: list[History]
) -> None:
    """Looks without end: the counts that there are are kept all the same."""
    shadow = ShadowLooks(store, POLICY, quiet_s=0.05, keep_every_s=60.0, patience_s=0.1,
                         most_waiting=1)  # fmt: skip
    inputs = inputs_of(histories[0])

    def look() -> bool:
        shadow.begins()
        shadow.answered(inputs, CARDS)
        return ShadowKey(*PAIR, "dropped") in counted(store)

    _until(look)
    shadow.close()


class _Unavailable:
    """A store that can't be written to until it is told that it can."""

    def __init__(self, store: Store) -> None:
        self._store, self.is_back = store, False

    def writing(self) -> Any:
        if not self.is_back:
            raise StoreUnavailableError("the disk is full")
        return self._store.writing()


def test_counts_that_can_not_be_kept_wait_for_the_next_time(
    store: Store, histories: list[History], caplog: pytest.LogCaptureFixture
) -> None:
    broken: Any = _Unavailable(store)
    shadow = ShadowLooks(broken, POLICY, quiet_s=0.0, keep_every_s=0.01)
    shadow.answered(inputs_of(histories[0]), CARDS)
    _until(lambda: bool(caplog.records))
    shadow.answered(inputs_of(histories[0]), CARDS)
    broken.is_back = True
    shadow.close()
    bands = [looks for key, looks in counted(store).items() if key.what == "bands"]
    assert sum(bands) == 2
    assert "the disk is full" in caplog.records[0].message


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if holds():
            return
        time.sleep(0.005)
    raise AssertionError("it never came to hold")
