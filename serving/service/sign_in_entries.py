"""What signing in leaves in the log: who did, who could not, and floods as one count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from records.calendar import instant_to_text
from serving.access.permissions import Officer
from serving.audit.leaf import Outcome, PreparedLook, new_entry_id
from serving.service.access_log import entry_of
from serving.service.context import Service
from serving.service.sign_in_refusals import Counted

__all__ = [
    "AccountClosedError",
    "NotSignedInError",
    "SignInRefusedError",
    "enter_counted",
    "enter_refused",
    "signing_entry",
]

_NOBODY = Officer("nobody", "Nobody", ())


class NotSignedInError(Exception):
    """No session or token, or one that is unknown, over or refused."""

    def __init__(self) -> None:
        super().__init__("Sign in to use this service.")


class SignInRefusedError(Exception):
    """Somebody came back from the issuer, and may not come in. The message says what to do."""


class AccountClosedError(Exception):
    """The account is closed, was changed just now, or belongs to another issuer.

    Attributes:
        rule: which of these, as the log says it.
        account: whose, if that was told.
    """

    def __init__(self, rule: str, account: str | None = None) -> None:
        super().__init__("This account can't be used here.")
        self.rule = rule
        self.account = account


def signing_entry(
    service: Service, officer: Officer, kind: str, at: datetime, facts: Mapping[str, int | str]
) -> PreparedLook:
    """The entry of somebody who signed in or out."""
    return entry_of(
        officer,
        entry=new_entry_id(at, service.draw(10)),
        kind=kind,
        at=at,
        outcome=Outcome.DONE,
        facts=facts,
    )


async def enter_refused(
    service: Service,
    how: str,
    rule: str,
    at: datetime,
    *,
    account: str | None = None,
    request: str | None = None,
) -> None:
    """Enter that a sign-in was refused, or count it if too many are within the minute.

    Args:
        how: ``password``, ``issuer`` or ``token``.
        rule: the word of the rule that refused it.
        account: whom it was tried for, if there is such an account; else nobody stands in
            the entry: what was typed may be a password in the wrong field.

    Raises:
        StoreUnavailableError: it could not be entered.
    """
    if service.sign_ins.refusals.is_entered_alone(how, rule, at):
        facts = {"how": how, "rule": rule}
        await service.writer.commit(_refused(service, at, facts, account, request))


async def enter_counted(service: Service, counted: Counted, at: datetime) -> None:
    """Enter refusals that were counted, as one: how many by which rule.

    Raises:
        StoreUnavailableError: it could not be entered.
    """
    by_rule = {f"times_{rule}": times for rule, times in sorted(counted.by_rule.items())}
    facts: dict[str, int | str] = {
        "how": counted.how,
        "since": instant_to_text(counted.since),
        "times": sum(counted.by_rule.values()),
        **by_rule,
    }
    await service.writer.commit(_refused(service, at, facts, None, None))


def _refused(
    service: Service,
    at: datetime,
    facts: Mapping[str, int | str],
    account: str | None,
    request: str | None,
) -> PreparedLook:
    who = replace(_NOBODY, request=request)
    entry = replace(
        signing_entry(service, who, "SIGN_IN_REFUSED", at, facts), outcome=Outcome.REFUSED
    )
    return replace(entry, who=account)
