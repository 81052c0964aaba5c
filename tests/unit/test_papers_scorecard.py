"""The printed scorecard: a stranger with a pencil reproduces every total."""

from __future__ import annotations

import random

import pytest

from features.catalogue import feature_named
from records.unknown import Unknown
from scorecard import Card, load_policy, score
from tests.lib.cards import a_card
from tests.lib.judgements import a_full_card, a_judgement, a_registration
from tests.lib.page_text import Page, text_of
from tests.lib.paper_rows import read_scorecard
from training.papers.writing import write_papers

_YES_OR_NO = "yes or no"


def the_page(card: Card) -> str:
    """``scorecard.html`` of a card."""
    papers = write_papers(a_judgement(card), card, load_policy(), a_registration(), {})
    return papers["scorecard.html"].decode()


def a_value(feature: str, dice: random.Random) -> int | Unknown:
    """A value as it might be, or why it isn't known."""
    if dice.random() < 0.3:
        return dice.choice(list(Unknown))
    return dice.randint(0, 1 if feature_named(feature).unit == _YES_OR_NO else 20)


@pytest.mark.parametrize("card", [a_card(), a_full_card()], ids=["small", "full"])
def test_fifty_children_get_by_pencil_what_the_service_gives_them(card: Card) -> None:
    printed, dice = read_scorecard(the_page(card)), random.Random(7)
    rows = [{name: a_value(name, dice) for name in card.features} for _ in range(50)]
    rows += [dict.fromkeys(card.features, kind) for kind in Unknown]
    for row in rows:
        by_hand = printed.base + sum(printed.points(name, value) for name, value in row.items())
        assert by_hand == score(card, row).points


def test_a_line_that_tells_kinds_of_not_knowing_apart_prints_each() -> None:
    line = a_card().lines[0]
    unknown = {kind: 2 + place for place, kind in enumerate(Unknown)}
    card = a_card(lines=(type(line)(line.feature, line.direction, line.bins, unknown, 2),))
    printed = read_scorecard(the_page(card))
    assert [printed.points(line.feature, kind) for kind in Unknown] == [2, 3, 4, 5, 6]


def test_every_line_asks_in_the_words_of_the_catalogue() -> None:
    card = a_full_card()
    page = Page(the_page(card))
    asked = [text_of(row) for row in page.with_attribute("data-feature")]
    for words, name in zip(asked, card.features, strict=True):
        assert words.startswith(feature_named(name).question)


def test_bands_cover_every_total_and_every_floor_is_named() -> None:
    page = Page(the_page(a_card()))
    said = text_of(page.root)
    for words in ("0 to 11 points", "12 to 19 points", "20 points or more"):
        assert words in said
    items = [text_of(item) for item in page.all("li")]
    for floor in load_policy().floors:
        opening = floor.short.split("{")[0].strip(" ,:")
        assert any(opening in item and "{" not in item for item in items), floor.id


def test_the_plain_card_holds_every_number_that_a_pencil_needs() -> None:
    card = a_card()
    papers = write_papers(a_judgement(card), card, load_policy(), None, {})
    page = papers["card.md"].decode()
    assert card.content_hash in page
    assert "| Every child starts with | | 8 |" in page
    asked = feature_named("missing_reports_count_90d").question
    assert f"| {asked} | 3 or more | 9 |" in page
    assert "| *does not arise* | 0 |" in page
    assert "| High | 20 points or more |" in page
