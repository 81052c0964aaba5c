"""One entry of the log with all that is kept of what its answer was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from serving.replay import Past, names_of_kept
from serving.store.kept import PastEntry, read_kept, read_past
from serving.store.opening import Connection

__all__ = ["NoSuchEntryError", "PastAnswer", "past_of", "read_answer"]


class NoSuchEntryError(Exception):
    """No entry of the log has this id."""

    def __init__(self) -> None:
        super().__init__("No entry of the log has this id. Copy it from the receipt.")


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """An entry, and digest -> bytes of what its answer was made from, as far as kept."""

    stored: PastEntry
    kept: Mapping[str, bytes]

    @property
    def past(self) -> Past:
        """What a replay is made of."""
        return past_of(self.stored)


def past_of(stored: PastEntry) -> Past:
    """The entry as a replay takes it."""
    entry = stored.entry
    return Past(entry.fields, entry.answer, stored.salt, stored.erasing)


def read_answer(connection: Connection, entry_id: str) -> PastAnswer:
    """The entry of this id. Raises :class:`NoSuchEntryError`."""
    stored = read_past(connection, entry_id)
    if stored is None:
        raise NoSuchEntryError
    digests = names_of_kept(stored.entry.fields["inputs"]).values()
    return PastAnswer(stored, read_kept(connection, set(digests)))
