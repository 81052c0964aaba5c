"""How a log may stand: what the page of what is promised is made from."""

from __future__ import annotations

from typing import Any

__all__ = ["nothing_sealed", "trust_values"]

_LOG = "force.example/looks"


def _head(size: int, age_s: int) -> dict[str, Any]:
    at = "2026-11-22T01:59:00.000000Z"
    return {"log": _LOG, "size": size, "root": "b7" * 32, "at": at, "age_s": age_s}


def trust_values() -> dict[str, Any]:
    """Sealed and cosigned, one witness away, the key changed once."""
    return {
        "as_at": "2026-11-22T02:04:00.000000Z",
        "entries": 48_213,
        "sealed": _head(48_213, 1),
        "cosigned": _head(48_190, 300),
        "trouble": "the clock went back: nothing is sealed until it has caught up",
        "witnesses": [
            {"name": "commissioner.example/w1", "trouble": None,
             "signed_at": "2026-11-22T01:59:00.000000Z"},
            {"name": "neighbour.example/w1", "trouble": "the witness can't be reached",
             "signed_at": None},
            {"name": "third.example/w1", "trouble": None, "signed_at": None},
        ],
        "keys": [
            {"key": f"{_LOG}+0a1b2c3d+AQ" + "x" * 42, "log": _LOG,
             "since": "2026-11-01T00:00:00.000000Z", "entry": None},
            {"key": f"{_LOG}+4e5f6071+AQ" + "y" * 42, "log": _LOG,
             "since": "2026-11-20T00:00:00.000000Z", "entry": "019ab0000000-00"},
        ],
    }  # fmt: skip


def nothing_sealed() -> dict[str, Any]:
    """A demo on PostgreSQL without a key: nothing is sealed, and the page says so."""
    return {
        "as_at": "2026-11-22T02:04:00.000000Z",
        "entries": 1,
        "sealed": None,
        "cosigned": None,
        "trouble": "nothing is sealed: no key and no seal store are configured",
        "witnesses": [],
        "keys": [],
    }
