"""The challenger scored beside the champion, after each look and out of its way.

A look hands its inputs over once its answer is decided and in the log, and goes on. A
thread of its own scores both cards in moments when nobody looks, and keeps counts alone:
no child, no officer. What it can't keep up with is dropped and counted. Counts that are
not in the store yet when the process dies are lost.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue

from records.calendar import local_day
from records.history import known_at
from records.sources import SourceSystem
from scorecard import Card, Policy
from serving.answer.cards import Cards
from serving.answer.comparing_cards import Compared, compare_cards
from serving.answer.inputs import AnswerInputs, look_history
from serving.store.errors import StoreError
from serving.store.opening import Store
from serving.store.shadow import ShadowKey, add_shadow

__all__ = ["DIFFERENCES", "ShadowLooks"]

_LOG = logging.getLogger("serving")
#: Stretches of the difference of points, each by its least; the first has none.
DIFFERENCES = (-1_000_000, -19, -9, -4, 0, 1, 5, 10, 20)
#: Between two comparisons, so that a look that comes meanwhile waits for one at most.
_BREATH_S = 0.001


@dataclass(frozen=True, slots=True)
class _Look:
    """One look to compare, and the pair of cards by day and hashes."""

    pair: tuple[str, str, str]
    champion: Card
    challenger: Card
    look: bytes
    as_of: datetime
    systems: frozenset[SourceSystem]


class ShadowLooks:
    """Compares both cards on looks that were answered.

    Args:
        most_waiting: looks that may wait to be compared before more are dropped.
        quiet_s: nobody must have looked for so long before one is compared.
        keep_every_s: counts go into the store no oftener than this, in a quiet moment.
        patience_s: after so long they no longer wait for a quiet moment.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        *,
        most_waiting: int = 256,
        quiet_s: float = 0.05,
        keep_every_s: float = 60.0,
        patience_s: float = 600.0,
        compare: Callable[[_Look, Policy], Compared | None] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._policy = policy
        self._most_waiting = most_waiting
        self._quiet_s = quiet_s
        self._keep_every_s = keep_every_s
        self._patience_s = patience_s
        self._compare = compare or _compared
        self._monotonic = monotonic
        self._queue: SimpleQueue[_Look | None] = SimpleQueue()
        self._dropped: deque[tuple[str, str, str]] = deque()
        self._counts: Counter[ShadowKey] = Counter()
        self._said: set[str] = set()
        self._last_look = self._kept_at = monotonic()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="shadow-looks", daemon=True)
        self._thread.start()

    def begins(self) -> None:
        """A look begins: whoever compares steps aside."""
        self._last_look = self._monotonic()

    def answered(self, inputs: AnswerInputs, cards: Cards) -> None:
        """A look was answered from these inputs. Never waits, never raises."""
        champion, challenger = cards.champion, cards.challenger
        if champion is None or challenger is None:
            return
        day = local_day(inputs.known_at).isoformat()
        pair = (day, champion.content_hash, challenger.content_hash)
        if self._queue.qsize() >= self._most_waiting:
            self._dropped.append(pair)
            return
        systems = frozenset(inputs.freshness)
        self._queue.put(
            _Look(pair, champion.card, challenger.card, inputs.look, inputs.as_of, systems)
        )

    def close(self) -> None:
        """Compare what waits, keep every count, and stop. Call it off the event loop."""
        self._closing.set()
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                look = self._queue.get(timeout=self._keep_every_s)
            except Empty:
                look = None
            self._step_aside()
            if look is not None:
                self._count(look)
            self._keep_if_due()
        while (left := self._next()) is not None:
            self._count(left)
        self._keep()

    def _next(self) -> _Look | None:
        """The next that waits, past the mark of closing; None when there is none."""
        while True:
            try:
                look = self._queue.get_nowait()
            except Empty:
                return None
            if look is not None:
                return look

    def _step_aside(self) -> None:
        self._closing.wait(_BREATH_S)
        while self._monotonic() - self._last_look < self._quiet_s:
            if self._closing.wait(self._quiet_s):
                return
            if self._monotonic() - self._kept_at > self._patience_s:
                self._keep()

    def _count(self, look: _Look) -> None:
        try:
            found = self._compare(look, self._policy)
        except Exception as fault:  # noqa: BLE001  # whatever it is, it is counted, and named once
            self._counts[ShadowKey(*look.pair, "failed")] += 1
            self._say(f"the challenger could not be scored: {type(fault).__name__}")
            return
        if found is None:
            return
        self._counts[ShadowKey(*look.pair, "bands", found.was, found.is_now)] += 1
        stretch = max(least for least in DIFFERENCES if found.difference >= least)
        self._counts[ShadowKey(*look.pair, "points", str(stretch))] += 1
        for feature, card in found.lines:
            self._counts[ShadowKey(*look.pair, "line", feature, card)] += 1

    def _keep_if_due(self) -> None:
        if self._monotonic() - self._kept_at >= self._keep_every_s:
            self._keep()

    def _keep(self) -> None:
        """Add the counts to the store; if it can't take them, they wait for the next time."""
        self._kept_at = self._monotonic()
        while self._dropped:
            self._counts[ShadowKey(*self._dropped.popleft(), "dropped")] += 1
        if not self._counts:
            return
        try:
            with self._store.writing() as connection:
                add_shadow(connection, self._counts)
        except StoreError as fault:
            self._say(f"what the challenger said could not be kept: {fault}")
            return
        self._counts = Counter()

    def _say(self, words: str) -> None:
        """Each trouble once: it would come back with every look."""
        if words not in self._said:
            self._said.add(words)
            _LOG.warning(words)


def _compared(look: _Look, policy: Policy) -> Compared | None:
    known = known_at(look_history(look.look, look.systems), look.as_of)
    return compare_cards(known, look.champion, look.challenger, policy)
