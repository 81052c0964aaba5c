"""People's word on links takes effect at once: decided, settled, shown, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from linkage.subjects import Subject
from linkage.weights import Weights
from serving.service.joining import children_naming
from serving.service.remaking_looks import remake_looks
from serving.service.settling import conflicts, save_settled
from serving.service.weighing import settle_joined
from serving.store.decisions import DecisionRow, add_decisions
from serving.store.doubtful import doubtful_among
from serving.store.linkings import add_linking, last_linking, lock_linking
from serving.store.links import links_of
from serving.store.opening import Connection, Store
from serving.tables.who import WHO

__all__ = ["DecisionConflictError", "NotLinkedError", "decide"]

_Left = TypeVar("_Left")


class DecisionConflictError(Exception):
    """The decisions can't all hold. Nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "This contradicts what people decided before about these records. "
            "Undo the earlier decision first."
        )


class NotLinkedError(Exception):
    """A record that is decided on was never linked. Nothing was written."""

    def __init__(self) -> None:
        super().__init__("No such record has been linked yet. Run missing-risk link first.")


def decide(
    store: Store,
    subject: Subject,
    said: Sequence[DecisionRow],
    weights: Weights,
    now: datetime,
    *,
    enter: Callable[[Connection], _Left],
    beside: Callable[[Connection], None] = lambda _: None,
) -> _Left:
    """Keep people's word and let it hold from now on: in links, ids, histories and search.

    All of it or nothing, and what is called in the same transaction with it: ``beside``
    before the word is kept, to write what goes along or to refuse by raising; ``enter``
    last, which sees how things stand now and makes the access log's entries of it. A word
    that can't be entered does not hold. Returns what ``enter`` gave. Only records that a
    chain of weighed pairs and decisions joins to those decided on are settled anew; that
    needs neither Splink nor time.

    Raises:
        DecisionConflictError: it contradicts earlier decisions that still hold.
        NotLinkedError: one of the records has never been linked.
        StoreUnavailableError: the store or its log can't be written just now, or ``now``
            is not after the start of a link that would end.
    """
    who = WHO[subject]
    with store.writing() as connection:
        lock_linking(connection)
        last = last_linking(connection, subject)
        records = {str(record) for row in said for record in (row.a, row.b)}
        if last is None or len(links_of(connection, who, records)) < len(records):
            raise NotLinkedError
        beside(connection)
        add_decisions(connection, who, said)
        scope, found = settle_joined(connection, who, weights, records)
        links = links_of(connection, who, scope)
        doubtful = doubtful_among(connection, who, scope)
        if conflicts(found.doubtful) - conflicts(doubtful):
            raise DecisionConflictError
        change = save_settled(connection, who, found, links, doubtful, now)
        add_linking(
            connection,
            subject,
            kind="decision",
            at=now,
            version=last.version,
            through_extract=last.through_extract,
            changed=change.values(),
        )
        if subject is Subject.CHILD:
            settled = frozenset(links_of(connection, who, scope).values())
            changed = settled | change.moved.people
            remake_looks(connection, changed, now, change.moved.parted)
        else:
            remake_looks(connection, children_naming(connection, change.moved.people), now)
        return enter(connection)
