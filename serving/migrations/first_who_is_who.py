"""The tables of who is who, as schema version 4 had them: a part of revision 0004."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import UniqueConstraint

from serving.migrations.columns import index, make, number, raw, words

__all__ = ["make_who_is_who"]


def make_who_is_who(op: Operations) -> None:
    """Make them, empty: of children, of adults, and what people said of links."""
    make(op, "children", words("child_id", key=True), words("since"))
    make(
        op,
        "links",
        words("record_id", key=True),
        words("since", key=True),
        words("child_id", to="children.child_id"),
        words("until", empty=True),
        index("links_by_child", "child_id"),
        index("links_current", "record_id", unique=True, where="until IS NULL"),
    )
    make(
        op,
        "child_trail",
        words("old_id", key=True),
        words("new_id"),
        words("since"),
        index("child_trail_by_new", "new_id"),
    )
    make(
        op,
        "child_splits",
        words("from_id", key=True),
        words("to_id", key=True),
        words("since", key=True),
        index("child_splits_by_to", "to_id"),
    )
    make(
        op,
        "doubtful_links",
        words("a", key=True),
        words("b", key=True),
        words("since", key=True),
        number("weight"),
        words("evidence"),
        words("reason", empty=True),
        number("is_possible", check="is_possible IN (0, 1)"),
        words("until", empty=True),
        index("doubtful_links_by_b", "b"),
    )
    make(
        op,
        "decisions",
        number("id", key=True),
        words("kind", check="kind IN ('same', 'different', 'undone')"),
        words("a"),
        words("b"),
        words("decided_at"),
        words("decided_by"),
        words("reason"),
    )
    make(
        op,
        "weighed_pairs",
        words("a", key=True),
        words("b", key=True),
        number("weight"),
        index("weighed_pairs_by_b", "b"),
        keyed=True,
    )
    make(op, "link_keys", words("record_id", key=True), raw("fingerprint"), raw("keys"))
    make(op, "adults", words("adult_id", key=True), words("since"))
    make(
        op,
        "adult_links",
        words("record_id", key=True),
        words("since", key=True),
        words("adult_id", to="adults.adult_id"),
        words("until", empty=True),
        index("adult_links_by_adult", "adult_id"),
        index("adult_links_current", "record_id", unique=True, where="until IS NULL"),
    )
    make(
        op,
        "adult_trail",
        words("old_id", key=True),
        words("new_id"),
        words("since"),
        index("adult_trail_by_new", "new_id"),
    )
    make(
        op,
        "adult_splits",
        words("from_id", key=True),
        words("to_id", key=True),
        words("since", key=True),
        index("adult_splits_by_to", "to_id"),
    )
    make(
        op,
        "adult_doubtful_links",
        words("a", key=True),
        words("b", key=True),
        words("since", key=True),
        number("weight"),
        words("evidence"),
        words("reason", empty=True),
        number("is_possible", check="is_possible IN (0, 1)"),
        words("until", empty=True),
        index("adult_doubtful_links_by_b", "b"),
    )
    make(
        op,
        "adult_decisions",
        number("id", key=True),
        words("kind", check="kind IN ('same', 'different', 'undone')"),
        words("a"),
        words("b"),
        words("decided_at"),
        words("decided_by"),
        words("reason"),
    )
    make(
        op,
        "adult_weighed_pairs",
        words("a", key=True),
        words("b", key=True),
        number("weight"),
        index("adult_weighed_pairs_by_b", "b"),
        keyed=True,
    )
    make(op, "adult_link_keys", words("record_id", key=True), raw("fingerprint"), raw("keys"))
    make(
        op,
        "linkings",
        number("id", key=True),
        words("subject", check="subject IN ('child', 'adult')"),
        words("kind", check="kind IN ('whole', 'increment', 'decision')"),
        words("at"),
        words("version"),
        number("through_extract"),
        words("digest"),
    )
    make(
        op,
        "link_judgements",
        number("id", key=True),
        words("act"),
        words("kind", check="kind IN ('judged', 'split', 'undone')"),
        words("subject", check="subject IN ('child', 'adult')"),
        words("link"),
        words("a"),
        words("b"),
        words("said", check="said IN ('same', 'different', 'cant_say', 'undone')"),
        words("reason"),
        words("judged_at"),
        words("judged_by"),
        number("is_blind", check="is_blind IN (0, 1)"),
        words("verdict", check="verdict IN ('possible', 'refused', 'linked')"),
        words("refusal", empty=True),
        number("weight"),
        words("weights"),
        words("undoes", empty=True),
        UniqueConstraint("act", "a", "b"),
        index("link_judgements_by_a", "a"),
        index("link_judgements_by_b", "b"),
        index("link_judgements_by_link", "link"),
        index("link_judgements_by_undone", "undoes"),
    )
