"""0004: the tables as they were first kept on, before any step led on from them.

A new store is never made by this: it is where the oldest stores stand.
"""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import CheckConstraint, UniqueConstraint

from serving.migrations.columns import index, make, number, raw, words
from serving.migrations.first_who_is_who import make_who_is_who

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0004"
down_revision = None


def upgrade(op: Operations) -> None:
    """Make all tables of schema version 4, empty."""
    make(
        op,
        "store_schema",
        number("id", key=True, check="id = 1"),
        number("version"),
        words("origin"),
        raw("secret"),
    )
    make(
        op,
        "store_state",
        number("id", key=True, check="id = 1"),
        words("freshness"),
        words("linkage"),
        number("heartbeat"),
    )
    make(
        op,
        "extracts",
        number("id", key=True),
        words("source"),
        words("file"),
        words("digest"),
        words("taken_at"),
        words("read_at"),
        number("rows_read"),
        number("stored"),
        number("quarantined"),
        number("already_known"),
        UniqueConstraint("source", "digest", "taken_at"),
        CheckConstraint("rows_read = stored + quarantined + already_known", name="rows_add_up"),
    )
    make(
        op,
        "entries",
        words("source", key=True),
        words("entry", key=True),
        words("record_id", empty=True),
        words("kind"),
        words("reference"),
        words("occurred"),
        words("recorded"),
        words("details"),
        words("replaces", empty=True),
        words("content"),
        number("extract_id", to="extracts.id"),
        number("extract_row"),
        index("entries_by_extract", "extract_id"),
        index("entries_by_record", "record_id", "recorded"),
        index("entries_by_replaced", "source", "replaces", where="replaces IS NOT NULL"),
    )
    make(
        op,
        "person_versions",
        words("record_id", key=True),
        words("content", key=True),
        words("recorded"),
        words("person"),
        number("extract_id", to="extracts.id"),
        index("person_versions_by_extract", "extract_id"),
    )
    make(
        op,
        "adult_versions",
        words("record_id", key=True),
        words("content", key=True),
        words("recorded"),
        words("person"),
        number("extract_id", to="extracts.id"),
        index("adult_versions_by_extract", "extract_id"),
    )
    make(
        op,
        "quarantine",
        number("extract_id", to="extracts.id", key=True),
        number("extract_row", key=True),
        words("source"),
        words("faults"),
        raw("raw"),
        words("digest"),
        index("quarantine_by_digest", "source", "digest"),
    )
    make(
        op,
        "relation_keys",
        words("key", key=True),
        words("record_id", key=True),
        index("relation_keys_by_record", "record_id"),
        keyed=True,
    )
    make(
        op,
        "adult_entries",
        words("record_id", key=True),
        words("source", key=True),
        words("entry", key=True),
        index("adult_entries_by_entry", "source", "entry"),
        keyed=True,
    )
    make_who_is_who(op)
    make(op, "history_blobs", words("digest", key=True), raw("blob"))
    make(
        op,
        "child_histories",
        words("child_id", to="children.child_id", key=True),
        words("digest", to="history_blobs.digest"),
        words("missing_since", empty=True),
        words("plan", empty=True, check="plan IN ('linked', 'possible')"),
        number("protection", check="protection IN (0, 1)"),
        index("child_histories_missing", "missing_since", where="missing_since IS NOT NULL"),
    )
    make(
        op,
        "search_records",
        number("number", key=True),
        words("record_id"),
        words("names"),
        words("births"),
        words("homes"),
        words("seen"),
        index("search_records_by_record", "record_id", unique=True),
    )
    make(
        op,
        "search_words",
        number("word_key", key=True),
        words("field", check="field IN ('name', 'place')"),
        words("word"),
        words("sound"),
        words("turned"),
        index("search_words_by_end", "turned"),
        index("search_words_by_sound", "sound"),
        index("search_words_by_word", "field", "word", unique=True),
    )
    make(op, "search_postings", number("posting_key", key=True), raw("numbers"))
    make(
        op, "search_added", number("posting_key", key=True), number("number", key=True), keyed=True
    )
    make(
        op,
        "rescorings",
        number("id", key=True),
        words("state", check="state IN ('going', 'finished', 'dropped')"),
        words("as_of"),
        words("inputs"),
        words("versions"),
        words("features"),
        words("asked_by"),
        words("started_at"),
        words("ended_at", empty=True),
        number("before_id", to="rescorings.id", empty=True),
        words("through"),
        number("children"),
        words("counts"),
        words("digest"),
        CheckConstraint("(state = 'going') = (ended_at IS NULL)", name="ended_or_going"),
        index("rescorings_going", "state", unique=True, where="state = 'going'"),
    )
    make(
        op,
        "rescored_children",
        number("run_id", to="rescorings.id", key=True),
        words("child_id", to="children.child_id", key=True),
        words("state", check="state IN ('advised', 'adult', 'failed')"),
        words("band", empty=True),
        number("points", empty=True),
        words("points_band", empty=True),
        words("set_by", empty=True, check="set_by IN ('points', 'policy', 'both')"),
        words("reasons"),
        words("floors"),
        raw("features"),
        index("rescored_children_by_band", "run_id", "band", "points"),
    )
    make(
        op,
        "rescored_changes",
        number("run_id", to="rescorings.id", key=True),
        words("kind", key=True),
        words("child_id", to="children.child_id", key=True),
        words("was"),
        words("is_now"),
        keyed=True,
    )
    make(
        op,
        "log_entries",
        words("id", key=True),
        words("writer"),
        number("n"),
        raw("entry"),
        UniqueConstraint("writer", "n"),
        index("log_entries_first", "writer", where="n = 0"),
    )
    make(
        op,
        "log_private",
        words("entry_id", to="log_entries.id", key=True),
        words("label", key=True),
        raw("salt", empty=True),
        raw("value", empty=True),
        words("erased_by", empty=True),
        CheckConstraint(
            "(salt IS NULL) = (value IS NULL) AND (value IS NULL) = (erased_by IS NOT NULL)",
            name="whole_or_erased",
        ),
        keyed=True,
    )
    make(
        op,
        "log_answers",
        words("entry_id", to="log_entries.id", key=True),
        raw("salt", empty=True),
        raw("value", empty=True),
        words("erased_by", empty=True),
        CheckConstraint(
            "(salt IS NULL) = (value IS NULL) AND (value IS NULL) = (erased_by IS NOT NULL)",
            name="whole_or_erased",
        ),
        keyed=True,
    )
    make(
        op,
        "log_waiting",
        number("arrival", key=True, counts=True),
        words("entry_id", to="log_entries.id", unique=True),
    )
    make(
        op,
        "log_leaves",
        number("position", key=True),
        words("entry_id", to="log_entries.id", unique=True),
        raw("leaf"),
    )
    make(
        op,
        "log_tiles",
        number("level", key=True),
        number("position", key=True),
        raw("hashes"),
        raw("root"),
    )
    make(
        op,
        "log_head",
        number("id", key=True, check="id = 1"),
        number("size"),
        raw("root"),
        raw("frontier"),
    )
    make(
        op,
        "accounts",
        words("name", key=True),
        words("display_name"),
        words("secret_hash"),
        words("roles"),
        words("team", empty=True),
        number("is_demo", check="is_demo IN (0, 1)"),
    )
    make(
        op,
        "tokens",
        words("digest", key=True),
        words("account", to="accounts.name"),
        words("kind", check="kind IN ('session', 'bearer')"),
        words("issued_at"),
        words("expires_at"),
        words("revoked_at", empty=True),
    )


def downgrade(op: Operations) -> None:  # noqa: ARG001 - as every revision's is called
    """Nothing came before: refuse.

    Raises:
        ValueError: always.
    """
    raise ValueError("no older schema is known")
