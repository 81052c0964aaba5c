"""Use-cases of plans as a shift calls them, without HTTP between: quick enough for many acts."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from records.events import EventKind
from records.sources import SourceSystem
from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.audit.leaf import new_entry_id
from serving.entering.given import Given, Who
from serving.entering.writing import write_entries
from serving.planning.approve_plan import approve_plan
from serving.planning.begin_plan import begin_plan
from serving.planning.end_plan import end_plan
from serving.planning.reading import PlanNow, read_plan
from serving.planning.review_plan import review_plan
from serving.planning.save_section import save_section
from serving.planning.send_plan_back import send_plan_back
from serving.planning.submit_plan import submit_plan
from serving.service.editing import Seen
from tests.lib.door import Door

__all__ = ["EDITORS", "SUPERVISOR", "SUPERVISOR_WHO_WRITES", "PlanShift"]

_REASON = AccessReason("review")
EDITORS = tuple(
    Officer(name, f"PC {name}", ("neighbourhood",), "City North") for name in ("ada", "bert")
)
SUPERVISOR = Officer("sue", "Inspector Sue", ("supervisor",), None)
SUPERVISOR_WHO_WRITES = Officer("tom", "Sergeant Tom", ("neighbourhood", "supervisor"), None)


@dataclass
class PlanShift:
    """One plan in the hands of two editors and a supervisor; each act is a second later."""

    door: Door
    reference: str = ""
    acts: list[str] = field(default_factory=list)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do it, a second after what was before."""
        self.door.moment += timedelta(seconds=1)
        return self.door._run(work)

    def now(self) -> PlanNow:
        """The plan as it stands."""
        with self.door.store.reading() as connection:
            return read_plan(connection, self.reference, self.door.moment)

    def child(self, surname: str) -> str:
        """A child whom nobody knew, reported missing: the quickest way to one of one's own."""
        since = self.door.moment - timedelta(hours=2)
        given = Given(
            SourceSystem.MISSING_PERSONS, EventKind.MISSING_REPORTED, f"MR-{surname}", since,
            {"missing_from": "home"},
        )  # fmt: skip
        return self._written(Who({"surname": surname}), given)

    def brought(self, child: str, details: dict[str, Any]) -> None:
        """The plan's own system brings a version, as an extract would."""
        given = Given(
            SourceSystem.CSE_PLANS, EventKind.PLAN_VERSION, self.reference, self.door.moment,
            details,
        )  # fmt: skip
        self._written(child, given)

    def _written(self, child: str | Who, given: Given) -> str:
        service, now = self.door.service, self.door.moment
        self.door.moment += timedelta(seconds=1)
        act = new_entry_id(now, service.draw(10))
        with self.door.store.writing() as connection:
            written = write_entries(
                connection, service, child, [given], act=act, by="system", now=now
            )
        return str(written.child)

    def begin(self, child: str) -> None:
        """Begin it."""
        done = self.run(begin_plan(self.door.service, EDITORS[0], child, _REASON))
        self.reference = str(done.values["reference"])
        self.acts.append("PLAN_BEGUN")

    def save(self, editor: Officer, section: str, content: Any, tag: str, settles: Any = ()) -> Any:
        """Save a section, as seen under ``tag``."""
        return self.run(
            save_section(
                self.door.service, editor, self.reference, section, content,
                Seen(frozenset({tag})), _REASON, settles,
            )
        )  # fmt: skip

    def act(self, name: str, officer: Officer, tag: str, *more: Any) -> Any:
        """One of the other acts, with what it is given before what was seen."""
        works = {
            "submit": submit_plan,
            "approve": approve_plan,
            "send_back": send_plan_back,
            "review": review_plan,
            "end": end_plan,
        }
        seen = Seen(frozenset({tag}))
        work: Any = works[name]
        return self.run(work(self.door.service, officer, self.reference, *more, seen, _REASON))
