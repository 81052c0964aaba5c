"""A child or an adult by an id that they have or had."""

from __future__ import annotations

from linkage.subjects import Subject
from records.persons import ChildId
from serving.store.link_trails import id_now
from serving.store.opening import Connection
from serving.tables.who import WHO

__all__ = ["NoSuchPersonError", "find_person"]


class NoSuchPersonError(Exception):
    """No child or adult has this id, and none that had it went into another."""

    def __init__(self) -> None:
        super().__init__("Nobody has this id. Search again.")


def find_person(connection: Connection, asked: str) -> tuple[Subject, ChildId]:
    """Whose id this is, and the id now.

    Raises:
        NoSuchPersonError: nobody's.
    """
    for subject, who in WHO.items():
        found = id_now(connection, who, asked)
        if found is not None:
            return subject, found
    raise NoSuchPersonError
