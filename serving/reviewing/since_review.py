"""What is new about a child since the last review: entries counted by kind, band then and now."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from records.calendar import instant_to_text, local_day
from records.events import Event
from records.history import History, KnownHistory, known_at
from records.states import last_review
from records.words import count_words, day_words, join_words
from serving.reviewing.entry_words import ENTRY_WORDS, NOT_COUNTED

__all__ = ["band_since_values", "new_values"]

#: What is new about a child who was never reviewed here.
_NEVER = timedelta(days=28)
#: As many kinds are named; the rest are counted together.
_NAMED = 5


def new_values(history: History, known: KnownHistory) -> dict[str, Any]:
    """What was recorded since the last review and what was taken back since, in sentences;
    of a child who was never reviewed here, within the last 28 days.

    Nothing here tells a band: it is shown to reviewers before they give their own view.
    """
    review = last_review(known)
    since = known.as_of - _NEVER if review is None else review.said.recorded
    then = _entries(known_at(history, since))
    now = _entries(known)
    new = [event for key, event in now.items() if key not in then]
    gone = sum(1 for key in then if key not in now)
    day = day_words(local_day(since))
    begin = (
        f"No review is recorded here. In the 28 days since {day}"
        if review is None
        else f"Since the review of {day}"
    )
    words = [f"{begin}: {_counted(new)}."]
    if gone:
        said = count_words(gone, "entry", "entries")
        was = "was" if gone == 1 else "were"
        words.append(f"{said} of before {was} corrected, taken back or moved since.")
    return {
        "since": instant_to_text(since),
        "is_reviewed": review is not None,
        "entries": len(new),
        "gone": gone,
        "words": words,
    }


def band_since_values(known: KnownHistory, band: str | None) -> dict[str, Any]:
    """The band advised at the last review, and now. Never shown before the own view."""
    review = last_review(known)
    then = None if review is None else review.detail("advised_band")
    if review is None:
        words = None
    elif then == band:
        words = f"{_said(then)} at the last review and now."
    else:
        words = f"{_said(then)} at the last review, {_said(band)} now."
    return {"then": then, "now": band, "words": words}


def _said(band: str | None) -> str:
    return "No band" if band is None else band


def _entries(known: KnownHistory) -> dict[tuple[str, str], Event]:
    return {
        (event.source.value, event.entry): event
        for event in known.events
        if event.source not in NOT_COUNTED
    }


def _counted(new: list[Event]) -> str:
    """``2 missing reports, 1 return interview and 3 other entries``."""
    if not new:
        return "nothing new is recorded in what is connected"
    counts = Counter(event.kind for event in new)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].value))
    said = [count_words(number, *ENTRY_WORDS[kind]) for kind, number in ordered[:_NAMED]]
    rest = sum(number for _, number in ordered[_NAMED:])
    if rest:
        said.append(count_words(rest, "other entry", "other entries"))
    return join_words(said)
