"""Whose plans a team holds: children with a plan version that names the team as owner."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from linkage.subjects import Subject
from records.events import EventKind
from records.persons import ChildId
from records.sources import SourceSystem
from serving.store.links import links_of
from serving.tables.taken_in import child_histories, entries, history_blobs
from serving.tables.who import WHO

__all__ = ["blobs_of_plans"]


def blobs_of_plans(connection: Connection, team: str) -> dict[ChildId, bytes]:
    """What looks are made from, of every child of whose plans one was ever the team's.

    More than asked for: a plan may have ended, gone to another team or been taken back.
    The child's history says which is the team's now.
    """
    said = json.dumps({"owner_team": team}, ensure_ascii=False, separators=(",", ":"))[1:-1]
    query = (
        select(entries.c.record_id)
        .distinct()
        .where(
            entries.c.source == SourceSystem.CSE_PLANS.value,
            entries.c.kind == EventKind.PLAN_VERSION.value,
            entries.c.record_id.is_not(None),
            entries.c.details.contains(said, autoescape=True),
        )
    )
    records = list(connection.execute(query).scalars())
    children = sorted(set(links_of(connection, WHO[Subject.CHILD], records).values()))
    rows = connection.execute(
        select(child_histories.c.child_id, history_blobs.c.blob)
        .join(history_blobs, history_blobs.c.digest == child_histories.c.digest)
        .where(child_histories.c.child_id.in_(children))
    )
    return {ChildId(child): bytes(blob) for child, blob in rows}
