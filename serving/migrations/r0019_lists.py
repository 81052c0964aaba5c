"""0019: lists whose pages and counts take as long of a million children as of twenty thousand.

What is open holds the child's band beside it, and every list and count has an index of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from alembic.operations import Operations
from sqlalchemy import text

from serving.migrations.columns import number, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0019"
down_revision = "0018"

_ORDER = "at, child_id, reference, about, owner"
_OPEN = "stage, since, until"
_BY_ABOUT = "about, at, child_id, reference, owner"
_BY_OWNER = "owner, at, child_id, reference, about"
#: Whose a list is -> the columns that say so.
_WHOSE = {"": "", "_team": "team, ", "_authority": "local_authority, "}


def _caseload(tail: str) -> dict[str, str]:
    places = {"by_rank": "", "by_team": "team, ", "by_authority": "local_authority, "}
    return {
        f"caseload_{name}": f"caseload ({whose}rank, place, child_id{tail})"
        for name, whose in places.items()
    }


def _items(tail: str) -> dict[str, str]:
    found = {}
    for name, whose in _WHOSE.items():
        found[f"work_items_by{name or '_at'}"] = f"work_items (kind, {whose}{_ORDER}{tail})"
        for by, order in (("about", _BY_ABOUT), ("owner", _BY_OWNER)):
            found[f"work_items_by{name}_{by}"] = f"work_items (kind, {whose}{order}{tail})"
    return found


#: Indexes as they were, and as they are from here on.
_CHANGE = "caseload ({}rank, band_since, child_id)"
_BEFORE = {**_caseload(""), **_items(""), "caseload_by_change": _CHANGE.format("")}
_NOW = {
    **_caseload(", set_by, banded_at"),
    **_items(f", {_OPEN}"),
    "caseload_by_change": f"{_CHANGE.format('')} WHERE band_since IS NOT NULL",
}


def _new() -> Mapping[str, str]:
    """The indexes that there were none of."""
    found = {
        "work_items_by_judgement": "work_items (reference) WHERE kind = 'judgement'",
        "entries_by_judgement": "entries (reference) WHERE kind = 'judgement_made'",
    }
    for name, whose in _WHOSE.items():
        if name:
            change = f"{_CHANGE.format(whose)} WHERE band_since IS NOT NULL"
            found[f"caseload_by{name}_change"] = change
        by = f"_by{name}" if name else ""
        found |= {
            f"work_items_by{name}_stage": (
                f"work_items (kind, {whose}stage, {_ORDER}) WHERE kind <> 'duty'"
            ),
            f"work_items_missing_by{name}_band": (
                f"work_items ({whose}band, {_ORDER}, {_OPEN}) WHERE kind = 'missing'"
            ),
            f"work_items_unflagged{by}": (
                f"work_items ({whose}at, child_id) WHERE kind = 'plan' AND rank < 1"
            ),
            f"work_items_reviews{by}": (
                f"work_items ({whose}rank, at, child_id) WHERE kind = 'review'"
            ),
        }
    return found


def upgrade(op: Operations) -> None:
    """Add the columns, filled from the children's own rows, and make the indexes."""
    op.add_column("work_items", words("band", empty=True))
    op.add_column("work_items", number("rank", default="-1"))
    op.execute(
        text(
            "UPDATE work_items SET band = c.band, rank = c.rank FROM caseload c"
            " WHERE c.child_id = work_items.child_id"
        )
    )
    _remake(op, _BEFORE, {**_NOW, **_new()})


def downgrade(op: Operations) -> None:
    """Take both away: the children's own rows tell the same."""
    _remake(op, {**_NOW, **_new()}, _BEFORE)
    for column in ("rank", "band"):
        op.execute(text(f"ALTER TABLE work_items DROP COLUMN {column}"))


def _remake(op: Operations, old: Mapping[str, str], new: Mapping[str, str]) -> None:
    for name in old:
        op.execute(text(f"DROP INDEX {name}"))
    for name, on in new.items():
        op.execute(text(f"CREATE INDEX {name} ON {on}"))
