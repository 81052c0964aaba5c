"""Keys by which records meet: what a new record asks for is kept by whom it is weighed against."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from linkage.blocking import fingerprint, keys_of
from linkage.cleaning import CleanRecord, clean_records
from records.persons import PersonRecord, RecordId
from records.sources import SourceSystem
from tests.lib.people import RECORDED

_people = st.builds(
    PersonRecord,
    id=st.builds(RecordId, st.sampled_from(list(SourceSystem)), st.sampled_from("abcdef")),
    recorded=st.just(RECORDED),
    forename=st.sampled_from(("Callum", "Calum", "Zoë", "Thornworth", None)),
    surname=st.sampled_from(("Thornworth", "Thornwerth", "Reid-Okonley", "Callum")),
    date_of_birth=st.sampled_from((date(2011, 3, 9), date(2011, 9, 3), date(1900, 1, 1), None)),
    postcode=st.sampled_from(("NG7 2AB", None)),
)


def _are_weighed(a: CleanRecord, b: CleanRecord) -> bool:
    """The two rules of blocking, as Splink is told them."""
    one, other = keys_of(a), keys_of(b)
    if set(one.pairs) & set(other.pairs):
        return True
    is_undated = not a.birth_dates or not b.birth_dates
    return is_undated and bool(set(one.names) & set(other.names))


@given(st.lists(_people, max_size=6, unique_by=lambda one: one.id))
def test_a_record_asks_for_exactly_those_it_is_weighed_against(people: list[PersonRecord]) -> None:
    for a, b in permutations(clean_records(people), 2):
        assert bool(set(keys_of(a).asked) & set(keys_of(b).kept)) == _are_weighed(a, b)


@given(_people, st.integers(1, 9))
def test_a_fingerprint_changes_with_what_a_record_says_and_with_nothing_else(
    one: PersonRecord, days: int
) -> None:
    later = replace(one, recorded=one.recorded + timedelta(days=days), team="City North")
    changed = replace(later, surname="Newname")
    (said,), (repeated,), (new,) = (
        clean_records(versions) for versions in ([one], [one, later], [one, changed])
    )
    assert fingerprint(said) == fingerprint(repeated)
    assert fingerprint(said) != fingerprint(new)
