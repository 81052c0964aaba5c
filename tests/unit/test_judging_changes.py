"""The challenger beside the champion, on the same questions (N8)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scorecard import Card
from tests.lib.cards import a_card, a_line, bins
from tests.lib.group_cases import World, a_group_case
from training.judging.case import Case, Champion, card_points
from training.judging.changes import changes
from training.judging.rows import Changes

SAME_OUTCOME = {"outcome": "exploitation-harm/2"}


@pytest.fixture(scope="module")
def case() -> Case:
    """Challenger and champion differ as each test says."""
    made = a_group_case(World(children=900))
    return replace(made, card=replace(made.card, trained=SAME_OUTCOME))


def beside(case: Case, champion: Card) -> Changes:
    found = changes(replace(case, champion=Champion("7", champion)))
    assert found is not None
    return found


def test_without_a_champion_there_is_nothing_to_compare(case: Case) -> None:
    assert changes(case) is None


def test_a_card_beside_itself_changes_nothing(case: Case) -> None:
    found = beside(case, case.card)
    assert {f.value for f in found.difference.values()} == {0.0}
    assert (found.moved, found.moved_groups, found.cases) == ({}, {}, ())
    assert (found.lines_added, found.lines_dropped, found.lines_changed) == ((), (), ())
    assert found.why_not == ""


def test_a_champion_that_ranks_at_random_is_beaten_beyond_the_interval(case: Case) -> None:
    blind = replace(case.card, lines=(a_line("age_years", "free", bins(0, 13, 5, 15, 9)),))
    found = beside(case, blind)
    assert found.difference["auc"].low > 0
    both = found.champion["auc"].value + found.difference["auc"].value
    assert both == pytest.approx(beside(case, case.card).champion["auc"].value)
    assert set(found.difference) == {
        "auc", "average_precision", "recall_at_10", "precision_at_10", "calibration_error",
    }  # fmt: skip


def test_lines_are_told_as_added_dropped_and_changed(case: Case) -> None:
    lines = {line.feature: line for line in case.card.lines}
    champion = replace(
        case.card,
        lines=(
            lines["missing_reports_count_90d"],
            a_line("age_years", "free", bins(0, 15, 2)),
            a_line("looked_after", "up", bins(0, 1, 2)),
        ),
    )
    found = beside(case, champion)
    assert found.lines_added == ("days_since_last_missing_report",)
    assert found.lines_dropped == ("looked_after",)
    assert found.lines_changed == ("age_years",)


def test_who_changes_band_is_counted_in_all_and_by_group(case: Case) -> None:
    stricter = replace(case.card, thresholds={"Medium": 12, "High": 60})
    found = beside(case, stricter)
    points = card_points(case.card, case.table)[case.rows]
    assert found.moved == {"Medium>High": int((points >= 20).sum())}
    sexes = [found.moved_groups[f"sex:{sex}"] for sex in ("female", "male")]
    assert sum(ways["up"] for ways in sexes) == found.moved["Medium>High"]
    assert {ways["down"] for ways in sexes} == {0}


def test_ten_cases_whose_points_changed_most_are_named_by_number_alone(case: Case) -> None:
    champion = replace(case.card, lines=(a_line("age_years", "free", bins(0, 13, 5, 15, 9)),))
    found = beside(case, champion)
    assert len(found.cases) == 10
    now, then = (card_points(card, case.table)[case.rows] for card in (case.card, champion))
    middle = int(np.median(now - then))
    moves = [abs(one.after - one.before - middle) for one in found.cases]
    assert moves == sorted(moves, reverse=True)
    assert moves[0] == np.abs(now - then - middle).max()
    first = found.cases[0]
    assert (first.before, first.after) == (then[first.number - 1], now[first.number - 1])


@pytest.mark.parametrize(
    "champion",
    [
        a_card(trained={"outcome": "missing-again/1"}),
        a_card(name="again", trained=SAME_OUTCOME),
        a_card(trained=SAME_OUTCOME, catalogue_version="sha256:older"),
        a_card(trained=SAME_OUTCOME, thresholds={"Some": 12, "Much": 20}),
    ],
)
def test_a_card_of_another_outcome_catalogue_or_bands_is_not_compared_and_says_why(
    case: Case, champion: Card
) -> None:
    found = beside(case, champion)
    assert "other" in found.why_not
    assert (found.champion, found.difference, found.cases) == ({}, {}, ())
