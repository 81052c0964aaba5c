"""The file in which a force says how messages are mailed, and to which boxes, read strictly."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serving.telling.audiences import AUDIENCES
from serving.telling.channels import ChannelError

__all__ = ["MAIL_KEYS", "Mail", "read_mail"]

#: Every key of the file -> (must it be there, what it says).
MAIL_KEYS: Mapping[str, tuple[bool, str]] = {
    "server": (True, "the mail server's name"),
    "port": (False, "its port; 587 if not said"),
    "from": (True, "the box that messages come from"),
    "boxes": (True, "audience, or audience/team, -> the box on duty that gets its messages"),
    "user": (False, "the name to sign in with at the server"),
    "password_file": (False, "file with the password of that name"),
    "authorities": (False, "file of the authorities that vouch for the server's certificate"),
    "plain": (False, "true: without encryption, to a server on this machine; demo alone"),
}
#: No space, no angle bracket, no control character: nothing that could end a header.
_BOX = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,190}")
_PORT = 587


@dataclass(frozen=True, slots=True)
class Mail:
    """How messages are mailed."""

    server: str
    port: int
    sender: str
    boxes: Mapping[str, str]
    user: str | None = None
    password: str | None = None
    authorities: Path | None = None
    is_plain: bool = False

    def box_of(self, audience: str, team: str | None) -> str | None:
        """The team's own box if there is one, else the audience's; None if neither."""
        own = None if team is None else self.boxes.get(f"{audience}/{team}")
        return own or self.boxes.get(audience)


def read_mail(path: Path, *, is_production: bool) -> Mail:
    """What the file says.

    Raises:
        ChannelError: naming the file and every fault that was found; never the password.
    """
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise ChannelError(f"{path} can't be read as JSON") from None
    if faults := _faults(said, is_production=is_production):
        raise ChannelError(f"{path}: {'; '.join(faults)}")
    authorities = said.get("authorities")
    return Mail(
        server=said["server"],
        port=said.get("port", _PORT),
        sender=said["from"],
        boxes=dict(said["boxes"]),
        user=said.get("user"),
        password=_password(path, said.get("password_file")),
        authorities=None if authorities is None else path.parent / authorities,
        is_plain=said.get("plain", False),
    )


def _faults(said: Any, *, is_production: bool) -> list[str]:
    if not isinstance(said, dict):
        return ["it holds no JSON object"]
    faults = [
        f"{key} is missing" for key, (must, _) in MAIL_KEYS.items() if must and key not in said
    ]
    faults += [f"there is no key {key}" for key in sorted(said.keys() - MAIL_KEYS.keys())]
    words = ("server", "from", "user", "password_file", "authorities")
    faults += [
        f"{key} must be words"
        for key in words
        if key in said and not (isinstance(said[key], str) and said[key])
    ]
    port = said.get("port", _PORT)
    if type(port) is not int or not 1 <= port <= 65535:
        faults.append("port must be a whole number, 1 to 65535")
    if type(said.get("plain", False)) is not bool:
        faults.append("plain must be true or false")
    elif said.get("plain") and is_production:
        faults.append("plain is refused in production")
    if ("user" in said) != ("password_file" in said):
        faults.append("user and password_file go together")
    if "from" in said and not _is_box(said["from"]):
        faults.append("from must be one mail address")
    return faults + _box_faults(said.get("boxes", {}))


def _box_faults(boxes: Any) -> list[str]:
    if not isinstance(boxes, dict):
        return ["boxes must be an object"]
    faults = [
        f"boxes: {name} must be one mail address" for name in boxes if not _is_box(boxes[name])
    ]
    unknown = sorted({name.partition("/")[0] for name in boxes} - AUDIENCES.keys())
    if unknown:
        faults.append(f"boxes: no audience {', '.join(unknown)}; there are {', '.join(AUDIENCES)}")
    return faults


def _is_box(said: Any) -> bool:
    return isinstance(said, str) and _BOX.fullmatch(said) is not None


def _password(path: Path, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        password = (path.parent / name).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise ChannelError(f"{path}: password_file can't be read") from None
    if not password:
        raise ChannelError(f"{path}: password_file is empty")
    return password
