"""What ties one child to another, worked out by hand for each kind of entry (M2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from features.relations.connecting import connect
from features.relations.declaration import CONCERN_OF, NAMING, READ_KINDS
from records.adults import Adult
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import History, known_at
from records.persons import RecordId
from records.places import place_key
from records.sources import EXTRACTED, SourceSystem
from tests.lib.histories import a_history, a_person, an_entry, at, withdrawal

K = EventKind
MAN = {"adult_ref": "R-1", "adult_forename": "Gareth", "adult_surname": "Larkwell"}
HARM = {"offence": "child_sexual_exploitation"}


def child(name: str, *events: Event, **person: Any) -> History:
    """A history of one child under this id and forename."""
    record = a_person(forename=name, surname="Testcase", ref=name, **person)
    return a_history(events, persons=[record], child=f"C-{name}")


def adult(*records: str, events: Sequence[Event] = ()) -> Adult:
    return Adult("A-MAN", tuple(map(RecordId.parse, records)), tuple(events))


def of(name: str, histories: Sequence[History], *adults: Adult) -> tuple[Connection, ...]:
    """The connections of the child of this name."""
    (found,) = (h for h in connect(histories, adults) if h.child == f"C-{name}")
    return found.connections


def found_with(when: str = "2026-03-01", reference: str = "MP-1", **more: Any) -> Event:
    details = {"how_ended": "police_found", "found_with": "adult_not_known_to_family", **MAN}
    return an_entry(K.MISSING_FOUND, when, reference, **{**details, **more})


def named(kind: EventKind, when: str = "2026-03-05", reference: str = "R-9", **more: Any) -> Event:
    return an_entry(kind, when, reference, **{**MAN, **more})


@pytest.mark.parametrize(
    ("entry", "concern", "shown"),
    [
        (
            named(K.NOTICE_SERVED, in_force_until=date(2027, 1, 1)),
            Concern.NOTICE,
            {"in_force_until": date(2027, 1, 1)},
        ),
        (named(K.CRIME_SUSPECT_NAMED), Concern.SUSPECT, {}),
        (named(K.INVESTIGATION_SUSPECT_INTERVIEWED), Concern.INVESTIGATED, {}),
        (
            named(K.INTELLIGENCE_REPORT, theme="drugs", source_grade="untested",
                  assessment="not_known"),
            Concern.INTELLIGENCE,
            {"source_grade": "untested", "assessment": "not_known"},
        ),
        (found_with("2026-03-05", "MP-9", disclosure="sexual_harm"), Concern.FOUND_WITH, {}),
        (
            named(K.ASSOCIATION_RECORDED, association="visits"),
            Concern.ASSOCIATED,
            {"association": "visits"},
        ),
    ],
)  # fmt: skip
def test_an_entry_about_another_child_that_names_the_same_adult_ties_the_two(
    entry: Event, concern: Concern, shown: dict[str, Any]
) -> None:
    own = found_with()
    man = adult("S1:R-1", f"{entry.source.value}:R-1")
    (one,) = of("Maya", [child("Maya", own), child("Callum", entry)], man)
    assert (one.through, one.key, one.name) == (Through.ADULT, "A-MAN", "Gareth Larkwell")
    assert one.own == (SourceSystem.MISSING_PERSONS, own.entry)
    assert (one.concern, one.child, one.child_name) == (concern, "C-Callum", "Callum Testcase")
    assert (one.event.entry, dict(one.event.details)) == (entry.entry, shown)
    assert (one.recorded, one.gone) == (at("2026-03-05"), None)


@pytest.mark.parametrize(
    "entry",
    [
        named(K.DOMESTIC_INCIDENT, risk="high"),
        named(K.DOMESTIC_CONFERENCE_REFERRAL),
        named(K.NOTICE_BREACHED),
        named(K.RETURN_INTERVIEW, interview="done"),
        found_with("2026-03-05", "MP-9", found_with="relative"),
    ],
)
def test_an_entry_that_names_an_adult_without_a_concern_about_the_child_ties_nobody_to_it(
    entry: Event,
) -> None:
    man = adult("S1:R-1", f"{entry.source.value}:R-1")
    histories = [child("Maya", found_with()), child("Callum", entry)]
    assert of("Maya", histories, man) == ()
    (his,) = of("Callum", histories, man)
    assert (his.concern, his.child) == (Concern.FOUND_WITH, "C-Maya")


def test_adults_of_one_name_that_are_not_one_adult_tie_nobody() -> None:
    notice = named(K.NOTICE_SERVED, in_force_until=date(2027, 1, 1))
    histories = [child("Maya", found_with()), child("Callum", notice)]
    assert (
        of("Maya", histories, adult("S1:R-1"), Adult("A-OTHER", (RecordId.parse("S3:R-1"),))) == ()
    )
    assert of("Maya", histories) == ()


def test_one_systems_reference_is_one_adult_though_linkage_never_saw_a_name() -> None:
    bare: dict[str, Any] = {"adult_forename": None, "adult_surname": None}
    own, other = found_with(**bare), found_with("2026-03-05", "MP-2", **bare)
    (one,) = of("Maya", [child("Maya", own), child("Callum", other)])
    assert (one.key, one.name) == ("S1:R-1", "An adult whose name is not recorded")


def managed(when: str = "2026-01-10", kind: EventKind = K.MANAGED_PERSON, **more: Any) -> Event:
    details = {"managed_category": "registered_sex_offender", **MAN}
    return an_entry(kind, when, "MO-1", **{**details, **more})


def test_a_managed_adult_is_told_of_without_another_child_until_it_is_known_to_have_ended() -> None:
    ended = managed("2026-05-01", K.MANAGED_PERSON_ENDED, managed_category=None)
    events = [managed(), ended, withdrawal(ended, "2026-06-01")]
    man = adult("S1:R-1", "S8:R-1", events=events)
    first, again = of("Maya", [child("Maya", found_with())], man)
    assert (first.concern, first.child, first.child_name) == (Concern.MANAGED, None, None)
    assert (first.recorded, first.gone) == (at("2026-03-01"), at("2026-05-01"))
    assert (again.recorded, again.gone) == (at("2026-06-01"), None)
    assert first.event.details["managed_category"] == "registered_sex_offender"


def test_another_adults_entry_that_corrects_a_managed_persons_is_not_about_that_person() -> None:
    corrected = managed()
    right = managed("2026-04-01", adult_ref="R-2", replaces=corrected.entry)
    man = adult("S1:R-1", "S8:R-1", events=[corrected, right])
    (one,) = of("Maya", [child("Maya", found_with())], man)
    assert (one.recorded, one.gone) == (at("2026-03-01"), at("2026-04-01"))


HOME = {"address": "12 Oakton Road", "postcode": "NG7 2AB"}


def test_harm_to_a_child_who_lived_at_the_same_home_is_told_of_but_never_what_kind() -> None:
    harm = an_entry(K.CRIME_VICTIM, "2026-03-05", "CR-1", **HARM)
    boy = child("Callum", harm, address="12, OAKTON  ROAD", postcode="ng72ab")
    (one,) = of("Maya", [child("Maya", **HOME), boy])
    assert (one.through, one.concern, one.own) == (Through.HOME, Concern.HARMED, None)
    assert (one.name, one.key) == ("12 Oakton Road, NG7 2AB", place_key(*HOME.values()))
    assert (one.child, one.event.entry, dict(one.event.details)) == ("C-Callum", harm.entry, {})
    assert one.recorded == at("2026-03-05")
    assert of("Callum", [child("Maya", **HOME), boy]) == ()


def test_a_home_of_one_child_where_another_was_found_is_a_place() -> None:
    own = found_with(found_at="12 Oakton Road", found_postcode="NG7 2AB", adult_surname=None,
                     adult_forename=None, adult_ref=None)  # fmt: skip
    harm = an_entry(K.CRIME_VICTIM, "2026-02-05", "CR-1", **HARM)
    (one,) = of("Maya", [child("Maya", own), child("Callum", harm, **HOME)])
    assert (one.through, one.own) == (Through.PLACE, (SourceSystem.MISSING_PERSONS, own.entry))
    assert one.recorded == at("2026-03-01")


def test_a_place_known_first_becomes_a_home_when_it_is_known_to_be_one() -> None:
    own = found_with(found_at="12 Oakton Road", found_postcode="NG7 2AB")
    harm = an_entry(K.CRIME_VICTIM, "2026-02-05", "CR-1", **HARM)
    girl = child("Maya", own, recorded="2026-06-01", **HOME)
    place, home = of("Maya", [girl, child("Callum", harm, **HOME)])
    assert (place.through, place.gone) == (Through.PLACE, at("2026-06-01"))
    assert (home.through, home.recorded) == (Through.HOME, at("2026-06-01"))


@pytest.mark.parametrize(
    ("text", "postcode"),
    [(None, "NG7 2AB"), ("12 Oakton Road", None), ("  ", "NG7 2AB"), ("No fixed abode", "NG7 2AB")],
)
def test_a_place_needs_its_words_and_its_postcode(text: str | None, postcode: str | None) -> None:
    assert place_key(text, postcode) is None


def test_a_places_key_tells_places_apart_and_says_nothing_of_them() -> None:
    key = place_key("12 Oakton Road", "NG7 2AB")
    assert key == place_key("12 oakton road.", "ng7 2ab") != place_key("12 Oakton Road", "NG7 2AC")
    assert key is not None
    assert "oakton" not in key.casefold()


def test_what_one_crime_says_of_two_children_is_in_each_ones_own_history() -> None:
    ours, theirs = (named(K.CRIME_SUSPECT_NAMED, reference="CR-1") for _ in range(2))
    histories = [child("Maya", ours), child("Callum", theirs)]
    assert of("Maya", histories) == ()
    late = an_entry(K.CRIME_WITNESS, "2026-07-01", "CR-1", offence="other")
    other = named(K.CRIME_SUSPECT_NAMED, reference="CR-2")
    (until,) = of("Maya", [child("Maya", other, late), child("Callum", theirs)])
    assert (until.recorded, until.gone) == (at("2026-03-05"), at("2026-07-01"))


def test_taking_back_either_side_ends_the_connection() -> None:
    own = found_with()
    notice = named(K.NOTICE_SERVED, in_force_until=date(2027, 1, 1))
    man = adult("S1:R-1", "S3:R-1")
    for girl, boy in (([own, withdrawal(own, "2026-04-01")], [notice]),
                      ([own], [notice, withdrawal(notice, "2026-04-01")])):  # fmt: skip
        histories = [child("Maya", *girl), child("Callum", *boy)]
        (one,) = of("Maya", histories, man)
        assert one.gone == at("2026-04-01")


def test_many_entries_that_name_one_adult_say_no_more_than_the_first_that_stands() -> None:
    first, second, third = (found_with(f"2026-0{month}-01", f"MP-{month}") for month in (1, 2, 3))
    notice = named(K.NOTICE_SERVED, in_force_until=date(2027, 1, 1))
    girl = child("Maya", first, second, third, withdrawal(first, "2026-04-01"))
    man = adult("S1:R-1", "S3:R-1")
    until, after = of("Maya", [girl, child("Callum", notice)], man)
    assert (until.own and until.own[1], until.gone) == (first.entry, at("2026-04-01"))
    assert (after.own and after.own[1], after.recorded) == (second.entry, at("2026-04-01"))


def test_a_childrens_home_gives_each_child_every_harm_once() -> None:
    home = [
        child(f"N{n}", *(an_entry(K.CRIME_VICTIM, f"2026-0{m}-01", f"CR-{n}-{m}", **HARM)
                         for m in (1, 2, 3)), **HOME)
        for n in range(40)
    ]  # fmt: skip
    joined = connect(home, [])
    assert {len(history.connections) for history in joined} == {39 * 3}


def test_the_other_childs_name_is_the_one_known_when_the_connection_was() -> None:
    renamed = a_person(forename="Kay", surname="Testcase", ref="Callum", recorded="2026-09-01")
    boy = child("Callum", found_with("2026-03-05", "MP-2"))
    boy = a_history(boy.events, persons=[*boy.persons, renamed], child="C-Callum")
    (one,) = of("Maya", [child("Maya", found_with()), boy])
    assert one.child_name == "Callum Testcase"


def test_connections_are_known_when_all_they_rest_on_is() -> None:
    histories = [child("Maya", found_with()), child("Callum", found_with("2026-03-05", "MP-2"))]
    (girl, _) = sorted(connect(histories, []), key=lambda h: h.child, reverse=True)
    assert known_at(girl, at("2026-03-05")).connections == ()
    assert len(known_at(girl, at("2026-03-05 00:01")).connections) == 1


def test_connecting_again_replaces_what_was_there() -> None:
    histories = [child("Maya", found_with()), child("Callum", found_with("2026-03-05", "MP-2"))]
    joined = connect(histories, [])
    assert connect(joined, []) == joined
    assert connect(joined[:1], [])[0].connections == ()


def test_every_kind_that_ties_a_child_to_an_adult_is_of_a_format_that_names_adults() -> None:
    naming = {
        kind
        for format_ in map(FORMATS.__getitem__, EXTRACTED)
        if "adult_ref" in {column.name for column in format_.own}
        for kind in format_.entries
    }
    assert naming >= NAMING
    assert {kind for kind in CONCERN_OF if kind not in NAMING} == {K.MANAGED_PERSON}
    assert {row.concern for row in CONCERN_OF.values()} == {*Concern} - {Concern.HARMED}
    assert READ_KINDS >= NAMING
