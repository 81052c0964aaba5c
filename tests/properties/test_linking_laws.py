"""Laws of linkage that hold for any people, any weights and any decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from linkage.children import assign_children, mint_from
from linkage.cleaning import CleanRecord, clean_records
from linkage.clusters import Groups
from linkage.evidence import compare_in_words
from linkage.judging import Judge
from linkage.levels import agreement
from linkage.linking import link_records, settle
from linkage.names import fold, is_near, nickname_family, phonetic
from linkage.pairs import WeighedPair
from linkage.results import Decision, LinkResult
from linkage.weights import load_weights
from records.persons import PersonRecord, RecordId
from records.sources import SourceSystem
from tests.lib.people import RECORDED

_FORENAMES: tuple[str | None, ...] = (
    *("Callum", "Calum", "Jacob", "Jayden", "Hayden", "Spider", "Tilly", "Matilda"),
    *("Nancy", "Naancy", "Nanct", None),
)
_SURNAMES = ("Thornworth", "Thornwerth", "Reid", "Thornworth-Reid")
_DATES: tuple[date | None, ...] = (
    *(date(2011, 3, 9), date(2011, 9, 3), date(2011, 3, 8), date(2009, 7, 21)),
    *(date(1900, 1, 1), None),
)
_HOMES = (("12 Oakton Road", "NG7 2AB"), ("3 Elm Lane", "DE1 9ZZ"), (None, None))


@st.composite
def people(draw: st.DrawFn) -> tuple[PersonRecord, ...]:
    """A few person records so alike that anything may happen."""
    forenames, surnames, dates = (
        draw(st.lists(st.sampled_from(values), min_size=1, max_size=3))
        for values in (_FORENAMES, _SURNAMES, _DATES)
    )
    records = []
    for number in range(draw(st.integers(0, 7))):
        address, postcode = draw(st.sampled_from(_HOMES))
        records.append(
            PersonRecord(
                id=RecordId(draw(st.sampled_from(list(SourceSystem))), f"P-{number}"),
                recorded=RECORDED,
                forename=draw(st.sampled_from(forenames)),
                surname=draw(st.sampled_from(surnames)),
                other_names=draw(st.sampled_from(((), ("Spider",), ("Callum Reid",)))),
                date_of_birth=draw(st.sampled_from(dates)),
                address=address,
                postcode=postcode,
            )
        )
    return tuple(records)


@st.composite
def weighed_people(
    draw: st.DrawFn,
) -> tuple[tuple[CleanRecord, ...], list[WeighedPair], list[Decision]]:
    """Records, what some of their pairs weigh, and what people decided of some."""
    records = clean_records(draw(people()))
    pairs, decisions = [], []
    for a, b in combinations(range(len(records)), 2):
        if draw(st.booleans()):
            weight = draw(st.integers(0, 3_000))
            pairs.append(WeighedPair(a, b, weight, agreement(records[a], records[b]), {}))
        if draw(st.integers(0, 5)) == 0:
            kind = draw(st.sampled_from(("same", "different")))
            decisions.append(Decision(kind, records[a].id, records[b].id))
    return records, pairs, decisions


def cluster_of(result: LinkResult) -> dict[RecordId, int]:
    return {record: place for place, group in enumerate(result.clusters) for record in group}


@given(weighed_people())
def test_every_record_is_in_exactly_one_cluster(
    case: tuple[tuple[CleanRecord, ...], list[WeighedPair], list[Decision]],
) -> None:
    records, pairs, decisions = case
    result = settle(records, pairs, load_weights(), decisions)
    gathered = [record for cluster in result.clusters for record in cluster]
    assert sorted(map(str, gathered)) == sorted(str(record.id) for record in records)


@given(weighed_people())
def test_a_possible_match_or_a_refusal_is_never_within_a_cluster(
    case: tuple[tuple[CleanRecord, ...], list[WeighedPair], list[Decision]],
) -> None:
    records, pairs, decisions = case
    result = settle(records, pairs, load_weights(), decisions)
    place = cluster_of(result)
    for pair in (*result.possible, *result.refused):
        assert place[pair.a] != place[pair.b]
    shown = [(match.a, match.b) for match in result.possible]
    assert len(shown) == len(set(shown))
    assert [m.weight for m in result.possible] == sorted(
        (m.weight for m in result.possible), reverse=True
    )


@given(weighed_people())
def test_nothing_is_lost_between_linked_and_possible(
    case: tuple[tuple[CleanRecord, ...], list[WeighedPair], list[Decision]],
) -> None:
    # A pair that weighs like one child is linked, shown, or refused for a reason.
    records, pairs, decisions = case
    weights = load_weights()
    result = settle(records, pairs, weights, decisions)
    place = cluster_of(result)
    accounted = {frozenset((p.a, p.b)) for p in (*result.possible, *result.refused)}
    for pair in pairs:
        a, b = records[pair.a].id, records[pair.b].id
        if pair.weight >= weights.thresholds.link and place[a] != place[b]:
            assert frozenset((a, b)) in accounted


@given(weighed_people())
def test_no_cluster_holds_a_contradiction_that_none_of_its_records_explains(
    case: tuple[tuple[CleanRecord, ...], list[WeighedPair], list[Decision]],
) -> None:
    records, pairs, _ = case
    weights = load_weights()
    judge = Judge(records, pairs, weights, ())
    number = {record.id: place for place, record in enumerate(records)}
    for cluster in settle(records, pairs, weights).clusters:
        places = [number[record] for record in cluster]
        for a, b in combinations(places, 2):
            assert judge.may_be_one(a, b, places)


@given(weighed_people())
def test_what_is_joined_by_no_pair_and_no_decision_is_settled_alike_apart_and_together(
    case: tuple[tuple[CleanRecord, ...], list[WeighedPair], list[Decision]],
) -> None:
    records, pairs, decisions = case
    whole = settle(records, pairs, load_weights(), decisions)
    parts = [
        settle(*part, load_weights(), told) for *part, told in _parts(records, pairs, decisions)
    ]
    for said in ("clusters", "possible", "refused"):
        apart = {found for part in parts for found in getattr(part, said)}
        assert apart == set(getattr(whole, said)), said


def _parts(
    records: tuple[CleanRecord, ...], pairs: list[WeighedPair], decisions: list[Decision]
) -> list[tuple[tuple[CleanRecord, ...], list[WeighedPair], list[Decision]]]:
    """The case taken apart wherever neither a weighed pair nor a decision joins records."""
    place = {record.id: number for number, record in enumerate(records)}
    joined = Groups(len(records), lambda _, __: False)
    for pair in pairs:
        joined.join(pair.a, pair.b)
    for decision in decisions:
        joined.join(place[decision.a], place[decision.b])
    parts = []
    for group in joined.all():
        at = {number: new for new, number in enumerate(group)}
        parts.append(
            (
                tuple(records[number] for number in group),
                [replace(pair, a=at[pair.a], b=at[pair.b]) for pair in pairs if pair.a in at],
                [decision for decision in decisions if place[decision.a] in at],
            )
        )
    return parts


@given(weighed_people())
def test_decisions_outrank_everything(
    case: tuple[tuple[CleanRecord, ...], list[WeighedPair], list[Decision]],
) -> None:
    records, pairs, decisions = case
    result = settle(records, pairs, load_weights(), decisions)
    place = cluster_of(result)
    refused = {frozenset((refusal.a, refusal.b)) for refusal in result.refused}
    for decision in decisions:
        together = place[decision.a] == place[decision.b]
        if str(decision.kind.value) == "different":  # type: ignore[union-attr] # made a kind
            assert not together
        else:
            assert together or frozenset((decision.a, decision.b)) in refused


@given(weighed_people())
def test_the_order_of_pairs_makes_no_difference(
    case: tuple[tuple[CleanRecord, ...], list[WeighedPair], list[Decision]],
) -> None:
    records, pairs, decisions = case
    before = settle(records, pairs, load_weights(), decisions)
    assert settle(records, pairs[::-1], load_weights(), decisions) == before


@settings(max_examples=5)
@given(people(), st.data())
def test_the_order_of_people_and_repeated_versions_make_no_difference(
    persons: tuple[PersonRecord, ...], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(persons))
    before = link_records(persons, load_weights())
    assert link_records([*shuffled, *persons[:1]], load_weights()) == before


@given(people())
def test_levels_and_words_are_the_same_both_ways_round(persons: tuple[PersonRecord, ...]) -> None:
    for a, b in combinations(persons, 2):
        assert compare_in_words(a, b) == compare_in_words(b, a)
        (first,), (second,) = clean_records([a]), clean_records([b])
        assert agreement(first, second) == agreement(second, first)


@given(people(), st.integers(1, 400))
def test_a_later_version_only_adds(persons: tuple[PersonRecord, ...], days: int) -> None:
    for old in persons:
        new = replace(old, recorded=old.recorded + timedelta(days=days), surname="Newname")
        (before,), (after,) = clean_records([old]), clean_records([old, new])
        assert set(before.surnames) | {"newname"} == set(after.surnames)
        assert before.birth_dates == after.birth_dates


@given(st.text(max_size=30), st.text(max_size=30))
def test_names_fold_once_and_are_near_both_ways(one: str, other: str) -> None:
    assert fold(fold(one)) == fold(one)
    assert phonetic(fold(one)) == phonetic(one)
    assert nickname_family(fold(one)) == nickname_family(one)
    assert is_near(one, other) == is_near(other, one)
    assert is_near(one, one) == bool(fold(one))


_RECORDS = tuple(RecordId(SourceSystem.CRIME, str(number)) for number in range(8))


@st.composite
def partitions(draw: st.DrawFn) -> list[set[RecordId]]:
    """Some of the records, parted into clusters."""
    groups: dict[int, set[RecordId]] = {}
    for record in _RECORDS:
        group = draw(st.integers(0, 5))
        if group:
            groups.setdefault(group, set()).add(record)
    return list(groups.values())


@given(partitions(), partitions(), partitions())
def test_ids_of_children_are_kept_retired_and_never_given_twice(
    first: list[set[RecordId]], second: list[set[RecordId]], third: list[set[RecordId]]
) -> None:
    mint = mint_from(b"a secret for the tests")
    held, retired, children_of_old = {}, set(), set()
    for clusters in (first, second, third):
        given_ids = assign_children(clusters, held, mint, retired)
        by_cluster = [{given_ids.child_of[record] for record in group} for group in clusters]
        assert all(len(ids) == 1 for ids in by_cluster)
        assert len(set().union(*by_cluster)) == len(clusters)
        gone = {old for old, _ in given_ids.trail}
        in_use = set(given_ids.child_of.values())
        assert not gone & in_use
        assert not retired & in_use
        assert all(new in in_use for _, new in given_ids.trail)
        # An id of records that are still here is in use or leads on.
        assert {held[r] for r in given_ids.child_of if r in held} <= gone | in_use
        fresh = in_use - set(held.values())
        assert not fresh & children_of_old
        again = assign_children(clusters[::-1], given_ids.child_of, mint, retired | gone)
        assert again.child_of == given_ids.child_of
        assert again.trail == ()
        # Ids whose records all left are remembered as retired, as a store does.
        retired |= gone | (set(held.values()) - in_use)
        children_of_old |= in_use
        held = given_ids.child_of
