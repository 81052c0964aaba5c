"""From values to points. The explanation is the calculation: there is no second path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.unknown import UNKNOWN_CODES, Unknown
from scorecard.bins import Bin, CardLine
from scorecard.card import Card

__all__ = [
    "FeatureMismatchError",
    "NotAMeasurementError",
    "Scored",
    "ScoredLine",
    "check_features",
    "score",
    "score_line",
]


class FeatureMismatchError(ValueError):
    """The values are not those that the card asks for: other features, or another catalogue."""


class NotAMeasurementError(TypeError):
    """A value is neither a whole number nor an :class:`Unknown`. The message never shows it."""


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """What one line gave. ``bin`` is None when the value is not known."""

    feature: str
    value: int | Unknown
    points: int
    bin: Bin | None


@dataclass(frozen=True, slots=True)
class Scored:
    """A child's points and all of their parts: ``base`` + the lines' points = ``points``."""

    base: int
    lines: tuple[ScoredLine, ...]
    points: int

    def __post_init__(self) -> None:
        if self.base + sum(line.points for line in self.lines) != self.points:
            raise ValueError("the points do not add up to the total")

    @property
    def reasons(self) -> tuple[ScoredLine, ...]:
        """The lines that add points, the most points first, then by name.

        A line that adds nothing is no reason; base and reasons still add up to the total.
        """
        adding = [line for line in self.lines if line.points > 0]
        return tuple(sorted(adding, key=lambda line: (-line.points, line.feature)))


def score(card: Card, values: Mapping[str, int | Unknown]) -> Scored:
    """The points of one child, line by line in the card's order.

    Args:
        values: one for each of ``card.features``, and none besides.

    Raises:
        FeatureMismatchError: a feature is missing or was not asked for; names them.
        NotAMeasurementError: a value is no whole number and no kind of unknown.
    """
    check_features(card, list(values))
    lines = tuple(score_line(line, values[line.feature]) for line in card.lines)
    return Scored(card.base, lines, card.base + sum(line.points for line in lines))


def check_features(card: Card, names: Sequence[str]) -> None:
    """Raises :class:`FeatureMismatchError` unless these are the card's features."""
    missing = [name for name in card.features if name not in names]
    extra = sorted(set(names) - set(card.features))
    if missing or extra or len(names) != len(set(names)):
        parts = [
            f"missing: {', '.join(missing)}" if missing else "",
            f"not on the card: {', '.join(extra)}" if extra else "",
            "a feature is given twice" if len(names) != len(set(names)) else "",
        ]
        raise FeatureMismatchError(
            f"card {card.name} asks for its own features alone; "
            + "; ".join(part for part in parts if part)
        )


def score_line(line: CardLine, value: int | Unknown) -> ScoredLine:
    """What one line gives for a value. Raises :class:`NotAMeasurementError`."""
    if isinstance(value, Unknown):
        return ScoredLine(line.feature, value, line.unknown[value], None)
    if type(value) is not int or value in _KINDS:
        raise NotAMeasurementError(f"{line.feature}: give a whole number or a kind of unknown")
    found = line.bin_of(value)
    return ScoredLine(line.feature, value, found.points, found)


_KINDS = {code: kind for kind, code in UNKNOWN_CODES.items()}
