"""The file in which a force says how its people sign in, read strictly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from serving.access.permissions import ROLES
from serving.sign_in.issuers import ClaimNames, Issuer, IssuerError, Mapped

__all__ = ["CALLBACK", "KEYS", "read_issuer"]

#: Where browsers come back to, under the service's own address.
CALLBACK = "/sign-in/callback"
#: Every key of the file -> (must it be there, what it says).
KEYS: Mapping[str, tuple[bool, str]] = {
    "issuer": (True, "the sign-in service's own name for itself, an https address"),
    "client_id": (True, "the name that it knows this service by"),
    "secret_file": (False, "file with the client's secret; without one, PKCE alone proves it"),
    "service": (True, "the address of this service as browsers know it"),
    "audience": (False, "what API tokens must be meant for; without it the API takes none"),
    "token_type": (False, "typ of API tokens: at+jwt (the default) or JWT"),
    "scopes": (False, "what is asked for; openid profile if not said"),
    "prompt": (False, "login: the password each time, as on shared devices; or select_account"),
    "claims": (False, "names of the claims: subject, display_name, roles, team"),
    "roles": (True, "group -> role of this service; other groups give none"),
    "teams": (False, "value of the team claim -> team; without it the value is the team"),
    "authorities": (False, "file of the authorities that vouch for the issuer's certificate"),
}
_OBJECTS = frozenset({"claims", "roles", "teams"})


def read_issuer(path: Path) -> Issuer:
    """The sign-in service that the file describes.

    Raises:
        IssuerError: naming the file and every fault that was found; never the secret.
    """
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise IssuerError(f"{path} can't be read as JSON") from None
    if faults := _faults(said):
        raise IssuerError(f"{path}: {'; '.join(faults)}")
    try:
        return Issuer(
            address=said["issuer"],
            client_id=said["client_id"],
            callback=said["service"].rstrip("/") + CALLBACK,
            secret=_secret(path, said.get("secret_file")),
            audience=said.get("audience"),
            token_types=frozenset({said.get("token_type", "at+jwt").lower()}),
            scopes=said.get("scopes", "openid profile"),
            names=ClaimNames(**said.get("claims", {})),
            mapped=Mapped(dict(said["roles"]), dict(said.get("teams", {}))),
            prompt=said.get("prompt"),
            authorities=_beside(path, said.get("authorities")),
        )
    except IssuerError as fault:
        raise IssuerError(f"{path}: {fault}") from None


def _faults(said: Any) -> list[str]:
    if not isinstance(said, dict):
        return ["it holds no JSON object"]
    faults = [
        f"{key} is missing" for key, (needed, _) in KEYS.items() if needed and key not in said
    ]
    faults += [f"there is no key {key}" for key in sorted(said.keys() - KEYS.keys())]
    for key in sorted(said.keys() & KEYS.keys()):
        value = said[key]
        if key not in _OBJECTS and not (isinstance(value, str) and value):
            faults.append(f"{key} must be words")
        if key in _OBJECTS and not _is_table(value):
            faults.append(f"{key} must be an object of words")
    if faults:
        return faults
    names = {each.name for each in fields(ClaimNames)}
    if other := sorted(said.get("claims", {}).keys() - names):
        faults.append(f"claims has no {', '.join(other)}")
    if unknown := sorted(set(said["roles"].values()) - set(ROLES)):
        faults.append(f"no such role: {', '.join(unknown)}; there are {', '.join(ROLES)}")
    return faults


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(v, str) and v for v in value.values())


def _beside(path: Path, name: str | None) -> Path | None:
    """A file named in this one: relative names are beside it."""
    return None if name is None else path.parent / name


def _secret(path: Path, name: str | None) -> str | None:
    file = _beside(path, name)
    if file is None:
        return None
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise IssuerError("secret_file can't be read") from None
    if not secret:
        raise IssuerError("secret_file is empty")
    return secret
