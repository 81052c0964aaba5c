"""Known cases that every card must get right: which card does, and what is said of one that
does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from features.phrases.gaps import FILLINGS
from features.wording import LONGEST_SHORT
from records.states import missing_episodes
from records.unknown import Unknown
from scorecard import Card, load_policy
from tests.lib.cards import a_line, bins
from tests.lib.judgements import a_full_card
from tests.lib.vignette_card import vignette_card
from training.judging.promises import FILLED, wording_faults
from training.judging.vignette_records import NOW, known_child, six_reports
from training.judging.vignettes import VIGNETTES, vignette_faults

POLICY = load_policy()


def faults(card: Card) -> str:
    return "; ".join(vignette_faults(card, POLICY))


def test_a_card_made_by_hand_gets_every_case_right() -> None:
    assert vignette_faults(vignette_card(), POLICY) == ()


def test_the_cases_are_those_of_the_inspection_that_one_child_and_a_card_can_tell() -> None:
    assert [case.name for case in VIGNETTES] == ["V1", "V2", "V3", "V5", "V6", "V8", "V9"]


def test_the_sixth_report_is_the_sixth_and_the_last_four_are_overnight() -> None:
    known = known_child(six_reports(last=2), 16, "female")
    episodes = missing_episodes(known)
    assert [episode.is_overnight for episode in episodes] == [False, False, True, True, True, True]
    starts = [episode.since for episode in episodes]
    gaps = [after - before for before, after in pairwise(starts)]
    assert gaps == sorted(gaps, reverse=True)
    assert starts[-1] - starts[0] < timedelta(days=215)
    assert known.age == 16
    assert all(event.recorded < NOW for event in known.events)


def test_a_card_that_lowers_points_as_reports_come_is_named_with_the_report() -> None:
    calming = replace(
        vignette_card(), lines=(a_line("missing_reports_count_365d", "free", bins(20, 3, 0)),)
    )
    assert "V10" in faults(calming)


def test_a_card_whose_points_send_v5_to_medium_is_told_though_the_band_is_right() -> None:
    eager = replace(vignette_card(), thresholds={"Medium": 5, "High": 28})
    assert "Medium by points alone; Low is asked for" in faults(eager)


def test_a_card_that_never_reaches_high_leaves_that_to_the_policy() -> None:
    quiet = replace(vignette_card(), thresholds={"Medium": 14, "High": 900})
    assert vignette_faults(quiet, POLICY) == ()


def test_a_policy_without_its_floors_is_found_out_case_by_case() -> None:
    bare = replace(POLICY, floors=())
    found = vignette_faults(vignette_card(), bare)
    named = {fault.split(" ")[0] for fault in found}
    assert {"V2", "V5", "V9"} <= named


def test_every_gap_of_every_phrase_has_a_longest_filling() -> None:
    assert set(FILLED) == set(FILLINGS)


def test_the_longest_card_there_may_be_is_worded_within_the_page() -> None:
    assert LONGEST_SHORT == 68
    assert wording_faults(a_full_card()) == ()


def test_all_unknown_is_never_below_the_average() -> None:
    card = vignette_card()
    kinds = [kind for kind in Unknown if kind is not Unknown.NOT_APPLICABLE]
    assert all(line.unknown[kind] >= line.neutral for line in card.lines for kind in kinds)
    assert "everything unknown" not in faults(card)
