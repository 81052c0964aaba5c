"""What agencies do in the invented force, read back from their systems (S4 to S13)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pyarrow.parquet as pq

from records.calendar import age_on, local_day
from records.events import Event, EventKind
from records.formats import FORMATS
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.reading import Entry, read_extract
from records.sources import EXTRACTED, SourceSystem
from synthetic_data.agencies.following import follow
from synthetic_data.minutes import birthday_minute
from synthetic_data.parameters import load_parameters
from synthetic_data.world.neighbourhoods import make_world
from synthetic_data.world.population import Span
from tests.lib.forces import UNTIL, force_at

SPAN = Span.ending(UNTIL, 3, 365)
FORCE = {"children": 20_000, "years": 5, "seed": 3}


@cache
def entries(source: SourceSystem) -> tuple[Entry, ...]:
    directory = force_at(**FORCE)
    found = read_extract(FORMATS[source], directory / "records" / FORMATS[source].file)
    return tuple(entry for entry in found if isinstance(entry, Entry))


def events(source: SourceSystem, *kinds: EventKind) -> list[Event]:
    return [entry.event for entry in entries(source) if entry.event.kind in kinds]


@cache
def identity() -> dict[str, str]:
    table = pq.read_table(force_at(**FORCE) / "truth" / "identity.parquet").to_pydict()
    return dict(zip(table["record_id"], table["true_child"], strict=True))


def children_in(source: SourceSystem) -> set[str]:
    return {identity()[str(e.person.id)] for e in entries(source) if e.person is not None}


@cache
def exploited() -> frozenset[str]:
    table = pq.read_table(force_at(**FORCE) / "truth" / "states.parquet").to_pydict()
    rows = zip(table["true_child"], table["state"], strict=True)
    return frozenset(child for child, state in rows if state == "exploited")


def test_steps_of_a_matter_follow_its_opening_and_no_matter_opens_after_childhood() -> None:
    world = make_world(0, 3_000, 5, SPAN, load_parameters())
    alone, of_lives = follow(world, 5, SPAN, load_parameters())
    assert alone
    seen = set()
    for life, matters in zip(world.lives, of_lives, strict=True):
        adult = birthday_minute(life.child.born, 18)
        for matter in matters:
            seen.add(matter.source)
            opened = matter.steps[0]
            assert SPAN.start <= opened.at < min(SPAN.taken, adult)
            assert all(step.at >= opened.at for step in matter.steps)
    assert seen == set(EXTRACTED) - {
        SourceSystem.MISSING_PERSONS,
        SourceSystem.CSE_PLANS,
        SourceSystem.ABDUCTION_NOTICES,
    }


def test_exploited_children_are_in_intelligence_more_often_but_most_of_it_is_of_others() -> None:
    named = children_in(SourceSystem.INTELLIGENCE)
    living = pq.read_table(force_at(**FORCE) / "truth" / "children.parquet").num_rows
    share = len(named & exploited()) / len(exploited())
    assert share > 10 * len(named - exploited()) / (living - len(exploited()))
    assert len(named - exploited()) > len(named & exploited())


def test_some_exploited_children_are_in_no_system_but_most_are_in_some() -> None:
    known = set().union(*(children_in(source) for source in EXTRACTED))
    assert 0.6 < len(exploited() & known) / len(exploited()) < 1


def test_about_half_of_the_initial_conferences_have_police_and_fewer_reviews() -> None:
    held = events(SourceSystem.SOCIAL_CARE, EventKind.CONFERENCE_HELD)
    attended: dict[str, list[bool]] = defaultdict(list)
    for event in held:
        if "police_attended" in event.details and "conference" in event.details:
            attended[event.details["conference"]].append(event.details["police_attended"])
    shares = {kind: sum(found) / len(found) for kind, found in attended.items()}
    assert 0.35 < shares["initial"] < 0.65
    assert shares["review"] < shares["initial"]


def test_some_investigations_drift_open_with_no_review() -> None:
    source = SourceSystem.CHILD_ABUSE_INVESTIGATION
    opened = {e.reference: e for e in events(source, EventKind.INVESTIGATION_OPENED)}
    touched = events(source, EventKind.INVESTIGATION_REVIEW, EventKind.INVESTIGATION_CLOSED)
    left = set(opened) - {event.reference for event in touched}
    old = [r for r in left if (SPAN.taken - SPAN.start) and opened[r].occurred.year < 2026]
    assert 0 < len(old) < len(opened) / 5


def test_referrals_wait_at_every_step_and_none_skips_one() -> None:
    source = SourceSystem.SAFEGUARDING_HUB
    steps = (
        EventKind.REFERRAL_RECEIVED,
        EventKind.REFERRAL_TRIAGED,
        EventKind.REFERRAL_ALLOCATED,
        EventKind.REFERRAL_DECISION,
        EventKind.REFERRAL_CLOSED,
    )
    counts = [len({e.reference for e in events(source, step)}) for step in steps]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > counts[0] / 3


def test_nobody_under_ten_is_detained_and_a_disclosure_is_entered_within_the_day() -> None:
    source = SourceSystem.CUSTODY
    born = pq.read_table(force_at(**FORCE) / "truth" / "children.parquet").to_pydict()
    birthday = dict(zip(born["true_child"], born["born"], strict=True))
    detained = [e for e in entries(source) if e.event.kind is EventKind.DETAINED]
    assert detained
    for entry in detained:
        assert entry.person is not None
        child = identity()[str(entry.person.id)]
        # Entered about a brother or sister now and then, and moved.
        if entry.event.replaces is None:
            continue
        assert age_on(birthday[child], local_day(entry.event.occurred)) >= 10
    for event in events(source, EventKind.CUSTODY_DISCLOSURE):
        assert event.details["disclosure"] in SEXUAL_DISCLOSURES
        assert (event.recorded - event.occurred).days < 7


def test_managed_adults_stand_in_other_systems_under_other_ids() -> None:
    adults = pq.read_table(force_at(**FORCE) / "truth" / "adults.parquet").to_pydict()
    systems: dict[str, set[str]] = defaultdict(set)
    for adult_id, adult in zip(adults["adult_id"], adults["true_adult"], strict=True):
        systems[adult].add(adult_id.partition(":")[0])
    managed = [found for found in systems.values() if "S8" in found]
    assert any(len(found) > 1 for found in managed)
