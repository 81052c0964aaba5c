"""A card watched: nothing is demanded of what hasn't changed, and the right thing of what has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.sources import SourceSystem
from tests.lib.watched_times import Time, a_reference, held
from training.watching.findings import Finding, Findings, findings_from_json
from training.watching.limits import DEMANDS, FALSE_ALARMS, LIMITS
from training.watching.reference import Reference, WatchError, reference_from_json

WATCHES = 60


@pytest.fixture(scope="module")
def reference() -> Reference:
    """What the card was made for."""
    return a_reference(Time())


def demanded(findings: Findings, limit: str, subject: str | None = None) -> str:
    """The highest demand of one limit."""
    order = list(DEMANDS)
    own = [
        finding.demand
        for finding in findings.findings
        if finding.limit == limit and subject in (None, finding.subject)
    ]
    return max(own, key=order.index)


class TestWhatHasNotChanged:
    def test_chance_demands_something_no_oftener_than_declared(self) -> None:
        raised: list[Finding] = []
        watches = 0
        for seed in range(WATCHES // 6):
            known = a_reference(Time(seed=1_000 + seed))
            for again in range(6):
                found = held(Time(seed=10 * seed + again + 2_000), known)
                raised += found.raised
                watches += bool(found.raised)
        # Thrice the rate would hardly be chance: with 60 watches, 3 are to be expected.
        assert watches <= 3 * FALSE_ALARMS * WATCHES, {f.limit for f in raised}

    def test_it_says_so_and_asks_for_nothing(self, reference: Reference) -> None:
        found = held(Time(seed=5), reference)
        assert found.demand == "none"
        assert found.raised == ()
        assert found.asks == DEMANDS["none"]

    def test_a_change_that_is_sure_but_small_demands_nothing(self, reference: Reference) -> None:
        found = held(Time(seed=6, reports=66.0), reference)
        assert demanded(found, "reports") == "none"


class TestWhatHasChanged:
    def test_a_system_that_the_card_reads_fell_silent(self, reference: Reference) -> None:
        silent = SourceSystem.MISSING_PERSONS.value
        found = held(Time(seed=7, silent=(silent,)), reference)
        assert demanded(found, "card_system_volume", silent) == "retest"
        assert demanded(found, "card_system_age", silent) == "retest"
        assert found.demand == "retest"
        assert {finding.subject for finding in found.raised} == {silent}

    def test_a_system_that_the_card_does_not_read_fell_silent(self, reference: Reference) -> None:
        found = held(Time(seed=7, silent=("S7",)), reference)
        assert found.demand == "review"
        assert {finding.subject for finding in found.raised} == {"S7"}

    @pytest.mark.parametrize(
        ("hours", "demand"), [(39.0, "none"), (60.0, "review"), (200.0, "retest")]
    )
    def test_an_extract_that_is_stale(
        self, reference: Reference, hours: float, demand: str
    ) -> None:
        found = held(Time(seed=8, stale_hours=hours), reference)
        assert found.demand == demand

    def test_twice_the_reports(self, reference: Reference) -> None:
        found = held(Time(seed=9, reports=120.0), reference)
        assert demanded(found, "reports") == "review"
        assert "120" in found.raised[0].words or "11" in found.raised[0].words

    def test_children_two_years_older(self, reference: Reference) -> None:
        found = held(Time(seed=10, older=2), reference)
        assert demanded(found, "card_feature", "age_years") in ("retest", "retrain")

    @pytest.mark.parametrize("harm", [0.5, 2.0])
    def test_harm_half_or_twice_as_often_as_said(self, reference: Reference, harm: float) -> None:
        found = held(Time(seed=11, harm=harm), reference)
        assert demanded(found, "calibration") == "retrain"
        assert found.demand == "retrain"

    def test_harm_that_no_longer_follows_the_points(self, reference: Reference) -> None:
        found = held(Time(seed=12, sorted_by_card=False), reference)
        assert demanded(found, "ranking") == "retrain"

    def test_points_that_rank_no_better_than_chance_beyond_doubt(
        self, reference: Reference
    ) -> None:
        found = held(Time(seed=12, sorted_by_card=False, reports=240.0), reference)
        assert demanded(found, "chance") == "stop"
        assert found.demand == "stop"

    def test_harm_seven_times_as_often_as_said(self, reference: Reference) -> None:
        assert held(Time(seed=21, harm=7.0), reference).demand == "stop"

    def test_values_that_are_no_longer_recorded(self, reference: Reference) -> None:
        found = held(Time(seed=13, unknown=0.5), reference)
        assert demanded(found, "card_unknown", "missing_reports_count_90d") in ("retest", "retrain")

    def test_linkage_that_no_longer_finds_two_systems(self, reference: Reference) -> None:
        found = held(Time(seed=14, in_two=0.2), reference)
        assert demanded(found, "linkage") == "retest"

    def test_what_demands_most_comes_first(self, reference: Reference) -> None:
        found = held(Time(seed=15, silent=("S7",), reports=130.0), reference)
        order = [list(DEMANDS).index(finding.demand) for finding in found.findings]
        assert order == sorted(order, reverse=True)


class TestTheDocuments:
    def test_a_reference_comes_back_as_it_was(self, reference: Reference) -> None:
        written = reference.to_json()
        assert reference_from_json(written) == reference
        assert reference_from_json(written).to_json() == written
        assert a_reference(Time()).to_json() == written

    def test_findings_come_back_as_they_were(self, reference: Reference) -> None:
        found = held(Time(seed=16, harm=2.0), reference)
        written = found.to_json()
        again = findings_from_json(written)
        assert again.to_json() == written
        assert again.demand == found.demand

    def test_another_releases_document_is_refused(self, reference: Reference) -> None:
        with pytest.raises(WatchError, match="train again"):
            reference_from_json(replace(reference, schema="reference/v0").to_json())
        with pytest.raises(WatchError, match="watch again"):
            findings_from_json(b"{}")

    def test_neither_names_a_child(self, reference: Reference) -> None:
        found = held(Time(seed=17), reference)
        assert b"C-0" not in reference.to_json() + found.to_json()

    def test_few_cases_are_not_counted_out(self, reference: Reference) -> None:
        found = held(Time(seed=18, harm=0.02), reference)
        assert found.cases is None
        words = next(f.words for f in found.findings if f.limit == "calibration")
        assert "fewer than 10 cases" in words


def test_only_the_cards_own_failure_stops_it() -> None:
    stopping = {limit.name for limit in LIMITS if "stop" in limit.starts}
    assert stopping == {"calibration", "chance"}


def test_every_limit_rises_with_its_demand() -> None:
    order = list(DEMANDS)
    for limit in LIMITS:
        ranked = sorted(limit.starts, key=order.index)
        starts = [limit.starts[name] for name in ranked]
        assert starts == sorted(starts)
        assert len(set(starts)) == len(starts), limit.name
        assert "none" not in limit.starts
