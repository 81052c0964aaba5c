"""Commitments: a value is fixed in the log without standing there, and can later be erased.

Whoever has the salt and the value can check them against the commitment; once both are
erased, nobody can guess the value from what stays.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

__all__ = ["SALT_BYTES", "Opening", "commit"]

SALT_BYTES = 16


def commit(label: str, salt: bytes, value: bytes) -> str:
    """SHA-256 over the label, a zero byte, the salt and the value, as hex.

    Raises:
        ValueError: the salt is not :data:`SALT_BYTES` long, or the label holds a zero byte.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt is {SALT_BYTES} random bytes")
    if "\x00" in label:
        raise ValueError("a label holds no zero byte")
    return hashlib.sha256(label.encode() + b"\x00" + salt + value).hexdigest()


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens one commitment of an entry: kept apart from it, and erasable."""

    label: str
    salt: bytes
    value: bytes

    @property
    def commitment(self) -> str:
        """The commitment that this opens."""
        return commit(self.label, self.salt, self.value)

    def opens(self, commitment: str) -> bool:
        """Whether it opens ``commitment``; any other text gives False."""
        return hmac.compare_digest(self.commitment.encode(), commitment.encode())
