"""What an account is to be, checked before anything is read, and why it can't be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from serving.access.permissions import ROLES
from serving.sign_in.claims import is_account_name

__all__ = [
    "AccountFaultsError",
    "AccountTakenError",
    "IssuersAccountError",
    "NewAccount",
    "NoSuchAccountError",
    "OwnAccountError",
    "WishedAccount",
]

SHORTEST_PASSWORD = 12
_LONGEST_PASSWORD = 200
_LONGEST_WORDS = 100


class NoSuchAccountError(Exception):
    """No account has this name."""

    def __init__(self) -> None:
        super().__init__("No account has this name. List the accounts again.")


class AccountTakenError(Exception):
    """A new account would take the place of another."""

    def __init__(self) -> None:
        super().__init__("There is an account of this name. Change that one, or choose another.")


class OwnAccountError(Exception):
    """Somebody would change what they themselves may do."""

    def __init__(self) -> None:
        super().__init__("Nobody changes their own account. Ask another administrator.")


class IssuersAccountError(Exception):
    """What would be said here is for the force's sign-in service to say."""

    def __init__(self) -> None:
        super().__init__("Names, roles and team come from the force’s sign-in service.")


class AccountFaultsError(Exception):
    """An account can't be as wished.

    Attributes:
        faults: field -> what to do.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class WishedAccount:
    """What an account is to say, all of it.

    Raises:
        AccountFaultsError: naming every field that can't be so.
    """

    display_name: str
    roles: tuple[str, ...]
    team: str | None = None
    closed: bool = False

    def __post_init__(self) -> None:
        faults = {}
        if not _is_words(self.display_name):
            faults["display_name"] = f"Enter a name of 1 to {_LONGEST_WORDS} letters on one line."
        if set(self.roles) - set(ROLES) or len(set(self.roles)) != len(self.roles):
            faults["roles"] = "Choose roles of the list, each once."
        if self.team is not None and not _is_words(self.team):
            faults["team"] = f"Enter a team of 1 to {_LONGEST_WORDS} letters, or leave it empty."
        if faults:
            raise AccountFaultsError(faults)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A demo account to be made. The password is kept as a hash alone.

    Raises:
        AccountFaultsError: naming every field that can't be so.
    """

    name: str
    password: str
    wished: WishedAccount

    def __post_init__(self) -> None:
        faults = {}
        if not is_account_name(self.name):
            faults["account"] = "Enter a user name of letters, digits and signs without spaces."
        if not SHORTEST_PASSWORD <= len(self.password) <= _LONGEST_PASSWORD:
            faults["password"] = f"Enter a password of {SHORTEST_PASSWORD} letters or more."
        if faults:
            raise AccountFaultsError(faults)


def _is_words(text: str) -> bool:
    return len(text.strip()) > 0 and len(text) <= _LONGEST_WORDS and text.isprintable()
