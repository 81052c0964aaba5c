"""The addresses of the pages and the names of their form fields, said once.

No address holds anything about a child: a child's id is opaque, and everything typed
is sent by POST.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

__all__ = [
    "ACCOUNT",
    "ACCOUNTS",
    "CHILD",
    "COLOURS",
    "LIMITS",
    "LOG",
    "LOG_ENTRY",
    "LOG_FIGURES",
    "LOG_UNUSUAL",
    "MESSAGES",
    "MODELS",
    "NOTICES",
    "PRINT",
    "QUARANTINE",
    "REPLAY",
    "RESULTS",
    "RETENTION",
    "ROLES_TABLE",
    "SEARCH",
    "SETTINGS",
    "SIGN_IN",
    "SIGN_IN_CALLBACK",
    "SIGN_IN_FORCE",
    "SIGN_OUT",
    "STATIC",
    "TEAM_LOOKS",
    "TRUST",
    "account_address",
    "child_address",
    "log_entry_address",
    "print_address",
    "reference_of",
    "replay_address",
    "word_of",
]

#: GET the form; POST ``account`` and ``password``.
SIGN_IN = "/sign-in"
#: GET leads to the force's own sign-in service.
SIGN_IN_FORCE = "/sign-in/force"
#: GET where that service sends the browser back to.
SIGN_IN_CALLBACK = "/sign-in/callback"
#: GET who may sign in; POST ``account``, ``password`` and the fields of one makes one, and
#: ``after`` goes on in the list.
ACCOUNTS = "/accounts"
#: GET one; POST ``display_name``, a field for each role, ``team``, ``closed`` and ``state``.
ACCOUNT = "/accounts/{account}"
#: GET only: the settings in force, the rows held back, who may do what.
SETTINGS = "/settings"
QUARANTINE = "/quarantine"
ROLES_TABLE = "/roles"
#: POST only.
SIGN_OUT = "/sign-out"
#: GET the search form: the officer's home.
SEARCH = "/"
#: POST ``name``, ``birth_day``, ``birth_month``, ``birth_year``, ``age`` and ``place``.
RESULTS = "/search"
#: GET asks for the reason (or shows the page while a reason is remembered); POST
#: ``reason`` and ``note`` is the look.
CHILD = "/children/{child_id}"
#: POST ``reason``, ``purpose``, ``to_whom`` and ``why`` gives one side to be printed.
PRINT = "/children/{child_id}/print"
#: GET the limits on records; POST ``child``, ``team`` (empty to lift), ``note`` and ``seen``.
LIMITS = "/restrictions"
#: GET which messages were sent, wait or are dead; POST ``message`` has one sent again.
MESSAGES = "/messages"
#: GET the notices to the own team; POST ``notice`` acknowledges one.
NOTICES = "/notices"
#: GET who looked at the children whose plans the own team holds.
TEAM_LOOKS = "/team/looks"
#: GET what is due for review, and erasures; POST ``act`` (keep, ask or approve), ``why``, and
#: with it ``child`` and ``until_day``, ``until_month``, ``until_year``; ``child`` and ``rule``; or
#: ``erasure``.
RETENTION = "/retention"
#: POST ``scheme`` (light, dark or system) and ``back``, a path of this service.
COLOURS = "/colours"
#: GET which scorecards are in use.
MODELS = "/models"
#: GET the form; POST ``officer``, ``child``, ``since``, ``until``, ``kind`` and ``after``.
LOG = "/log"
#: GET only: what is worth a question, and counts.
LOG_UNUSUAL = "/log/unusual"
LOG_FIGURES = "/log/figures"
#: GET one entry of the access log.
LOG_ENTRY = "/log/entries/{entry_id}"
#: POST ``reason`` and ``note``: what was shown, given again.
REPLAY = "/log/entries/{entry_id}/replay"
#: GET what is promised, how far the log is sealed, and its known limits; for anybody.
TRUST = "/trust"
#: Folder of the static files; their addresses carry a content hash as the query.
STATIC = "/static"

_ESCAPED = re.compile(r"~([0-9A-F]{2})")


def word_of(reference: str) -> str:
    """A system's own reference as one part of an address; a plain one stays as it is.

    Percent signs do not do: a server decodes ``%2F`` before it looks for the page, and a
    browser takes ``..`` away. So what may not stand there is written ``~2F``, a ``~`` too.
    """
    word = quote(reference, safe="").replace("~", "%7E").replace("%", "~")
    return word if word.strip(".") else word.replace(".", "~2E")


def reference_of(word: str) -> str:
    """The reference of which this is :func:`word_of`: each word leads to one and no other.

    Of a word that holds a NUL, as no system's reference can, it is empty: nobody has that.
    """
    reference = unquote(_ESCAPED.sub(r"%\1", word.replace("%", "%25")))
    return "" if "\0" in reference else reference


def account_address(account: str) -> str:
    """The address of one account's page."""
    return ACCOUNT.format(account=quote(account, safe=""))


def child_address(child_id: str) -> str:
    """The address of one child's page."""
    return CHILD.format(child_id=child_id)


def print_address(child_id: str) -> str:
    """Where the one side about a child is asked for."""
    return PRINT.format(child_id=child_id)


def log_entry_address(entry_id: str) -> str:
    """The address of one entry's page."""
    return LOG_ENTRY.format(entry_id=entry_id)


def replay_address(entry_id: str) -> str:
    """Where the form is sent that gives an entry's answer again."""
    return REPLAY.format(entry_id=entry_id)
