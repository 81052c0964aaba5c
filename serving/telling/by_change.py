"""What rescoring, linking and extracts bring, when nobody's act does."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from linkage.subjects import Subject
from records.calendar import instant_to_text, local_day
from records.formats import FORMATS
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from serving.service.hanging import Hang, what_hangs
from serving.service.rescored_changes import Change
from serving.store.extracts import freshness
from serving.store.links import links_of
from serving.store.opening import Connection
from serving.tables.who import WHO
from serving.telling.tell import Told
from serving.telling.tellers import Teller
from serving.work_store.told import is_missing_now
from serving.work_store.untold import (
    Doubtful,
    Standing,
    disclosures_since,
    doubtful_since,
    missing_with_plan_untold,
    risen_untold,
    standing_untold,
)
from serving.worklist.items import ItemKind
from serving.worklist.new_connections import CONNECTIONS_KEPT

__all__ = [
    "disclosures",
    "doubtful_links",
    "missing_with_plan",
    "newly_high",
    "newly_linked",
    "stale",
    "unsealed",
]

#: What a run of rescoring or linking before this found is not told of.
_LOOKS_BACK = timedelta(days=2)
_MOST = 500


def newly_high(connection: Connection, top: str, now: datetime) -> Iterator[Told]:
    """Children whom the last run of rescoring put into the highest band, ``top``."""
    kinds = ("newly_high", "newly_high_while_missing")
    for one in risen_untold(
        connection, Change.BAND_RISEN.name, [top], kinds, now - _LOOKS_BACK, _MOST
    ):
        kind = kinds[is_missing_now(connection, one.child)]
        yield Told(kind, one.child, f"rescoring {one.run}", now)


def newly_linked(connection: Connection, now: datetime) -> Iterator[Told]:
    """Children newly joined with another through an adult, a home or a place: one matter for
    each child, whatever joins them at once."""
    found = standing_untold(
        connection,
        ItemKind.CONNECTED,
        "new_link_to_child",
        now - CONNECTIONS_KEPT,
        now,
        None,
        _MOST,
        merged=True,
    )
    for child, joined in groupby(sorted(found, key=_child_first), key=lambda one: one.child):
        cause = " ".join(f"{one.reference}/{one.about}" for one in joined)
        yield Told("new_link_to_child", child, cause, now)


def _child_first(one: Standing) -> tuple[str, str, str]:
    return one.child, one.reference, one.about


def missing_with_plan(connection: Connection, now: datetime) -> Iterator[Told]:
    """Children reported missing elsewhere, of whom a plan or a notice stands: a report that was
    opened in this service was told of by whoever opened it."""
    kind = "missing_report_with_plan"
    for one in missing_with_plan_untold(connection, kind, now - _LOOKS_BACK, _MOST):
        yield Told(kind, one.child, one.reference, now, reference=one.reference)


def disclosures(connection: Connection, since_extract: int, now: datetime) -> Iterator[Told]:
    """What children told of sexual harm, in custody or an interview, as later extracts say."""
    before = now - _LOOKS_BACK
    for one in disclosures_since(connection, since_extract, SEXUAL_DISCLOSURES, before):
        cause = f"{one.reference} {one.kind}"
        yield Told("disclosure", one.child, cause, now, reference=one.reference)


def doubtful_links(connection: Connection, teller: Teller, now: datetime) -> Iterator[Told]:
    """New doubtful links of children on one of whom a live plan hangs."""
    links = doubtful_since(connection, now - _LOOKS_BACK, _MOST)
    if not links:
        return
    records = {str(record) for link in links for record in (link.a, link.b)}
    child_of = links_of(connection, WHO[Subject.CHILD], sorted(records))
    hangs = what_hangs(connection, Subject.CHILD, sorted(set(child_of.values())), now)
    for link in links:
        pair = {child_of[record] for record in (link.a, link.b) if record in child_of}
        held = sorted(child for child in pair if Hang.LIVE_PLAN in hangs[child])
        missing = sorted(child for child in pair if Hang.MISSING_NOW in hangs[child])
        if held:
            # Told of the missing one of the two if one is, so that it is pushed.
            child = (missing or held)[0]
            yield Told("doubtful_link_with_plan", child, _pair(link, teller), now)


def _pair(link: Doubtful, teller: Teller) -> str:
    """The same for the same pair, and says nothing of either record."""
    said = f"{link.a} {link.b}".encode()
    return "pair " + hmac.new(teller.secret, said, hashlib.sha256).hexdigest()[:32]


def stale(connection: Connection, now: datetime) -> Iterator[Told]:
    """Systems whose last extract is older than promised; once until a new one comes."""
    for source, taken in freshness(connection).items():
        if now - taken > timedelta(hours=FORMATS[source].promise_hours):
            cause = f"{source.value} {instant_to_text(taken)}"
            yield Told("stale_extract", None, cause, now, reference=source.value)


def unsealed(trouble: str | None, now: datetime) -> Iterator[Told]:
    """That the log isn't sealed, once a day."""
    if trouble is not None:
        yield Told("log_not_sealed", None, local_day(now).isoformat(), now)
