"""A plan as it stands now: what was written down, and the copy that is being written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from records.calendar import local_day
from records.events import Event, EventKind
from records.history import KnownHistory, known_at
from records.persons import ChildId
from records.sources import SourceSystem
from serving.access.permissions import Officer, Permission, may
from serving.access.restrictions import Restrictions
from serving.answer.identity import child_values
from serving.answer.inputs import look_history
from serving.audit.leaf import is_entry_id
from serving.entering.writing import JUST_AFTER
from serving.planning.copies import Copy, fold_copy
from serving.planning.sections import ABOUT, SECTIONS, digest_of, section_values
from serving.planning.states import CopyState, PlanState, Standing
from serving.service.editing import etag_of
from serving.store.histories import read_blob
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.work_store.plan_drafts import child_of_reference, draft_rows

__all__ = ["NoSuchPlanError", "PlanNow", "Version", "history_now", "read_plan"]

_SOURCE = SourceSystem.CSE_PLANS


class NoSuchPlanError(Exception):
    """No plan has this reference, or not one of a child who is known."""

    def __init__(self) -> None:
        super().__init__("No plan has this reference. Copy it from the child's page.")


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it was written down.

    Attributes:
        act: the log's entry of the act that wrote it here; None if an extract brought it.
    """

    event: Event

    @property
    def number(self) -> int:
        """Its number within the plan."""
        return int(self.event.details["version"])

    @property
    def state(self) -> str:
        """``draft``, ``live`` or ``ended``."""
        return str(self.event.details["state"])

    @property
    def sections(self) -> dict[str, Any]:
        """Every section's content as JSON values."""
        return section_values(self.event.details)

    @property
    def act(self) -> str | None:
        """The entry of the log by which it was written down here."""
        act = self.event.entry.partition(".")[0]
        return act if is_entry_id(act) else None

    @property
    def review_due(self) -> date | None:
        """The day of its next review."""
        return self.event.details.get("review_due")


@dataclass(frozen=True, slots=True)
class PlanNow:
    """One plan, read in one state of the store.

    Attributes:
        versions: as known now, the oldest first. Two of one number: the one recorded later
            comes later and counts, the other stays to be read (:mod:`records.states.plans`).
        limits: which records are limited to a named team.
    """

    reference: str
    child: ChildId
    versions: tuple[Version, ...]
    copy: Copy
    limits: Restrictions
    known: KnownHistory
    now: datetime

    @property
    def current(self) -> Version | None:
        """The version that counts; None of a plan that was never sent for approval."""
        return self.versions[-1] if self.versions else None

    @property
    def standing(self) -> Standing:
        """In which state the plan and its working copy are."""
        return Standing(self._state(), self.copy.state)

    def _state(self) -> PlanState:
        current = self.current
        if current is None:
            return PlanState.ENDED if self.copy.is_ended else PlanState.DRAFT
        if current.state == "ended":
            return PlanState.ENDED
        if current.state == "draft":
            return PlanState.DRAFT
        due = current.review_due
        is_over = due is not None and due < local_day(self.now)
        return PlanState.REVIEW_OVERDUE if is_over else PlanState.LIVE

    @property
    def owner_team(self) -> str | None:
        """The team that keeps the plan: as last written down, else whose officer began it."""
        if self.current is not None:
            return str(self.current.event.details["owner_team"])
        return self.copy.begun.team if self.copy.begun else None

    @property
    def owner(self) -> str | None:
        """The named owner, as last written down."""
        return None if self.current is None else str(self.current.event.details["owner"])

    @property
    def name(self) -> str:
        """The child's name as recorded."""
        return str(child_values(self.known)["name"])

    def written_down(self) -> dict[str, Any]:
        """Every section as the version that counts has it; all empty without one."""
        current = self.current
        return dict.fromkeys(SECTIONS) if current is None else current.sections

    def contents(self) -> dict[str, Any]:
        """Every section as the next version would have it: the copy's, else as written down."""
        saved = {name: said.content for name, said in self.copy.saved.items()}
        return {**self.written_down(), **saved}

    def content(self, section: str) -> Any:
        """One section as the next version would have it."""
        return self.contents()[section]

    @property
    def changed(self) -> tuple[str, ...]:
        """The sections that the copy changes, in reading order."""
        down, saved = self.written_down(), self.copy.saved
        return tuple(
            name for name in SECTIONS if name in saved and saved[name].content != down[name]
        )

    @property
    def overtaken(self) -> tuple[str, ...]:
        """Sections of the copy that say something other than a version that came since they
        were saved: whoever wrote them hasn't seen that."""
        down = self.written_down()
        return tuple(name for name in self.changed
                     if self.copy.saved[name].row.base != digest_of(down[name]))  # fmt: skip

    def section_tag(self, section: str) -> str:
        """The tag of one section's state, for ``If-Match``."""
        said = self.copy.saved.get(section)
        down = digest_of(self.written_down()[section])
        number = 0 if said is None else said.row.number
        return etag_of({"plan": self.reference, "save": number, "down": down})

    @property
    def tag(self) -> str:
        """The tag of the whole plan: another after every act and every save."""
        current = self.current
        entry = "" if current is None else current.event.entry
        return etag_of({"plan": self.reference, "number": self.copy.number, "entry": entry})

    def may_write(self, officer: Officer) -> bool:
        """Whether they write this plan: as its own team, or standing above all teams."""
        if not may(officer, Permission.PLAN_WRITE):
            return False
        is_own = officer.team is not None and officer.team == self.owner_team
        return is_own or may(officer, Permission.PLAN_APPROVE)

    def may_read_copy(self, officer: Officer) -> bool:
        """Whether they see what is being written: nobody acts upon what nobody approved."""
        return self.may_write(officer) or may(officer, Permission.PLAN_APPROVE)

    def may_approve(self, officer: Officer) -> bool:
        """Whether they may decide on what waits: never on what they wrote or sent."""
        is_waiting = self.copy.state is CopyState.WAITING
        is_other = officer.name not in self.copy.writers
        return is_waiting and is_other and may(officer, Permission.PLAN_APPROVE)

    def about(self, name: str) -> Any:
        """One fact of the next version: owner, team, review."""
        return (self.content(ABOUT) or {}).get(name)


def history_now(connection: Connection, child: ChildId, now: datetime) -> KnownHistory:
    """What is known of the child, with what is written down at this very moment."""
    return known_at(look_history(read_blob(connection, child), frozenset()), now + JUST_AFTER)


def read_plan(connection: Connection, reference: str, now: datetime) -> PlanNow:
    """The plan of this reference.

    Raises:
        NoSuchPlanError: there is none, or its child's records were erased.
    """
    rows = draft_rows(connection, reference)
    begun_for = rows[0].child if rows else None
    child = child_of_reference(connection, _SOURCE.value, reference, begun_for)
    if child is None:
        raise NoSuchPlanError
    try:
        known = history_now(connection, child, now)
    except LookupError:
        raise NoSuchPlanError from None
    events = [e for e in known.of_kind(EventKind.PLAN_VERSION) if e.reference == reference]
    if not events and not rows:
        raise NoSuchPlanError
    events.sort(key=lambda e: (e.details["version"], e.recorded, e.entry))
    versions = tuple(Version(event) for event in events)
    limits = read_restrictions(connection)
    return PlanNow(reference, child, versions, fold_copy(rows), limits, known, now)
