"""The addresses of the pages of notices and messages, said once. None holds anything of a child."""

from __future__ import annotations

from urllib.parse import urlencode

from serving.pages.addresses import MESSAGES, NOTICES

__all__ = ["MESSAGES", "messages_after", "notices_after"]


def notices_after(after: str) -> str:
    """The next page of the notices."""
    return f"{NOTICES}?{urlencode({'after': after})}"


def messages_after(after: str | None, state: str | None) -> str:
    """A page of the messages, of one state or of all."""
    asked = {"state": state, "after": after}
    said = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"{MESSAGES}?{said}" if said else MESSAGES
