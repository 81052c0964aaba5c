"""Keeps the registered cards at hand, and asks the registry for news in the background."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from serving.answer.cards import Cards
from serving.model_store.choosing import choose
from serving.model_store.kept_cards import keep_cards, kept_cards
from serving.model_store.registry import (
    AGAIN_MODEL,
    MAIN_MODEL,
    Held,
    ModelStore,
    ModelStoreError,
)

__all__ = ["CardKeeper"]

_LOG = logging.getLogger("serving")
_NO_ANSWER = "the registry did not answer in time"


class CardKeeper:
    """Keeps the cards at hand. :meth:`held` never blocks, whatever the registry does.

    Args:
        folder: where the last good cards are kept.
        bands: the bands that a main card must start: the policy's above the lowest.
        clock: gives the moment, in UTC.
        every_s: how often the registry is asked.
    """

    def __init__(
        self,
        store: ModelStore,
        folder: Path,
        bands: tuple[str, ...],
        clock: Callable[[], datetime],
        every_s: float = 30.0,
    ) -> None:
        self._store = store
        self._folder = folder
        self._bands = bands
        self._clock = clock
        self._every_s = every_s
        self._stop = threading.Event()
        self._held = kept_cards(folder, bands)
        self._thread: threading.Thread | None = None

    def held(self) -> Held:
        """Everything held now: one set that is never changed, only replaced whole."""
        return self._held

    def cards(self) -> Cards:
        """The cards held now."""
        return self._held.cards

    def refresh(self) -> None:
        """Ask the registry now and hold what it says, as far as that can be used.

        Raises:
            ModelStoreError: it can't be asked, or a card that it names can't be used; what
                can't be replaced stays as it was.
        """
        before = self._held
        try:
            main, again = self._store.versions(MAIN_MODEL), self._store.versions(AGAIN_MODEL)
        except ModelStoreError as fault:
            self._held = replace(before, silence=str(fault))
            raise
        held = choose(before, main, again, self._store.card, self._bands, self._clock())
        faults = [f"{place}: {said}" for place, said in held.faults.items()]
        if (held.cards, held.versions) != (before.cards, before.versions):
            try:
                keep_cards(self._folder, held)
            except OSError as fault:
                # Used all the same: only a restart under a silent registry would miss them.
                faults.append(f"the cards could not be kept on disk ({fault.strerror})")
        self._held = held
        if faults:
            raise ModelStoreError("; ".join(faults))

    def refresh_within(self, seconds: float) -> None:
        """:meth:`refresh`, waited for no longer than this; what is held stays usable.

        Raises:
            ModelStoreError: as of :meth:`refresh`, or the registry did not answer in time.
        """
        faults: list[ModelStoreError] = []

        def ask() -> None:
            try:
                self.refresh()
            except ModelStoreError as fault:
                faults.append(fault)

        asking = threading.Thread(target=ask, name="cards-once", daemon=True)
        asking.start()
        asking.join(seconds)
        if asking.is_alive():
            raise ModelStoreError(_NO_ANSWER)
        if faults:
            raise faults[0]

    def start(self, report: Callable[[str], None] = _LOG.warning) -> None:
        """Ask at once and then from time to time, in a thread of its own.

        ``report`` hears of each trouble once, not each time that it is met again.
        """

        def run() -> None:
            said = ""
            while True:
                try:
                    self.refresh()
                    said = ""
                except ModelStoreError as fault:
                    if str(fault) != said:
                        said = str(fault)
                        report(f"scorecards not refreshed: {said}")
                if self._stop.wait(self._every_s):
                    return

        self._thread = threading.Thread(target=run, name="cards", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a question that is on its way is not waited for."""
        self._stop.set()
