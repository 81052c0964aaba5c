"""The pictures: what each says to those who don't see it, and what it must not show."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from features.catalogue import feature_named
from scorecard import Card
from tests.lib.cards import a_card
from tests.lib.judgements import a_full_card, a_judgement, a_sparse_judgement, an_estimate
from tests.lib.page_text import Page
from training.judging.judgement import Judgement
from training.papers.pictures import draw_all, draw_shapes, findings

_OF_A_JUDGEMENT = (
    "harm_found",
    "precision_recall",
    "calibration",
    "points",
    "fairness",
    "bands",
    "months",
)


@pytest.fixture(scope="module")
def card() -> Card:
    """The longest card."""
    return a_full_card()


@pytest.fixture(scope="module")
def judgement(card: Card) -> Judgement:
    """Everything known of it."""
    return a_judgement(card)


@pytest.fixture(scope="module")
def drawn(card: Card, judgement: Judgement) -> dict[str, str]:
    """All pictures of it."""
    return draw_all(card, judgement)


def test_every_picture_is_drawn_and_says_what_it_shows(drawn: dict[str, str]) -> None:
    shapes = [f"shapes_{part}" for part in (1, 2, 3)]
    assert [name.removesuffix(".svg") for name in drawn] == [*shapes, *_OF_A_JUDGEMENT]
    for file, svg in drawn.items():
        name = file.removesuffix(".svg")
        opening = svg[: svg.index(">")]
        assert opening.endswith(f'role="img" aria-labelledby="{name}-title {name}-desc"')
        parts = rf'<title id="{name}-title">.+?</title><desc id="{name}-desc">(.+?)</desc>'
        found = re.search(parts + '<g aria-hidden="true">', svg)
        assert found is not None, name
        assert found[1].endswith("The table beside it has the same figures.")
        assert Page(svg).all("svg"), name


def test_pictures_can_stand_on_one_page(drawn: dict[str, str]) -> None:
    ids = [id_ for svg in drawn.values() for id_ in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))
    for svg in drawn.values():
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(re.findall(r'\bid="([^"]+)"', svg))


def test_pictures_reach_for_nothing_outside(drawn: dict[str, str]) -> None:
    for name, svg in drawn.items():
        addresses = set(re.findall(r'https?://[^"\s]+', svg))
        assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}, name
        assert "<image" not in svg


def test_sentences_are_written_from_the_figures(judgement: Judgement) -> None:
    other = {**judgement.rankings["card"], "recall_at_10": an_estimate(0.33)}
    changed = replace(judgement, rankings={**judgement.rankings, "card": other})
    assert "This card: 41.0" in findings(judgement)["harm_found"]
    assert "This card: 33.0" in findings(changed)["harm_found"]
    assert "Lowest: male (sex), 31.0" in findings(judgement)["fairness"]


def test_rankings_are_told_apart_by_dash_and_shape(drawn: dict[str, str]) -> None:
    dashes = set(re.findall(r'stroke-dasharray="([^"]+)"', drawn["harm_found.svg"]))
    assert len(dashes) >= 5
    for words in ("This card", "Reports in 90 days", "Officers' own grades", ">High<"):
        assert words in drawn["harm_found.svg"]


def test_a_withheld_group_is_not_drawn(drawn: dict[str, str]) -> None:
    assert "sex: female" in drawn["fairness.svg"]
    assert "ethnicity: black" not in drawn["fairness.svg"]


def test_every_line_of_the_card_has_its_shape_with_what_is_not_known(
    card: Card, drawn: dict[str, str]
) -> None:
    whole = " ".join(drawn[f"shapes_{part}.svg"] for part in (1, 2, 3))
    for number, name in enumerate(card.features, start=1):
        opening = " ".join(feature_named(name).question.split()[:3])
        assert re.search(rf">{number}\. {re.escape(opening)}", whole), name
    shown = re.findall(r">not known(?:, or does not arise)?<", whole)
    assert len(shown) == len(card.lines)


def test_what_was_not_measured_is_not_drawn() -> None:
    assert list(draw_all(a_card(), a_sparse_judgement())) == ["shapes_1.svg", "bands.svg"]
    assert list(draw_shapes(a_card())) == ["shapes_1.svg"]


def test_the_same_card_is_drawn_as_the_same_bytes() -> None:
    assert draw_shapes(a_card()) == draw_shapes(a_card())
