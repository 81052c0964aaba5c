"""Words that blame a child or say nothing: a note beside the field, never a refusal.

What staff write can't be policed by program; the inspectorate told every chief constable to
end such language, so it is pointed out while it is written, and counted by team for training.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["GENTLE_WORDS", "count_listed", "gentle_notes"]

_BLAMES = "blames the child. Say what happened."
_CONSENT = "suggests that a child can consent to abuse. Say what an adult did."
_HIDES = "hides who has power over whom. Say how old they are and what they do."
_LABELS = "is a label. Say what happened, and when."
_NO_ACT = "names no act and nobody to do it. Say who does what."

#: A word or phrase, in small letters -> what is wrong with it.
GENTLE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "absconder": _BLAMES,
        "absconded": _BLAMES,
        "absconds": _BLAMES,
        "runaway": _BLAMES,
        "always off": _BLAMES,
        "frequent flyer": _BLAMES,
        "misper": _LABELS,
        "prostitute": _CONSENT,
        "prostitution": _CONSENT,
        "promiscuous": _CONSENT,
        "sexually active": _CONSENT,
        "lifestyle": _BLAMES,
        "lifestyle choice": _BLAMES,
        "puts herself at risk": _BLAMES,
        "puts himself at risk": _BLAMES,
        "puts themselves at risk": _BLAMES,
        "places herself in danger": _BLAMES,
        "places himself in danger": _BLAMES,
        "streetwise": _BLAMES,
        "hostile": "is a label. Say what she or he said or did, and on which day.",
        "refuses to engage": "is a label. Say: did not want to talk to us, and on which day.",
        "failed to engage": "is a label. Say: did not want to talk to us, and on which day.",
        "boyfriend": _HIDES,
        "consensual": _CONSENT,
        "relationship with": _HIDES,
        "attention seeking": _BLAMES,
        "known nonce": _LABELS,
        "nonce": _LABELS,
        "perp": _LABELS,
        "groomer": _LABELS,
        "relevant agency": _NO_ACT,
        "escalate as appropriate": _NO_ACT,
    }
)
_LONGEST_FIRST = sorted(GENTLE_WORDS, key=lambda word: (-len(word), word))
_SOUGHT = re.compile(
    r"(?<!\w)(?:" + "|".join(map(re.escape, _LONGEST_FIRST)) + r")(?!\w)", re.IGNORECASE
)


def gentle_notes(text: str) -> tuple[str, ...]:
    """One sentence for each listed word that the text holds, in the order met, each once."""
    said: dict[str, str] = {}
    for found in _SOUGHT.finditer(text):
        word = found[0].casefold()
        said.setdefault(word, f"'{word}' {GENTLE_WORDS[word]}")
    return tuple(said.values())


def count_listed(text: str) -> int:
    """How often listed words stand in the text."""
    return sum(1 for _ in _SOUGHT.finditer(text))
