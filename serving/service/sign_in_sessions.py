"""Sessions: begun at sign-in, read at every request, over when anybody says so."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from serving.access.permissions import Officer
from serving.service.context import Service
from serving.service.sign_in_entries import NotSignedInError, signing_entry
from serving.store.acts import enter_act
from serving.store.opening import Connection
from serving.store.sessions import Session, end_session, save_session

__all__ = ["Begun", "begin_session", "digest_of", "session_officer", "sign_out"]

_BY_PASSWORD = "password"  # noqa: S105  # the word for a way to sign in


@dataclass(frozen=True, slots=True)
class Begun:
    """Somebody just signed in: the word that their browser is to bring, and who they are."""

    token: str
    officer: Officer


async def begin_session(
    service: Service,
    who: Callable[[Connection, datetime], Officer],
    how: str,
    *,
    brought: str | None,
    request: str | None,
) -> Begun:
    """A new session, entered in the log in the transaction that makes it.

    Args:
        who: says in that transaction who it is, or raises that they may not.
        brought: the session that the browser already had, whoever gave it: it is over.

    Raises:
        StoreUnavailableError: it could not be made or entered.
    """
    now, token = service.clock(), service.draw(32).hex()
    settings = service.settings

    def begin() -> Officer:
        with service.store.writing() as connection:
            officer = who(connection, now)
            session = Session(
                digest=digest_of(token),
                account=officer.name,
                display_name=officer.display_name,
                roles=officer.roles,
                team=officer.team,
                how=how,
                started_at=now,
                seen_at=now,
                ends_at=now + settings.session_life,
                idle=settings.session_idle,
            )
            if brought is not None:
                end_session(connection, digest_of(brought))
            save_session(connection, session)
            acting = Officer(
                officer.name, officer.display_name, officer.roles, officer.team, request
            )
            entry = signing_entry(service, acting, "SIGNED_IN", now, {"how": how})
            enter_act(connection, entry, service.draw)
            return officer

    return Begun(token, await asyncio.to_thread(begin))


async def session_officer(service: Service, token: str) -> Officer:
    """The officer behind a session's word. One prepared statement, and nothing is written.

    Raises:
        NotSignedInError: unknown, over, or by a password in production.
        StoreUnavailableError: it can't be read just now.
    """
    session = await service.reader.find_session(digest_of(token))
    if session is None or (session.how == _BY_PASSWORD and service.settings.is_production):
        raise NotSignedInError
    if not service.sign_ins.seen.may_use(session, service.clock()):
        raise NotSignedInError
    return Officer(session.account, session.display_name, session.roles, session.team)


async def sign_out(service: Service, officer: Officer, token: str) -> None:
    """End a session on the server; one that ended before is no error, and no entry.

    Raises:
        StoreUnavailableError: it could not be ended and entered.
    """
    now = service.clock()

    def end() -> None:
        with service.store.writing() as connection:
            if end_session(connection, digest_of(token)):
                entry = signing_entry(service, officer, "SIGNED_OUT", now, {})
                enter_act(connection, entry, service.draw)

    await asyncio.to_thread(end)


def digest_of(word: str) -> str:
    """What the store keeps of a browser's word."""
    return hashlib.sha256(word.encode("utf-8", "surrogatepass")).hexdigest()
