"""Laws of the lists of open work: at every moment they say what each child's answer says (M5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duties.due import Duty, duties
from duties.intervals import load_intervals
from records.events import EventKind
from records.history import History, KnownHistory, known_at
from records.persons import ChildId
from records.states import missing_episodes
from serving.worklist.deriving import work_of
from serving.worklist.items import TO_COME, WHEN_OVERDUE, Item, ItemKind
from tests.lib.histories import CONNECTED, a_person, an_entry
from tests.lib.random_histories import NOW, histories, moments
from tests.properties.test_duty_laws import matters

INTERVALS = load_intervals()
_BANDS = st.sampled_from([None, "Low", "Medium", "High"])
#: How long after it was made a list may be read: within a blink, hours, months.
_LATER = st.one_of(
    st.just(timedelta(0)),
    st.timedeltas(timedelta(0), timedelta(days=2)),
    st.timedeltas(timedelta(0), timedelta(days=400)),
    st.timedeltas(timedelta(days=8), timedelta(days=41)),
    st.sampled_from([timedelta(hours=hours) for hours in (1, 8, 24, 72, 168)]),
)


def _listed(items: tuple[Item, ...], kind: ItemKind, at: datetime) -> list[Item]:
    """What the statements of serving.work_store.lists choose."""
    return [
        item
        for item in items
        if item.kind is kind
        and (item.stage != TO_COME or item.since < at)
        and (item.until is None or item.until >= at)
        and (item.stage != WHEN_OVERDUE or item.at < at)
    ]


def _then(known: KnownHistory, later: timedelta) -> KnownHistory:
    return replace(known, as_of=known.as_of + later)


def _duty_key(duty: Duty) -> tuple[object, ...]:
    is_overdue = duty.state == "overdue"
    return duty.kind, duty.about_reference, duty.owner, duty.since, duty.due, is_overdue


def _item_key(item: Item, at: datetime) -> tuple[object, ...]:
    return item.about, item.reference, item.owner, item.since, item.at, item.at < at


@given(st.one_of(histories(), matters()), moments(), _LATER, _BANDS)
def test_what_a_list_says_is_due_is_what_the_childs_own_answer_says_then(
    history: History, as_of: datetime, later: timedelta, band: str | None
) -> None:
    known = known_at(history, as_of)
    then = _then(known, later)
    told = {
        _duty_key(duty)
        for duty in duties(then, INTERVALS, band)
        if duty.state in ("overdue", "due", "coming")
    }
    items = _listed(work_of(known, INTERVALS, band).items, ItemKind.DUTY, then.as_of)
    assert {_item_key(item, then.as_of) for item in items} == told


@given(st.one_of(histories(), matters()), moments(), _LATER)
def test_a_child_is_on_the_list_of_the_missing_while_the_last_report_is_open(
    history: History, as_of: datetime, later: timedelta
) -> None:
    known = known_at(history, as_of)
    then = _then(known, later)
    episodes = missing_episodes(then)
    is_missing = bool(episodes) and episodes[-1].is_open
    items = _listed(work_of(known, INTERVALS, None).items, ItemKind.MISSING, then.as_of)
    assert bool(items) == is_missing
    if items:
        assert items[0].since == items[0].at == episodes[-1].since


@given(st.one_of(histories(), matters()), moments(), _LATER, _BANDS)
def test_a_child_comes_first_once_no_supervisor_has_reviewed_for_a_day(
    history: History, as_of: datetime, later: timedelta, band: str | None
) -> None:
    known = known_at(history, as_of)
    then = _then(known, later)
    day = timedelta(hours=24)
    gaps = {
        duty.since
        for duty in duties(then, INTERVALS, band)
        if duty.kind == "supervision_gap" and duty.since + day < then.as_of
    }
    items = work_of(known, INTERVALS, band).items
    listed = _listed(items, ItemKind.UNREVIEWED, then.as_of)
    assert {item.since for item in listed} == gaps


@given(st.one_of(histories(), matters()), moments(), _BANDS)
def test_no_two_items_of_a_child_are_one_row(
    history: History, as_of: datetime, band: str | None
) -> None:
    items = work_of(known_at(history, as_of), INTERVALS, band).items
    keys = [(item.kind, item.reference, item.about, item.owner, item.at) for item in items]
    assert len(keys) == len(set(keys))


@given(st.one_of(histories(), matters()), _BANDS)
def test_a_list_made_anew_later_says_what_the_one_made_before_did(
    history: History, band: str | None
) -> None:
    """Nothing more was written down: only time went by."""
    known = known_at(history, NOW)
    then = _then(known, timedelta(days=3))
    early, late = (work_of(one, INTERVALS, band).items for one in (known, then))
    for kind in ItemKind:
        listed = (_listed(items, kind, then.as_of) for items in (early, late))
        first, second = ({_item_key(item, then.as_of) for item in found} for found in listed)
        assert first == second, kind


def test_what_the_calendar_will_ask_for_is_on_the_list_beforehand() -> None:
    """A notice near its last day, and a conference of which nobody says that it was held."""
    served = an_entry(
        EventKind.NOTICE_SERVED,
        NOW - timedelta(days=9),
        "N-1",
        in_force_until=NOW.date() + timedelta(days=60),
        adult_ref="A-1",
        adult_name="Ivo Brack",
    )
    called = an_entry(
        EventKind.CONFERENCE_CALLED,
        NOW - timedelta(days=9),
        "CC-1",
        conference_on=NOW.date() + timedelta(days=60),
    )
    born = replace(a_person(), date_of_birth=date(2014, 2, 3))
    history = History(ChildId("C-EXAMPLE000"), (born,), (served, called), (), CONNECTED)
    items = work_of(known_at(history, NOW), INTERVALS, None).items

    def told(days: int) -> set[str]:
        then = NOW + timedelta(days=days)
        return {item.about for item in _listed(items, ItemKind.DUTY, then)}

    assert [told(days) for days in (0, 34, 59, 62)] == [
        set(),
        {"notice_lapsing"},
        {"notice_lapsing"},
        {"conference_decision"},
    ]
