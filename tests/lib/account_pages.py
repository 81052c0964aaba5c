"""The pages of signing in through the force's service and of accounts, in every state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from serving.access.permissions import ROLES
from serving.pages import Frame, Pages, SignInView
from serving.pages.accounts import (
    AccountForm,
    AccountView,
    account_row,
    accounts_view,
    form_of,
)
from serving.pages.frames import tabs_for
from serving.pages.sign_in import SignedInView

__all__ = ["account_pages"]

_NOW = "2026-11-22T02:04:00.000000Z"
_NOBODY = Frame(_NOW, "token-1", is_demo=True)
_ADMINISTRATOR = Frame(
    _NOW,
    "token-1",
    "Alex Example",
    is_demo=True,
    tabs=tabs_for(ROLES["administrator"].permissions.__contains__),
)
_FAULTS = {
    "account": "Enter a user name of letters, digits and signs without spaces.",
    "password": "Enter a password of 12 letters or more.",
    "display_name": "Enter a name of 1 to 100 letters on one line.",
    "roles": "Choose roles of the list, each once.",
    "team": "Enter a team of 1 to 100 letters, or leave it empty.",
}
_SILENT = "Your force’s sign-in service does not answer just now. Try again in a minute."


def _account(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "account": name,
        "display_name": "PC Sam Example",
        "roles": ["officer", "supervisor"],
        "team": "City North",
        "kept_by": "demo",
        "seen_at": "2026-11-21T22:48:00.000000Z",
        "closed_at": None,
        **changes,
    }


def account_pages(out: Pages) -> Mapping[str, str]:
    """Name -> document."""
    listed = {
        "accounts": [
            _account("sam"),
            _account("kim", roles=[], team=None, seen_at=None, closed_at=_NOW),
        ],
        "next_page": "next-1",
    }
    wrong = AccountForm("s m", faults=_FAULTS)
    by_issuer = _account("f.example@force", kept_by="issuer")

    def one(values: dict[str, Any], form: AccountForm | None, note: str | None = None) -> str:
        is_issuers = values["kept_by"] == "issuer"
        row = account_row(values)
        view = AccountView(_ADMINISTRATOR, row, form, '"1a2b"', is_issuers, note)
        return out.account_page(view)

    sam = listed["accounts"][0]
    faulty = AccountForm("sam", faults={"roles": _FAULTS["roles"]})
    return {
        "accounts": out.accounts_page(accounts_view(listed, _ADMINISTRATOR, can_make=True)),
        "accounts-faults": out.accounts_page(
            accounts_view(listed, _ADMINISTRATOR, can_make=True, form=wrong)
        ),
        "accounts-of-issuer": out.accounts_page(
            accounts_view({"accounts": [by_issuer], "next_page": None}, _ADMINISTRATOR,
                          can_make=False)
        ),
        "account": one(sam, form_of(sam), "Saved. The person is signed out everywhere."),
        "account-faults": one(sam, faulty),
        "account-own": one(sam, None),
        "account-of-issuer": one(by_issuer, form_of(by_issuer)),
        "sign-in-by-force": out.sign_in_page(SignInView(_NOBODY, by_force=True)),
        "sign-in-silent": out.sign_in_page(
            SignInView(_NOBODY, faults={"force": _SILENT}, by_force=True)
        ),
        "signed-in": out.signed_in_page(SignedInView(_ADMINISTRATOR, "/accounts")),
    }  # fmt: skip
