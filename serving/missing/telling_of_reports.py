"""Who must be told of what is written in a report, in the transaction that writes it (M3, V9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.history import KnownHistory, known_at
from records.states import missing_episodes, notices, plans
from serving.access.permissions import Officer
from serving.answer.inputs import look_history
from serving.entering.given import Given
from serving.entering.writing import Written
from serving.missing.reports import moment_after
from serving.service.context import Service
from serving.store.histories import read_blob
from serving.store.opening import Connection
from serving.telling.tell import Told, tell

__all__ = ["tell_of_opening", "tell_of_writing"]

_SEXUAL = "sexual"


def tell_of_opening(
    connection: Connection,
    service: Service,
    officer: Officer,
    written: Written,
    reference: str,
    now: datetime,
) -> None:
    """A child with a live plan, or about whom a notice is in force, was reported missing."""
    known = _known(connection, written, now)
    if any(plan.is_live for plan in plans(known)) or any(n.is_in_force for n in notices(known)):
        tell(
            connection,
            service,
            Told(
                "missing_report_with_plan",
                written.child,
                cause=reference,
                at=now,
                reference=reference,
                sender=officer.name,
            ),
        )
    _tell_of_band(connection, service, officer, written, known, reference, now)


def tell_of_writing(
    connection: Connection,
    service: Service,
    officer: Officer,
    written: Written,
    given: Sequence[Given],
    now: datetime,
) -> None:
    """The child told of sexual harm, or it was found; or the band rose to the highest."""
    known = _known(connection, written, now)
    for one in given:
        told = one.details.get("disclosure") in SEXUAL_DISCLOSURES
        if told or one.details.get("harm_found") == _SEXUAL:
            tell(
                connection,
                service,
                Told(
                    "disclosure",
                    written.child,
                    cause=f"{one.reference} {one.kind.value}",
                    at=now,
                    reference=one.reference,
                    sender=officer.name,
                ),
            )
    _tell_of_band(connection, service, officer, written, known, given[0].reference, now)


def _tell_of_band(
    connection: Connection,
    service: Service,
    officer: Officer,
    written: Written,
    known: KnownHistory,
    reference: str,
    now: datetime,
) -> None:
    highest = service.policy.labels[-1]
    rose = written.banded.now == highest != written.banded.before
    if rose and any(episode.is_open for episode in missing_episodes(known)):
        tell(
            connection,
            service,
            Told(
                "newly_high_while_missing",
                written.child,
                cause=reference,
                at=now,
                reference=reference,
                sender=officer.name,
            ),
        )


def _known(connection: Connection, written: Written, now: datetime) -> KnownHistory:
    history = look_history(read_blob(connection, written.child), frozenset())
    return known_at(history, moment_after(now))
