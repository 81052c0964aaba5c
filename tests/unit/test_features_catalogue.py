"""The catalogue: what a row may say, and what may never be a feature."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from docs.writers.features_page import feature_catalogue
from features.catalogue import CATALOGUE, CATALOGUE_VERSION, MATTERS, feature_named
from features.declaration import DIRECTIONS, Feature, Measure
from features.matters import MOST_MATTERS, ConnectionMatter, EntryMatter, Once
from features.plain.of_episodes import OF_EPISODES
from features.plain.of_matters import OF_MATTERS
from features.plain.of_standing import OF_STANDING
from features.relations.declaration import READ_KINDS
from features.wording import told
from records.columns import Column
from records.events import EventKind
from records.formats import COMMON, FORMATS
from records.sources import EXTRACTED, SourceSystem
from records.unknown import Unknown
from tests.lib.histories import source_of

#: Never an input: protected facts, places, and what another person judged.
_REFUSED = re.compile(
    r"ethnic|religio|nationalit|language|\bsex\b|gender|girl|boy|female|male\b|postcode|address"
    r"|depriv|benefit|\barea\b|authority_|team|disab|police.grade|officer",
    re.IGNORECASE,
)
#: What a force may measure without a source that found it to matter, if it says so.
_GROUNDS = re.compile(
    r"assumed|Sidebottom 2020|SERAF|IICSA|Torbay 2016|Children's Society 2019|Davies 2025"
    r"|Laird 2020|Hutchings 2018|HMIC 2014|Koster 2020|Babuta 2020|DfE|Prakash 2024"
    r"|Children Act 1989|\(domain (section )?\d"
)
_EVERYWHERE: list[Column] = [*COMMON, *(c for f in FORMATS.values() for c in f.own)]
#: Columns that no matter may look into: who somebody is, where, how an officer graded, and all
#: that people write down in this service, who have seen the advice.
_CLOSED = {c.name for c in _EVERYWHERE if c.identifying or c.protected} | {
    "police_grade", "review_by", "used_by", "told_to", "allocated_to", "owner_team",
    "local_authority", "interviewed_by",
} | {c.name for c in FORMATS[SourceSystem.CHILD_REVIEWS].own}  # fmt: skip
#: ... but different ones of these may be counted: how many, never which.
_COUNTED = {"found_at", "found_postcode", "adult_ref"}
#: The systems of measures that read no matter.
_STANDING = {
    **{measure: {SourceSystem.MISSING_PERSONS} for measure in OF_EPISODES},
    Measure.NOTICES_IN_FORCE: {SourceSystem.ABDUCTION_NOTICES},
    Measure.PLAN_STATE: {SourceSystem.CSE_PLANS},
    Measure.PROTECTION_STATE: {SourceSystem.SOCIAL_CARE},
    Measure.AGE: set(),  # whichever system holds a birth date
}


def texts(feature: Feature) -> str:
    """All that the row says of what it measures; of what is only counted, not the columns."""
    said = " ".join((feature.name, feature.question, feature.definition, feature.subject))
    counted = feature.matter.by if isinstance(feature.matter, EntryMatter) else ()
    return said.replace("postcode", "") if "found_postcode" in counted else said


def closed_columns(matters: Iterable[EntryMatter]) -> list[str]:
    """Matters that look into a column that is none of theirs."""
    return [
        f"{matter.name}: {column}"
        for matter in matters
        for column in sorted(
            {name for row in matter.where for name in row} & _CLOSED
            | set(matter.by) & (_CLOSED - _COUNTED)
        )
    ]


def owners(feature: Feature) -> set[SourceSystem]:
    """The systems that own the kinds of entry that the feature's row reads."""
    if feature.matter is None:
        return _STANDING[feature.measure]
    matters = (feature.matter, feature.unless, feature.among)
    return {
        source_of(kind)
        for matter in matters
        if isinstance(matter, EntryMatter)
        for kind in matter.kinds
    }


def test_the_catalogue_holds_at_most_eighty_features() -> None:
    assert 70 <= len(CATALOGUE) <= 80


def test_no_feature_measures_a_protected_fact_a_place_or_an_officers_judgement() -> None:
    found = [feature.name for feature in CATALOGUE if _REFUSED.search(texts(feature))]
    assert not found


@pytest.mark.parametrize(
    "fault", ["police_grade", "ethnicity", "postcode", "learning disability", "nationality"]
)
def test_a_planted_refused_feature_would_be_found(fault: str) -> None:
    assert _REFUSED.search(texts(replace(CATALOGUE[0], subject=f"Whether {fault} is recorded")))


def test_no_matter_looks_into_who_somebody_is_where_or_how_an_officer_graded() -> None:
    matters = [matter for matter in MATTERS.matters if isinstance(matter, EntryMatter)]
    assert len(matters) > 40
    assert closed_columns(matters) == []


@pytest.mark.parametrize(
    "column",
    ["police_grade", "found_postcode", "ethnicity", "adult_surname", "judgement", "judged_band",
     "own_view", "advised_band", "outcome", "words_heard"],
)  # fmt: skip
def test_a_planted_matter_that_looks_into_a_closed_column_is_found(column: str) -> None:
    planted = EntryMatter("planted", (EventKind.MISSING_FOUND,), ({column: ("x",)},))
    assert closed_columns([planted]) == [f"planted: {column}"]


def test_a_planted_matter_that_counts_a_closed_column_is_found() -> None:
    kinds = (EventKind.MISSING_FOUND,)
    planted = EntryMatter("planted", kinds, once=Once.VALUE, by=("adult_surname",))
    assert closed_columns([planted]) == ["planted: adult_surname"]


def reviews_looked_into(matters: Iterable[EntryMatter]) -> list[str]:
    """Matters of entries that people write down in this service."""
    return [
        f"{matter.name}: {kind.value}"
        for matter in matters
        for kind in matter.kinds
        if source_of(kind) not in EXTRACTED
    ]


def test_no_matter_is_of_what_is_written_down_in_this_service() -> None:
    """Who reviews a child has seen the advice: it must not become its own grounds."""
    matters = [matter for matter in MATTERS.matters if isinstance(matter, EntryMatter)]
    assert reviews_looked_into(matters) == []
    assert all(source_of(kind) in EXTRACTED for kind in (*MATTERS.kinds(), *READ_KINDS))
    assert all(set(feature.sources) <= set(EXTRACTED) for feature in CATALOGUE)


@pytest.mark.parametrize("kind", FORMATS[SourceSystem.CHILD_REVIEWS].entries)
def test_a_planted_matter_of_a_review_or_judgement_is_found(kind: EventKind) -> None:
    assert reviews_looked_into([EntryMatter("planted", (kind,))]) == [f"planted: {kind.value}"]


def test_every_protected_column_of_every_format_is_among_the_refused() -> None:
    protected = [column.name.replace("_", " ") for column in _EVERYWHERE if column.protected]
    assert protected, "the walk must find the protected columns"
    assert all(_REFUSED.search(name) for name in protected)


def test_every_feature_needs_exactly_the_systems_that_own_its_entries() -> None:
    for feature in CATALOGUE:
        if not isinstance(feature.matter, ConnectionMatter):
            assert set(feature.sources) == owners(feature), feature.name


def test_a_feature_of_connections_needs_the_systems_that_its_row_states() -> None:
    """What is known of adults comes from many systems: each row says without which too
    little is known."""
    least = {SourceSystem.MISSING_PERSONS}
    found = [f for f in CATALOGUE if isinstance(f.matter, ConnectionMatter)]
    assert len(found) == 7
    for feature in found:
        assert least < set(feature.sources), feature.name


def test_every_feature_names_its_grounds_or_says_that_they_are_assumed() -> None:
    without = [f.name for f in CATALOGUE if not _GROUNDS.search(f.grounds)]
    assert not without
    assert not _GROUNDS.search("It seemed a good idea.")


def test_every_feature_has_meaning_for_every_kind_of_unknown() -> None:
    for feature in CATALOGUE:
        assert set(feature.unknown) == set(Unknown), feature.name
        assert all(feature.unknown.values()), feature.name
        assert feature.direction in DIRECTIONS


def test_every_measure_has_a_plain_rule_and_a_feature() -> None:
    assert {*OF_MATTERS, *OF_EPISODES, *OF_STANDING} == set(Measure)
    assert {feature.measure for feature in CATALOGUE} == set(Measure)


def test_no_kind_of_entry_is_of_more_matters_than_the_packed_form_has_places() -> None:
    for kind in MATTERS.kinds():
        of_kind = [m for m in MATTERS.matters if isinstance(m, EntryMatter) and kind in m.kinds]
        assert len(of_kind) <= MOST_MATTERS, kind


def test_a_feature_is_found_by_its_name_and_a_missing_one_named() -> None:
    assert feature_named("plan_state").measure is Measure.PLAN_STATE
    with pytest.raises(KeyError, match="has no feature plan_stat"):
        feature_named("plan_stat")


def test_a_bad_row_is_refused_with_every_fault_at_once() -> None:
    with pytest.raises(ValueError, match="feature Bad_28d") as fault:
        replace(
            CATALOGUE[0], name="Bad_28d", window_days=91, direction="sideways", unit="", subject=" "
        )
    for rule in (
        "lower-case", "window_days differ", "window_days is not", "direction is", "unit is",
        "subject is empty",
    ):  # fmt: skip
        assert rule in str(fault.value)


def test_a_row_whose_matters_do_not_fit_its_measure_is_refused() -> None:
    waiting = feature_named("oldest_open_referral_days")
    latest = feature_named("looked_after")
    elsewhere = feature_named("managed_adults_count")
    for feature, changes, rule in (
        (waiting, {"matter": None, "unless": None}, "needs matter"),
        (feature_named("plan_state"), {"matter": waiting.matter}, "has no matter"),
        (latest, {"among": None}, "LATEST needs it"),
        (latest, {"unless": waiting.unless}, "unless belongs to"),
        (feature_named("found_places_count_365d"), {"unless": waiting.unless}, "each record"),
        (latest, {"matter": elsewhere.matter}, "of entries, not of connections"),
        (latest, {"name": "looked_after_365d", "window_days": 365}, "has no window"),
    ):
        with pytest.raises(ValueError, match=rule):
            replace(feature, **changes)


def test_the_version_covers_every_row_and_its_meaning() -> None:
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", CATALOGUE_VERSION)


def test_the_reference_page_tells_all_of_every_feature() -> None:
    page = feature_catalogue()
    for feature in CATALOGUE:
        section = page.split(f"## `{feature.name}`\n")[1].split("\n## ")[0]
        for text in (feature.question, feature.definition, feature.grounds, feature.unit):
            assert text in section, feature.name
        assert all(f"{source.value} {source.words}" in section for source in feature.sources)
        assert all(words in section for words in feature.unknown.values())
        assert section.count("\n| ") == len(told(feature).phrases) + 2, feature.name
    assert page.count("- Not connected: ") == len(CATALOGUE)
    assert CATALOGUE_VERSION in page
    assert "{" not in page
    assert page == feature_catalogue()
