"""How many of ten thousand answers are kept, and come out again, after all that befell a force."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from linkage.subjects import Subject
from records.persons import ChildId
from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.model_store import Held
from serving.service.context import Service
from serving.service.linked_people import NoSuchPersonError
from serving.service.measure_replay import measure_replay
from serving.service.opening import open_service
from serving.service.relinking import DecisionConflictError
from serving.service.reviewed_links import LinkSettledError
from serving.service.show_child import show_child
from serving.service.split_child import SplitError, split_child
from serving.settings import Settings
from serving.store.links import current_links, records_of
from serving.store.opening import Store, open_store
from serving.tables.who import WHO
from tests.bench.invented import Invented
from tests.lib.story_parts import CARDS

__all__ = ["replaying"]

_ANSWERS = 10_000
_ROUNDS = 20
_SPLITS = 5
_OFFICER = Officer("bench", "Bench", ("officer", "link_reviewer"))
_WHY = AccessReason("review")


def replaying(force: Invented) -> dict[str, float]:
    """Looks at random children, now and as of the past, under cards, policies and timetables
    that change, between splits of children; then every answer again, both rates apart."""
    with _copied(force) as store:
        splits = asyncio.run(_story(store))
        began = time.perf_counter()
        rates = measure_replay(store)
        took = time.perf_counter() - began
    return {
        "replay.answers": float(rates.answers),
        "replay.kept_percent": 100 * rates.kept / rates.answers,
        "replay.about_children": float(rates.about_children),
        "replay.recomputed_percent": 100 * rates.recomputed / rates.about_children,
        "replay.without_named_cause": float(rates.unexplained),
        "replay.splits": float(splits),
        "replay.seconds": took,
    }


@contextmanager
def _copied(force: Invented) -> Iterator[Store]:
    """A store of its own: the others' figures shall not depend on what is done here."""
    with open_store(force.store, writer=True):
        pass  # What waits beside the file goes into it as the last connection closes.
    with TemporaryDirectory(prefix="missing-risk-replaying-") as folder:
        source = Path(force.store.removeprefix("sqlite:///"))
        for file in source.parent.glob(f"{source.name}*"):
            copyfile(file, Path(folder) / file.name)
        for key in Path(folder).glob("*.key"):
            key.chmod(0o600)
        with open_store(f"sqlite:///{folder}/{source.name}", writer=True) as store:
            yield store


class _Moments:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


async def _story(store: Store) -> int:
    """Everything that was to happen; returns how many children were split."""
    generator, held, splits = random.Random(1), Held(CARDS[0]), 0
    with store.reading() as connection:
        children = sorted(set(current_links(connection, WHO[Subject.CHILD]).values()))
    # After whatever was done to the store so far.
    clock = _Moments(datetime.now(UTC) + timedelta(hours=1))
    settings = Settings.read({"MISSING_RISK_FULLER_REASON_ONE_IN": "0"}, str(store.address))
    async with open_service(settings, store, lambda: held, clock) as service:
        for number in range(_ROUNDS):
            held = Held(CARDS[number % len(CARDS)])
            service.policy = replace(service.policy, version=f"bench-{number}")
            service.intervals = replace(service.intervals, due_within_hours=24 + number)
            for _ in range(_ANSWERS // _ROUNDS):
                child = generator.choice(children)
                days = generator.choice((0, 0, 30, 400))
                as_of = clock.now - timedelta(days=days) if days else None
                await show_child(service, _OFFICER, child, _WHY, as_of)
            for _ in range(_SPLITS):
                splits += await _split(service, store, generator.choice(children))
    return splits


async def _split(service: Service, store: Store, child: ChildId) -> int:
    with store.reading() as connection:
        records = sorted(records_of(connection, WHO[Subject.CHILD], [child]), key=str)
    if len(records) < 2:
        return 0
    try:
        await split_child(service, _OFFICER, child, records[:1], "Two, by the school.", _WHY)
    except (DecisionConflictError, LinkSettledError, NoSuchPersonError, SplitError):
        return 0
    return 1
