"""The moment and the extracts from which every list on a page is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import instant_from_text
from records.words import count_words, moment_words, time_words
from serving.pages.typography import bind

__all__ = ["SourceLine", "Vantage", "source_lines"]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How fresh one system's extract is.

    Attributes:
        state: ``fresh``, ``stale`` or ``never``.
        age: ``2 hours old``; None when no extract was ever read.
        words: one sentence that stands alone.
    """

    system: str
    name: str
    state: str
    age: str | None
    words: str

    @property
    def is_connected(self) -> bool:
        """Whether an extract was ever read."""
        return self.state != "never"


@dataclass(frozen=True, slots=True)
class Vantage:
    """What ``as at`` and ``last read`` mean on one page."""

    as_of: datetime
    sources: tuple[SourceLine, ...]

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Vantage:
        """The vantage of an answer."""
        return cls(instant_from_text(answer["as_of"]), source_lines(answer["sources"]))

    @property
    def as_at(self) -> str:
        """``02:04 on 22 November 2026``."""
        return moment_words(self.as_of)

    @property
    def time(self) -> str:
        """``02:04``."""
        return time_words(self.as_of)

    def source(self, system: str) -> SourceLine:
        """The line of one system; one that the answer doesn't list counts as never read."""
        for line in self.sources:
            if line.system == system:
                return line
        words = f"{system} records are not connected to this service."
        return SourceLine(system, system, "never", None, words)

    def note(self, counted: str, *systems: str) -> str:
        """What stands under a list: how many, as at when, from which extracts how old."""
        return " ".join(
            (f"{counted}, as at {self.time}.", *(self.source(s).words for s in systems))
        )


def source_lines(sources: list[dict[str, Any]]) -> tuple[SourceLine, ...]:
    """The answer's ``sources`` as lines, in its order."""
    return tuple(
        SourceLine(
            system=source["system"],
            name=source["name"],
            state=source["state"],
            age=None if source["hours_old"] is None else _age(source["hours_old"]),
            words=bind(source["words"]),
        )
        for source in sources
    )


def _age(hours: int) -> str:
    if hours == 0:
        return "less than an hour old"
    return f"{count_words(hours // 24, 'day') if hours >= 48 else count_words(hours, 'hour')} old"
