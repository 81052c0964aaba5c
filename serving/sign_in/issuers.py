"""What the force configures of its sign-in service, and the errors of asking it."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

__all__ = [
    "ClaimNames",
    "Issuer",
    "IssuerError",
    "IssuerSilentError",
    "Mapped",
    "is_safe_address",
    "trusting",
]

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class IssuerError(Exception):
    """The sign-in service is not configured so that it can be used. Names every fault."""


class IssuerSilentError(Exception):
    """The sign-in service does not answer, or answers with something else. The message holds
    nothing that it said."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The force's sign-in service {what}.")


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Which claim says what. A dotted name leads into an object, unless a claim has the whole
    name: ``realm_access.roles``."""

    subject: str = "sub"
    display_name: str = "name"
    roles: str = "groups"
    team: str = "team"


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which of the issuer's words are which of ours.

    Attributes:
        roles: group -> role. A group that is not there gives no role.
        teams: value -> team; if empty, the claim's value is the team.
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Issuer:
    """The sign-in service as configured.

    Attributes:
        address: the issuer's own name for itself, letter by letter.
        secret: of our client; None for a client that proves itself by PKCE alone.
        audience: what a token of the API must be meant for; None: the API takes none.
        callback: the whole address that browsers are sent back to.
        prompt: ``login`` has the issuer ask for the password each time, as on shared devices;
            ``select_account`` has it ask who; None: its own session may do.
        authorities: file of those who vouch for its certificate; None: the usual ones.
        token_types: what ``typ`` of an API token may say, in lower case.

    Raises:
        IssuerError: naming every fault.
    """

    address: str
    client_id: str
    callback: str
    secret: str | None = field(default=None, repr=False)
    audience: str | None = None
    token_types: frozenset[str] = frozenset({"at+jwt"})
    scopes: str = "openid profile"
    names: ClaimNames = ClaimNames()
    mapped: Mapped = Mapped()
    authorities: Path | None = None
    prompt: str | None = None

    def __post_init__(self) -> None:
        faults = []
        for what, address in (("issuer", self.address), ("callback", self.callback)):
            if not is_safe_address(address):
                faults.append(f"the {what} must be an https address (http on loopback alone)")
        if self.address.endswith("/.well-known/openid-configuration"):
            faults.append("the issuer is the address before /.well-known")
        if not self.client_id:
            faults.append("the client id is missing")
        if self.audience and self.audience == self.client_id:
            faults.append("the API's audience must differ from the client id")
        if not self.token_types or not self.token_types <= {"at+jwt", "jwt"}:
            faults.append("the type of API tokens is at+jwt or JWT")
        if self.prompt not in (None, "login", "select_account"):
            faults.append("the prompt is login or select_account, or left out")
        if "openid" not in self.scopes.split():
            faults.append("the scopes must hold openid")
        if not self.mapped.roles:
            faults.append("no group is given a role, so that nobody could sign in")
        if faults:
            raise IssuerError("; ".join(faults))

    @property
    def is_fit_for_production(self) -> bool:
        """Whether nothing goes over the wire in clear, on loopback either."""
        return self.address.startswith("https://") and self.callback.startswith("https://")


def is_safe_address(address: str) -> bool:
    """Whether what is sent there can't be read on the way."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.fragment or parts.username:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)


def trusting(authorities: Path | None) -> ssl.SSLContext:
    """How the issuer proves itself: by the usual authorities, or by those of a file alone.

    Raises:
        IssuerError: the file holds no certificate.
    """
    try:
        return ssl.create_default_context(cafile=authorities)
    except (OSError, ssl.SSLError):
        raise IssuerError(f"{authorities} holds no certificate of an authority") from None
