"""Tell people when a plan or a breach makes the advice the highest (M5, N7)."""

from __future__ import annotations

from datetime import datetime

from serving.access.permissions import Officer
from serving.entering.writing import Written
from serving.service.context import Service
from serving.store.histories import read_summaries
from serving.store.opening import Connection
from serving.telling.tell import Told, tell

__all__ = ["tell_of_rise"]


def tell_of_rise(
    connection: Connection,
    service: Service,
    officer: Officer,
    written: Written,
    reference: str,
    now: datetime,
) -> None:
    """Leave the notices, if the band is now the highest and was not before.

    The cause is the entry that made it so: a second breach of a notice is another.
    """
    highest = service.policy.labels[-1]
    if written.banded.now != highest or written.banded.before == highest:
        return
    summary = read_summaries(connection, [written.child]).get(written.child)
    is_missing = summary is not None and summary.missing_since is not None
    kind = "newly_high_while_missing" if is_missing else "newly_high"
    told = Told(
        kind,
        str(written.child),
        cause=f"{reference} {written.entries[0]}",
        at=now,
        reference=reference,
        sender=officer.name,
    )
    tell(connection, service, told)
