"""A time in an invented force's life told shift by shift, as the service would have told it.

Everything goes the service's own way: the lists of open work are kept as each entry becomes
known, acts tell as they are entered, the clock and weekly bands tell by looking around, and
what is pushed is delivered. Only people are played: nine in ten supervisors acknowledge
within four minutes, the others never.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import and_, delete, or_, select

from duties.intervals import load_intervals
from records.calendar import instant_from_text, instant_to_text
from records.events import Event, EventKind
from records.history import History, known_at
from records.persons import ChildId
from records.states import missing_episodes, notices, plans
from records.written import WrittenHistory
from scorecard import load_policy
from serving.answer.advice import advice_values, measure_for
from serving.answer.cards import CardVersion
from serving.settings import Settings
from serving.store.linked import LinkedHistories
from serving.store.opening import Store
from serving.store.schema import store_secret
from serving.tables.messages import messages, told_notices
from serving.tables.work import work_items
from serving.telling.channels import Channels
from serving.telling.deliver import deliver_due
from serving.telling.kinds import AGAIN_AFTER, LAPSING_DAYS
from serving.telling.look_around import look_around
from serving.telling.shifts import shift_began
from serving.telling.tell import Told, tell
from serving.telling.tellers import HostTeller
from serving.telling.wording import Message
from serving.work_store.told_lists import acknowledge_told
from serving.work_store.worklist import keep_items
from serving.worklist.deriving import child_work
from tests.lib.telling import Kept
from tests.lib.vignette_card import vignette_card

__all__ = ["Year", "YearTold", "table_of"]

_JUST_AFTER = timedelta(microseconds=1)
_SHIFT = timedelta(hours=8)
_ACKNOWLEDGED_AFTER = timedelta(minutes=4)
#: Of so many supervisors who must acknowledge, one never does.
_ONE_IN = 10
#: After a moment of the lists, or before it, something is told: at once, when a referral has
#: stood unowned too long, when nobody reviewed for two days more, and when a day draws near.
_COMES_AFTER = (
    timedelta(),
    timedelta(hours=load_intervals().referral_allocation.within_hours),
    timedelta(days=2),
    *(timedelta(days=-days) for days in LAPSING_DAYS),
)


@dataclass(frozen=True, slots=True)
class YearTold:
    """What people were told.

    Attributes:
        shifts: how many shifts each team had.
        pushes, digests: audience -> how many in each shift of each team, quiet ones too.
        kinds: (audience, kind) -> told, pushed and held back by a budget.
        left: every message that left; ``bodies`` are what their receiver got.
    """

    shifts: int
    teams: tuple[str | None, ...]
    pushes: Mapping[str, tuple[int, ...]]
    digests: Mapping[str, tuple[int, ...]]
    kinds: Mapping[tuple[str, str], tuple[int, int, int]]
    left: tuple[Message, ...]

    @property
    def bodies(self) -> tuple[bytes, ...]:
        """Every message that left, as the receiver of a webhook got it."""
        return tuple(message.body() for message in self.left)


class Year:
    """One telling of the time from ``begin`` to ``end`` in a store that was linked."""

    def __init__(self, store: Store, begin: datetime, end: datetime, rounds: int = 2) -> None:
        """``rounds``: how often a shift the service looks around."""
        self.store, self.begin, self.end, self._rounds = store, begin, end, rounds
        self.out = Kept()
        with store.reading() as connection:
            secret = store_secret(connection)
            self._written = {one.child: one for one in LinkedHistories(connection)}
        self.children = sorted(map(str, self._written))
        self._read = {child: one.history() for child, one in self._written.items()}
        settings = replace(
            Settings.read({}, str(store.path)),
            address="https://risk.example",
            webhook_url="http://127.0.0.1:9/told",
            webhook_secret=Path("webhook-secret"),
        )
        self.teller = HostTeller(store, settings, secret, secrets.token_bytes)
        self._policy, self._intervals = load_policy(), load_intervals()
        self._card = CardVersion(vignette_card(), "1")
        self._bands: dict[ChildId, str | None] = {}

    def tell(self) -> YearTold:
        """Let it pass, and count."""
        before = self.begin - _JUST_AFTER
        with self.store.writing() as connection:
            connection.execute(delete(work_items))
            for child, one in self._written.items():
                keep_items(connection, [(child, self._work(one, before))])
        with Channels(self.teller.settings, {"webhook": lambda _: self.out}) as channels:
            self._pass(channels)
        return self._counted()

    def _pass(self, channels: Channels) -> None:
        waiting = sorted(self._events(), key=lambda one: (one[0], str(one[1]), one[2].entry))
        weekly: set[ChildId] = set()
        at, step, place = self.begin, _SHIFT / self._rounds, 0
        rescored = self.begin + timedelta(days=7)
        is_quiet, looked = False, self.begin - _SHIFT
        while at < self.end:
            began = place
            while place < len(waiting) and waiting[place][0] < at:
                recorded, child, event = waiting[place]
                self._known(recorded, child, event)
                weekly.add(child)
                place += 1
            if at >= rescored:
                self._rescored(at, weekly)
                weekly.clear()
                rescored += timedelta(days=7)
                is_quiet = False
            if place > began or not is_quiet or self._is_anything_due(looked, at):
                is_quiet = not look_around(self.teller, at, self._policy)
                deliver_due(self.teller, channels, partial(_same, at), most=10_000)
                looked = at
            at += step

    def _is_anything_due(self, looked: datetime, at: datetime) -> bool:
        """Whether time alone may have brought anything since the last look, which found nothing:
        looks at which nothing can be new are left out, so that a year passes in seconds."""
        items, told = work_items.c.at, told_notices.c
        moved = [
            items.between(instant_to_text(looked - after - _SHIFT), instant_to_text(at - after))
            for after in _COMES_AFTER
        ]
        again = told.at.between(
            instant_to_text(looked - AGAIN_AFTER - _SHIFT), instant_to_text(at - AGAIN_AFTER)
        )
        waits = and_(told.way == "digest", told.message_id.is_(None))
        with self.store.reading() as connection:
            due = select(items).where(or_(*moved)).limit(1)
            left = select(told.id).where(or_(again, waits)).limit(1)
            return any(connection.execute(query).first() is not None for query in (due, left))

    def _events(self) -> Iterator[tuple[datetime, ChildId, Event]]:
        for child, history in self._read.items():
            for event in history.events:
                if self.begin <= event.recorded < self.end:
                    yield event.recorded, child, event

    def _known(self, recorded: datetime, child: ChildId, event: Event) -> None:
        """One entry becomes known: lists first, then whoever must know of it."""
        now = recorded + _JUST_AFTER
        known = known_at(self._read[child], now)
        with self.store.writing() as connection:
            keep_items(connection, [(child, self._work(self._written[child], now))])
            if event.kind is EventKind.MISSING_REPORTED and self._is_planned(child, now):
                self._told(connection, "missing_report_with_plan", child, event.reference, now)
            if event.details.get("disclosure") is not None:
                self._told(connection, "disclosure", child, event.entry, now)
            episodes = missing_episodes(known)
            is_missing = bool(episodes) and episodes[-1].is_open
            if event.kind is EventKind.MISSING_REPORTED and is_missing:
                cause = episodes[-1].reference
                if self._has_risen(child, now):
                    self._told(connection, "newly_high_while_missing", child, cause, now)

    def _rescored(self, at: datetime, children: set[ChildId]) -> None:
        for child in sorted(children):
            if self._has_risen(child, at):
                with self.store.writing() as connection:
                    self._told(connection, "newly_high", child, f"rescoring {at:%G-%V}", at)

    def _told(self, connection: Any, kind: str, child: ChildId, cause: str, at: datetime) -> None:
        told = Told(kind, str(child), cause, at, reference=cause, sender="officer")
        for notice in tell(connection, self.teller, told):
            if int(notice[:4], 16) % _ONE_IN:
                acknowledge_told(connection, notice, at + _ACKNOWLEDGED_AFTER, "supervisor")

    def _is_planned(self, child: ChildId, now: datetime) -> bool:
        known = known_at(self._read[child], now)
        return any(plan.is_live for plan in plans(known)) or any(
            notice.is_in_force for notice in notices(known)
        )

    def _work(self, written: WrittenHistory, now: datetime) -> Any:
        return child_work(written, self._intervals, None, now)

    def _has_risen(self, child: ChildId, now: datetime) -> bool:
        """Whether the band is the highest now and was not when it was last worked out."""
        history = self._read[child]
        if child not in self._bands:
            self._bands[child] = self._band(history, now - timedelta(days=7))
        before, self._bands[child] = self._bands[child], self._band(history, now)
        top = self._policy.labels[-1]
        return self._bands[child] == top and before != top

    def _band(self, history: History, now: datetime) -> str | None:
        known = known_at(history, now)
        measured = measure_for(known, self._card)
        band: str | None = advice_values(known, self._card, self._policy, measured)["advice"][
            "band"
        ]
        return band

    def _counted(self) -> YearTold:
        told, sent = told_notices.c, messages.c
        with self.store.reading() as connection:
            rows = connection.execute(select(told.audience, told.kind, told.way, told.held_back))
            kinds = Counter((r.audience, r.kind, r.way, r.held_back) for r in rows)
            found = connection.execute(select(sent.at, sent.audience, sent.team, sent.is_digest))
            leaving = [(instant_from_text(r.at), r.audience, r.team, r.is_digest) for r in found]
            teams = {team for _, _, team, _ in leaving}
        shifts = len(
            {shift_began(self.begin + _SHIFT * n) for n in range((self.end - self.begin) // _SHIFT)}
        )
        return YearTold(
            shifts=shifts,
            teams=tuple(sorted(teams, key=str)),
            pushes=_by_shift(leaving, shifts, is_digest=0),
            digests=_by_shift(leaving, shifts, is_digest=1),
            kinds=_by_kind(kinds),
            left=tuple(self.out.messages),
        )


def _same(moment: datetime) -> datetime:
    return moment


def _by_shift(
    leaving: list[tuple[datetime, str, str | None, int]], shifts: int, *, is_digest: int
) -> dict[str, tuple[int, ...]]:
    """Audience -> how many in each shift of each of its teams; shifts without any are 0."""
    counts: dict[str, Counter[tuple[str | None, datetime]]] = defaultdict(Counter)
    teams: dict[str, set[str | None]] = defaultdict(set)
    for at, audience, team, digest in leaving:
        teams[audience].add(team)
        if digest == is_digest:
            counts[audience][team, shift_began(at)] += 1
    return {
        audience: tuple(
            sorted([*found.values(), *[0] * (shifts * len(teams[audience]) - len(found))])
        )
        for audience, found in counts.items()
    }


def _by_kind(
    kinds: Mapping[tuple[str, str, str, int], int],
) -> dict[tuple[str, str], tuple[int, int, int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (audience, kind, way, held), count in kinds.items():
        counts = found[audience, kind]
        counts[0] += count
        counts[1] += count * (way == "push")
        counts[2] += count * held
    return {key: (counts[0], counts[1], counts[2]) for key, counts in sorted(found.items())}


def table_of(told: YearTold) -> dict[str, float]:
    """The figures by name, for printing."""
    figures: dict[str, float] = {"telling.shifts": told.shifts}
    for way, counts in (("pushes", told.pushes), ("digests", told.digests)):
        for audience, by_shift in counts.items():
            name = f"telling.{audience}.{way}"
            figures[f"{name}.median_a_shift"] = median(by_shift)
            figures[f"{name}.99th_a_shift"] = by_shift[(len(by_shift) - 1) * 99 // 100]
            figures[f"{name}.most_a_shift"] = by_shift[-1]
            figures[f"{name}.all"] = sum(by_shift)
    for (audience, kind), (all_, pushed, held) in told.kinds.items():
        figures[f"telling.{audience}.{kind}.told"] = all_
        figures[f"telling.{audience}.{kind}.pushed"] = pushed
        figures[f"telling.{audience}.{kind}.held_back"] = held
    return figures
