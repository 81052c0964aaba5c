"""Inputs of answers for the golden pairs: a thousand that nobody would think of, and the
named scenarios with whatever they were drawn to show."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from duties.intervals import load_intervals
from features.catalogue import CATALOGUE, CATALOGUE_VERSION
from records.events import Event, EventKind
from records.history import History
from records.persons import ChildId
from records.sources import EXTRACTED, SourceSystem
from records.unknown import Unknown
from scorecard import Card, load_policy
from serving.answer import AnswerInputs, CardVersion, LookInputs, Possible
from serving.answer.inputs import CARRIED_KINDS
from serving.store.histories import blob_digest
from serving.store.opening import open_store
from synthetic_data.scenarios import NAMES
from tests.lib.cards import a_card, a_line
from tests.lib.door import Door
from tests.lib.histories import CONNECTED
from tests.lib.link_review import doubtful_force
from tests.lib.random_histories import NOW, histories, moments
from tests.lib.scenarios import played
from tests.lib.store_reading import current_looks
from tests.lib.vignette_card import again_card, vignette_card

__all__ = ["cases", "invented_inputs"]

_INVENTED = 850
_POLICY, _INTERVALS = load_policy(), load_intervals()
#: As the release has it, and as another force might.
_POLICIES = (
    _POLICY,
    replace(_POLICY, version="of another force", note="Advice alone.", floors=_POLICY.floors[:4]),
)
_TIMETABLES = (
    _INTERVALS,
    replace(_INTERVALS, version="of another force", due_within_hours=48, done_shown_days=1),
)
_OTHERS = ("C-OTHER00000", "C-OTHER00001", "C-OTHER00002")


def _wide_cards() -> tuple[Card, ...]:
    """Cards that between them ask for every feature."""
    direction = {feature.name: feature.direction for feature in CATALOGUE}
    names = [feature.name for feature in CATALOGUE]
    return tuple(
        a_card(
            lines=tuple(
                a_line(name, direction[name], neutral=1, unknown={Unknown.NOT_CONNECTED: 3})
                if direction[name] != "down"
                else replace(
                    a_line(name, "up"),
                    direction="down",
                    bins=tuple(
                        replace(one, points=points)
                        for one, points in zip(a_line(name).bins, (9, 5, 0), strict=True)
                    ),
                )
                for name in names[start : start + 20]
            ),
            catalogue_version=CATALOGUE_VERSION,
        )
        for start in range(0, len(names), 20)
    )


_CARDS = (vignette_card(), *_wide_cards())


@st.composite
def invented_inputs(draw: st.DrawFn) -> AnswerInputs:
    """Any child, any moment, any extracts, any cards, any limits."""
    random_ = random.Random(draw(st.integers(0, 2**32)))
    history = _seldom_drawn(draw(histories(most=24)), random_)
    possible = tuple(
        _possible(draw(histories(most=12)), number, random_)
        for number in range(random_.choice((0, 0, 0, 1, 2)))
    )
    systems = sorted(history.connected, key=lambda system: system.value)
    taken = {
        system: NOW - timedelta(hours=random_.choice((0, 1, 5, 30, 80, 500))) for system in systems
    }
    adults = {
        f"{system.value}:A-{number}": f"A-KNOWN{number:05}"
        for system in CONNECTED
        for number in (1, 2)
        if random_.random() < 0.5
    }
    look = LookInputs(replace(history, connected=frozenset()), possible, adults)
    withheld = frozenset(one for one in _OTHERS if random_.random() < 0.2)
    return AnswerInputs(
        look=look.to_bytes(),
        as_of=draw(moments()),
        known_at=NOW,
        freshness=taken,
        linkage=f"sha256:{random_.randrange(4):064x}",
        champion=_champion(random_),
        again=CardVersion(again_card(), "3", random_.random() < 0.1)
        if random_.random() < 0.8
        else None,
        policy=random_.choices(_POLICIES, (9, 1))[0],
        intervals=random_.choices(_TIMETABLES, (9, 1))[0],
        withheld=withheld,
        restrictions=blob_digest(b"limits") if withheld else "",
    )


def _seldom_drawn(history: History, random_: random.Random) -> History:
    """The history, with what a policy asks for and random ones hardly ever hold."""
    persons = tuple(
        replace(person, learning_disability=random_.choice((None, None, True, False)))
        for person in history.persons
    )
    agreed: dict[str, Any] = {"agreed_band": random_.choice(_POLICY.labels[1:])}
    if random_.random() < 0.5:
        agreed["agreed_until"] = (NOW + timedelta(days=random_.choice((-1, 0, 30)))).date()
    events = tuple(
        replace(event, details={**event.details, **agreed})
        if event.kind is EventKind.PLAN_VERSION and random_.random() < 0.5
        else event
        for event in history.events
    )
    return replace(history, persons=persons, events=(*events, *_said(random_)))


def _said(random_: random.Random) -> tuple[Event, ...]:
    """What people say to the advice of four histories in ten, in every state that it can take."""
    if random_.random() < 0.6:
        return ()
    events = []
    for number in range(random_.choice((1, 1, 2, 3))):
        made = NOW - timedelta(days=random_.choice((1, 5, 20, 40, 300)), hours=number)
        until = made.date() + timedelta(days=random_.choice((0, 3, 28)))
        said = {"judgement": random_.choice(("agree", "raise", "lower", "lower"))}
        said["judged_band"] = random_.choice(_POLICY.labels)
        events.append(_here(EventKind.JUDGEMENT_MADE, number, made, judged_until=until, **said))
        after = random_.choice(
            (None, None, None, EventKind.JUDGEMENT_APPROVED, EventKind.JUDGEMENT_DECLINED,
             EventKind.JUDGEMENT_ENDED)
        )  # fmt: skip
        if after is not None:
            events.append(_here(after, number, made + timedelta(hours=2)))
    held = NOW - timedelta(days=random_.choice((1, 30, 200)))
    heard: dict[str, Any] = {"words_heard": random_.choice(("heard", "missing"))}
    if heard["words_heard"] == "heard":
        heard |= {"own_words": "I want to go back to my nan\u2019s.", "said_on": held.date()}
    ends: dict[str, Any] = random_.choice(
        ({"next_review": held.date() + timedelta(days=28)}, {"outcome": "safer"})
    )
    view = random_.choice(_POLICY.labels)
    own = {"own_view": view, "action": "See him alone.", "action_owner": "PC Example"}
    events.append(_here(EventKind.CHILD_REVIEWED, 9, held, **own, **heard, **ends))
    return tuple(events)


def _here(kind: EventKind, number: int, at: datetime, **details: Any) -> Event:
    """One entry written down in this service."""
    by = {"by": "officer", "by_role": "Response officer", "by_team": "City North"}
    if kind is not EventKind.CHILD_REVIEWED:
        by["grounds"] = "Her school saw her every day."
    entry = f"{kind.value}.{number}"
    source = SourceSystem.CHILD_REVIEWS
    return Event(source, kind, f"J-{number}", entry, at, at, {**by, **details})


def _champion(random_: random.Random) -> CardVersion | None:
    if random_.random() < 0.05:
        return None
    card = random_.choice(_CARDS)
    return CardVersion(card, str(_CARDS.index(card) + 1), random_.random() < 0.05)


def _possible(history: History, number: int, random_: random.Random) -> Possible:
    carried = tuple(event for event in history.events if event.kind in CARRIED_KINDS)
    return Possible(
        history=replace(
            history,
            child=ChildId(_OTHERS[number]),
            events=carried,
            connected=frozenset(),
            connections=(),
        ),
        name="Alex Example-Other",
        source=random_.choice(EXTRACTED),
        same=("postcode", "first three letters")[: random_.randrange(3)],
        different=("surname by one letter",)[: random_.randrange(2)],
    )


def cases() -> Iterator[AnswerInputs]:
    """A thousand inputs, the same at every call with the same libraries."""
    found: dict[bytes, AnswerInputs] = {}

    @settings(
        max_examples=_INVENTED * 3,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(invented_inputs())
    def gather(inputs: AnswerInputs) -> None:
        if len(found) < _INVENTED:
            found[inputs.look + str(inputs.as_of).encode()] = inputs

    gather()
    yield from found.values()
    told = list(_scenarios())
    yield from told[: 1_000 - len(found)]


def _scenarios() -> Iterator[AnswerInputs]:
    """Every child of the named scenarios and of doubtful links, asked again and again."""
    force = played(*NAMES)
    with TemporaryDirectory(prefix="golden-") as directory:
        folder = Path(directory)
        door = Door(folder / "played", force.write(folder / "extracts"), moment=force.taken)
        door.store.close()
        other = Door(folder / "doubtful", doubtful_force())
        other.store.close()
        for path, taken in ((folder / "played", force.taken), (folder / "doubtful", other.moment)):
            yield from _asked(path / "store.db", taken)


def _asked(path: Path, taken: datetime) -> Iterator[AnswerInputs]:
    with open_store(f"sqlite:///{path}", writer=False) as store:
        looks, freshness, linkage = current_looks(store)
    for days in (0, 2, 9, 30, 60, 200):
        for look in looks:
            yield AnswerInputs(
                look=look,
                as_of=taken - timedelta(days=days),
                known_at=taken,
                freshness=freshness,
                linkage=linkage,
                champion=CardVersion(vignette_card(), "1"),
                again=CardVersion(again_card(), "1"),
                policy=_POLICY,
                intervals=_INTERVALS,
            )
