"""What the API tells administrators, for the pages that show it."""

from __future__ import annotations

from typing import Any

from serving.service.show_settings import setting_values
from serving.settings import Settings

__all__ = ["no_quarantine", "told_quarantine", "told_settings"]

_NOW = "2026-11-22T02:04:00.000000Z"
_FAULTS = [{"field": "date_of_birth", "rule": "is not a date"}]


def told_settings() -> dict[str, Any]:
    """Settings, one of them not the default."""
    settings = Settings.read({"MISSING_RISK_LOOKS_A_MINUTE": "90"}, "postgresql+psycopg://a:b@db/x")
    return {
        "as_at": _NOW,
        "settings": setting_values(settings),
        "refused_by_rate": 1_204,
        "not_signed_in": 3,
    }


def told_quarantine() -> dict[str, Any]:
    """A page of rows with one fault and with several; there are more."""
    row = {
        "system": "S1",
        "system_name": "Missing-persons database",
        "file": "S1_missing_persons.csv",
        "row": 17,
        "read_at": _NOW,
        "faults": _FAULTS,
    }
    faults = [
        {"field": "date_of_birth", "rule": "is not a date"},
        {"field": "(row)", "rule": "is short"},
    ]
    several = row | {"row": 9, "faults": faults}
    return {
        "as_at": _NOW,
        "count": 41,
        "systems": [{"system": "S1", "system_name": "Missing-persons database", "count": 41}],
        "rows": [row, several],
        "next_page": "c29tZXdoZXJl",
    }


def no_quarantine() -> dict[str, Any]:
    """Nothing is held back."""
    return {"as_at": _NOW, "count": 0, "systems": [], "rows": [], "next_page": None}
