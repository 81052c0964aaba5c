"""Floors on crime, exploitation and adults named with the child, at their edges (V3, V8).

as_of is noon on 21 November 2026; the child is 15.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from features.relations.connecting import connect
from records.adults import Adult
from records.events import Event, EventKind
from records.history import History, known_at
from records.persons import RecordId
from records.sources import SourceSystem
from scorecard import FloorApplied, floors_that_apply, load_policy
from tests.lib.histories import a_history, an_entry, at, notice, withdrawal

POLICY = load_policy()
NOW = "2026-11-21 12:00"


def floors(history: History, as_of: str = NOW) -> dict[str, FloorApplied]:
    """The floors that hold, by id."""
    return {f.id: f for f in floors_that_apply(known_at(history, at(as_of)), POLICY)}


def of(*entries: Event, as_of: str = NOW) -> dict[str, str]:
    """The floors of a child with these entries: each one's band, by id."""
    return {f.id: f.band for f in floors(a_history(entries), as_of).values()}


def a_crime(occurred: str, recorded: str | None = None, **details: Any) -> Event:
    return an_entry(EventKind.CRIME_VICTIM, occurred, "CR-1", recorded, **details)


class TestCrime:
    @pytest.mark.parametrize(
        "details",
        [
            {"offence": "sexual_offence"},
            {"offence": "child_sexual_exploitation"},
            {"offence": "indecent_images"},
            {"offence": "violence", "cse_flag": True},
        ],
        ids=str,
    )
    def test_a_sexual_or_flagged_crime_against_the_child_gives_high(
        self, details: dict[str, Any]
    ) -> None:
        assert of(a_crime("2026-10-01", **details)) == {"sexual_crime": "High"}

    def test_another_crime_or_another_part_in_it_gives_nothing(self) -> None:
        assert of(a_crime("2026-10-01", offence="violence", cse_flag=False)) == {}
        for kind in (EventKind.CRIME_SUSPECT, EventKind.CRIME_WITNESS):
            assert of(an_entry(kind, "2026-10-01", offence="sexual_offence")) == {}

    def test_what_counts_is_when_it_was_recorded_not_how_long_ago_it_was_done(self) -> None:
        crime = a_crime("2019-05-01", "2025-11-21 12:00", offence="sexual_offence")
        found = floors(a_history(crime))["sexual_crime"]
        assert found.short == "Sexual crime recorded 21\u00a0November"
        assert of(crime, as_of="2026-11-21 12:01") == {}

    def test_a_crime_withdrawn_gives_nothing(self) -> None:
        crime = a_crime("2026-10-01", offence="sexual_offence")
        assert of(crime, withdrawal(crime, "2026-10-05")) == {}


class TestExploitation:
    def test_a_national_referral_or_the_highest_panel_level_gives_high_for_365_days(self) -> None:
        for kind, details in (
            (EventKind.NATIONAL_REFERRAL, {"exploitation": "sexual"}),
            (EventKind.PANEL_DECISION, {"panel_level": "high"}),
        ):
            entry = an_entry(kind, "2025-11-21 12:00", **details)
            assert of(entry) == {"exploitation_decided": "High"}
            assert of(entry, as_of="2026-11-21 12:01") == {}

    def test_another_kind_of_exploitation_or_a_lower_level_gives_nothing(self) -> None:
        assert of(an_entry(EventKind.NATIONAL_REFERRAL, "2026-10-01", exploitation="labour")) == {}
        assert of(an_entry(EventKind.PANEL_DECISION, "2026-10-01", panel_level="medium")) == {}

    @pytest.mark.parametrize("category", ["sexual_exploitation", "online_grooming"])
    def test_an_open_investigation_of_it_gives_medium_however_old(self, category: str) -> None:
        opened = an_entry(EventKind.INVESTIGATION_OPENED, "2023-10-01", abuse_category=category)
        assert of(opened) == {"exploitation_investigated": "Medium"}
        found = floors(a_history(opened))["exploitation_investigated"]
        assert found.short == f"Open investigation: {category.replace('_', ' ')}"

    def test_an_investigation_closed_or_of_something_else_gives_nothing(self) -> None:
        opened = an_entry(
            EventKind.INVESTIGATION_OPENED, "2026-10-01", abuse_category="online_grooming"
        )
        closed = an_entry(
            EventKind.INVESTIGATION_CLOSED, "2026-11-01", investigation_outcome="charged"
        )
        assert of(opened, closed) == {}
        assert (
            of(an_entry(EventKind.INVESTIGATION_OPENED, "2026-10-01", abuse_category="neglect"))
            == {}
        )

    def test_a_referral_about_it_gives_medium_until_decided_however_old(self) -> None:
        received = an_entry(
            EventKind.REFERRAL_RECEIVED, "2024-10-01", concern="sexual_exploitation"
        )
        assert of(received) == {"exploitation_referred": "Medium"}
        decided = an_entry(
            EventKind.REFERRAL_DECISION, "2024-12-01", referral_decision="child_in_need"
        )
        assert of(received, decided) == {}
        assert of(received, decided, as_of="2025-01-01") == {"exploitation_referred": "Medium"}

    @pytest.mark.parametrize(
        "end",
        [
            an_entry(
                EventKind.REFERRAL_DECISION, "2026-10-05", referral_decision="no_further_action"
            ),
            an_entry(EventKind.REFERRAL_CLOSED, "2026-10-05"),
        ],
        ids=["no further action", "closed"],
    )
    def test_a_referral_that_came_to_nothing_gives_nothing(self, end: Event) -> None:
        received = an_entry(
            EventKind.REFERRAL_RECEIVED, "2026-10-01", concern="sexual_exploitation"
        )
        assert of(received, end) == {}

    def test_trusted_intelligence_of_it_gives_medium_for_365_days_and_other_does_not(self) -> None:
        def report(**details: str) -> Event:
            said = {
                "theme": "online_grooming",
                "source_grade": "reliable",
                "assessment": "known_indirectly_corroborated",
            }
            return an_entry(EventKind.INTELLIGENCE_REPORT, "2025-11-21 12:00", **(said | details))

        assert of(report()) == {"exploitation_intelligence": "Medium"}
        assert of(report(), as_of="2026-11-21 12:01") == {}
        for other in (
            {"theme": "drugs"},
            {"source_grade": "untested"},
            {"assessment": "known_indirectly"},
        ):
            assert of(report(**other)) == {}


_MAN = {"adult_ref": "A-1", "adult_forename": "Corvin", "adult_surname": "Example"}
_MINE = an_entry(
    EventKind.ASSOCIATION_RECORDED, "2026-11-01", "AS-1", association="seen_together", **_MAN
)
_RECORDS = tuple(RecordId(system, "A-1") for system in SourceSystem)


def beside(other: Iterable[Event], alone: Iterable[Event] = ()) -> History:
    """A child named with an adult, joined to another child of these entries, and to what is
    entered about the adult alone."""
    mine = a_history(_MINE)
    theirs = a_history(other, child="C-OTHER00000")
    joined = connect([mine, theirs], [Adult("A-MAN", _RECORDS, tuple(alone))])
    return next(history for history in joined if history.child == mine.child)


class TestAdultsNamedWithTheChild:
    def test_a_notice_about_another_child_gives_medium_and_cites_both_entries(self) -> None:
        history = beside(notice("2026-10-12", "2027-04-01"))
        found = floors(history)["warned_adult"]
        assert (found.band, found.short) == ("Medium", "Adult warned off another child")
        assert [e.reference for e in found.evidence] == ["AS-1", "CAWN-1"]
        assert "Corvin" not in found.full
        assert "12\u00a0October\u00a02026" in found.full

    def test_such_a_notice_counts_while_in_force_or_for_365_days_from_service(self) -> None:
        lapsed = beside(notice("2025-11-21 12:00", "2026-01-31"))
        assert list(floors(lapsed)) == ["warned_adult"]
        assert floors(lapsed, "2026-11-21 12:01") == {}
        assert list(floors(beside(notice("2024-01-01", "2026-11-21")))) == ["warned_adult"]

    def test_it_is_not_known_before_either_entry_is(self) -> None:
        history = beside(notice("2026-10-12", "2027-04-01"))
        assert floors(history, "2026-11-01") == {}
        assert list(floors(history, "2026-11-02")) == ["warned_adult"]

    def test_the_childs_own_notice_is_a_floor_of_its_own_and_not_another_childs(self) -> None:
        own = a_history(_MINE, notice("2026-10-12", "2027-04-01"))
        assert list(floors(connect([own], [Adult("A-MAN", _RECORDS)])[0])) == ["notice_in_force"]

    @pytest.mark.parametrize(
        ("offence", "holds"),
        [("sexual_offence", True), ("violence", False)],
    )
    def test_a_suspect_of_a_sexual_crime_against_another_child_gives_medium(
        self, offence: str, holds: bool
    ) -> None:
        suspect = an_entry(EventKind.CRIME_SUSPECT_NAMED, "2026-09-02", "CR-1", **_MAN)
        history = beside([a_crime("2026-09-01", offence=offence), suspect])
        assert list(floors(history)) == (["suspected_adult"] if holds else [])

    def test_a_suspect_of_a_crime_whose_kind_was_recorded_later_makes_no_floor_hold(self) -> None:
        suspect = an_entry(EventKind.CRIME_SUSPECT_NAMED, "2026-09-02", "CR-1", **_MAN)
        later = a_crime("2026-09-01", "2026-09-03", offence="sexual_offence")
        assert floors(beside([later, suspect])) == {}

    def test_a_managed_sex_offender_gives_medium_until_the_end_of_it_is_recorded(self) -> None:
        def managed(category: str) -> Event:
            return an_entry(
                EventKind.MANAGED_PERSON, "2020-01-01", "MO-1", managed_category=category, **_MAN
            )

        offender = managed("registered_sex_offender")
        found = floors(beside([], [offender]))["managed_adult"]
        assert (found.band, found.short) == ("Medium", "Adult managed for sexual offences")
        ended = an_entry(EventKind.MANAGED_PERSON_ENDED, "2026-11-10", "MO-1", **_MAN)
        assert floors(beside([], [offender, ended])) == {}
        assert floors(beside([], [managed("violent_offender")])) == {}


def test_of_floors_of_one_band_the_other_childs_notice_comes_first() -> None:
    opened = an_entry(
        EventKind.INVESTIGATION_OPENED, "2026-10-01", abuse_category="online_grooming"
    )
    own = a_history(_MINE, opened, notice("2026-11-02", date(2027, 1, 1).isoformat(), "CAWN-2"))
    theirs = a_history(notice("2026-10-12", "2027-04-01"), child="C-OTHER00000")
    joined = connect([own, theirs], [Adult("A-MAN", _RECORDS)])
    mine = next(history for history in joined if history.child == own.child)
    assert list(floors(mine)) == ["warned_adult", "notice_in_force", "exploitation_investigated"]
