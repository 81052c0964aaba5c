"""An abduction notice as it stands now, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from records.history import KnownHistory
from records.persons import ChildId
from records.sources import SourceSystem
from records.states import Notice, notices
from serving.access.permissions import Officer, Permission, may
from serving.access.restrictions import Restrictions
from serving.answer.identity import child_values
from serving.entering.banding import Banded
from serving.planning.notice_states import NoticeState, notice_state
from serving.planning.reading import history_now
from serving.service.editing import etag_of
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.work_store.plan_drafts import child_of_reference

__all__ = ["NoSuchAbductionNoticeError", "NoticeNow", "notice_values", "read_notice"]

_ADULT = ("adult_ref", "adult_forename", "adult_surname", "adult_date_of_birth")


class NoSuchAbductionNoticeError(Exception):
    """No abduction notice has this reference."""

    def __init__(self) -> None:
        super().__init__("No abduction notice has this reference. Copy it from the child's page.")


@dataclass(frozen=True, slots=True)
class NoticeNow:
    """One notice, read in one state of the store; ``notice`` is None of one not served yet."""

    reference: str
    child: ChildId
    notice: Notice | None
    limits: Restrictions
    known: KnownHistory
    now: datetime

    @property
    def state(self) -> NoticeState:
        """In which state it is on the day of asking."""
        return notice_state(self.notice)

    @property
    def tag(self) -> str:
        """The tag of its state: another after every entry about it."""
        notice = self.notice
        entries = (
            [] if notice is None else [notice.served.entry, *(e.entry for e in notice.breaches)]
        )
        withdrawn = notice is not None and notice.withdrawn is not None
        return etag_of({"notice": self.reference, "entries": entries, "withdrawn": withdrawn})


def read_notice(connection: Connection, reference: str, now: datetime) -> NoticeNow:
    """The notice of this reference.

    Raises:
        NoSuchAbductionNoticeError: there is none, or its child's records were erased.
    """
    child = child_of_reference(connection, SourceSystem.ABDUCTION_NOTICES.value, reference)
    if child is None:
        raise NoSuchAbductionNoticeError
    try:
        known = history_now(connection, child, now)
    except LookupError:
        raise NoSuchAbductionNoticeError from None
    found = next((one for one in notices(known) if one.reference == reference), None)
    if found is None:
        raise NoSuchAbductionNoticeError
    return NoticeNow(reference, child, found, read_restrictions(connection), known, now)


def notice_values(
    asked: NoticeNow, officer: Officer, banded: Banded | None = None
) -> dict[str, Any]:
    """One served notice as told to somebody who may read it."""
    notice = asked.notice
    if notice is None:
        raise ValueError("a notice that was not served has no values")
    adult = {name: notice.served.details.get(name) for name in _ADULT}
    born = adult["adult_date_of_birth"]
    return {
        "reference": asked.reference,
        "child": str(asked.child),
        "name": str(child_values(asked.known)["name"]),
        "state": asked.state.value,
        "served_at": instant_to_text(notice.served.occurred),
        "recorded_at": instant_to_text(notice.served.recorded),
        "in_force_until": notice.in_force_until.isoformat(),
        **adult,
        "adult_date_of_birth": None if born is None else born.isoformat(),
        "breaches": [instant_to_text(event.occurred) for event in notice.breaches],
        "withdrawn_at": None if notice.withdrawn is None else instant_to_text(notice.withdrawn),
        "may_write": may(officer, Permission.NOTICE_WRITE),
        "banded": None if banded is None else {"before": banded.before, "now": banded.now},
        "etag": asked.tag,
        "as_at": instant_to_text(asked.now),
    }
