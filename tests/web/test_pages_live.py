"""The service's own answers keep every rule of the pages: what one writes the other can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from records.events import EventKind
from serving.pages import child_view
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, S3, S10, Extracts
from tests.lib.page_checker import check_page
from tests.lib.page_text import Page, text_of
from tests.lib.rendered_pages import FRAME, pages

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
_NOT_DONE = {"interview": "not_done"}
_TOLD = {"interview": "done", "disclosure": "sexual_harm", "told_to": "return interviewer"}
#: Surname of each invented child -> where the plan stands.
CHILDREN: Mapping[str, str] = {
    "Okonreid": "none",
    "Brookvale": "none",
    "Hartwell": "possible or linked",
    "Quillfeather": "linked",
    "Tovesson": "none",
    "Eighteenth": "linked",
}


def _days(number: float) -> datetime:
    return NOW - timedelta(days=number)


def _a_force() -> Extracts:
    """V1, V2, V4, V7 and V15, and a child with a plan that fills every section."""
    force = Extracts(NOW)
    girl = force.person(
        S1, "P-1", "Okonreid", forename="Mayabel", date_of_birth=date(2010, 3, 14), sex="female",
        address="14 Invented Close", postcode="NG7 2AB",
    )  # fmt: skip
    for ago, hours in ((205, 5), (150, 6), (100, 11), (60, 12), (30, 13)):
        force.missing(girl, _days(ago), hours, interview=_NOT_DONE)
    force.missing(girl, _days(10), 14, interview=_TOLD)
    known = {"forename": "Sammi", "date_of_birth": date(2011, 5, 2), "sex": "male"}
    force.missing(force.person(S1, "P-2", "Brookvale", **known), _days(18), None)
    force.notice(force.person(S3, "N-2", "Brookvale", **known), _days(2), until=date(2027, 4, 2))
    reported = {"date_of_birth": date(2011, 4, 9), "sex": "male", "postcode": "NG7 2AB"}
    boy = force.person(S1, "P-3", "Hartwell", forename="Benjamin", **reported)
    force.missing(boy, _days(0.1), None, missing_from="childrens_home")
    misspelt = {"date_of_birth": date(2011, 9, 4), "postcode": "NG7 2AB"}
    force.plan(force.person(S2, "Q-3", "Hartwel", forename="Benji", **misspelt), _days(40))
    planned = {"forename": "Marnie", "date_of_birth": date(2011, 8, 19), "postcode": "NG5 1HD"}
    force.missing(force.person(S1, "P-4", "Quillfeather", **planned), _days(4), 9)
    force.plan(force.person(S2, "Q-4", "Quillfeather", **planned), _days(40), **_SECTIONS)
    small = force.person(S10, "K-5", "Tovesson", forename="Tove", date_of_birth=date(2016, 2, 1))
    force.add(EventKind.CHILD_PROTECTION_STARTED, small, _days(90), category="sexual_abuse")
    grown = {"forename": "Jorden", "date_of_birth": date(2008, 11, 14), "postcode": "NG3 6QT"}
    force.missing(force.person(S1, "P-6", "Eighteenth", **grown), _days(30), 3)
    force.plan(force.person(S2, "Q-6", "Eighteenth", **grown), _days(40))
    return force


_SECTIONS = {
    "first_hour": (
        {"action": "Tell the duty team", "role": "call taker", "within_minutes": 0},
        {"action": "Unit to the bus station", "role": "sergeant", "within_minutes": 20},
    ),
    "pattern": "Leaves after tea on Fridays.",
    "people": ({"name": "Adult A", "relationship": "older man", "concern": "gives her drink"},),
    "places": ({"place": "Bus station", "why": "found there twice"},),
    "contacts": ({"role": "Duty social work team", "phone": "0115 496 0000"},),
    "childs_words": ({"said_on": date(2026, 10, 2), "words": "i dont want to go back"},),
}


@pytest.fixture(scope="module")
def door_on_force(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with Door(tmp_path_factory.mktemp("live"), _a_force()) as opened:
        yield opened


@pytest.mark.parametrize("surname", CHILDREN)
def test_the_service_s_answer_makes_a_page_that_keeps_every_rule(
    door_on_force: Door, surname: str
) -> None:
    answer = door_on_force.ask(surname)
    html = pages().child_page(child_view(answer, FRAME))
    assert check_page(html, answer) == []
    (shown,) = Page(html).with_attribute("data-plan")
    assert shown.get("data-plan", "") in CHILDREN[surname]
    assert surname in text_of(Page(html).all("h1")[0])
