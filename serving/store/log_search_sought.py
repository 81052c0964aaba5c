"""What is sought in the log, and whether an entry is that: by its bytes, not by the database."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from records.calendar import instant_to_text

__all__ = ["Sought", "fields_if_sought", "id_bounds", "is_in_time", "is_theirs"]

_KIND = re.compile(rb'"kind":"([A-Z_]+)"')
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_LAST_ID = "g"  # sorts after every id, which begins with a digit of hexadecimal


@dataclass(frozen=True, slots=True)
class Sought:
    """What entries must be like; None asks for nothing.

    Attributes:
        officer: the account that acted.
        children: ids that the child had, each with the id of the first entry that is not
            the child's any more, or None: records of one id may have gone to another.
        since, until: from ``since`` on, before ``until``.
        kinds: of one of these kinds.
        before: only entries with a smaller id: where the page before ended.
    """

    officer: str | None = None
    children: Mapping[str, str | None] | None = None
    since: datetime | None = None
    until: datetime | None = None
    kinds: frozenset[str] | None = None
    reason_code: str | None = None
    request: str | None = None
    before: str | None = None


def id_bounds(since: datetime | None, until: datetime | None) -> tuple[str, str]:
    """The ids between which entries from ``since`` on and before ``until`` lie, to the
    millisecond: the first that may be, and the first that may not."""
    first = "" if since is None else _id_at(since)
    last = _LAST_ID if until is None else f"{int(_id_at(until), 16) + 1:012x}"
    return first, last


def _id_at(at: datetime) -> str:
    return f"{int(at.timestamp()) * 1000 + at.microsecond // 1000:012x}"


def fields_if_sought(entry: bytes, sought: Sought) -> Mapping[str, Any] | None:
    """What the entry says, if that is what is sought; else None. Bytes that can't be read are
    nothing at all, found by whoever asks for any entry."""
    if sought.kinds is not None:
        # A quick look at the bytes; a fact may be named "kind" too, so what it finds is read.
        kinds = {found.decode() for found in _KIND.findall(entry)}
        if not kinds & sought.kinds:
            return None
    said = [text for text in (sought.reason_code, sought.request) if text is not None]
    if any(text.encode() not in entry for text in said):
        return None
    try:
        fields = json.loads(entry)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        is_any = sought.kinds is None and sought.reason_code is None and sought.request is None
        return _NOTHING if is_any else None
    if sought.kinds is not None and fields.get("kind") not in sought.kinds:
        return None
    if sought.reason_code is not None and fields.get("reason_code") != sought.reason_code:
        return None
    if sought.request is not None and fields.get("facts", {}).get("request") != sought.request:
        return None
    return fields


def is_in_time(fields: Mapping[str, Any], sought: Sought) -> bool:
    """Whether it was made in the time sought, to the microsecond."""
    at = fields.get("at")
    if not isinstance(at, str):
        return True
    return (sought.since is None or instant_to_text(sought.since) <= at) and (
        sought.until is None or at < instant_to_text(sought.until)
    )


def is_theirs(entry_id: str, child: bytes | None, sought: Sought) -> bool:
    """Whether the id that the entry names was still the child's when it was made."""
    if sought.children is None or child is None:
        return True
    end = sought.children[bytes(child).decode()]
    return end is None or entry_id < end
