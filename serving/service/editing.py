"""Edits that don't overwrite what somebody else changed meanwhile: the tag of a thing's state."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.serial import canonical

__all__ = ["ChangedMeanwhileError", "Seen", "etag_of"]

_DIGEST_LENGTH = 32


class ChangedMeanwhileError(Exception):
    """What is to be edited is not as the editor last saw it. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__("It was changed since you read it. Read it again, then edit that.")


@dataclass(frozen=True, slots=True)
class Seen:
    """The states that an editor says to have seen: the tags of ``If-Match``.

    Check inside the transaction that edits: what is checked before it may have changed.
    """

    tags: frozenset[str]

    def check(self, tag: str) -> None:
        """Raises :class:`ChangedMeanwhileError` unless ``tag`` is one of those seen."""
        if tag not in self.tags:
            raise ChangedMeanwhileError


def etag_of(values: Mapping[str, Any]) -> str:
    """The strong entity tag of these JSON values, quoted as headers bear it."""
    digest = hashlib.sha256(canonical(dict(values))).hexdigest()[:_DIGEST_LENGTH]
    return f'"{digest}"'
