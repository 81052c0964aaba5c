"""The search form, and the results with why each is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from records.words import count_words, day_words, join_words, length_words
from serving.pages.addresses import SEARCH, child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, day_text
from serving.pages.vantage import SourceLine

__all__ = ["ResultCard", "ResultsView", "SearchForm", "SearchView"]
#: Results shown at most; a longer list is not read.
MOST = 10


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What was typed, kept as typed, with what to do about each field that can't be used.

    Attributes:
        faults: field (``name``, ``birth_date``, ``age`` or ``place``) -> what to do.
    """

    name: str = ""
    birth_day: str = ""
    birth_month: str = ""
    birth_year: str = ""
    age: str = ""
    place: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What was asked for, e.g. ``“Kayleigh Smyth”, born 3 May 2010``."""
        born = self._born
        parts = (
            f"“{self.name}”" if self.name else "",
            f"born {born}" if born else "",
            f"aged {self.age}" if self.age else "",
            f"at “{self.place}”" if self.place else "",
        )
        return ", ".join(part for part in parts if part)

    @property
    def missing_words(self) -> str:
        """``Add a birth date, age or home.``; empty when everything was given."""
        born = self.birth_day or self.birth_month or self.birth_year
        wanted = {
            "a name": not self.name,
            "a birth date": not born,
            "an age": not born and not self.age,
            "a home": not self.place,
        }
        options = [words for words, is_wanted in wanted.items() if is_wanted]
        # One article is enough: "a birth date, age or home".
        options = options[:1] + [words.partition(" ")[2] for words in options[1:]]
        listed = " or ".join(filter(None, (", ".join(options[:-1]), *options[-1:])))
        return f"Add {listed}." if listed else ""

    @property
    def _born(self) -> str:
        typed = (self.birth_day, self.birth_month, self.birth_year)
        try:
            day, month, year = (int(part) for part in typed)
            return day_words(date(year, month, day))
        except ValueError:
            return " ".join(part for part in typed if part)


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page, an officer's home.

    Attributes:
        sources: how fresh each system is.
        as_of: the moment at which ``sources`` were read.
    """

    frame: Frame
    sources: tuple[SourceLine, ...]
    form: SearchForm = field(default_factory=SearchForm)
    address: str = SEARCH

    @property
    def freshness(self) -> str:
        """One line: how many systems are connected, and the oldest."""
        return _freshness(self.sources)


@dataclass(frozen=True, slots=True)
class ResultCard:
    """One child who may be the one asked for. It never holds a band.

    Attributes:
        name: the recorded name that matched best; ``other_names`` the others.
        agrees: of ``name``, ``birth date``, ``age``, ``home``: what agrees fully.
        agreeing_words: the words of ``name`` that stand there as typed.
        missing_since: start of the open report.
        plan: ``linked``, ``possible`` or None.
        protection: a child protection plan is in force.
        why: why the child is listed, in sentences.
        is_limited: the record is limited to a team that is not the reader's: the card
            says no more than that, what was typed and whether the child is missing.
    """

    child_id: str
    name: str
    other_names: tuple[str, ...]
    birth_date: str | None
    age: int | None
    home: str | None
    missing_since: datetime | None
    plan: str | None
    protection: bool
    why: tuple[str, ...]
    agrees: tuple[str, ...]
    agreeing_words: tuple[str, ...] = ()
    is_limited: bool = False

    @property
    def name_parts(self) -> tuple[tuple[str, bool], ...]:
        """The name in pieces that give it back when joined, and whether each agrees."""
        pieces = re.split(r"([\s-]+)", self.name)
        return tuple((piece, piece in self.agreeing_words) for piece in pieces if piece)

    @property
    def address(self) -> str:
        """Where the child's page is asked for."""
        return child_address(self.child_id)

    @property
    def born(self) -> str:
        """``Born 14 March 2011`` or that it is not recorded."""
        return (
            "Birth date not recorded"
            if self.birth_date is None
            else (f"Born {day_text(self.birth_date)}")
        )

    @property
    def home_words(self) -> str:
        """The home, or that it is not recorded."""
        return bind(self.home) if self.home else "Home not recorded"

    @property
    def why_words(self) -> str:
        """The sentences of ``why`` as one line."""
        return bind(" ".join(self.why))

    def missing_words(self, now: datetime) -> str | None:
        """``Missing 3 hours 12 minutes``; None when no report is open."""
        if self.missing_since is None:
            return None
        return f"Missing {length_words(max(now - self.missing_since, timedelta(0)))}"

    @property
    def marks(self) -> tuple[str, ...]:
        """What decides urgency before the page is opened."""
        plan = {"linked": "CSE plan", "possible": "Possible CSE plan"}.get(self.plan or "")
        protection = "Child protection plan in force" if self.protection else None
        return tuple(mark for mark in (plan, protection) if mark)


@dataclass(frozen=True, slots=True)
class ResultsView:
    """What was found.

    Attributes:
        cards: at most ten, the likeliest first.
        count: how many were found in all; ``more``: there may be others beyond them.
        ways: how the names were compared, e.g. ``other spellings``.
        alike: how many others have nearly the name and birth date of the first.
    """

    frame: Frame
    form: SearchForm
    count: int
    cards: tuple[ResultCard, ...]
    sources: tuple[SourceLine, ...]
    ways: tuple[str, ...] = (
        "other spellings",
        "nicknames",
        "day and month of birth swapped",
    )
    alike: int = 0
    more: bool = False
    address: str = SEARCH

    def __post_init__(self) -> None:
        if len(self.cards) > MOST or self.count < len(self.cards):
            raise ValueError(f"at most {MOST} cards are shown, and never more than were found")

    @property
    def counted(self) -> str:
        """``3 children``, or ``At least 90 children``."""
        counted = count_words(self.count, "child", "children")
        return f"At least {counted}" if self.more else counted

    @property
    def shown(self) -> str | None:
        """How many of them are shown, and what to add; None when all are."""
        shown = len(self.cards)
        if shown == self.count and not self.more:
            return None
        said = f"{shown} of them {'is' if shown == 1 else 'are'} shown, the likeliest first."
        return f"{said} {self.form.missing_words}".strip()

    @property
    def searched(self) -> str:
        """What was searched and how."""
        connected = [source for source in self.sources if source.is_connected]
        systems = count_words(len(connected), "system")
        return f"Searched: {systems}, {join_words(self.ways)}. {_freshness(self.sources)}"

    @property
    def alike_words(self) -> str | None:
        """The warning about children who are easily taken for one another."""
        if not self.alike:
            return None
        others = count_words(self.alike, "other child", "other children")
        have = "has" if self.alike == 1 else "have"
        return (
            f"{others} {have} nearly the same name and birth date. "
            "Check the first name and address."
        )


def _freshness(sources: tuple[SourceLine, ...]) -> str:
    connected = [source for source in sources if source.is_connected]
    if not connected:
        return "No system is connected yet, so no child can be found."
    stale = [source for source in connected if source.state == "stale"]
    if not stale:
        systems = count_words(len(connected), "connected system")
        return f"Each of the {systems} was read within its promise."
    return " ".join(source.words for source in stale)
