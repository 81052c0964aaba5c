"""Erasures in words and figures: one shape for whoever asks, approves or lists them."""

from __future__ import annotations

from typing import Any

from records.calendar import instant_to_text
from serving.store.erased import Erasure, read_erasures
from serving.store.opening import Connection

__all__ = ["NoSuchErasureError", "erasure_values", "must_be_found"]


class NoSuchErasureError(Exception):
    """Nobody asked for an erasure of this id."""

    def __init__(self) -> None:
        super().__init__("No erasure has this id. Look at the list again.")


def must_be_found(connection: Connection, erasure: str) -> Erasure:
    """The erasure of this id. Raises NoSuchErasureError."""
    found = read_erasures(connection, erasure)
    if not found:
        raise NoSuchErasureError
    return found[0]


def erasure_values(erasure: Erasure) -> dict[str, Any]:
    """One erasure, as JSON values. It names nobody: the child's id is opaque."""
    return {
        "id": erasure.id,
        "child": erasure.child,
        "state": "erased" if erasure.is_done else "waiting",
        "rule": erasure.rule,
        "why": erasure.why,
        "asked_at": instant_to_text(erasure.asked_at),
        "asked_by": erasure.asked_by,
        "erased_at": None if erasure.erased_at is None else instant_to_text(erasure.erased_at),
        "approved_by": erasure.approved_by,
        "entry": erasure.erased_entry,
        "counts": None if erasure.counts is None else dict(erasure.counts),
    }
