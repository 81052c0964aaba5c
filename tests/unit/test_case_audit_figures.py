"""Agreement, drawing, naming and the states of a case: worked by hand and by law (M10)."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from serving.case_audits.assigning import Candidate, choose_graders
from serving.case_audits.grading import (
    GRADES,
    CaseFacts,
    CaseState,
    Given,
    Kept,
    Phase,
    case_state,
    final_grade,
    phase_of,
)
from serving.case_audits.kappa import matrix_of, weighted_kappa
from serving.case_audits.sampling import AT_RANDOM, AT_RISK, draw_cases
from serving.case_audits.team_differences import difference, share_interval

_ANSWERS = {"plan_read": "yes", "own_words": "no", "review_in_time": "not_known"}


def test_kappa_is_what_is_worked_out_by_hand() -> None:
    """Of 10 cases 4 Low-Low, 2 Medium-Medium, 2 High-High, 1 Low-Medium, 1 Medium-High.

    Observed: 8 + 2 halves of 10 = 0.9. Both say Low 0.5 and 0.4, Medium 0.3 and 0.3, High
    0.2 and 0.3, so chance gives 0.20 + 0.09 + 0.06 whole and half of 0.15 + 0.12 + 0.09 + 0.06:
    0.56. Kappa: (0.9 - 0.56) / 0.44 = 0.7727.
    """
    found = weighted_kappa([[4, 1, 0], [0, 2, 1], [0, 0, 2]])
    assert found is not None
    assert found.value == pytest.approx(0.34 / 0.44)
    assert found.low < found.value < found.high <= 1


@given(
    st.lists(st.tuples(st.sampled_from(GRADES), st.sampled_from(GRADES)), min_size=2, max_size=40)
)
def test_kappa_is_scikit_learns(pairs: list[tuple[str, str]]) -> None:
    found = weighted_kappa(matrix_of(pairs, GRADES))
    if found is None:
        assert len({grade for pair in pairs for grade in pair}) == 1
        return
    places = [[GRADES.index(grade) for grade in side] for side in zip(*pairs, strict=True)]
    wanted = cohen_kappa_score(*places, labels=[0, 1, 2], weights="linear")
    assert found.value == pytest.approx(wanted)
    assert -1 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


def test_the_interval_is_that_of_a_published_formula_and_narrows_with_more_cases() -> None:
    few, many = (
        weighted_kappa([[8, 2, 0], [1, 6, 2], [0, 1, 5]]),
        weighted_kappa([[80, 20, 0], [10, 60, 20], [0, 10, 50]]),
    )
    assert few is not None
    assert many is not None
    assert few.value == pytest.approx(many.value)
    # The width goes with one over the root of the number of cases.
    assert (few.high - few.value) / (many.high - many.value) == pytest.approx(10**0.5, rel=1e-6)


def test_agreeing_always_in_a_few_cases_does_not_say_that_they_always_will() -> None:
    found = weighted_kappa([[4, 0, 0], [0, 4, 0], [0, 0, 4]])
    assert found is not None
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low < 0.5


def test_one_same_grade_throughout_says_nothing_and_neither_does_no_case() -> None:
    assert weighted_kappa([[0, 0, 0], [0, 7, 0], [0, 0, 0]]) is None
    assert weighted_kappa([[0] * 3] * 3) is None


@given(st.binary(min_size=16, max_size=16), st.integers(1, 60), st.data())
def test_a_draw_is_half_at_random_and_half_of_those_at_risk_and_always_the_same(
    seed: bytes, size: int, data: st.DataObject
) -> None:
    at_risk = data.draw(st.sets(st.integers(0, size - 1)))
    cases = data.draw(st.integers(2, 50))
    drawn = draw_cases(seed, size, at_risk, cases)
    assert drawn == draw_cases(seed, size, at_risk, cases)
    assert len(drawn) == min(cases, size)
    places = [one.position for one in drawn]
    assert places == sorted(set(places))
    by_risk = {one.position for one in drawn if one.stratum == AT_RISK}
    assert by_risk <= at_risk
    at_random = {one.position for one in drawn if one.stratum == AT_RANDOM}
    assert len(by_risk) == min(cases // 2, len(at_risk - at_random)) or size < cases


def test_over_many_seeds_every_report_is_drawn_alike() -> None:
    drawn = Counter(
        one.position for n in range(4_000) for one in draw_cases(n.to_bytes(16, "big"), 10, (), 2)
    )
    assert len(drawn) == 10
    assert max(drawn.values()) < 1.15 * min(drawn.values())


def test_each_case_gets_two_different_people_and_nobody_a_case_of_their_own() -> None:
    cases = [Candidate(f"C{n}", frozenset({"ann"} if n % 3 == 0 else ())) for n in range(12)]
    chosen = choose_graders(b"seed", cases, ["ann", "ben", "cam"])
    assert all(len(set(people)) == 2 for people in chosen.values())
    assert not any("ann" in chosen[one.case] for one in cases if one.barred)
    load = Counter(itertools.chain.from_iterable(chosen.values()))
    assert max(load.values()) - min(load.values()) <= 1


def test_a_case_for_which_only_one_may_waits_for_somebody() -> None:
    chosen = choose_graders(b"seed", [Candidate("C1", frozenset({"ann"}))], ["ann", "ben"])
    assert chosen == {"C1": ("ben",)}


def _case(
    given_: tuple[str, ...] = (), kept: tuple[str, ...] = (), third: str | None = None,
    settled: str | None = None,
) -> CaseFacts:  # fmt: skip
    people = ("ann", "ben")
    said = {who: Given(grade, _ANSWERS, "x") for who, grade in zip(people, given_, strict=False)}
    then = {who: Kept(grade, "x") for who, grade in zip(people, kept, strict=False)}
    if third is not None and settled is not None:
        then[third] = Kept(settled, "x")
    return CaseFacts(people, third, said, then)


@pytest.mark.parametrize(
    ("case", "state", "final"),
    [
        (CaseFacts(("ann",), None, {}, {}), CaseState.UNNAMED, None),
        (_case(), CaseState.GRADING, None),
        (_case(("Low",)), CaseState.GRADING, None),
        (_case(("Low", "High")), CaseState.BOTH, None),
        (_case(("Low", "Low")), CaseState.BOTH, None),
        (_case(("Low", "High"), ("Low",)), CaseState.BOTH, None),
        (_case(("Low", "High"), ("High", "High")), CaseState.SETTLED, "High"),
        (_case(("Low", "High"), ("Low", "High")), CaseState.DIFFERS, None),
        (_case(("Low", "High"), ("Low", "High"), "cam"), CaseState.THIRD, None),
        (_case(("Low", "High"), ("Low", "High"), "cam", "Medium"), CaseState.SETTLED, "Medium"),
        (CaseFacts((), None, {}, {}, is_erased=True), CaseState.ERASED, None),
    ],
)
def test_the_state_of_a_case(case: CaseFacts, state: CaseState, final: str | None) -> None:
    assert (case_state(case), final_grade(case)) == (state, final)


def test_nobody_sees_more_than_their_own_until_both_have_graded() -> None:
    assert [phase_of(_case(said), "ann") for said in ((), ("Low",), ("Low", "High"))] == [
        Phase.GRADE, Phase.WAIT, Phase.DECIDE,
    ]  # fmt: skip
    assert phase_of(_case(("Low",)), "ben") is Phase.GRADE
    assert phase_of(_case(("Low", "High")), "somebody") is None
    # Whoever is named as a third is named once nobody is blind any more.
    assert phase_of(_case(("Low", "High"), ("Low", "High"), "cam"), "cam") is Phase.DECIDE


def test_a_share_and_a_difference_are_those_of_the_books() -> None:
    """Newcombe (1998), table II, row (a): 56/70 and 48/80 differ by 0.0524 to 0.3339."""
    one, other = share_interval(56, 70), share_interval(48, 80)
    found = difference(one, other)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
