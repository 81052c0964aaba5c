"""Each floor at its edges. as_of is noon on 21 November 2026; the child is 15."""

from __future__ import annotations

from datetime import date

import pytest

from records.events import Event, EventKind
from records.history import History, known_at
from records.sources import SourceSystem
from scorecard import FloorApplied, floors_that_apply, load_policy
from scorecard.floors import MOST_EVIDENCE
from tests.lib.histories import (
    a_history,
    a_person,
    an_entry,
    at,
    missing,
    notice,
    plan,
    withdrawal,
)

POLICY = load_policy()
NOW = "2026-11-21 12:00"


def floors(history: History, as_of: str = NOW) -> dict[str, FloorApplied]:
    """The floors that hold, by id."""
    return {f.id: f for f in floors_that_apply(known_at(history, at(as_of)), POLICY)}


def test_nothing_recorded_makes_no_floor_hold() -> None:
    assert floors(a_history()) == {}


def test_everything_not_connected_makes_no_floor_hold() -> None:
    assert floors(a_history(persons=[], connected=[])) == {}


class TestPlans:
    def test_a_live_plan_without_an_agreed_band_gives_medium(self) -> None:
        found = floors(a_history(plan("2026-10-01")))
        assert {f.id: f.band for f in found.values()} == {"live_plan": "Medium"}
        assert found["live_plan"].evidence[0].reference == "CSE-1"

    @pytest.mark.parametrize(
        ("agreed", "id_"), [("High", "plan_agreed_high"), ("Medium", "plan_agreed_medium")]
    )
    def test_a_live_plan_gives_its_agreed_band(self, agreed: str, id_: str) -> None:
        found = floors(a_history(plan("2026-10-01", agreed_band=agreed)))
        assert [(f.id, f.band) for f in found.values()] == [(id_, agreed)]

    def test_the_agreed_band_holds_on_its_last_day_and_then_falls_to_medium(self) -> None:
        history = a_history(plan("2026-10-01", agreed_band="High", agreed_until=date(2026, 11, 21)))
        assert list(floors(history)) == ["plan_agreed_high"]
        assert floors(history)["plan_agreed_high"].full.endswith(
            "sets at least High until 21\u00a0November\u00a02026."
        )
        assert list(floors(history, "2026-11-22 00:30")) == ["live_plan"]

    @pytest.mark.parametrize("state", ["draft", "ended"])
    def test_a_plan_that_is_not_live_gives_no_floor_by_itself(self, state: str) -> None:
        assert floors(a_history(plan("2026-10-01", state, agreed_band="High"))) == {}

    def test_of_two_plans_the_higher_agreed_band_counts_once(self) -> None:
        history = a_history(
            plan("2026-10-01", reference="CSE-1", agreed_band="Medium"),
            plan("2026-10-02", reference="CSE-2", agreed_band="High"),
        )
        assert list(floors(history)) == ["plan_agreed_high"]

    def test_a_plan_ended_by_a_later_version_gives_nothing(self) -> None:
        history = a_history(plan("2026-09-01"), plan("2026-10-01", "ended", version=2))
        assert floors(history) == {}
        assert list(floors(history, "2026-09-15")) == ["live_plan"]


class TestPerson:
    def test_a_child_of_12_gets_medium_and_of_13_nothing(self) -> None:
        history = a_history(persons=[a_person(date(2013, 11, 22))])
        assert floors(history)["under_13"].short == "Under 13: 12 years old"
        assert floors(history, "2026-11-22 12:00") == {}

    def test_an_unknown_birth_date_or_one_in_the_future_is_no_age_under_13(self) -> None:
        assert floors(a_history(persons=[a_person(None)])) == {}
        assert floors(a_history(persons=[a_person(date(2027, 3, 1))])) == {}

    def test_a_learning_disability_in_any_system_gives_medium_and_names_the_system(self) -> None:
        persons = [
            a_person(learning_disability=False),
            a_person(ref="C-9", source=SourceSystem.SOCIAL_CARE, learning_disability=True),
        ]
        found = floors(a_history(persons=persons))["learning_disability"]
        assert (found.band, found.evidence) == ("Medium", ())
        assert "(Social care)" in found.full

    def test_a_learning_disability_taken_back_by_the_same_system_gives_nothing(self) -> None:
        persons = [
            a_person(learning_disability=True),
            a_person(recorded="2026-01-01", learning_disability=False),
        ]
        assert floors(a_history(persons=persons)) == {}


class TestNotices:
    def test_a_notice_in_force_gives_medium_through_its_last_day(self) -> None:
        history = a_history(notice("2024-11-01", "2026-11-21"))
        assert list(floors(history)) == ["notice_in_force"]
        assert floors(history, "2026-11-22 12:00") == {}

    def test_a_notice_that_has_lapsed_counts_for_365_days_from_service(self) -> None:
        history = a_history(notice("2025-11-21 12:00", "2026-01-31"))
        assert list(floors(history)) == ["notice_served"]
        assert floors(history, "2026-11-21 12:01") == {}

    def test_a_withdrawn_notice_still_counts_as_served(self) -> None:
        history = a_history(notice("2026-10-01", "2027-10-01", withdrawn="2026-10-20"))
        assert list(floors(history)) == ["notice_served"]

    def test_a_breach_gives_high_while_the_notice_is_in_force_however_old(self) -> None:
        history = a_history(notice("2024-11-01", "2026-12-31", breached="2025-02-01"))
        assert [(f.id, f.band) for f in floors(history).values()] == [
            ("notice_breached", "High"),
            ("notice_in_force", "Medium"),
        ]

    def test_a_breach_of_a_notice_long_over_no_longer_counts(self) -> None:
        assert floors(a_history(notice("2023-01-01", "2024-01-01", breached="2023-02-01"))) == {}

    def test_a_breach_counts_even_if_the_service_was_never_entered(self) -> None:
        breach = an_entry(EventKind.NOTICE_BREACHED, "2026-11-01", "CAWN-7", adult_ref="A-1")
        assert list(floors(a_history(breach))) == ["notice_breached"]


class TestHarm:
    def test_told_of_sexual_harm_gives_high_for_365_days(self) -> None:
        history = a_history(
            missing(
                "2025-11-19 20:00",
                "2025-11-20 08:00",
                interview="done",
                interviewed="2025-11-21 12:00",
                disclosure="sexual_harm",
            )
        )
        found = floors(history)["sexual_harm_told"]
        assert (found.band, found.short) == ("High", "Told of sexual harm, 21\u00a0November")
        assert "sexual_harm_told" not in floors(history, "2026-11-21 12:01")

    def test_whom_the_child_told_is_said_as_recorded(self) -> None:
        told = an_entry(
            EventKind.RETURN_INTERVIEW,
            "2026-11-13",
            interview="done",
            disclosure="sexual_exploitation",
            told_to="Return interviewer",
        )
        assert floors(a_history(told))["sexual_harm_told"].full.startswith(
            "Told the return interviewer of sexual harm on 13\u00a0November\u00a02026."
        )

    @pytest.mark.parametrize(
        "disclosure", ["nothing_told", "threats", "given_drugs_or_alcohol", "physical_harm"]
    )
    def test_other_disclosures_are_not_this_floor(self, disclosure: str) -> None:
        history = a_history(
            missing("2026-11-01", "2026-11-02", interview="done", disclosure=disclosure)
        )
        assert floors(history) == {}

    def test_sexual_harm_found_gives_high(self) -> None:
        history = a_history(missing("2026-11-01", "2026-11-02", harm_found="sexual"))
        assert [(f.id, f.band) for f in floors(history).values()] == [("sexual_harm_found", "High")]

    def test_harm_withdrawn_or_not_yet_recorded_gives_nothing(self) -> None:
        report = missing("2026-11-01", "2026-11-02", harm_found="sexual")
        history = a_history(report, withdrawal(report[1], "2026-11-10"))
        assert "sexual_harm_found" not in floors(history)
        assert list(floors(history, "2026-11-10")) == ["sexual_harm_found"]
        assert "sexual_harm_found" not in floors(history, "2026-11-02")


class TestReports:
    def _three(self, first: str) -> list[Event]:
        return [
            *missing(first, "2026-08-24 02:00"),
            *missing("2026-10-01", "2026-10-02"),
            *missing("2026-11-01", "2026-11-02"),
        ]

    def test_three_reports_in_90_days_with_a_plan_give_high(self) -> None:
        history = a_history(self._three("2026-08-23 12:00"), plan("2026-01-01"))
        found = floors(history)["three_in_90_days"]
        assert found.short == "3 reports in 90 days, and a concern"
        assert {e.reference for e in found.evidence} >= {"CSE-1", "MP-2026-11-01"}

    def test_a_report_of_91_days_ago_is_outside(self) -> None:
        history = a_history(self._three("2026-08-22 12:00"), plan("2026-01-01"))
        assert "three_in_90_days" not in floors(history)

    def test_a_draft_counts_as_a_plan_and_an_ended_one_does_not(self) -> None:
        reports = self._three("2026-08-23 12:00")
        assert list(floors(a_history(reports, plan("2026-01-01", "draft")))) == ["three_in_90_days"]
        assert floors(a_history(reports, plan("2026-01-01", "ended"))) == {}
        assert floors(a_history(reports)) == {}

    def test_any_concern_of_exploitation_will_do(self) -> None:
        reports = self._three("2026-08-23 12:00")
        referral = an_entry(
            EventKind.REFERRAL_RECEIVED, "2026-09-01", "REF-1", concern="sexual_exploitation"
        )
        found = floors(a_history(reports, referral))["three_in_90_days"]
        assert {e.reference for e in found.evidence} >= {"REF-1", "MP-2026-11-01"}
        flagged = an_entry(
            EventKind.CRIME_VICTIM, "2025-12-01", "CR-1", offence="other", cse_flag=True
        )
        assert "three_in_90_days" in floors(a_history(reports, flagged))
        assert "three_in_90_days" not in floors(a_history(reports[:-2], flagged))

    def test_a_concern_of_over_a_year_ago_that_does_not_stand_is_none(self) -> None:
        reports = self._three("2026-08-23 12:00")
        told = an_entry(EventKind.PANEL_DECISION, "2025-11-21 11:59", panel_level="medium")
        assert floors(a_history(reports, told)) == {}
        opened = an_entry(
            EventKind.INVESTIGATION_OPENED, "2024-01-01", abuse_category="online_grooming"
        )
        assert "three_in_90_days" in floors(a_history(reports, opened))

    def test_many_reports_do_not_push_the_plan_out_of_the_evidence(self) -> None:
        reports = [
            e
            for day in range(1, 21)
            for e in missing(f"2026-11-{day:02}", f"2026-11-{day:02} 08:00")
        ]
        found = floors(a_history(reports, plan("2026-01-01")))["three_in_90_days"]
        assert len(found.evidence) == MOST_EVIDENCE
        assert "CSE-1" in {event.reference for event in found.evidence}

    def test_still_missing_gives_medium_from_24_hours_and_high_from_72(self) -> None:
        history = a_history(missing("2026-11-18 12:00"))
        assert floors(history, "2026-11-19 11:59") == {}
        assert list(floors(history, "2026-11-19 12:00")) == ["missing_24_hours"]
        assert list(floors(history, "2026-11-21 11:59")) == ["missing_24_hours"]
        found = floors(history)
        assert list(found) == ["missing_72_hours"]
        assert found["missing_72_hours"].full.startswith(
            "Missing since 18\u00a0November\u00a02026: 3\u00a0days so far."
        )

    def test_a_child_who_came_back_is_not_still_missing(self) -> None:
        assert floors(a_history(missing("2026-11-10", "2026-11-20"))) == {}

    def test_a_return_that_nobody_knew_of_yet_leaves_the_child_missing(self) -> None:
        report = missing("2026-11-10")
        found = an_entry(
            EventKind.MISSING_FOUND,
            "2026-11-11",
            report[0].reference,
            recorded="2026-11-22",
            how_ended="returned",
        )
        assert list(floors(a_history(report, found))) == ["missing_72_hours"]


def test_the_highest_band_comes_first_and_evidence_newest_first() -> None:
    history = a_history(
        notice("2026-10-01", "2027-10-01"),
        plan("2026-10-01"),
        missing("2026-09-01", "2026-09-02", harm_found="sexual"),
        missing("2026-10-01", "2026-10-02", harm_found="sexual"),
    )
    found = floors_that_apply(known_at(history, at(NOW)), POLICY)
    assert [f.band for f in found] == ["High", "Medium", "Medium"]
    days = [event.occurred for event in found[0].evidence]
    assert days == sorted(days, reverse=True)


def test_a_floor_is_blind_to_what_is_recorded_later() -> None:
    later = missing("2026-11-01", "2026-11-02", harm_found="sexual")
    late = an_entry(
        EventKind.MISSING_FOUND,
        "2026-11-02",
        later[0].reference,
        recorded=NOW,
        how_ended="returned",
        harm_found="sexual",
    )
    assert floors(a_history(later[0], late)) != {}  # still missing, for all that was known
    assert "sexual_harm_found" not in floors(a_history(later[0], late))
