"""Who corrects what was written down of a referral or a conference: one rule for both.

Nothing is ever changed in place: a correction is a later entry, and what it takes the place of
stays in the record and in the log.
"""

from __future__ import annotations

from collections.abc import Collection

from records.sources import SourceSystem
from serving.access.permissions import Officer, Permission, may
from serving.store.opening import Connection
from serving.work_store.missing_reports import accounts_of

__all__ = ["NotTheirsError", "check_theirs", "correctable_by"]

_WHO = (
    "What was written down here is corrected by whoever wrote it, or by a supervisor; what "
    "another system recorded, by whoever works on it."
)
#: Who works on what each system tells of, and so on what an extract brought.
_WORKS = {
    SourceSystem.SAFEGUARDING_HUB: Permission.REFERRALS_WORK,
    SourceSystem.SOCIAL_CARE: Permission.CONFERENCES_WORK,
}


class NotTheirsError(Exception):
    """Somebody else must correct it. The message says who."""

    def __init__(self) -> None:
        super().__init__(_WHO)


def correctable_by(
    connection: Connection, officer: Officer, source: SourceSystem, names: Collection[str]
) -> frozenset[str]:
    """Those of these entries that the officer may correct or take back."""
    if may(officer, Permission.JUDGEMENT_DECIDE):
        return frozenset(names)
    if not may(officer, _WORKS[source]):
        return frozenset()
    wrote = accounts_of(connection, names, source)
    return frozenset(name for name in names if wrote.get(name, officer.name) == officer.name)


def check_theirs(
    connection: Connection, officer: Officer, source: SourceSystem, entry: str
) -> None:
    """Refuse whoever may not correct the entry.

    Raises:
        NotTheirsError: with who may.
    """
    if not correctable_by(connection, officer, source, [entry]):
        raise NotTheirsError
