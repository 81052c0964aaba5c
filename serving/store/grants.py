"""Append-only by the database's own permissions: what the service's role may do on PostgreSQL.

One role owns the tables and brings them forward; the service signs in as another, which can
add to the log and never change or delete what stands there, even where somebody lifts the
triggers. On SQLite, whose file has no roles, the triggers are all there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, text

from serving.store.errors import StoreError
from serving.store.guards import APPEND_ONLY, BLANK_ONLY, WORDS_ERASED_ONLY
from serving.store.opening import Store
from serving.tables.case_audits import audit_acts, audit_cases, audit_frames
from serving.tables.kept import kept_inputs
from serving.tables.log import log_answers, log_head, log_private, log_waiting
from serving.tables.plans import plan_drafts
from serving.tables.taken_in import METADATA, store_revision, store_schema

__all__ = ["GrantError", "WritableLogError", "check_role", "grant_to", "role_faults"]

_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
#: What the role may blank, column by column; what people said of links may be emptied.
_BLANKS: Mapping[str, tuple[str, ...]] = {
    log_private.name: ("salt", "value", "erased_by"),
    log_answers.name: ("salt", "value", "erased_by"),
    kept_inputs.name: ("value", "erased_by"),
    plan_drafts.name: ("value",),
    **{table.name: ("value",) for table in (audit_frames, audit_cases, audit_acts)},
    **{words.name: ("a", "b", "reason") for words in WORDS_ERASED_ONLY},
}
#: From this release on the right to analyse a table can be given away.
_WITH_MAINTAIN = 170_000


class GrantError(StoreError):
    """The rights can't be given. The message says why."""


class WritableLogError(StoreError):
    """The service's role could change or delete entries of the log. Production refuses it."""


def _rights() -> dict[str, tuple[str, ...]]:
    """Table -> what the service's role may do with it, as it stands in a GRANT."""
    granted: dict[str, tuple[str, ...]] = {}
    for name in METADATA.tables:
        if name in (store_revision.name, store_schema.name):
            granted[name] = ("SELECT",)
        elif name in _BLANKS:
            granted[name] = ("SELECT", "INSERT", f"UPDATE ({', '.join(_BLANKS[name])})")
        elif name in APPEND_ONLY:
            granted[name] = ("SELECT", "INSERT")
        elif name == log_head.name:
            granted[name] = ("SELECT", "UPDATE")
        elif name == log_waiting.name:
            granted[name] = ("SELECT", "INSERT", "DELETE")
        else:
            granted[name] = _ALL
    return granted


def grant_to(connection: Connection, role: str) -> None:
    """Give the role what the service needs, and take from it whatever else it was given.

    For the tables' owner to call, again after every step forward. Doing it twice changes
    nothing.

    Raises:
        GrantError: not on PostgreSQL; or there is no such role, or it is a superuser, or it
            owns the tables, itself or by membership.
    """
    if connection.dialect.name != "postgresql":
        raise GrantError("an SQLite store has no roles; its triggers guard the log")
    query = text("SELECT rolsuper FROM pg_roles WHERE rolname = :role")
    found = connection.execute(query, {"role": role}).one_or_none()
    if found is None:
        raise GrantError("there is no such role; make it first: CREATE ROLE ... LOGIN")
    if found.rolsuper:
        raise GrantError("the role is a superuser, whom nothing can be kept from; use another")
    if _owned(connection, role):
        raise GrantError("the role owns the store's tables; make another one for the service")
    quoted = connection.dialect.identifier_preparer.quote_identifier(role)
    for statement in _statements(connection, quoted):
        connection.exec_driver_sql(statement)
    query = text("SELECT has_schema_privilege(:role, 'public', 'USAGE')")
    if not connection.execute(query, {"role": role}).scalar_one():
        raise GrantError(
            "the owner may not let others use the schema; as its own owner: "
            "GRANT USAGE ON SCHEMA public TO the service's role"
        )


def _statements(connection: Connection, role: str) -> Iterator[str]:
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"REVOKE CREATE ON SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"
    for name, may in _rights().items():
        # A right to columns outlives the taking back of the right to their table.
        for column in _BLANKS.get(name, ()):
            yield f"REVOKE UPDATE ({column}) ON {name} FROM {role}"
        yield f"GRANT {', '.join(may)} ON {name} TO {role}"
        if may == _ALL and version >= _WITH_MAINTAIN:
            yield f"GRANT MAINTAIN ON {name} TO {role}"


def role_faults(connection: Connection) -> tuple[str, ...]:
    """Why the role that is signed in could change the log; none if it can't, or on SQLite."""
    if connection.dialect.name != "postgresql":
        return ()
    role = str(connection.execute(text("SELECT current_user")).scalar_one())
    query = text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if connection.execute(query).scalar_one():
        return ("it is a superuser",)
    guarded = [*APPEND_ONLY, *BLANK_ONLY, *(words.name for words in WORDS_ERASED_ONLY)]
    asked = text(
        "SELECT name, right_ FROM unnest(CAST(:names AS text[])) name,"
        " unnest(CAST(:rights AS text[])) right_"
        " WHERE has_table_privilege(current_user, name, right_) ORDER BY name, right_"
    )
    rights_asked = {"names": guarded, "rights": ["UPDATE", "DELETE", "TRUNCATE"]}
    return (
        *(f"it owns {name}" for name in sorted(_owned(connection, role))),
        *(f"it may {row[1].lower()} {row[0]}" for row in connection.execute(asked, rights_asked)),
    )


def _owned(connection: Connection, role: str) -> Collection[str]:
    """The store's tables of which the role is the owner, or a member of the owner."""
    query = text(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(:names)"
        " AND relnamespace = 'public'::regnamespace AND pg_has_role(:role, relowner, 'MEMBER')"
    )
    found = connection.execute(query, {"names": sorted(METADATA.tables), "role": role})
    return set(found.scalars())


def check_role(store: Store) -> None:
    """Refuse to serve with a role that could change the log.

    Raises:
        WritableLogError: with the first reason, and what to do.
    """
    with store.reading() as connection:
        faults = role_faults(connection)
    if faults:
        more = f", and {len(faults) - 1} reasons more" if len(faults) > 1 else ""
        raise WritableLogError(
            f"{store.address}: the service's role could change the access log: {faults[0]}{more}. "
            "Sign in as another role, to which the owner gave its rights by "
            "missing-risk store grant --role NAME"
        )
