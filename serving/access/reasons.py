"""Why somebody looks: a code from a configured list, and free text (N6).

Data-protection law wants the justification of every consultation on record. The usual
reason is one tap; "other" needs words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["AccessReason", "NoReasonError", "ReasonCode", "reason_codes", "reason_from_header"]

LONGEST_NOTE = 500


class NoReasonError(Exception):
    """No usable reason was given. The message says how to give one."""


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """One configured reason."""

    code: str
    words: str
    needs_note: bool


@dataclass(frozen=True, slots=True)
class AccessReason:
    """The justification of one look: ``code`` in clear in the log, ``note`` private."""

    code: str
    note: str = ""

    def __post_init__(self) -> None:
        known = {reason.code: reason for reason in reason_codes()}
        if self.code not in known:
            listed = ", ".join(known)
            raise NoReasonError(f"The reason for access must be one of: {listed}.")
        if known[self.code].needs_note and not self.note.strip():
            raise NoReasonError(f"The reason {self.code} needs a few words after it.")
        if len(self.note) > LONGEST_NOTE:
            raise NoReasonError(f"The note must be {LONGEST_NOTE} characters or fewer.")
        if not self.note.isprintable():
            raise NoReasonError("The note must be one line of plain text.")


@cache
def reason_codes() -> tuple[ReasonCode, ...]:
    """The configured reasons, the usual one first."""
    text = files("serving.access").joinpath("reasons.json").read_text(encoding="utf-8")
    return tuple(ReasonCode(**raw) for raw in json.loads(text)["reasons"])


def reason_from_header(header: str | None, *, words: str = "") -> AccessReason:
    """A reason from ``X-Access-Reason: code`` or ``code; a few words``.

    ``words`` are those that the request gives elsewhere, for a header without any.

    Raises:
        NoReasonError: the header is absent or breaks a rule.
    """
    if header is None or not header.strip():
        listed = ", ".join(reason.code for reason in reason_codes())
        raise NoReasonError(f"Say why you look in X-Access-Reason: one of {listed}.")
    code, _, note = header.partition(";")
    return AccessReason(code.strip(), note.strip() or words.strip())
