"""What a replay says, once for each verdict, for pages that must show it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.lib.answers import sixth_report

__all__ = ["replays"]

_HASH, _OTHER = "sha256:" + "a" * 64, "sha256:" + "b" * 64
_CAUSE = {
    "name": "wording",
    "words": "It is worked out with another wording now.",
    "was": _HASH,
    "is_now": _OTHER,
}
_ERASED = {
    "name": "erased",
    "words": "Erased on 1\u00a0December\u00a02026.",
    "was": None,
    "is_now": "1",
}
_SEARCH = {"name": "kind", "words": "Not recomputable: whole index.", "was": None, "is_now": None}


def replays() -> Mapping[str, Mapping[str, Any]]:
    """Verdict -> the API's answer."""
    child = json.dumps(sixth_report(), ensure_ascii=False)
    parted = {"path": "reasons[0].full", "kept": '"told"', "recomputed": '"said"'}
    return {
        "identical": _said("identical", child, recomputed=_HASH),
        "differs": _said("differs", child, cause=_CAUSE, parted=parted, recomputed=_OTHER),
        "unexplained": _said("unexplained", child, parted=parted, recomputed=_OTHER),
        "kept_only": _said("kept_only", '{"results":[],"as_at":"2026-11-21"}', cause=_SEARCH),
        "erased": _said("erased", None, cause=_ERASED),
        "no_answer": _said("no_answer", None),
        "damaged": _said("damaged", None, cause={**_SEARCH, "name": "log"}),
    }


def _said(
    verdict: str,
    text: str | None,
    *,
    cause: Mapping[str, Any] | None = None,
    parted: Mapping[str, Any] | None = None,
    recomputed: str | None = None,
) -> dict[str, Any]:
    kept = None
    if text is not None:
        length = len(text.encode())
        kept = {"hash": _HASH, "length": length, "media_type": "application/json", "text": text}
    since = [{"system": "S1", "name": "Missing persons", "then": 4, "new": 2, "gone": 1}]
    return {
        "entry": "01a2004b8900-0001",
        "kind": "CHILD_VIEWED" if verdict != "kept_only" else "CHILDREN_SEARCHED",
        "at": "2026-11-21T02:11:00.000000Z",
        "verdict": verdict,
        "words": "What came of it, in a sentence.",
        "cause": cause,
        "difference": parted,
        "kept": kept,
        "recomputed_hash": recomputed,
        "since": since if verdict == "identical" else [],
        "as_at": "2026-11-22T02:04:00.000000Z",
    }
