"""How anything is done to a plan: read, refused or done, and entered, in one transaction."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from records.events import EventKind
from records.serial import canonical
from records.sources import SourceSystem
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.entering.banding import Banded
from serving.entering.given import Given
from serving.entering.writing import write_entries
from serving.planning.gentle_words import count_listed
from serving.planning.plan_values import plan_values
from serving.planning.reading import NoSuchPlanError, PlanNow, read_plan
from serving.planning.sections import typed_details
from serving.planning.states import ActRefusedError, CopyState
from serving.planning.telling_of_rise import tell_of_rise
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.access_manners import RestrictedError
from serving.service.context import Service
from serving.service.editing import ChangedMeanwhileError
from serving.store.acts import enter_act
from serving.store.linkings import lock_linking
from serving.store.opening import Connection
from serving.store.writer import Receipt
from serving.work_store.plan_drafts import CopyRow, DraftRow, add_draft_row, keep_copy

__all__ = ["Acting", "Done", "KeptApartError", "NotOwnTeamError", "OwnWorkError", "carry_out", "do"]


class NotOwnTeamError(Exception):
    """The plan is another team's: it is read, not written. Nothing was changed."""

    def __init__(self, team: str | None) -> None:
        keeper = f"the team {team}" if team else "another team"
        super().__init__(f"The plan is kept by {keeper}. Ring its owner, or ask a supervisor.")


class OwnWorkError(Exception):
    """Nobody approves what they wrote or sent for approval. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Somebody else approves it: you wrote a part of it, or sent it.")


class KeptApartError(ChangedMeanwhileError):
    """Somebody else saved first; what was sent is kept beside it until somebody chooses.

    Attributes:
        number: of the text that was kept.
    """

    def __init__(self, number: int) -> None:
        Exception.__init__(
            self,
            "Your colleague saved first. Both texts are kept; read the section again and choose.",
        )
        self.number = number


@dataclass(slots=True)
class Acting:
    """One act in the course of its transaction."""

    connection: Connection
    service: Service
    officer: Officer
    plan: PlanNow
    entry: str
    now: datetime
    _rows: int = 0
    banded: Banded | None = None
    facts: dict[str, int | str] = field(default_factory=dict)

    def add(
        self,
        kind: str,
        *,
        section: str = "",
        content: Any = None,
        base: str = "",
        settles: int = 0,
        version: int = 0,
    ) -> int:
        """One more row of what was done to the plan; returns its number."""
        self._rows += 1
        number = self.plan.copy.number + self._rows
        has_words = kind in ("saved", "kept_apart")
        row = DraftRow(
            self.plan.reference, number, kind, section, str(self.plan.child), self.officer.name,
            self.officer.team, self.now, self.entry, base, settles, version,
            count_listed(content) if has_words else 0,
            canonical(content).decode(),
        )  # fmt: skip
        add_draft_row(self.connection, row)
        return number

    def write_version(self, sections: Mapping[str, Any], state: str) -> int:
        """Write the next version down as an entry of S2; returns its number."""
        versions = self.plan.versions
        number = max((version.number for version in versions), default=0) + 1
        details = {**typed_details(sections), "version": number, "state": state}
        given = Given(
            SourceSystem.CSE_PLANS, EventKind.PLAN_VERSION, self.plan.reference, self.now, details
        )
        written = write_entries(
            self.connection, self.service, str(self.plan.child), [given],
            act=self.entry, by=self.officer.name, now=self.now,
        )  # fmt: skip
        tell_of_rise(
            self.connection, self.service, self.officer, written, self.plan.reference, self.now
        )
        self.banded = written.banded
        self.facts["version"] = number
        return number

    def again(self) -> PlanNow:
        """The plan as this act leaves it."""
        return read_plan(self.connection, self.plan.reference, self.now)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the plan's values now, the exact bytes, tags and the log's receipt.

    Attributes:
        etag: of the whole plan; of the section where one was saved.
        kept_apart: the number of a text that was not saved but kept; None usually.
    """

    values: Mapping[str, Any]
    body: bytes
    etag: str
    receipt: Receipt
    kept_apart: int | None = None


#: Does the act; returns the kind of its entry, and the number of a text kept apart, if any.
Work = Callable[[Acting], tuple[str, int | None]]
_RULES: Mapping[type[Exception], str] = {
    NoSuchPlanError: "no_such_plan",
    RestrictedError: "restricted",
    NotOwnTeamError: "another_teams_plan",
    OwnWorkError: "own_work",
    ActRefusedError: "not_in_this_state",
}


async def carry_out(
    service: Service,
    officer: Officer,
    permission: Permission,
    reference: str,
    reason: AccessReason,
    work: Work,
    *,
    section: str = "",
) -> Done:
    """Do something to a plan, and enter it, in one transaction; refusals are entered too.

    Raises:
        NotPermittedError, NoSuchPlanError, RestrictedError, NotOwnTeamError, OwnWorkError,
        ActRefusedError: refused.
        ChangedMeanwhileError: the plan is not as the officer saw it. Nothing was changed.
        StoreUnavailableError: it could not be entered, so nothing was changed.
    """
    now = service.clock()
    await check_may(service, officer, permission, now)

    def run() -> Done:
        with service.store.writing() as connection:
            lock_linking(connection)
            plan = read_plan(connection, reference, now)
            return do(connection, service, officer, plan, reason, work, section=section)

    try:
        return await asyncio.to_thread(run)
    except tuple(_RULES) as refused:
        await log_refusal(service, officer, _RULES[type(refused)], now, reason=reason)
        raise


def do(
    connection: Connection,
    service: Service,
    officer: Officer,
    plan: PlanNow,
    reason: AccessReason,
    work: Work,
    *,
    section: str = "",
) -> Done:
    """The act itself, inside the caller's transaction, whose last statement it is."""
    now = plan.now
    if not plan.limits.may_open(str(plan.child), officer.team):
        raise RestrictedError
    entry = new_entry_id(now, service.draw(10))
    acting = Acting(connection, service, officer, plan, entry, now)
    kind, kept_apart = work(acting)
    left = acting.again()
    _list(connection, left, officer)
    values = plan_values(left, officer, acting.banded)
    body = encode(values)
    act = entry_of(
        officer,
        entry=entry,
        kind=kind,
        at=now,
        outcome=Outcome.DONE,
        body=body,
        child=str(plan.child),
        reason=reason,
        facts={"plan": plan.reference, **acting.facts},
    )
    receipt = enter_act(connection, act, service.draw)
    tag = left.section_tag(section) if section else left.tag
    return Done(json.loads(body), body, tag, receipt, kept_apart)


def _list(connection: Connection, plan: PlanNow, officer: Officer) -> None:
    state, since = plan.copy.state, plan.copy.since
    row = None
    if state is not CopyState.NONE:
        word = "waiting" if state is CopyState.WAITING else "open"
        team = plan.owner_team or officer.team
        row = CopyRow(plan.reference, str(plan.child), word, team, officer.name, since or plan.now)
    keep_copy(connection, row, plan.reference)
