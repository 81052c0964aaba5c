"""Who is in which group, and which groups are too small to tell."""

from __future__ import annotations

import numpy as np
import pytest

from features.table import FeatureTable
from records.unknown import UNKNOWN_CODES, Unknown
from tests.lib.group_cases import World, a_group_case
from training.judging.fairness import group_rows
from training.judging.groups import GROUPINGS, group_words, groups_of, withheld


def hidden(**cases: int) -> set[str]:
    """The groups withheld where each case is of another child."""
    return set(withheld(cases, cases))


class TestWhatIsWithheld:
    def test_groups_of_ten_cases_and_more_are_told(self) -> None:
        assert hidden(female=40, male=10) == set()

    def test_one_group_withheld_takes_the_next_smallest_with_it(self) -> None:
        assert hidden(white=90, black=4, asian=12, mixed=30) == {"black", "asian"}

    def test_two_that_are_small_together_take_a_third(self) -> None:
        assert hidden(white=90, black=4, asian=3, mixed=30) == {"black", "asian", "mixed"}

    def test_two_groups_are_both_withheld_when_one_is(self) -> None:
        assert hidden(female=40, male=9) == {"female", "male"}

    def test_a_group_without_a_case_hides_nobody_and_takes_none_with_it(self) -> None:
        assert hidden(female=40, male=12, not_known=0) == set()

    def test_many_cases_of_two_children_are_few(self) -> None:
        cases = {"white": 90, "black": 30, "asian": 40}
        assert withheld(cases, {"white": 20, "black": 2, "asian": 9}) == {"black", "asian"}

    def test_no_withheld_number_can_be_found_by_subtracting(self) -> None:
        generator = np.random.default_rng(5)
        for _ in range(300):
            counts = generator.integers(0, 25, int(generator.integers(2, 7)))
            cases = {f"g{place}": int(count) for place, count in enumerate(counts)}
            gone = withheld(cases, cases)
            together = sum(cases[group] for group in gone)
            everything = {group for group, count in cases.items() if count}
            assert not gone or together >= 10 or gone == everything
            assert len(gone) != 1 or gone == everything


class TestWhoIsWhere:
    def test_ages_and_care_are_as_known_at_the_question(self) -> None:
        case = a_group_case(World(children=4))
        values = case.table.values[:6].copy()
        names = case.table.names
        values[:, names.index("age_years")] = [12, 13, 15, 16, 17, UNKNOWN_CODES[Unknown.STALE]]
        values[:, names.index("looked_after")] = [
            0, 1, 0, 0, 1, UNKNOWN_CODES[Unknown.NOT_CONNECTED],
        ]  # fmt: skip
        found = groups_of(FeatureTable(names, values), case.cohort, np.arange(6))
        assert found["age"].tolist() == [
            "under_13", "13_to_15", "13_to_15", "16_and_17", "16_and_17", "not_known",
        ]  # fmt: skip
        assert found["looked_after"].tolist() == ["no", "yes", "no", "no", "yes", "not_known"]

    def test_every_declared_group_has_words_of_its_own(self) -> None:
        told = [
            group_words(grouping, group)
            for grouping, groups in GROUPINGS.items()
            for group in groups or ("not_known", "Trentmere City")
        ]
        assert len(set(told)) == len(told)
        assert not any("_" in words for words in told)


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str, str], object]:
    """Every group of an even world, by (grouping, group, against)."""
    return {(r.grouping, r.group, r.against): r for r in group_rows(a_group_case(World()))}


class TestTheRows:
    def test_every_grouping_is_judged_against_records_and_against_the_truth(self, rows) -> None:  # type: ignore[no-untyped-def]  # a fixture of plain rows
        for against in ("recorded", "true"):
            assert {key[0] for key in rows if key[2] == against} == set(GROUPINGS)

    def test_the_groups_of_a_grouping_add_up_to_all_reports(self, rows) -> None:  # type: ignore[no-untyped-def]  # a fixture of plain rows
        sexes = [rows["sex", sex, "recorded"] for sex in ("female", "male")]
        authorities = [rows["local_authority", name, "recorded"] for name in ("North", "South")]
        assert sum(r.reports for r in sexes) == sum(r.reports for r in authorities) == 4_500

    def test_missed_is_what_recall_leaves(self, rows) -> None:  # type: ignore[no-untyped-def]  # a fixture of plain rows
        for row in rows.values():
            if not row.is_withheld and row.cases:
                recall, missed = row.figures["recall"], row.figures["missed"]
                assert recall.value + missed.value == pytest.approx(1.0)
                assert recall.low + missed.high == pytest.approx(1.0)

    def test_what_a_withheld_group_holds_is_nowhere(self) -> None:
        small = a_group_case(World(children=90, at_risk=0.1))
        withheld_rows = [row for row in group_rows(small) if row.is_withheld]
        assert withheld_rows
        for row in withheld_rows:
            assert (row.reports, row.cases, row.harmed_children, dict(row.figures)) == (
                None, None, None, {},
            )  # fmt: skip
