"""How far apart a card may set two groups: noise passes, an unfair card is refused."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tests.lib.group_cases import World, a_group_case
from training.intervals import Estimate
from training.judging.fairness import group_rows
from training.judging.gaps import difference, fairness_facts, fairness_gate
from training.judging.rows import GroupRow


def a_row(group: str, recall: Estimate, **changed: object) -> GroupRow:
    """A group of 60 cases of 20 children, unless told otherwise."""
    said = changed.pop("said", Estimate(1.0, 0.8, 1.3))
    given = {"grouping": "sex", "against": "recorded", "reports": 900, "cases": 60}
    given |= {"harmed_children": 20, "figures": {"recall": recall, "said_over_seen": said}}
    return GroupRow(group=group, **(given | changed))  # type: ignore[arg-type]  # given by name


class TestTheGapBetweenTwoGroups:
    def test_its_interval_is_wider_than_either(self) -> None:
        gap = difference(Estimate(0.5, 0.4, 0.6), Estimate(0.3, 0.2, 0.4))
        assert gap.value == pytest.approx(0.2)
        assert (gap.low, gap.high) == (
            pytest.approx(0.2 - math.hypot(0.1, 0.1)),
            pytest.approx(0.2 + math.hypot(0.1, 0.1)),
        )

    def test_of_what_is_not_known_it_is_not_known(self) -> None:
        unknown = Estimate(math.nan, math.nan, math.nan)
        assert not difference(unknown, Estimate(0.5, 0.4, 0.6)).is_known


class TestTheGate:
    def test_groups_alike_pass(self) -> None:
        gate = fairness_gate(
            [
                a_row("female", Estimate(0.5, 0.4, 0.6), cases=70),
                a_row("male", Estimate(0.45, 0.3, 0.6)),
            ]
        )
        assert gate.passed is True
        assert "sex" in gate.words

    def test_a_gap_beyond_doubt_fails_and_says_whose(self) -> None:
        gate = fairness_gate(
            [
                a_row("female", Estimate(0.8, 0.75, 0.85), cases=90, harmed_children=200),
                a_row("male", Estimate(0.2, 0.15, 0.25), harmed_children=200),
            ]
        )
        assert gate.passed is False
        assert "boys" in gate.words
        assert "0.20" in gate.words

    def test_where_no_gap_is_judged_what_is_said_of_each_group_still_is(self) -> None:
        apart = [
            a_row("female", Estimate(0.8, 0.75, 0.85), cases=90, harmed_children=200),
            a_row("male", Estimate(0.2, 0.15, 0.25), harmed_children=200),
        ]
        gate = fairness_gate(apart, most_gap=None)
        assert gate.passed is True
        assert "apart" not in gate.words
        said = {**apart[1].figures, "said_over_seen": Estimate(0.3, 0.2, 0.4)}
        unsaid = [apart[0], replace(apart[1], figures=said)]
        assert fairness_gate(unsaid, most_gap=None).passed is False

    def test_it_does_not_matter_who_has_more_cases(self) -> None:
        gate = fairness_gate(
            [
                a_row("female", Estimate(0.2, 0.15, 0.25), cases=90, harmed_children=200),
                a_row("male", Estimate(0.8, 0.75, 0.85), harmed_children=200),
            ]
        )
        assert gate.passed is False
        assert "recorded of girls" in gate.words

    def test_a_gap_that_may_be_chance_settles_nothing(self) -> None:
        gate = fairness_gate(
            [
                a_row("female", Estimate(0.6, 0.4, 0.8), cases=90),
                a_row("male", Estimate(0.3, 0.1, 0.5)),
            ]
        )
        assert gate.passed is None

    def test_a_few_children_who_were_all_missed_do_not_fail_a_card(self) -> None:
        missed = a_row("male", Estimate(0.0, 0.0, 0.0), harmed_children=10)
        found = a_row("female", Estimate(0.3, 0.2, 0.4), cases=90)
        assert fairness_gate([found, missed]).passed is None

    def test_fewer_than_ten_harmed_children_are_not_judged_and_it_says_so(self) -> None:
        few = a_row("male", Estimate(0.0, 0.0, 0.0), harmed_children=9)
        gate = fairness_gate([a_row("female", Estimate(0.9, 0.8, 1.0), cases=90), few])
        assert gate.passed is None
        assert "10 harmed children" in gate.words

    def test_without_girls_and_boys_told_nothing_is_settled(self) -> None:
        authorities = [
            a_row(name, Estimate(0.5, 0.4, 0.6), grouping="local_authority", cases=60 + place)
            for place, name in enumerate(("North", "South"))
        ]
        assert fairness_gate(authorities).passed is None

    def test_saying_too_little_of_a_group_fails(self) -> None:
        low = a_row("male", Estimate(0.5, 0.4, 0.6), said=Estimate(0.2, 0.1, 0.4))
        gate = fairness_gate([a_row("female", Estimate(0.5, 0.4, 0.6), cases=90), low])
        assert gate.passed is False
        assert "of boys the card says" in gate.words

    def test_saying_more_than_was_recorded_is_no_fault(self) -> None:
        high = a_row("male", Estimate(0.5, 0.4, 0.6), said=Estimate(3.0, 2.0, 4.0))
        gate = fairness_gate([a_row("female", Estimate(0.5, 0.4, 0.6), cases=90), high])
        assert gate.passed is True

    def test_true_harm_is_not_what_a_force_can_be_held_to(self) -> None:
        rows = [
            a_row("female", Estimate(0.9, 0.85, 0.95), cases=90, against="true"),
            a_row("male", Estimate(0.1, 0.05, 0.15), against="true"),
        ]
        assert fairness_gate(rows).passed is None


class TestOnWholeWorlds:
    def test_a_fair_card_never_fails_by_noise(self) -> None:
        for seed in range(12):
            rows = group_rows(a_group_case(World(seed=seed, children=1_500)))
            assert fairness_gate(rows).passed is not False, seed

    def test_a_card_whose_inputs_do_not_show_boys_is_refused(self) -> None:
        blind = World(seen_at_risk={"female": 0.9, "male": 0.15}, at_risk=0.3, children=4_000)
        gate = fairness_gate(group_rows(a_group_case(blind)))
        assert gate.passed is False
        assert "boys" in gate.words


class TestTheSentences:
    def test_they_say_which_way_and_whether_it_may_be_chance(self) -> None:
        found = fairness_facts(
            [
                a_row("female", Estimate(0.6, 0.5, 0.7), cases=90, harmed_children=400),
                a_row("male", Estimate(0.3, 0.2, 0.4), harmed_children=400),
            ]
        )
        assert found[0].what == "Boys beside girls, by recorded harm"
        assert "holds 0.300 less (0.159 less to 0.441 less) of it" in found[0].value
        even = fairness_facts(
            [
                a_row("female", Estimate(0.5, 0.4, 0.6), cases=90, harmed_children=400),
                a_row("male", Estimate(0.45, 0.3, 0.6), harmed_children=400),
            ]
        )
        assert "more: may be chance" in even[0].value

    def test_of_few_children_only_girls_and_boys_are_put_into_words(self) -> None:
        rows = [
            a_row(group, Estimate(0.5, 0.4, 0.6), grouping=grouping, cases=60 + place,
                  harmed_children=4)
            for grouping, groups in (("sex", ("female", "male")), ("ethnicity", ("white", "asian")))
            for place, group in enumerate(groups)
        ]  # fmt: skip
        assert [fact.what.split()[0] for fact in fairness_facts(rows)] == ["Girls", "Harm"]

    def test_without_a_truth_it_says_what_cannot_be_told(self) -> None:
        rows = [row for row in group_rows(a_group_case(World())) if row.against == "recorded"]
        facts = fairness_facts(rows)
        assert "can't be counted" in facts[-1].value

    def test_they_begin_with_whom_and_hold_no_underscore(self) -> None:
        facts = fairness_facts(group_rows(a_group_case(World())))
        assert len(facts) > 6
        assert all(fact.what[0].isupper() and "_" not in fact.what for fact in facts)
        assert any(fact.what.startswith("Black children beside White children") for fact in facts)
