"""Rows that may tie children together as text, and back, without loss: to be sent elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from features.relations.rows import Bearing, Presence
from features.relations.time_spans import Span
from records.calendar import instant_from_text, instant_to_text
from records.connections import Concern, Through
from records.persons import ChildId
from records.serial import canonical, event_from_json, event_text
from records.sources import SourceSystem

__all__ = ["row_from_text", "row_text"]


def row_text(row: Presence | Bearing) -> str:
    """One row as JSON, whole but for its key, which stands beside it."""
    if isinstance(row, Presence):
        own = None if row.own is None else [row.own[0].value, row.own[1]]
        return canonical(
            {
                "child": row.child,
                "through": row.through.value,
                "own": own,
                "span": _span_text(row.span),
                "name": row.name,
            }
        ).decode()
    told = {
        "concern": row.concern.value,
        "child": row.child,
        "called": [[instant_to_text(since), name] for since, name in row.called],
        "name": row.name,
        "span": _span_text(row.span),
    }
    return f'{{"event":{event_text(row.event)},{canonical(told).decode()[1:]}'


def row_from_text(key: str, text: str) -> Presence | Bearing:
    """The inverse of :func:`row_text`, under this key."""
    raw: Mapping[str, Any] = json.loads(text)
    child, span, name = raw["child"], _span(raw["span"]), raw["name"]
    if "concern" not in raw:
        own = None if raw["own"] is None else (SourceSystem(raw["own"][0]), raw["own"][1])
        return Presence(key, ChildId(child), Through(raw["through"]), own, span, name)
    return Bearing(
        key,
        Concern(raw["concern"]),
        None if child is None else ChildId(child),
        tuple((instant_from_text(since), called) for since, called in raw["called"]),
        name,
        event_from_json(raw["event"]),
        span,
    )


def _span_text(span: Span) -> list[str | None]:
    return [instant_to_text(span[0]), None if span[1] is None else instant_to_text(span[1])]


def _span(raw: list[str | None]) -> Span:
    assert raw[0] is not None, "every span begins"
    return instant_from_text(raw[0]), None if raw[1] is None else instant_from_text(raw[1])
