"""People's word on links takes effect at once: decided, settled, shown, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from linkage.subjects import Subject
from linkage.weights import Weights
from records.persons import ChildId
from serving.service.joining import children_naming
from serving.service.remaking_looks import remake_looks
from serving.service.settling import conflicts, save_settled
from serving.service.weighing import settle_joined
from serving.store.decisions import DecisionRow, add_decisions
from serving.store.doubtful import doubtful_among
from serving.store.linkings import add_linking, last_linking, lock_linking
from serving.store.links import links_of
from serving.store.opening import Connection, Store
from serving.store.who_tables import WHO

__all__ = ["DecisionConflictError", "NotLinkedError", "Relinked", "decide"]


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


@dataclass(frozen=True, slots=True)
class Relinked:
    """What decisions changed.

    Attributes:
        people: the children or adults that gained or lost a record.
        settled: every child or adult that was settled anew, by id now.
    """

    people: frozenset[ChildId]
    settled: frozenset[ChildId]


def decide(
    store: Store,
    subject: Subject,
    said: Sequence[DecisionRow],
    weights: Weights,
    now: datetime,
    beside: Callable[[Connection], None] = lambda _: None,
) -> Relinked:
    """Keep people's word and let it hold from now on: in links, ids, histories and search.

    All of it or nothing, and ``beside`` with it: what is called in the same transaction
    before the word is kept, to write what goes along or to refuse by raising. Only
    records that a chain of weighed pairs and decisions joins to those decided on are
    settled anew; that needs neither Splink nor time.

    Raises:
        DecisionConflictError: it contradicts earlier decisions that still hold.
        NotLinkedError: one of the records has never been linked.
        StoreUnavailableError: the store can't be written just now, or ``now`` is not after
            the start of a link that would end.
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
        settled = frozenset(links_of(connection, who, scope).values())
        if subject is Subject.CHILD:
            changed = settled | change.moved.people
            remake_looks(connection, changed, now, change.moved.parted)
        else:
            remake_looks(connection, children_naming(connection, change.moved.people), now)
    return Relinked(change.moved.people, settled)
