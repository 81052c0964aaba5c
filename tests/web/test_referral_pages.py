"""The pages of referrals and of what else waits, as somebody of the hub uses them (M6, M7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.referring_force import Hub, referring_force

_LOOK = {"reason": "safeguarding"}


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    with Door(tmp_path_factory.mktemp("pages"), referring_force()) as door:
        yield Callers(door)


def _page(
    callers: Callers, path: str, form: dict[str, str] | None = None, account: str = "hub"
) -> httpx2.Response:
    callers.door.moment += timedelta(seconds=1)
    method, address = "GET" if form is None else "POST", urlsplit(path)
    query = dict(parse_qsl(address.query))
    return callers.ask(account, method, address.path, form=form, query=query)


def _text(response: httpx2.Response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.text)).replace("\u00a0", " ")


def _seen(response: httpx2.Response) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', response.text)
    assert found
    return unescape(found[1])


def test_the_queue_says_its_size_its_ages_and_how_old_its_data_are(callers: Callers) -> None:
    said = _text(_page(callers, "/referrals"))
    assert "2 without an owner, 1 with a team and 1 decided and not closed." in said
    assert "1 referral without an owner for longer than is allowed (72 hours)." in said
    assert "Nobody owns it yet." in said
    assert "Safeguarding hub: last read" in said
    assert "Ottoline Quillfeather" in said


def test_each_number_of_a_page_is_a_link_to_its_rows(callers: Callers) -> None:
    shown = _page(callers, "/referrals?authority=Trentmere+City")
    links = re.findall(r'href="(/referrals\?[^"]*age=[^"]*)">([^<]*): (\d+)', shown.text)
    assert len(links) == 2
    for address, _, count in links:
        behind = _page(callers, unescape(address))
        assert behind.text.count('class="app-lead"') == int(count)


def test_an_empty_list_is_a_statement_with_a_time(callers: Callers) -> None:
    said = _text(_page(callers, "/investigations?team=Shire+West"))
    assert "0 investigations are listed in Shire West. Looked at 22:4" in said


def test_a_list_narrowed_to_what_can_not_be_is_shown_whole_and_says_so(callers: Callers) -> None:
    shown = _page(callers, "/charging?team=City+North&authority=Shire")
    assert shown.status_code == 422
    said = _text(shown)
    assert "not to both" in said
    assert "45 days ago" in said


def test_v3_drift_is_on_the_page_of_open_investigations(callers: Callers) -> None:
    said = _text(_page(callers, "/investigations?late=true", account="supervisor"))
    assert "Online grooming, opened 2 September 2026." in said
    assert "Never reviewed since it was opened, 80 days ago." in said


def test_a_referral_is_opened_with_a_reason_and_taken_on_by_forms(callers: Callers) -> None:
    hub = Hub(callers.door)
    made = hub.receive(child=callers.door.find("Kit Ashdownley"))
    path = f"/referrals/{made['id']}"
    assert "Why are you looking?" in _text(_page(callers, path))
    assert _page(callers, path, {"reason": ""}).status_code == 422
    shown = _page(callers, path, _LOOK)
    assert "Kit Ashdownley" in _text(shown)
    step = {**_LOOK, "step": "triage", "seen": _seen(shown)}
    refused = _page(callers, f"{path}/steps", {**step, "day": "31", "time": "16:30"})
    assert refused.status_code == 422
    assert "Enter a real day" in _text(refused)
    assert 'value="16:30"' in refused.text
    unsaid = _page(callers, f"{path}/steps", step)
    assert "Choose how urgent it is." in _text(unsaid)
    done = _page(callers, f"{path}/steps", {**step, "priority": "urgent"})
    assert done.status_code == 200
    assert "Triaged, not allocated." in _text(done)
    late = _page(callers, f"{path}/steps", {**step, "step": "allocate", "allocated_to": "x"})
    assert "changed since you read it" in _text(late)
    team = {**step, "step": "allocate", "seen": _seen(late), "allocated_to": "Shire safeguarding"}
    assert "Owner: Shire safeguarding." in _text(_page(callers, f"{path}/steps", team))


def test_who_may_only_read_has_no_forms(callers: Callers) -> None:
    made = Hub(callers.door).receive(child=callers.door.find("Kit Ashdownley"))
    path = f"/referrals/{made['id']}"
    shown = _page(callers, path, _LOOK, account="supervisor")
    assert shown.status_code == 200
    assert "Take back" not in shown.text
    assert "Write down a referral" not in _page(callers, "/referrals", account="supervisor").text


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({}, "at least the surname"),
        ({"child": "C-0000000000"}, "No child has this id."),
        ({"surname": "Nettlebedding", "birth_day": "31", "birth_month": "2"}, "real day"),
        ({"surname": "Nettlebedding", "received_day": "1"}, "real day"),
        ({"surname": "Nettlebedding", "concern": "neglect"}, "Choose who referred."),
    ],
)
def test_a_referral_that_can_not_be_written_down_says_why_and_keeps_what_was_typed(
    callers: Callers, form: dict[str, str], fault: str
) -> None:
    shown = _page(callers, "/new-referral", form)
    assert shown.status_code == 422
    assert fault in _text(shown)
    for value in form.values():
        assert f'value="{value}"' in shown.text


def test_a_referral_of_a_child_nobody_knows_is_written_down_on_a_page(callers: Callers) -> None:
    form = {"surname": "Nettlebedding", "referred_by": "school", "concern": "neglect"}
    shown = _page(callers, "/new-referral", form)
    assert shown.status_code == 200
    assert "is on the queue, without an owner." in _text(shown)
    assert "Nettlebedding" in _text(_page(callers, "/referrals?team=none"))


def test_a_conference_is_written_down_on_a_page(callers: Callers) -> None:
    child = callers.door.find("Kit Ashdownley")
    form = {"child": child, "conference": "initial"}
    assert "called for" in _text(_page(callers, "/new-conference", form))
    day = {"called_day": "30", "called_month": "11", "called_year": "2026"}
    shown = _page(callers, "/new-conference", {**form, **day}, account="neighbourhood")
    assert "is written down as called." in _text(shown)
    assert "called for 30 November 2026" in _text(_page(callers, "/conferences?age=coming"))
