"""What looks would read of a store just now, for tests that answer without a service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from serving.answer.inputs import freshness_from
from serving.store.opening import Store
from serving.tables import taken_in as tables

__all__ = ["current_looks"]


def current_looks(
    store: Store,
) -> tuple[list[bytes], Mapping[object, datetime], str]:
    """Every child's look in order of child, when extracts were taken, the linkage's digest."""
    current, blobs = tables.child_histories, tables.history_blobs
    with store.reading() as connection:
        query = (
            select(blobs.c.blob)
            .join(current, current.c.digest == blobs.c.digest)
            .order_by(current.c.child_id)
        )
        looks = [bytes(blob) for blob in connection.execute(query).scalars()]
        state = connection.execute(
            select(tables.store_state.c.freshness, tables.store_state.c.linkage)
        ).one()
    return looks, freshness_from(state[0].encode()), str(state[1])
