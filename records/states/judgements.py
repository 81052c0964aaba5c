"""Professional judgement: what people say to the advice, and whether it holds (N7).

Each stands beside the advice and never changes it. Agreeing and raising hold at once;
lowering holds from the moment that a supervisor approves it. The state is a function of
five facts, by the first row of :data:`STATES` that fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from records.calendar import local_day
from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = [
    "STATES",
    "Judgement",
    "JudgementFacts",
    "JudgementState",
    "judgement_state",
    "judgements",
    "standing_judgement",
    "waiting_judgement",
]


class JudgementState(Enum):
    """How far a judgement has come. Values stand in answers: never rename."""

    #: It lowers, and no supervisor has decided yet: it does not hold.
    WAITING = "waiting"
    #: It holds.
    STANDING = "standing"
    #: A supervisor declined it: it never held.
    DECLINED = "declined"
    #: Somebody ended it before its last day was over.
    ENDED = "ended"
    #: A later judgement took its place.
    SUPERSEDED = "superseded"
    #: It held, and its last day is over.
    EXPIRED = "expired"
    #: Its last day is over and nobody ever decided: it never held.
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class JudgementFacts:
    """All that its state follows from.

    Attributes:
        lowers: it gives a lower band than the advice then.
        decided: whether a supervisor approved it; None if none decided.
    """

    lowers: bool
    decided: bool | None
    is_ended: bool
    is_superseded: bool
    is_past: bool

    @property
    def held(self) -> bool:
        """Whether it ever took hold."""
        return self.decided is not False and (not self.lowers or self.decided is True)


#: The first row whose rule is met counts; the last is met by every judgement.
STATES: tuple[tuple[JudgementState, Callable[[JudgementFacts], bool]], ...] = (
    (JudgementState.DECLINED, lambda facts: facts.decided is False),
    (JudgementState.ENDED, lambda facts: facts.is_ended),
    (JudgementState.SUPERSEDED, lambda facts: facts.is_superseded),
    (JudgementState.EXPIRED, lambda facts: facts.is_past and facts.held),
    (JudgementState.LAPSED, lambda facts: facts.is_past),
    (JudgementState.STANDING, lambda facts: facts.held),
    (JudgementState.WAITING, lambda _: True),
)


def judgement_state(facts: JudgementFacts) -> JudgementState:
    """The state of a judgement of which this is so."""
    return next(state for state, is_met in STATES if is_met(facts))


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement as known.

    Attributes:
        made: the entry of it; its details say what, why and until when.
        decision: a supervisor's approval or refusal; the first one counts.
        ended: the entry that ended it early.
    """

    made: Event
    decision: Event | None
    ended: Event | None
    state: JudgementState

    @property
    def reference(self) -> str:
        """As people quote it."""
        return self.made.reference

    @property
    def kind(self) -> str:
        """``agree``, ``raise`` or ``lower``."""
        return str(self.made.details["judgement"])

    @property
    def band(self) -> str:
        """The band as judged."""
        return str(self.made.details["judged_band"])

    @property
    def until(self) -> date:
        """The last day on which it may stand."""
        day: date = self.made.details["judged_until"]
        return day

    @property
    def held_since(self) -> datetime | None:
        """Since when it held; None if it never did."""
        if self.kind != "lower":
            return self.made.occurred
        is_approved = self.decision is not None and _is_approval(self.decision)
        return self.decision.occurred if self.decision is not None and is_approved else None


def judgements(known: KnownHistory) -> tuple[Judgement, ...]:
    """Every judgement about the child, the latest made first."""
    return known.once(_judgements)


def standing_judgement(known: KnownHistory) -> Judgement | None:
    """The one that holds now; None if none does. There is never more than one."""
    return _first(known, JudgementState.STANDING)


def waiting_judgement(known: KnownHistory) -> Judgement | None:
    """The one that waits for a supervisor; None if none does. There is never more than one."""
    return _first(known, JudgementState.WAITING)


def _first(known: KnownHistory, state: JudgementState) -> Judgement | None:
    return next((one for one in judgements(known) if one.state is state), None)


def _is_approval(event: Event) -> bool:
    return event.kind is EventKind.JUDGEMENT_APPROVED


def _judgements(known: KnownHistory) -> tuple[Judgement, ...]:
    """From the latest to the earliest: what a later one took the place of is known then.

    One that never took hold takes the place of nothing but of those that wait: a standing
    one that raises is not lost while somebody asks for less.
    """
    decisions = _firsts(known.of_kind(EventKind.JUDGEMENT_APPROVED, EventKind.JUDGEMENT_DECLINED))
    ends = _firsts(known.of_kind(EventKind.JUDGEMENT_ENDED))
    latest = {event.reference: event for event in known.of_kind(EventKind.JUDGEMENT_MADE)}
    day, found, a_later_held = local_day(known.as_of), list[Judgement](), False
    for event in sorted(latest.values(), key=_made_at, reverse=True):
        decision, ended = decisions.get(event.reference), ends.get(event.reference)
        facts = JudgementFacts(
            lowers=event.details["judgement"] == "lower",
            decided=None if decision is None else _is_approval(decision),
            is_ended=ended is not None,
            is_superseded=False,
            is_past=day > event.details["judged_until"],
        )
        facts = _placed(facts, a_later_held=a_later_held, has_later=bool(found))
        a_later_held = a_later_held or facts.held
        found.append(Judgement(event, decision, ended, judgement_state(facts)))
    return tuple(found)


def _placed(facts: JudgementFacts, *, a_later_held: bool, has_later: bool) -> JudgementFacts:
    is_superseded = a_later_held or (has_later and not facts.held)
    return JudgementFacts(facts.lowers, facts.decided, facts.is_ended, is_superseded, facts.is_past)


def _made_at(event: Event) -> tuple[datetime, datetime, str]:
    return event.occurred, event.recorded, event.entry


def _firsts(events: tuple[Event, ...]) -> dict[str, Event]:
    """The first of each reference: what was decided once is not decided again."""
    found: dict[str, Event] = {}
    for event in events:
        found.setdefault(event.reference, event)
    return found
