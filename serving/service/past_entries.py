"""One entry of the log with all that is kept of what its answer was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from serving.audit.leaf import is_entry_id
from serving.replay import Past, names_of_kept
from serving.store.kept import PastEntry, erasers_of, read_kept, read_past
from serving.store.opening import Connection

__all__ = ["NoSuchEntryError", "PastAnswer", "past_of", "read_answer"]


class NoSuchEntryError(Exception):
    """No entry of the log has this id."""

    def __init__(self) -> None:
        super().__init__("No entry of the log has this id. Copy it from the receipt.")


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """An entry, and digest -> bytes of what its answer was made from, as far as kept; of what
    was erased, the fields of the entry that says why."""

    stored: PastEntry
    kept: Mapping[str, bytes]
    erased: Mapping[str, Mapping[str, Any]]

    @property
    def past(self) -> Past:
        """What a replay is made of."""
        return past_of(self.stored, self.erased)


def past_of(stored: PastEntry, erased: Mapping[str, Mapping[str, Any]]) -> Past:
    """The entry as a replay takes it."""
    entry = stored.entry
    return Past(entry.fields, entry.answer, stored.salt, stored.erasing, erased)


def read_answer(connection: Connection, entry_id: str) -> PastAnswer:
    """The entry of this id. Raises :class:`NoSuchEntryError`."""
    # An id that can't be one is not asked for: a database may not even take it.
    stored = read_past(connection, entry_id) if is_entry_id(entry_id) else None
    if stored is None:
        raise NoSuchEntryError
    digests = set(names_of_kept(stored.entry.fields["inputs"]).values())
    kept = read_kept(connection, digests)
    return PastAnswer(stored, kept, erasers_of(connection, digests - set(kept)))
