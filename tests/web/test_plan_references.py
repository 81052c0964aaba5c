"""A plan or a notice of another system is opened under whatever reference that system gave it,
over HTTP as a server and a client speak it (M3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.pages.addresses import reference_of, word_of
from serving.planning.addresses import notice_address, plan_address
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.extracts import S2, S3, Extracts
from tests.lib.plan_desk import FIRST_LINES, NOW, PlanDesk
from tests.lib.served import served

_HARD = "CSE/24 7?#5%2F~é"
_NOTICE = "../AN 1"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Everything that is asked goes through a real server."""
    force = Extracts(NOW)
    boy = force.person(S2, "Q-1", "Quillfeather", forename="Barnaby")
    force.plan(boy, NOW - timedelta(days=40), reference=_HARD)
    person = force.person(S3, "Q-2", "Ashdownley", forename="Marigold")
    until = (NOW + timedelta(days=90)).date()
    force.notice(person, NOW - timedelta(days=9), until, reference=_NOTICE)
    with Door(tmp_path_factory.mktemp("references"), force) as door, served(door) as address:
        inner = door.client
        door.client = httpx2.AsyncClient(base_url=address)
        try:
            yield door
        finally:
            door._run(door.client.aclose())
            door.client = inner


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_every_reference_has_one_word_of_its_own_that_an_address_may_hold(reference: str) -> None:
    word = word_of(reference)
    assert reference_of(word) == reference
    assert re.fullmatch(r"[\w.~-]+", word, re.ASCII)
    assert word.strip(".")
    assert "//" not in plan_address(reference)


def test_a_plain_reference_stands_in_the_address_as_it_is() -> None:
    assert plan_address("CSE-2026-7K3QX9ZD") == "/plans/CSE-2026-7K3QX9ZD"
    assert plan_address("CSE/1") == "/plans/CSE~2F1"
    assert plan_address("CSE~2F1") == "/plans/CSE~7E2F1"
    assert reference_of("CSE~2f1") == "CSE~2f1"
    assert reference_of("CSE~001") == ""


def test_a_plan_is_read_written_sent_and_approved_under_any_reference(door: Door) -> None:
    desk, word = PlanDesk(door), word_of(_HARD)
    assert desk.plan(word)["reference"] == _HARD
    desk.write(word, pattern="Leaves on Fridays.")
    desk.approved(word)
    assert desk.get(f"/plans/{word}/versions/2", "PlanVersion")["reference"] == _HARD
    asked = {"from": "1", "to": "2"}
    assert desk.get(f"/plans/{word}/compare", "PlanComparison", params=asked)["sections"]
    assert desk.get(f"/plans/{word}/looks", "PlanLooks")["looks"]
    assert desk.shown(desk.plan(word)["child"])["reference"] == _HARD
    assert desk.ask("GET", "/plans/CSE~2F0").status_code == 404
    assert desk.ask("GET", "/plans/~00").status_code == 404


def test_every_link_of_its_pages_leads_to_a_page(door: Door) -> None:
    callers, address = Callers(door), plan_address(_HARD)
    shown = callers.ask("neighbourhood", "GET", address)
    assert shown.status_code == 200
    links = set(re.findall(rf'href="({re.escape(address)}[^"#]*)"', shown.text))
    assert {urlsplit(link).path.rpartition("/")[2] for link in links} >= {"looks", "pattern"}
    for link in sorted(links):
        door.moment += timedelta(seconds=1)
        answer = callers.ask("neighbourhood", "GET", link)
        assert answer.status_code == 200, link
    section = f"{address}/sections/read_first"
    page = callers.ask("neighbourhood", "GET", section).text
    seen = re.search(r'name="seen" value="&#34;([0-9a-f]+)&#34;"', page)
    assert seen is not None
    form = {"seen": f'"{seen[1]}"', "text": "\n".join(reversed(FIRST_LINES))}
    saved = callers.ask("neighbourhood", "POST", section, form=form)
    assert (saved.status_code, saved.headers["location"]) == (303, address)
    assert address in callers.ask("neighbourhood", "GET", "/plans", query={"state": "open"}).text


def test_a_notice_is_read_and_withdrawn_under_any_reference(door: Door) -> None:
    desk, address = PlanDesk(door), notice_address(_NOTICE)
    read = desk.ask("GET", address)
    assert (read.status_code, read.json()["reference"]) == (200, _NOTICE)
    assert Callers(door).ask("officer", "GET", address).status_code == 200
    tag = {"If-Match": read.headers["etag"]}
    done = desk.ask("POST", f"{address}/withdrawal", headers=tag)
    assert (done.status_code, done.json()["state"]) == (200, "withdrawn")
