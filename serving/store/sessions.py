"""Who is signed in, on the server alone, and which browsers are at the issuer just now.

A browser holds a random word; here stands its SHA-256. What a session may do is fixed when
it begins: a change of the account ends it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from records.calendar import instant_from_text, instant_to_text
from records.serial import canonical
from serving.tables.sessions import sessions, sign_in_starts

__all__ = [
    "BACKWARDS",
    "Session",
    "SignInStart",
    "end_session",
    "end_sessions_of",
    "end_stale",
    "note_seen",
    "save_session",
    "save_start",
    "session_from_row",
    "take_start",
]

#: A clock may be set back by this much before sessions that were used later are over.
BACKWARDS = timedelta(minutes=2)
#: Browsers that may be at the issuer at once; of more, the oldest are forgotten.
MOST_STARTS = 5_000
START_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Session:
    """One browser of somebody signed in.

    Attributes:
        digest: hex.
        how: ``password`` or ``issuer``.
        seen_at: when it was last used, to about a minute.
        ends_at: when it is over, used or not.
        idle: how long it may go unused.
    """

    digest: str
    account: str
    display_name: str
    roles: tuple[str, ...]
    team: str | None
    how: str
    started_at: datetime
    seen_at: datetime
    ends_at: datetime
    idle: timedelta

    def is_valid(self, now: datetime, *, seen: datetime | None = None) -> bool:
        """Whether it may be used at ``now``: before both its limits, and not before it was
        last used: a clock that is set back prolongs nothing.

        Args:
            seen: when it was last used, where that is known better than its row does.
        """
        last = max(self.seen_at, seen or self.seen_at)
        return last - BACKWARDS <= now < min(self.ends_at, last + self.idle)


@dataclass(frozen=True, slots=True)
class SignInStart:
    """A browser on its way to the issuer: what it must bring back, and what it never sees.

    Attributes:
        digest: hex, of the word in the browser's cookie.
    """

    digest: str
    state: str
    nonce: str
    verifier: str
    started_at: datetime


def save_session(connection: Connection, session: Session) -> None:
    """Keep a new session."""
    connection.execute(
        insert(sessions).values(
            digest=session.digest,
            account=session.account,
            display_name=session.display_name,
            roles=canonical(list(session.roles)).decode(),
            team=session.team,
            how=session.how,
            started_at=instant_to_text(session.started_at),
            seen_at=instant_to_text(session.seen_at),
            ends_at=instant_to_text(session.ends_at),
            idle_s=round(session.idle.total_seconds()),
        )
    )


def session_from_row(
    digest: str,
    account: str,
    display_name: str,
    roles: str,
    team: str | None,
    how: str,
    started_at: str,
    seen_at: str,
    ends_at: str,
    idle_s: int,
) -> Session:
    """A session from the columns of its row, in the table's order."""
    return Session(
        digest,
        account,
        display_name,
        tuple(json.loads(roles)),
        team,
        how,
        instant_from_text(started_at),
        instant_from_text(seen_at),
        instant_from_text(ends_at),
        timedelta(seconds=idle_s),
    )


def end_session(connection: Connection, digest: str) -> bool:
    """End a session; False if there is none."""
    return connection.execute(delete(sessions).where(sessions.c.digest == digest)).rowcount == 1


def end_sessions_of(connection: Connection, account: str) -> int:
    """End every session of an account. Returns how many there were."""
    return connection.execute(delete(sessions).where(sessions.c.account == account)).rowcount


def note_seen(connection: Connection, seen: Mapping[str, datetime]) -> None:
    """Write when sessions were last used, by their digests; never an earlier moment."""
    if not seen:
        return
    statement = (
        update(sessions)
        .where(sessions.c.digest == bindparam("of"), sessions.c.seen_at < bindparam("at"))
        .values(seen_at=bindparam("at"))
    )
    rows = [{"of": digest, "at": instant_to_text(at)} for digest, at in seen.items()]
    connection.execute(statement, rows)


def end_stale(connection: Connection, now: datetime) -> None:
    """Delete what is over by ``now``: sessions past their end or unused for a day, and
    browsers that never came back."""
    unused = sessions.c.seen_at <= instant_to_text(now - timedelta(days=1))
    over = sessions.c.ends_at <= instant_to_text(now)
    connection.execute(delete(sessions).where(or_(over, unused)))
    _forget_starts(connection, now)


def save_start(connection: Connection, start: SignInStart) -> None:
    """Keep a start; those that are too old or too many go."""
    _forget_starts(connection, start.started_at)
    row = {name: getattr(start, name) for name in ("digest", "state", "nonce", "verifier")}
    at = instant_to_text(start.started_at)
    connection.execute(insert(sign_in_starts).values(**row, started_at=at))
    count = connection.execute(select(func.count()).select_from(sign_in_starts)).scalar_one()
    if count > MOST_STARTS:
        oldest = (
            select(sign_in_starts.c.digest)
            .order_by(sign_in_starts.c.started_at)
            .limit(count - MOST_STARTS)
        )
        connection.execute(delete(sign_in_starts).where(sign_in_starts.c.digest.in_(oldest)))


def take_start(connection: Connection, digest: str, now: datetime) -> SignInStart | None:
    """The start of this browser, which can be had once; None if it has none that is in date."""
    query = select(sign_in_starts).where(sign_in_starts.c.digest == digest)
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        return None
    connection.execute(delete(sign_in_starts).where(sign_in_starts.c.digest == digest))
    started = instant_from_text(row.started_at)
    if not started - BACKWARDS <= now < started + START_LIFE:
        return None
    return SignInStart(row.digest, row.state, row.nonce, row.verifier, started)


def _forget_starts(connection: Connection, now: datetime) -> None:
    old = instant_to_text(now - START_LIFE)
    connection.execute(delete(sign_in_starts).where(sign_in_starts.c.started_at <= old))
