"""What a card promises whatever it was fitted on: its directions kept, its every reason worded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from string import Formatter

from features.catalogue import CATALOGUE
from features.declaration import Feature
from features.measured import Measured
from features.phrases.names import NAMES, PAST
from features.wording import LONGEST_SHORT, told, words
from records.history import KnownHistory
from records.persons import ChildId
from records.unknown import Unknown
from records.words import count_words, day_words, length_words, ordinal_words
from scorecard.bins import CardLine
from scorecard.card import Card
from training.judging.vignette_records import NOW

__all__ = ["FILLED", "direction_faults", "wording_faults"]

_FEATURES: Mapping[str, Feature] = {feature.name: feature for feature in CATALOGUE}
#: Beyond the last edge of a line, values are tried so far on.
_BEYOND = 400
#: The highest value that a feature of this unit can have; others have no end.
_HIGHEST = {"yes or no": 1, "state": 3}
_LONGEST_DAY = day_words(date(2026, 9, 30))
_LONGEST_NAME = max((*NAMES.values(), "sexual exploitation"), key=len)
_NOBODY = KnownHistory(ChildId("C-NOBODY0000"), NOW, (), (), frozenset())
Filled = Callable[[Feature, int], str]


def direction_faults(card: Card) -> tuple[str, ...]:
    """Lines that break the catalogue's directions after rounding, or reassure by not knowing.

    A line of a feature that this release's catalogue doesn't have is a fault too.
    """
    return tuple(fault for line in card.lines for fault in _of_line(line))


def _of_line(line: CardLine) -> Iterator[str]:
    feature = _FEATURES.get(line.feature)
    if feature is None:
        yield f"{line.feature} is not in this release's catalogue"
        return
    points = [bin_.points for bin_ in line.bins]
    if feature.direction == "up" and points != sorted(points):
        yield f"{line.feature}: points fall as the value grows; the catalogue says up"
    if feature.direction == "down" and points != sorted(points, reverse=True):
        yield f"{line.feature}: points rise as the value grows; the catalogue says down"
    for kind, given in line.unknown.items():
        if kind is not Unknown.NOT_APPLICABLE and given < line.neutral:
            yield (
                f"{line.feature}: {kind.value.replace('_', ' ')} gives {given} points, fewer than "
                f"the average child's {line.neutral}"
            )


def wording_faults(card: Card) -> tuple[str, ...]:
    """Reasons that the card can give and no page could say: every bin, every kind of unknown.

    Each is said as it is served, with the longest day, number and name in its gaps; a short
    line must not be longer than the page's :data:`features.wording.LONGEST_SHORT`.
    """
    found = (fault for line in card.lines for fault in _not_said(line))
    return tuple(dict.fromkeys(found))


def _not_said(line: CardLine) -> Iterator[str]:
    feature = _FEATURES.get(line.feature)
    if feature is None:
        yield f"{line.feature} is not in this release's catalogue"
        return
    for kind in Unknown:
        said = words(feature, Measured(kind), _NOBODY)
        yield from _faults(line.feature, kind.value.replace("_", " "), said.short, said.full)
    for value in _values(line, feature):
        fitting = [
            phrase
            for phrase in told(feature).phrases
            if phrase.low <= value and (phrase.high is None or value <= phrase.high)
        ]
        if all(phrase.when for phrase in fitting):
            yield f"{line.feature}: nothing is said of {value} in every circumstance"
        for phrase in fitting:
            short, full = (_fill(text, feature, value) for text in (phrase.short, phrase.full))
            yield from _faults(line.feature, str(value), short, full)


def _faults(name: str, value: str, short: str, full: str) -> Iterator[str]:
    if not short.strip() or not full.strip().endswith("."):
        yield f"{name}: what is said of {value} is no sentence"
    if len(short) > LONGEST_SHORT:
        yield f"{name}: the line for {value} has {len(short)} characters of {LONGEST_SHORT}"


def _values(line: CardLine, feature: Feature) -> list[int]:
    """Values at both ends of every bin, as far as the feature can have them."""
    highest = _HIGHEST.get(feature.unit)
    values = set()
    for bin_ in line.bins:
        low = 0 if bin_.low is None else bin_.low
        high = max(low, 0) + _BEYOND if bin_.high is None else bin_.high - 1
        values |= {low, min(low + 1, high), high}
    return sorted(v for v in values if v >= 0 and (highest is None or v <= highest))


def _fill(text: str, feature: Feature, value: int) -> str:
    gaps = {gap for _, gap, _, _ in Formatter().parse(text) if gap is not None}
    return text.format_map({gap: FILLED[gap](feature, value) for gap in gaps})


def _fixed(text: str) -> Filled:
    return lambda _feature, _value: text


def _counted(noun: str) -> Filled:
    return lambda _feature, value: count_words(value, noun)


#: The longest that may come to stand in a gap, by the names of ``features.phrases.gaps``.
FILLED: Mapping[str, Filled] = {
    "n": lambda _feature, value: str(value),
    "Ordinal": lambda _feature, value: ordinal_words(value).capitalize(),
    "times": _counted("time"),
    "days": _counted("day"),
    "years": _counted("year"),
    "length": lambda _feature, value: length_words(timedelta(hours=max(value, 1))),
    "in_span": lambda feature, _value: PAST[feature.window_days],
    "latest": _fixed(_LONGEST_DAY),
    "elsewhere": _fixed(_LONGEST_DAY),
    "first": _fixed(_LONGEST_DAY),
    "gap": _fixed(length_words(timedelta(days=364))),
    "until": _fixed(_LONGEST_DAY),
    "role": _fixed(" the return interviewer"),
    "told_of": _fixed(_LONGEST_NAME),
    "found_in": _fixed(_LONGEST_NAME),
    "from_home": _fixed(_LONGEST_NAME),
    "demeanour": _fixed("frightened"),
    "level": _fixed("medium"),
    "category": _fixed("emotional abuse"),
    "placement": _fixed(_LONGEST_NAME),
}
