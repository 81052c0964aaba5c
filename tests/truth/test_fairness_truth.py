"""Where the truth is known: what of a gap is the recording's, and what a mitigation does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lib.group_cases import World, a_group_case
from training.judging import mitigations
from training.judging.fairness import group_rows
from training.judging.gaps import fairness_facts
from training.judging.rows import GroupRow

#: Boys' harm is recorded a third as often, and the card treats both alike.
UNEVEN = World(children=6_000, recorded={"female": 0.75, "male": 0.25}, seed=3)


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str, str], GroupRow]:
    """The groups of a world in which boys' harm is seldom recorded."""
    found = group_rows(a_group_case(UNEVEN))
    return {(row.grouping, row.group, row.against): row for row in found}


def test_it_finds_how_much_of_each_groups_harm_was_recorded(
    rows: dict[tuple[str, str, str], GroupRow],
) -> None:
    for sex, share in (("female", 0.75), ("male", 0.25)):
        recorded = rows["sex", sex, "true"].figures["recorded"]
        assert recorded.value == pytest.approx(share, abs=0.07)
        assert recorded.low < recorded.value < recorded.high


def test_a_card_that_treats_them_alike_seems_to_say_too_much_of_boys(
    rows: dict[tuple[str, str, str], GroupRow],
) -> None:
    said = {
        (sex, against): rows["sex", sex, against].figures["said_over_seen"].value
        for sex in ("female", "male")
        for against in ("recorded", "true")
    }
    assert said["male", "recorded"] > 2 * said["female", "recorded"]
    assert said["male", "true"] == pytest.approx(said["female", "true"], rel=0.2)


def test_recall_against_records_is_the_truths_and_what_recording_hides(
    rows: dict[tuple[str, str, str], GroupRow],
) -> None:
    for (_grouping, _group, against), row in rows.items():
        if against == "true" and not row.is_withheld and row.cases:
            own = rows[row.grouping, row.group, "recorded"]
            if not own.is_withheld:
                hidden = row.figures["recall_hidden"].value
                assert own.figures["recall"].value == pytest.approx(
                    row.figures["recall"].value + hidden
                )


def test_sentences_part_the_gap(rows: dict[tuple[str, str, str], GroupRow]) -> None:
    facts = {fact.what: fact.value for fact in fairness_facts(tuple(rows.values()))}
    assert "beside 0.7" in facts["Boys beside girls, how much true harm was recorded"]
    assert "which is the card's; by records" in facts["Boys beside girls, by true harm"]


@pytest.fixture(scope="module")
def tried() -> dict[str, mitigations.MitigationRow]:
    """Each way, in the uneven world."""
    return {row.name: row for row in mitigations.mitigation_rows(a_group_case(UNEVEN))}


class TestMitigations:
    def test_at_least_two_are_tried_beside_the_card_as_it_is(
        self, tried: dict[str, mitigations.MitigationRow]
    ) -> None:
        assert list(tried) == ["as_it_is", *(way.name for way in mitigations.MITIGATIONS)]
        assert [name for name, row in tried.items() if row.chosen] == ["as_it_is"]
        assert len(mitigations.MITIGATIONS) >= 2

    def test_letting_sex_in_copies_the_recording_and_passes_boys_over(
        self, tried: dict[str, mitigations.MitigationRow]
    ) -> None:
        boys = {name: row.figures["share_boys"].value for name, row in tried.items()}
        assert boys["with_sex"] < boys["as_it_is"] - 0.05

    def test_every_way_is_judged_against_recorded_and_true_harm(
        self, tried: dict[str, mitigations.MitigationRow]
    ) -> None:
        for row in tried.values():
            for measure in ("auc", "recall_at_10", "recall_gap_sex"):
                assert row.figures[measure].is_known
                assert row.figures[f"true_{measure}"].is_known

    def test_a_change_is_the_figure_less_the_cards(
        self, tried: dict[str, mitigations.MitigationRow]
    ) -> None:
        base, other = tried["as_it_is"].figures, tried["reweighed"].figures
        assert other["true_auc_change"].value == pytest.approx(
            other["true_auc"].value - base["true_auc"].value
        )

    def test_none_is_tried_when_the_case_asks_for_none(self) -> None:
        case = replace(a_group_case(World(children=200)), with_mitigations=False)
        assert mitigations.mitigation_rows(case) == ()
