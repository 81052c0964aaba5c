"""The demo's accounts and the invented children worth opening. Refused in production."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from records.history import known_at
from records.words import day_words
from serving.answer.identity import child_values
from serving.answer.inputs import LookInputs
from serving.service.passwords import hash_password, is_password
from serving.store.accounts import Account, find_account, list_accounts, save_account
from serving.store.histories import read_examples
from serving.store.opening import Store
from serving.store.schema import store_secret

__all__ = [
    "DemoAccount",
    "Featured",
    "demo_accounts",
    "featured_children",
    "has_demo_accounts",
    "make_demo_accounts",
]

#: account -> (who, role, team): one of each kind of user that this release serves.
_ACCOUNTS = {
    "officer": ("PC Demo", "officer", None),
    "neighbourhood": ("PS Demo", "neighbourhood", "City North"),
    "supervisor": ("Inspector Demo", "supervisor", None),
    "hub": ("Hub Demo", "hub", None),
    "grader": ("First Grader Demo", "case_grader", None),
    "grader-second": ("Second Grader Demo", "case_grader", None),
    "reviewer": ("Link Reviewer Demo", "link_reviewer", None),
    "auditor": ("Auditor Demo", "auditor", None),
    "analyst": ("Analyst Demo", "analyst", None),
    "manager": ("Manager Demo", "manager", None),
    "administrator": ("Administrator Demo", "administrator", None),
    "records": ("Records Demo", "records_manager", None),
    "records-second": ("Second Records Demo", "records_manager", None),
}
_WORDS = {
    "officer": "Response officer: find a child, see band, reasons and plan",
    "neighbourhood": "Neighbourhood officer: the same look, from the team's side",
    "supervisor": "Supervisor: the same look, each shift",
    "hub": "Safeguarding hub: the queue of referrals, and conferences",
    "grader": "Case grader: grades audited cases, blind to the second grader",
    "grader-second": "A second case grader: grades the same cases on their own",
    "reviewer": "Link reviewer: settles doubtful links",
    "auditor": "Auditor: may not open a child; the refusal is logged",
    "analyst": "Analyst: sees the scorecards in use and how a challenger compares",
    "manager": "Service manager: figures alone, nobody named",
    "administrator": "Administrator: accounts, settings and held-back rows; no children",
    "records": "Records manager: what is due for review, and asking for an erasure",
    "records-second": "A second records manager: approves what the first asked for",
}
_WHY = {
    "missing_with_plan": "missing now, and the neighbourhood team's plan is in the same answer",
    "possible_plan": "a plan under another spelling, shown as possible with its evidence",
    "protected": "a child protection plan in force, on the first screen whatever the band",
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who can sign in to the demo, and with what."""

    account: str
    password: str
    words: str


@dataclass(frozen=True, slots=True)
class Featured:
    """An invented child worth opening: what to search for, and why."""

    child: str
    search_for: str
    why: str


def make_demo_accounts(
    store: Store, team: str | None = None, keep: Callable[[str], str] = hash_password
) -> None:
    """Make the demo's accounts. Their passwords come from the store's own secret, so that no
    password stands in the code and every demo has others.

    Args:
        team: the team that those of a team are of, if the force has one by another name than
            the demo's own.
        keep: makes what is kept of a password.
    """
    for account in demo_accounts(store):
        name, role, of = _ACCOUNTS[account.account]
        with store.reading() as connection:
            kept = find_account(connection, account.account)
        if kept is not None and is_password(account.password, kept.secret_hash or ""):
            continue
        whose = of if of is None else team or of
        kept_of = keep(account.password)
        made = Account(account.account, name, kept_of, (role,), whose, is_demo=True)
        with store.writing() as connection:
            save_account(connection, made)


def demo_accounts(store: Store) -> tuple[DemoAccount, ...]:
    """The demo's accounts with their passwords."""
    with store.reading() as connection:
        secret = store_secret(connection)
    return tuple(
        DemoAccount(name, _password(secret, name), words) for name, words in _WORDS.items()
    )


def _password(secret: bytes, name: str) -> str:
    digest = hmac.new(secret, b"demo account " + name.encode(), hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode().lower()[:8]
    return f"{letters[:4]}-{letters[4:]}"


def has_demo_accounts(store: Store) -> bool:
    """Whether any account is a demo account: such a store is never served in production."""
    with store.reading() as connection:
        return any(account.is_demo for account in list_accounts(connection))


def featured_children(store: Store, now: datetime) -> tuple[Featured, ...]:
    """Up to three children worth opening: one of each kind that the store holds."""
    with store.reading() as connection:
        examples = read_examples(connection)
    featured = []
    for kind, blob in examples.items():
        known = known_at(LookInputs.from_bytes(blob).history, now)
        child = child_values(known)
        born = f", born {day_words(known.birth_date)}" if known.birth_date else ""
        featured.append(Featured(child["id"], f"{child['name']}{born}", _WHY[kind]))
    return tuple(featured)
