"""From weighed pairs to children: chains, rivals, contradictions and people's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from linkage.cleaning import clean_records
from linkage.levels import agreement
from linkage.linking import settle
from linkage.pairs import WeighedPair
from linkage.results import Decision, LinkResult, RefusalReason, in_order
from linkage.weights import load_weights
from records.persons import PersonRecord
from tests.lib.people import person, record_id


def child(id_: str, forename: str | None = "Callum", **more: Any) -> PersonRecord:
    stated: dict[str, Any] = {"surname": "Thornworth", "born": "2011-03-09"}
    stated |= {"address": "12 Oakton Road", "postcode": "NG7 2AB", **more}
    return person(id_, forename, **stated)


ELSEWHERE = {"address": "3 Elm Lane", "postcode": "DE1 9ZZ"}


def settled(
    people: Sequence[PersonRecord],
    weights: dict[tuple[str, str], int],
    decisions: Sequence[Decision] = (),
) -> LinkResult:
    """The result when the named pairs weigh so much, and no other is worth weighing."""
    records = clean_records(people)
    place = {str(record.id): number for number, record in enumerate(records)}
    pairs = []
    for (one, other), weight in weights.items():
        a, b = sorted((place[one], place[other]))
        pairs.append(WeighedPair(a, b, weight, agreement(records[a], records[b]), {}))
    return settle(records, pairs, load_weights(), decisions)


def together(result: LinkResult) -> set[str]:
    """Each cluster as its ids."""
    return {
        " ".join(map(str, sorted(cluster, key=lambda record: (record.source.value, record.ref))))
        for cluster in result.clusters
    }


def reasons(result: LinkResult) -> dict[str, RefusalReason]:
    return {f"{refusal.a} {refusal.b}": refusal.reason for refusal in result.refused}


def shown(result: LinkResult) -> list[str]:
    return [f"{match.a} {match.b}" for match in result.possible]


def same(a: str, b: str) -> Decision:
    return Decision("same", record_id(a), record_id(b))


def different(a: str, b: str) -> Decision:
    return Decision("different", record_id(a), record_id(b))


def test_nobody_is_nobody() -> None:
    assert settled([], {}) == LinkResult((), (), ())


def test_a_chain_of_one_child_is_one_cluster() -> None:
    people = [child("S1:a"), child("S2:b"), child("S10:c")]
    result = settled(people, {("S1:a", "S2:b"): 2_000, ("S2:b", "S10:c"): 700})
    assert together(result) == {"S1:a S10:c S2:b"}
    assert result.possible == result.refused == ()


def test_a_light_pair_is_possible_and_not_linked() -> None:
    result = settled([child("S1:a"), child("S2:b")], {("S1:a", "S2:b"): 499})
    assert together(result) == {"S1:a", "S2:b"}
    assert shown(result) == ["S1:a S2:b"]
    assert result.possible[0].weight == 499
    assert result.possible[0].evidence.same == ("forename", "surname", "birth date", "address")


def test_a_chain_that_contradicts_itself_is_broken_at_its_weakest() -> None:
    # b and c say nothing of the birth date; a and d say different ones.
    people = [
        child("S1:a"),
        child("S2:b", born=None),
        child("S3:c", born=None),
        child("S10:d", born="2008-07-21"),
    ]
    pairs = {("S1:a", "S2:b"): 2_000, ("S2:b", "S3:c"): 1_900, ("S3:c", "S10:d"): 1_800}
    result = settled(people, pairs)
    assert together(result) == {"S1:a S2:b S3:c", "S10:d"}
    assert reasons(result) == {"S10:d S3:c": RefusalReason.CHAIN}
    assert shown(result) == ["S10:d S3:c"]


def test_a_record_goes_to_the_person_it_fits_best_by_far() -> None:
    people = [
        child("S1:a"),
        child("S2:b", born=None),
        child("S10:c", born="2008-07-21"),
    ]
    result = settled(people, {("S1:a", "S2:b"): 2_000, ("S2:b", "S10:c"): 1_000})
    assert together(result) == {"S1:a S2:b", "S10:c"}
    assert reasons(result) == {"S10:c S2:b": RefusalReason.TWO_CANDIDATES}
    assert shown(result) == ["S10:c S2:b"]


def test_a_record_that_fits_two_people_as_well_is_linked_to_neither() -> None:
    people = [
        child("S1:a"),
        child("S2:b", born=None),
        child("S10:c", born="2008-07-21"),
    ]
    result = settled(people, {("S1:a", "S2:b"): 2_000, ("S2:b", "S10:c"): 1_800})
    assert together(result) == {"S1:a", "S2:b", "S10:c"}
    assert set(reasons(result).values()) == {RefusalReason.TWO_CANDIDATES}
    assert shown(result) == ["S1:a S2:b", "S10:c S2:b"]


def test_two_entries_of_one_child_are_no_rivals() -> None:
    people = [child("S1:a"), child("S1:b", surname="Thornwerth"), child("S2:c")]
    pairs = {("S1:a", "S2:c"): 2_000, ("S1:b", "S2:c"): 1_900}
    assert together(settled(people, pairs)) == {"S1:a S1:b S2:c"}
    people[1] = child("S1:b", surname="Thornwerth", **ELSEWHERE)
    assert together(settled(people, pairs)) == {"S1:a S2:c", "S1:b"}


def test_two_entries_that_agree_in_less_meet_through_no_third_record() -> None:
    people = [child("S1:a"), child("S1:b", surname="Thornwerth", born=None), child("S2:c")]
    pairs = {("S1:a", "S2:c"): 2_000, ("S1:b", "S2:c"): 1_900}
    result = settled(people, pairs)
    assert together(result) == {"S1:a S2:c", "S1:b"}
    assert reasons(result) == {"S1:b S2:c": RefusalReason.CHAIN}
    assert shown(result) == ["S1:b S2:c"]
    weighty = settled(people, {**pairs, ("S1:a", "S1:b"): 500})
    assert together(weighty) == {"S1:a S1:b S2:c"}


def test_two_entries_that_weigh_like_one_child_meet_through_a_third_record() -> None:
    people = [child("S1:a"), child("S1:b", forename="Calum", address=None), child("S2:c")]
    pairs = {("S1:a", "S2:c"): 2_000, ("S1:b", "S2:c"): 1_900, ("S1:a", "S1:b"): 1_800}
    assert together(settled(people, pairs)) == {"S1:a S1:b S2:c"}
    assert together(settled(people[:2], {("S1:a", "S1:b"): 900})) == {"S1:a", "S1:b"}


def test_a_child_with_a_plan_is_joined_to_another_home_by_more_than_a_common_name() -> None:
    people = [child("S1:a"), child("S2:plan"), child("S10:c", **ELSEWHERE)]
    pairs = {("S1:a", "S2:plan"): 2_000, ("S1:a", "S10:c"): 999}
    result = settled(people, pairs)
    assert together(result) == {"S1:a S2:plan", "S10:c"}
    assert reasons(result) == {"S1:a S10:c": RefusalReason.PERHAPS_NAMESAKES}
    assert shown(result) == ["S1:a S10:c"]
    assert len(settled(people, {**pairs, ("S1:a", "S10:c"): 1_000}).clusters) == 1
    assert together(settled([people[0], people[2]], {("S1:a", "S10:c"): 999})) == {"S1:a S10:c"}


def test_a_child_with_a_plan_is_not_joined_by_a_slip_in_the_birth_date_and_no_home() -> None:
    slip = child("S10:c", born="2011-03-08", address=None, postcode=None)
    pairs = {("S1:a", "S2:plan"): 2_000, ("S1:a", "S10:c"): 999}
    result = settled([child("S1:a"), child("S2:plan"), slip], pairs)
    assert together(result) == {"S1:a S2:plan", "S10:c"}
    assert shown(result) == ["S1:a S10:c"]


def test_a_plan_stays_where_it_is_however_its_child_and_a_namesake_meet() -> None:
    # d has lived at neither home; it is joined to c before anything is tried by name alone.
    people = [
        child("S1:a"),
        child("S3:notice"),
        child("S10:c", **ELSEWHERE),
        child("S6:d", address=None, postcode=None),
    ]
    pairs = {("S1:a", "S3:notice"): 2_000, ("S1:a", "S10:c"): 900, ("S10:c", "S6:d"): 1_100}
    result = settled(people, pairs)
    assert together(result) == {"S1:a S3:notice", "S10:c S6:d"}


def test_a_twins_plan_stays_with_its_twin() -> None:
    # V13, with names that nobody has heard of: only the system tells them apart.
    people = [child("S1:a", "Quillon"), child("S1:b", "Ravindo"), child("S2:plan", "Quillon")]
    pairs = {("S1:a", "S2:plan"): 2_800, ("S1:b", "S2:plan"): 1_400, ("S1:a", "S1:b"): 1_400}
    result = settled(people, pairs)
    assert together(result) == {"S1:a S2:plan", "S1:b"}
    assert shown(result) == []
    assert reasons(result)["S1:a S1:b"] is RefusalReason.FORENAMES_DIFFER


def test_a_plan_under_an_unlisted_nickname_is_shown_however_well_the_child_is_known() -> None:
    people = [child("S1:a", "Jerome"), child("S10:a", "Jerome")]
    people += [child("S2:plan", "Jay"), child("S3:notice", "Jay")]
    pairs = {("S1:a", "S10:a"): 2_800, ("S2:plan", "S3:notice"): 2_800}
    pairs |= {("S1:a", "S2:plan"): 1_400, ("S10:a", "S2:plan"): 1_400}
    assert shown(settled(people, pairs)) == ["S1:a S2:plan", "S10:a S2:plan"]


def test_a_slip_in_a_forename_is_shown_even_within_one_system() -> None:
    people = [child("S1:a"), child("S1:b", "Callmu", address="3 Elm Lane", postcode="DE1 9ZZ")]
    assert shown(settled(people, {("S1:a", "S1:b"): 1_100})) == ["S1:a S1:b"]


def test_twins_with_like_names_are_shown_only_while_no_system_tells_them_apart() -> None:
    people = [child("S1:a", "Jayden"), child("S1:b", "Hayden"), child("S2:plan", "Jayden")]
    pairs = {("S1:a", "S2:plan"): 2_800, ("S1:b", "S2:plan"): 2_400, ("S1:a", "S1:b"): 2_400}
    result = settled(people, pairs)
    assert together(result) == {"S1:a S2:plan", "S1:b"}
    assert shown(result) == []
    assert shown(settled(people[1:], {("S1:b", "S2:plan"): 2_400})) == ["S1:b S2:plan"]


def test_people_decide_against_every_rule() -> None:
    people = [child("S1:a"), child("S2:b", "Spider", born="2008-07-21")]
    result = settled(people, {}, [same("S2:b", "S1:a")])
    assert together(result) == {"S1:a S2:b"}
    assert result.refused == result.possible == ()


def test_people_decide_against_every_weight() -> None:
    people = [child("S1:a"), child("S2:b")]
    result = settled(people, {("S1:a", "S2:b"): 3_000}, [different("S1:a", "S2:b")])
    assert together(result) == {"S1:a", "S2:b"}
    assert reasons(result) == {"S1:a S2:b": RefusalReason.DECIDED_DIFFERENT}
    assert shown(result) == []


def test_what_was_decided_different_never_meets_through_others() -> None:
    people = [child("S1:a"), child("S2:b"), child("S10:c")]
    pairs = {("S1:a", "S10:c"): 3_000, ("S2:b", "S10:c"): 2_000, ("S1:a", "S2:b"): 2_500}
    result = settled(people, pairs, [different("S1:a", "S2:b")])
    assert together(result) == {"S1:a S10:c", "S2:b"}
    assert shown(result) == []


def test_a_decision_takes_none_of_the_childs_records_away() -> None:
    # b is decided to be a; c is linked to a and contradicts b: it stays.
    people = [child("S1:a"), child("S2:b", "Spider"), child("S10:c")]
    result = settled(people, {("S1:a", "S10:c"): 2_500}, [same("S1:a", "S2:b")])
    assert together(result) == {"S1:a S10:c S2:b"}


def test_the_last_word_about_a_pair_counts() -> None:
    people = [child("S1:a"), child("S2:b")]
    pairs = {("S1:a", "S2:b"): 3_000}
    told = [different("S1:a", "S2:b"), same("S2:b", "S1:a")]
    assert together(settled(people, pairs, told)) == {"S1:a S2:b"}
    assert together(settled(people, pairs, told[::-1])) == {"S1:a", "S2:b"}


def test_decisions_that_contradict_each_other_keep_children_apart() -> None:
    people = [child("S1:a"), child("S2:b"), child("S10:c")]
    told = [same("S1:a", "S2:b"), same("S2:b", "S10:c"), different("S1:a", "S10:c")]
    result = settled(people, {}, told)
    assert together(result) == {"S1:a S2:b", "S10:c"}
    assert reasons(result) == {"S10:c S2:b": RefusalReason.DECISIONS_CONFLICT}


def test_a_decision_about_a_record_that_is_gone_is_ignored() -> None:
    assert together(settled([child("S1:a")], {}, [same("S1:a", "S2:gone")])) == {"S1:a"}


def test_a_decision_needs_two_records_and_a_known_word() -> None:
    with pytest.raises(ValueError, match="two records"):
        same("S1:a", "S1:a")
    with pytest.raises(ValueError, match="perhaps"):
        Decision("perhaps", record_id("S1:a"), record_id("S1:b"))


def test_a_pair_is_written_in_one_order() -> None:
    a, b = record_id("S10:a"), record_id("S2:a")
    assert in_order(b, a) == in_order(a, b) == (a, b)


def test_every_reason_has_words_that_name_nobody() -> None:
    words = [reason.words for reason in RefusalReason]
    assert len(set(words)) == len(words)
    assert all(said and said[0].islower() for said in words)
