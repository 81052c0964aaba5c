"""Points and policy together: a floor raises, never lowers."""

from __future__ import annotations

from datetime import date

import pytest

from records.history import History, KnownHistory, known_at
from records.unknown import Unknown
from scorecard import Card, PolicyMismatchError, Scored, advise, load_policy, score
from tests.lib.cards import a_card
from tests.lib.histories import a_history, a_person, at, missing, plan

POLICY = load_policy()
CARD = a_card()


def known(history: History) -> KnownHistory:
    return known_at(history, at("2026-11-21 12:00"))


def scored(reports: int) -> Scored:
    return score(
        CARD,
        {
            "missing_reports_count_90d": reports,
            "days_since_last_missing_report": 200,
            "age_years": 17,
        },
    )


def test_without_a_floor_the_points_set_the_band() -> None:
    advice = advise(CARD, POLICY, scored(3), known(a_history()))
    assert (advice.state, advice.base, advice.points) == ("advised", 8, 18)
    assert (advice.band, advice.bars, advice.points_band) == ("Medium", 2, "Medium")
    assert (advice.set_by, advice.floors) == ("points", ())


def test_below_every_threshold_the_band_is_the_lowest() -> None:
    advice = advise(CARD, POLICY, scored(0), known(a_history()))
    assert (advice.band, advice.bars, advice.set_by) == ("Low", 1, "points")


def test_a_floor_raises_the_band_and_is_said_to() -> None:
    history = a_history(plan("2026-10-01", agreed_band="High"))
    advice = advise(CARD, POLICY, scored(0), known(history))
    assert (advice.band, advice.bars, advice.set_by) == ("High", 3, "policy")
    assert (advice.points_band, advice.points) == ("Low", 9)


def test_a_floor_never_lowers() -> None:
    card = a_card(thresholds={"Medium": 9, "High": 10})
    advice = advise(card, POLICY, scored(3), known(a_history(plan("2026-10-01"))))
    assert (advice.band, advice.set_by) == ("High", "points")
    assert [floor.band for floor in advice.floors] == ["Medium"]


def test_when_points_and_policy_agree_both_set_it() -> None:
    advice = advise(CARD, POLICY, scored(3), known(a_history(plan("2026-10-01"))))
    assert (advice.band, advice.set_by) == ("Medium", "both")


def test_from_the_eighteenth_birthday_there_is_no_band_no_points_and_no_floor() -> None:
    history = a_history(plan("2026-10-01"), persons=[a_person(date(2008, 11, 21))])
    advice = advise(CARD, POLICY, scored(3), known(history))
    assert advice.is_adult
    assert (advice.band, advice.bars, advice.points, advice.base) == (None, 0, None, None)
    assert (advice.floors, advice.set_by) == ((), None)
    assert advice.adult_since == date(2026, 11, 21)


def test_on_the_day_before_it_the_child_is_a_child() -> None:
    history = a_history(persons=[a_person(date(2008, 11, 22))])
    assert advise(CARD, POLICY, scored(0), known(history)).state == "advised"


def test_without_a_birth_date_the_person_is_advised_on_as_a_child() -> None:
    history = a_history(persons=[a_person(None)])
    assert advise(CARD, POLICY, scored(0), known(history)).state == "advised"


@pytest.mark.parametrize("card", [None, CARD])
def test_points_that_failed_say_nothing_and_floors_still_speak(card: Card | None) -> None:
    quiet = advise(card, POLICY, None, known(a_history()))
    assert (quiet.state, quiet.band, quiet.bars, quiet.points) == ("failed", None, 0, None)
    told = advise(card, POLICY, None, known(a_history(missing("2026-11-10"))))
    assert (told.state, told.band, told.set_by) == ("failed", "High", "policy")


def test_everything_unknown_gives_a_band_and_never_fewer_points_than_average() -> None:
    points = score(CARD, dict.fromkeys(CARD.features, Unknown.NOT_CONNECTED))
    advice = advise(CARD, POLICY, points, known(a_history(persons=[], connected=[])))
    assert advice.points == 8 + 2 + 1 + 2
    assert advice.band == "Medium"


def test_a_card_of_other_bands_than_the_policys_is_refused() -> None:
    card = a_card(thresholds={"Amber": 12, "Red": 20})
    with pytest.raises(PolicyMismatchError, match="Amber, Red"):
        advise(card, POLICY, None, known(a_history()))
