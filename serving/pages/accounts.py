"""The administrator's pages: who may sign in, and one account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.words import join_words
from serving.access.permissions import ROLES
from serving.pages.addresses import ACCOUNTS, account_address
from serving.pages.frames import Frame
from serving.pages.typography import moment_text

__all__ = [
    "AccountForm",
    "AccountRow",
    "AccountView",
    "AccountsView",
    "account_row",
    "accounts_view",
    "form_of",
]


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account in the list."""

    name: str
    display_name: str
    address: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountForm:
    """What stands in the fields, as typed.

    Attributes:
        faults: field -> what to do.
    """

    account: str = ""
    display_name: str = ""
    roles: tuple[str, ...] = ()
    team: str = ""
    closed: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def choices(self) -> tuple[tuple[str, str, bool], ...]:
        """(role, its words, whether it is chosen)."""
        return tuple((role.name, role.words, role.name in self.roles) for role in ROLES.values())


@dataclass(frozen=True, slots=True)
class AccountsView:
    """The list, and the form that makes an account.

    Attributes:
        can_make: demo accounts can be made here; else they come from the force's service.
        more: where the list goes on, which a form brings along; None at its end.
    """

    frame: Frame
    rows: tuple[AccountRow, ...]
    can_make: bool
    form: AccountForm = AccountForm()
    more: str | None = None
    address: str = ACCOUNTS


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account.

    Attributes:
        form: None if it is the reader's own, which nobody changes.
        state: the tag of what is shown, sent back with the change.
        is_issuers: names, roles and team are the force's service's to say.
        note: what was done or went wrong, first on the page.
    """

    frame: Frame
    row: AccountRow
    form: AccountForm | None
    state: str
    is_issuers: bool
    note: str | None = None

    @property
    def address(self) -> str:
        """The account's own page."""
        return self.row.address


def accounts_view(
    values: Mapping[str, Any], frame: Frame, *, can_make: bool, form: AccountForm | None = None
) -> AccountsView:
    """The page of what the API answers under ``/api/v1/accounts``."""
    rows = tuple(account_row(account) for account in values["accounts"])
    return AccountsView(frame, rows, can_make, form or AccountForm(), values["next_page"])


def account_row(account: Mapping[str, Any]) -> AccountRow:
    """One account's values as lines."""
    words = [ROLES[role].words.partition(":")[0] for role in account["roles"] if role in ROLES]
    team = f" Team: {account['team']}." if account["team"] else ""
    seen = account["seen_at"]
    lines = [
        f"{join_words(words) or 'No role'}.{team}",
        "Has not signed in yet." if seen is None else f"Last signed in at {moment_text(seen)}.",
    ]
    if account["closed_at"] is not None:
        lines.insert(0, f"Closed since {moment_text(account['closed_at'])}.")
    name = account["account"]
    return AccountRow(name, account["display_name"], account_address(name), tuple(lines))


def form_of(account: Mapping[str, Any]) -> AccountForm:
    """The form that shows an account as it is."""
    return AccountForm(
        account["account"],
        account["display_name"],
        tuple(account["roles"]),
        account["team"] or "",
        account["closed_at"] is not None,
    )
