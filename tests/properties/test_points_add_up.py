"""Laws of points for every card and every child, with everything unknown too (N2, N3)."""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from records.unknown import UNKNOWN_CODES, Unknown
from scorecard import Bin, Card, CardLine, score
from scorecard.scoring_many import score_many
from tests.lib.cards import a_card

_KNOWN = st.integers(-1_000_000, 1_000_000)
_VALUES = st.one_of(_KNOWN, st.sampled_from(Unknown))


@st.composite
def lines(draw: st.DrawFn, feature: str) -> CardLine:
    """A line of any shape that its direction allows."""
    direction = draw(st.sampled_from(("up", "down", "free")))
    edges = sorted(draw(st.sets(st.integers(-400, 400), min_size=1, max_size=6)))
    steps = draw(st.lists(st.integers(0, 30), min_size=len(edges), max_size=len(edges)))
    steps[-1] = max(steps[-1], 1)
    points = list(accumulate([0, *steps]))
    if direction == "down":
        points.reverse()
    elif direction == "free":
        points = draw(st.permutations(points))
    ends: list[int | None] = [None, *edges, None]
    bins = tuple(Bin(low, high, p) for (low, high), p in zip(pairwise(ends), points, strict=True))
    neutral = draw(st.integers(0, 30))
    unknown = {kind: neutral + draw(st.integers(0, 20)) for kind in Unknown}
    unknown[Unknown.NOT_APPLICABLE] = draw(st.integers(0, 40))
    return CardLine(feature, direction, bins, unknown, neutral)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    """Any card of one to five lines."""
    count = draw(st.integers(1, 5))
    made = tuple(draw(lines(f"feature_{n}")) for n in range(count))
    medium = draw(st.integers(1, 60))
    return a_card(
        base=draw(st.integers(0, 40)),
        lines=made,
        thresholds={"Medium": medium, "High": medium + draw(st.integers(1, 60))},
    )


@st.composite
def cards_and_values(draw: st.DrawFn) -> tuple[Card, dict[str, int | Unknown]]:
    """A card, and a value or a kind of unknown for each of its features."""
    card = draw(cards())
    return card, {feature: draw(_VALUES) for feature in card.features}


@given(cards_and_values())
def test_base_and_lines_add_up_to_the_total_whatever_is_known(
    case: tuple[Card, dict[str, int | Unknown]],
) -> None:
    card, values = case
    scored = score(card, values)
    assert scored.base == card.base
    assert scored.base + sum(line.points for line in scored.lines) == scored.points
    assert card.base <= scored.points <= card.most
    assert [line.feature for line in scored.lines] == list(card.features)


@given(cards(), st.sampled_from(Unknown))
def test_they_add_up_with_everything_unknown(card: Card, kind: Unknown) -> None:
    scored = score(card, dict.fromkeys(card.features, kind))
    assert scored.points == card.base + sum(line.unknown[kind] for line in card.lines)


@given(cards_and_values())
def test_not_knowing_a_value_never_gives_less_than_the_average_child_has(
    case: tuple[Card, dict[str, int | Unknown]],
) -> None:
    card, values = case
    for line in card.lines:
        for kind in set(Unknown) - {Unknown.NOT_APPLICABLE}:
            scored = score(card, values | {line.feature: kind})
            assert {s.feature: s.points for s in scored.lines}[line.feature] >= line.neutral


@given(cards_and_values(), st.data())
def test_more_of_a_more_risk_feature_never_lowers_the_total_nor_the_band(
    case: tuple[Card, dict[str, int | Unknown]], data: st.DataObject
) -> None:
    card, values = case
    bands = [None, *card.thresholds]
    for line in card.lines:
        if line.direction == "free":
            continue
        low, high = sorted((data.draw(_KNOWN), data.draw(_KNOWN)))
        if line.direction == "down":
            low, high = high, low
        less = score(card, values | {line.feature: low}).points
        more = score(card, values | {line.feature: high}).points
        assert less <= more
        assert bands.index(card.band_of(less)) <= bands.index(card.band_of(more))
        assert card.probability_ppm(less) <= card.probability_ppm(more)


@given(cards(), st.data())
def test_many_rows_score_as_each_row_does(card: Card, data: st.DataObject) -> None:
    rows = data.draw(
        st.lists(st.lists(_VALUES, min_size=len(card.lines), max_size=len(card.lines)), max_size=8)
    )
    coded = [[UNKNOWN_CODES[v] if isinstance(v, Unknown) else v for v in row] for row in rows]
    values = np.array(coded, dtype=np.int64).reshape(len(rows), len(card.lines))
    many = score_many(card, card.features, values)
    for row, points in zip(rows, many.tolist(), strict=True):
        scored = score(card, dict(zip(card.features, row, strict=True)))
        assert points == [scored.base, *(line.points for line in scored.lines)]


@given(cards())
def test_json_out_and_in_is_the_same_card(card: Card) -> None:
    again = Card.from_json(card.to_json(), card.content_hash)
    assert again == card
    assert again.content_hash == card.content_hash
