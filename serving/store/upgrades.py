"""Bringing a store of an earlier release forward, step by step, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import Connection, select, text, update

from serving.store.rescored_tables import rescored_children
from serving.store.shadow_tables import shadow_counts
from serving.store.tables import store_schema

__all__ = ["OLDEST", "SCHEMA_VERSION", "upgrade"]


def _shadow(connection: Connection) -> None:
    """5: counts of what a challenger says beside the champion."""
    shadow_counts.create(connection)


def _again(connection: Connection) -> None:
    """6: the second card's points and level beside each rescored child."""
    compiler = connection.dialect.type_compiler_instance
    for name in ("again_points", "again_level"):
        kind = compiler.process(rescored_children.c[name].type)
        connection.execute(text(f"ALTER TABLE {rescored_children.name} ADD COLUMN {name} {kind}"))


#: Version -> what leads to it from the one before.
_STEPS: Mapping[int, Callable[[Connection], None]] = MappingProxyType({5: _shadow, 6: _again})
SCHEMA_VERSION = max(_STEPS)
#: The oldest version that can be brought forward.
OLDEST = min(_STEPS) - 1


def upgrade(connection: Connection) -> None:
    """Bring the store to this release's version; one that is there already, or that no step
    leads from, is left as it is."""
    version = int(connection.execute(select(store_schema.c.version)).scalar_one())
    if not OLDEST <= version < SCHEMA_VERSION:
        return
    for step in range(version + 1, SCHEMA_VERSION + 1):
        _STEPS[step](connection)
    connection.execute(update(store_schema).values(version=SCHEMA_VERSION))
