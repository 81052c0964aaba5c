"""The list of doubtful links in words: what hangs on each, how old it is, why it is in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words, join_words
from serving.linking.addresses import AGREEMENT, LINKS, link_address, links_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, capital_first, day_text
from serving.pages.vantage import SourceLine, source_lines

__all__ = ["LinkLine", "LinksView", "links_view"]

_PEOPLE = {"child": "children", "adult": "adults"}


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One pair in doubt. Names nobody."""

    address: str
    lead: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinksView:
    """One page of the list.

    Attributes:
        filters: (words, address, whether it is this one), counts in the words.
        subjects: the same for children's links and adults'.
    """

    frame: Frame
    title: str
    lines: tuple[LinkLine, ...]
    filters: tuple[tuple[str, str, bool], ...]
    subjects: tuple[tuple[str, str, bool], ...]
    empty: str
    counted: str
    next_page: str | None
    sources: tuple[SourceLine, ...]
    address: str = LINKS
    agreement: str = AGREEMENT


def links_view(values: Mapping[str, Any], frame: Frame, hangs: str | None) -> LinksView:
    """The page of what the API answers under ``/links/doubtful``."""
    subject = values["subject"]
    people = _PEOPLE[subject]
    every: list[tuple[str, str | None]] = [("All", None)]
    every += [(f"{capital_first(h['words'])}: {h['count']}", h["hangs"]) for h in values["hanging"]]
    every.append((f"Nothing urgent hangs on it: {values['nothing_hangs']}", "nothing"))
    return LinksView(
        frame,
        f"Links of {people} to confirm or split",
        tuple(_line(row, place) for place, row in enumerate(values["links"], start=1)),
        tuple((words, links_address(subject, which), which == hangs) for words, which in every),
        tuple(
            (capital_first(words), links_address(which), which == subject)
            for which, words in _PEOPLE.items()
        ),
        f"0 links of {people} are in doubt"
        + (" with what you chose hanging on them." if hangs else ". Linkage asked for nobody."),
        f"{count_words(values['count'], 'link')} of {people}; {len(values['links'])} on this page.",
        None if values["next_page"] is None else links_address(subject, hangs, values["next_page"]),
        source_lines(values["sources"]),
    )


def _line(row: Mapping[str, Any], place: int) -> LinkLine:
    first, second = row["sides"]
    hangs = list(dict.fromkeys(h["words"] for side in row["sides"] for h in side["hangs"]))
    details = [
        f"Hangs on it: {join_words(hangs)}." if hangs else "Nothing urgent hangs on it.",
        f"In doubt since {day_text(row['since'])}, {count_words(row['days'], 'day')}.",
    ]
    if row["same"]:
        details.append(f"Same: {join_words(row['same'])}.")
    if row["different"]:
        details.append(f"Different: {join_words(row['different'])}.")
    if row["refused_because"]:
        details.append(f"Kept apart by a rule: {row['refused_because']}.")
    if row["also"]:
        details.append(f"{count_words(row['also'], 'other pair')} of the same people.")
    if row["cant_say"]:
        details.append(f"{count_words(row['cant_say'], 'person', 'people')} could not say.")
    if row["judged_by_you"]:
        details.append("You answered this one before.")
    lead = f"{place}. {first['system_name']} and {second['system_name']}"
    return LinkLine(link_address(row["link"]), lead, tuple(bind(one) for one in details))
