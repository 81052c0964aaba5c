"""One notice as JSON values: of limits on records, and of what people are told, alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from records.calendar import instant_to_text
from serving.store.notices import NoticeRow
from serving.telling.kinds import KINDS
from serving.work_store.told import ToldRow

__all__ = ["ACCESS_WORDS", "access_values", "told_values"]

#: What each kind of notice about a limited record says: the fact, then the act that is asked.
ACCESS_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "opened_in_emergency": "A limited record was opened in an emergency. "
        "Ring the officer and ask what the child needs now.",
        "limit_followed": "A limited record was joined with another, or split. The limit went "
        "along. Ask a supervisor whether it still fits.",
        "limit_changed": "A supervisor set, changed or lifted a limit on a record. "
        "Ask the supervisor if you don't know why.",
    }
)
_HANDED_ON = "Nobody acknowledged this in ten minutes, so it comes to you. "


def access_values(row: NoticeRow) -> dict[str, Any]:
    """A notice about a limited record: it never says which."""
    return {
        "id": row.id,
        "at": instant_to_text(row.at),
        "kind": row.kind,
        "words": ACCESS_WORDS[row.kind],
        "audience": row.audience,
        "to_team": row.team,
        "child": None,
        "reference": None,
        "person": None,
        "entry": row.entry,
        "officer": row.officer,
        "officer_team": row.officer_team,
        "reason": row.reason,
        "acknowledge_by": None,
        "handed_on_at": None,
        "acknowledged_at": _text(row.acknowledged_at),
        "acknowledged_by": row.acknowledged_by,
    }


def told_values(row: ToldRow) -> dict[str, Any]:
    """A notice of what is new about a child, by the record's opaque id."""
    words = KINDS[row.kind].words
    return {
        "id": row.id,
        "at": instant_to_text(row.at),
        "kind": row.kind,
        "words": words if row.follows is None else _HANDED_ON + words,
        "audience": row.audience,
        "to_team": row.team,
        "child": row.child,
        "reference": row.reference,
        "person": row.person,
        "entry": None,
        "officer": row.sender,
        "officer_team": None,
        "reason": None,
        "acknowledge_by": _text(row.acknowledge_by),
        "handed_on_at": _text(row.handed_on_at),
        "acknowledged_at": _text(row.acknowledged_at),
        "acknowledged_by": row.acknowledged_by,
    }


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else instant_to_text(moment)
