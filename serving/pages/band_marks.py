"""The band as it is drawn: bars, word, note; or the sentence that stands in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.typography import bind, day_text

__all__ = ["BandMark", "band_mark"]

_FILLS = {1: "low", 2: "medium", 3: "high"}


@dataclass(frozen=True, slots=True)
class BandMark:
    """The band as bars, word and note.

    Attributes:
        fill: ``high``, ``medium``, ``low`` by the number of bars, or ``none``.
        lines: sentences that must stand with the band.
    """

    word: str
    bars: int
    fill: str
    note: str
    lines: tuple[str, ...]


def band_mark(answer: Mapping[str, Any]) -> BandMark:
    """The mark of the answer's advice."""
    advice = answer["advice"]
    if advice["band"] is None:
        why = bind(advice["why_none"] or "The advice could not be worked out.")
        adult = answer["child"]["adult_since"]
        now = f"Now {answer['child']['age']} (since {day_text(adult)}). " if adult else ""
        note = advice["note"] if advice["state"] != "adult" else ""
        return BandMark("No band", 0, "none", note, (now + why,))
    lines = []
    if advice["points"] is None:
        stopped = answer["versions"]["card_state"] == "stopped"
        why = "The scorecard is stopped." if stopped else "Points could not be worked out."
        lines.append(f"Policy alone sets {advice['band']}. {why}")
    elif advice["set_by"] == "policy":
        lines.append(f"Policy sets {advice['band']}. Points alone give {advice['points_band']}.")
    if advice["bars"] == 1:
        lines.append(f"{advice['band']} from what is recorded.{_unknown(answer)}")
    fill = _FILLS[advice["bars"]]
    return BandMark(advice["band"], advice["bars"], fill, advice["note"], tuple(lines))


def _unknown(answer: Mapping[str, Any]) -> str:
    unknowns = len(answer["unknowns"])
    are = "is" if unknowns == 1 else "are"
    return f" {count_words(unknowns, 'thing')} {are} not known." if unknowns else ""
