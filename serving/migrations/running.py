"""Revisions carried out on a given connection, inside the caller's transaction.

There is no ini file and no ``env.py``: the chain is the tuple below, and Alembic runs it on
the connection it is handed, so that all steps and whatever the caller does besides stand or
fall together. On SQLite that holds too: the caller's transaction began with ``BEGIN
IMMEDIATE`` and the driver never ends one by itself. Alembic's batch mode, which makes a
table anew and thereby drops its guards without a word, is not to be used in a revision.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from alembic.script.revision import RevisionMap
from sqlalchemy import Connection

from serving.migrations import (
    r0004_as_first_kept,
    r0005_shadow,
    r0006_again,
    r0006a_revisions,
    r0007_log,
    r0008_sign_in,
    r0009_replay,
    r0010_log_search,
    r0011_manners,
    r0012_idempotency,
    r0013_retention,
    r0014_work,
    r0015_plans,
    r0016_messages,
    r0017_case_audits,
    r0018_indicators,
    r0019_lists,
)

__all__ = [
    "HEAD",
    "REVISIONS",
    "VERSION_TABLE",
    "current_revision",
    "downgrade",
    "is_older",
    "newly_guarded",
    "stamp",
    "steps_to",
    "upgrade",
    "words_of",
]

#: Every revision, the oldest first.
_CHAIN: tuple[ModuleType, ...] = (
    r0004_as_first_kept,
    r0005_shadow,
    r0006_again,
    r0006a_revisions,
    r0007_log,
    r0008_sign_in,
    r0009_replay,
    r0010_log_search,
    r0011_manners,
    r0012_idempotency,
    r0013_retention,
    r0014_work,
    r0015_plans,
    r0016_messages,
    r0017_case_audits,
    r0018_indicators,
    r0019_lists,
)
REVISIONS: tuple[str, ...] = tuple(module.revision for module in _CHAIN)
#: The revision of this release.
HEAD = REVISIONS[-1]
#: Where the store's revision stands. The store makes it, as strict as its other tables.
VERSION_TABLE = "alembic_version"


def words_of(revision: str) -> str:
    """What the revision brought, in a few words."""
    said = _CHAIN[REVISIONS.index(revision)].__doc__ or ""
    return said.splitlines()[0].split(": ", 1)[1].rstrip(".")


def newly_guarded(revision: str) -> tuple[str, ...]:
    """Tables that were there before the revision, and whose guards it makes or words anew."""
    return tuple(getattr(_CHAIN[REVISIONS.index(revision)], "newly_guarded", ()))


def is_older(revision: str, than: str) -> bool:
    """Whether it comes before the other one in the chain.

    Raises:
        ValueError: one of them is not a revision of this release.
    """
    return _place(revision) < _place(than)


def _place(revision: str) -> int:
    if revision not in REVISIONS:
        raise ValueError(f"no revision is called {revision}; there are {', '.join(REVISIONS)}")
    return REVISIONS.index(revision)


def steps_to(current: str, target: str) -> tuple[str, ...]:
    """The revisions that a way up carries out, or a way down undoes, in that order.

    Raises:
        ValueError: one of them is not a revision of this release.
    """
    at, to = _place(current), _place(target)
    return REVISIONS[at + 1 : to + 1] if at <= to else tuple(reversed(REVISIONS[to + 1 : at + 1]))


def current_revision(connection: Connection) -> str | None:
    """The store's revision, which this release need not know; None if its table says none."""
    heads = _context(connection).get_current_heads()
    return heads[0] if heads else None


def stamp(connection: Connection, revision: str) -> None:
    """Say that the store has this revision, and do nothing else."""
    _context(connection).stamp(_directory(), revision)


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Carry out every step from the store's revision to this one."""
    _run(connection, lambda current: _directory()._upgrade_revs(to, current))


def downgrade(connection: Connection, to: str) -> None:
    """Undo every step after this revision, the newest first."""
    _run(connection, lambda current: _directory()._downgrade_revs(to, current))


def _run(connection: Connection, steps: Callable[[Any], Any]) -> None:
    context = _context(connection, fn=lambda current, _: steps(current))
    context.run_migrations(op=Operations(context))


def _context(connection: Connection, **options: Any) -> MigrationContext:
    told = {"transactional_ddl": True, "version_table": VERSION_TABLE, **options}
    return MigrationContext.configure(connection, opts=told)


def _directory() -> ScriptDirectory:
    """The chain as Alembic wants it, made of modules that are imported like any other."""
    directory = ScriptDirectory(Path(__file__).parent)
    scripts = [Script(module, module.revision, str(module.__file__)) for module in _CHAIN]
    directory.revision_map = RevisionMap(lambda: scripts)
    return directory
