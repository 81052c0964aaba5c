"""How far people and the machine agree on links, in words and a table; nobody named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.linking.addresses import AGREEMENT, LINKS
from serving.pages.frames import Frame
from serving.pages.typography import bind, capital_first, moment_text

__all__ = ["LinkAgreementView", "link_agreement_view"]

_COUNTS = ("same", "different", "cant_say", "agree", "differ")


@dataclass(frozen=True, slots=True)
class LinkAgreementView:
    """The whole page; ``tables`` are caption and rows of words with their counts."""

    frame: Frame
    sentences: tuple[str, ...]
    tables: tuple[tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    subjects: tuple[tuple[str, str, bool], ...]
    note: str
    address: str = AGREEMENT
    links: str = LINKS


def link_agreement_view(values: Mapping[str, Any], frame: Frame) -> LinkAgreementView:
    """The page of what the API answers under ``/links/agreement``."""
    between, subject = values["between_people"], values["subject"]
    told = f"{count_words(values['judgements'], 'answer')} by "
    told += f"{count_words(values['people'], 'person', 'people')}, each before seeing the figure"
    if values["first"] is not None:
        first, last = (bind(moment_text(values[part])) for part in ("first", "last"))
        told += f", from {first} to {last}"
    sentences = [
        f"{told}.",
        (
            f"{count_words(values['not_blind'], 'answer')} more came once the figure was seen, "
            "and count for nothing here."
        ),
        (
            f"{count_words(between['links_judged_by_several'], 'link')} answered by several: "
            f"{between['agree']} alike, {between['differ']} not."
        ),
        f"{count_words(values['splits'], 'split')}, and {values['undone']} taken back.",
    ]
    tables = (
        ("verdict", "By what the machine did", (values["all"], *values["by_verdict"])),
        ("weight", "By how much it weighed", values["by_weight"]),
    )
    return LinkAgreementView(
        frame,
        tuple(sentences),
        tuple((id_, caption, tuple(_row(row) for row in rows)) for id_, caption, rows in tables),
        tuple(
            (words, f"{AGREEMENT}?subject={which}", which == subject)
            for which, words in (("child", "Children"), ("adult", "Adults"))
        ),
        f"Of fewer than {values['few']} answers nothing follows.",
    )


def _row(row: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    few = " (few)" if row["is_few"] else ""
    return capital_first(row["words"]) + few, tuple(
        count_words(row[name], "answer") for name in _COUNTS
    )
