"""The pages of missing reports: opened, answered at once, and every act by its form (M1, M5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import unescape

import httpx2
import pytest

from tests.lib.callers import Callers, kinds_left
from tests.lib.door import Door
from tests.lib.missing_reports import NOW, PLANNED, Desk, missing_force
from tests.lib.page_checker import check_page

_NEW = "/missing-reports/new"
_BOY = "MP-2026-0612"
#: 20:15 by the force's own clock on the day of the question.
_SINCE = {"since_day": "21", "since_month": "11", "since_year": "2026", "since_time": "20:15"}
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_FORM = re.compile(r"<form action=\"([^\"]+)\" method=\"post\".*?</form>", re.DOTALL)


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    folder = tmp_path_factory.mktemp("missing-pages")
    with Door(folder, missing_force()) as door:
        yield Callers(door)


def _post(
    callers: Callers, path: str, form: Mapping[str, str], account: str = "officer"
) -> httpx2.Response:
    callers.door.moment += timedelta(seconds=1)
    response = callers.ask(account, "POST", path, form=form)
    assert check_page(response.text) == [], path
    return response


def _hidden(response: httpx2.Response, button: str) -> dict[str, str]:
    """The hidden fields of the form with this button."""
    for form in _FORM.finditer(response.text):
        if button in form.group():
            return {name: unescape(value) for name, value in _HIDDEN.findall(form.group())}
    raise AssertionError(f"no form has the button {button}")


def _report(callers: Callers, reference: str, account: str = "officer") -> httpx2.Response:
    return _post(callers, f"/missing-reports/{reference}", {"reason": "missing_report"}, account)


def _act(callers: Callers, page: httpx2.Response, button: str, act: str, account: str = "officer",
         **fields: str) -> httpx2.Response:  # fmt: skip
    """From the report's page to the form of an act, and send it."""
    address = next(
        form[1] for form in _FORM.finditer(page.text)
        if button in form.group() and form[1].endswith(act)
    )  # fmt: skip
    asked = _post(callers, address, _hidden(page, button), account)
    sent = {**_hidden(asked, "govuk-button"), **fields}
    return _post(callers, address, sent, account)


def _at(hours: float) -> dict[str, str]:
    local = NOW + timedelta(hours=hours)  # in November the force's clock shows UTC
    return {"at_day": str(local.day), "at_month": str(local.month), "at_year": str(local.year),
            "at_time": f"{local:%H:%M}"}  # fmt: skip


def test_from_the_child_to_an_open_report_and_straight_to_band_and_plan(callers: Callers) -> None:
    child = callers.door.find(PLANNED)
    page = _post(callers, f"/children/{child}", {"reason": "missing_report"})
    address = f"/children/{child}/missing-report"
    assert address in page.text, "the child's page leads to a report"
    form = callers.ask("officer", "GET", address)
    assert check_page(form.text) == []
    sent = _hidden(form, "Check the answers")
    wrong = _post(callers, _NEW, {**sent, "since_day": "31", "since_month": "2"})
    assert wrong.status_code == 422
    assert "Enter a real date" in wrong.text
    assert 'value="31"' in wrong.text, "what was entered is kept"
    said = {**_SINCE, "missing_from": "school", "circumstances": "Did not come home."}
    check = _post(callers, _NEW, {**sent, **said})
    assert "Did not come home." in check.text
    going = _hidden(check, "Open the report")
    opened = _post(callers, _NEW, going)
    assert opened.status_code == 200
    assert "is kept" in opened.text
    assert "Look at the bus station first." in opened.text, "the plan stands in the answer"
    assert "Advice, not a police grade" in opened.text
    assert kinds_left(callers.door, opened) == {
        "MISSING_REPORT_OPENED", "CHILD_VIEWED", "MISSING_REPORT_ANSWERED",
    }  # fmt: skip
    again = _post(callers, _NEW, going)
    assert "This form was sent before" in again.text, "a second tap opens no second report"
    other = _post(callers, _NEW, {**going, "key": "another"}, "supervisor")
    assert other.status_code == 409
    assert "Add to the open report" in other.text
    beside = _post(callers, _NEW, _hidden(other, "beside it"), "supervisor")
    assert "is kept" in beside.text


def test_a_child_not_found_is_reported_from_the_search(callers: Callers) -> None:
    results = _post(callers, "/search", {"name": "Isolde Newcomer"})
    start = _hidden(results, "Start a report")
    form = _post(callers, _NEW, start)
    assert 'value="Newcomer"' in form.text
    assert 'value="Isolde"' in form.text
    fields = {"surname": "Newcomer", "forename": "Isolde", "birth_day": "6", "birth_month": "5",
              "birth_year": "2012", "missing_from": "home", **_SINCE}  # fmt: skip
    check = _post(callers, _NEW, {**_hidden(form, "Check the answers"), **fields})
    changed = _post(callers, _NEW, _hidden(check, "Change an answer"))
    assert 'value="Newcomer"' in changed.text
    assert 'value="20:15"' in changed.text
    opened = _post(callers, _NEW, _hidden(check, "Open the report"))
    assert "is kept" in opened.text
    assert "Isolde Newcomer" in opened.text
    title = re.search("<title>(.*?)</title>", opened.text, re.DOTALL)
    assert title is not None
    assert "Newcomer" not in title[1]


def test_eighteen_days_without_a_review_stand_on_the_boys_report(callers: Callers) -> None:
    """M5, V2: of the extract; and the same of a report that is opened here."""
    page = _report(callers, _BOY, "supervisor")
    assert "No supervisory review for 18" in page.text.replace("\xa0", " ")
    done = _act(callers, page, "review", "reviews", "supervisor", **_at(-1),
                review_by="superintendent", direction="Search Example Court.")  # fmt: skip
    assert "It is written down" in done.text
    assert "What happens next" in done.text
    assert "No supervisory review" not in _report(callers, _BOY, "supervisor").text
    officer = _report(callers, _BOY)
    assert f"/missing-reports/{_BOY}/reviews" not in officer.text


def test_found_interview_and_correction_by_their_forms(callers: Callers) -> None:
    reference = Desk(callers.door).opened(
        {"surname": "Finderley", "forename": "Pip"}, NOW - timedelta(hours=8)
    )
    page = _report(callers, reference)
    nothing = _act(callers, page, "Record that the child was found", "found", **_at(-1))
    assert nothing.status_code == 422
    assert "Choose how the child was found." in nothing.text
    found = _act(
        callers, page, "Record that the child was found", "found", **_at(-1),
        how_ended="police_found", found_with="friend", harm_found="nothing_found",
        found_place="street",
    )  # fmt: skip
    assert "The child was found." in found.text
    assert "Return interview" in found.text
    page = _report(callers, reference)
    held = _act(
        callers, page, "Record the return interview", "return-interviews", **_at(-0.5),
        interview="done", interviewed_by="Interview service", disclosure="threats",
        told_to="interviewer",
    )  # fmt: skip
    assert "It is written down" in held.text
    page = _report(callers, reference)
    assert "Threats" in page.text
    address = f"/missing-reports/{reference}/found"
    correct = next(
        form.group() for form in _FORM.finditer(page.text)
        if form[1] == address and "Correct" in form.group()
    )  # fmt: skip
    form = _post(callers, address, dict(_HIDDEN.findall(correct)))
    assert re.search(r'value="street" checked', form.text), "the form says what is recorded"
    late = _post(callers, address, {**_hidden(form, "govuk-button"), **_at(0),
                 "how_ended": "police_found"})  # fmt: skip
    assert late.status_code == 422
    assert "An interview is recorded from before" in late.text


def test_two_who_write_at_once_see_both_states_and_lose_nothing(callers: Callers) -> None:
    reference = Desk(callers.door).opened({"surname": "Twofold", "forename": "Lark"})
    page, other = _report(callers, reference), _report(callers, reference, "supervisor")
    button, act = "Correct or add", "updates"
    asked = _post(callers, f"/missing-reports/{reference}/{act}", _hidden(other, button),
                  "supervisor")  # fmt: skip
    first = _act(callers, page, button, act, clothing="Red coat.", **_since(-2),
                 missing_from="home")  # fmt: skip
    assert "It is written down" in first.text
    mine = {**_hidden(asked, "Write it down"), "clothing": "Blue coat.", **_since(-2),
            "missing_from": "home"}  # fmt: skip
    conflict = _post(callers, f"/missing-reports/{reference}/{act}", mine, "supervisor")
    assert conflict.status_code == 412
    assert "Red coat." in conflict.text
    assert "Blue coat." in conflict.text
    again = {**_hidden(conflict, "Write it down"), "clothing": "Blue coat.", **_since(-2),
             "missing_from": "home"}  # fmt: skip
    done = _post(callers, f"/missing-reports/{reference}/{act}", again, "supervisor")
    assert "It is written down" in done.text


def _since(hours: float) -> dict[str, str]:
    return {name.replace("at_", "since_"): value for name, value in _at(hours).items()}


def test_a_report_is_taken_back_and_can_then_not_be_added_to(callers: Callers) -> None:
    reference = Desk(callers.door).opened({"surname": "Wrongly", "forename": "Ash"})
    page = _report(callers, reference)
    short = _act(callers, page, "Take the report back", "withdrawal", why="Wrong.")
    assert short.status_code == 422
    done = _act(callers, page, "Take the report back", "withdrawal",
                why="Entered for the wrong child by mistake.")  # fmt: skip
    assert "The report was taken back" in done.text
    after = _report(callers, reference)
    assert "Taken back: it was entered wrongly." in after.text
    found = _post(callers, f"/missing-reports/{reference}/found",
                  {"reason": "missing_report", "step": "ask"})  # fmt: skip
    assert "nothing can be added to it" in found.text


def test_an_unknown_report_or_act_is_no_page(callers: Callers) -> None:
    for path in ("/missing-reports/MR-0", f"/missing-reports/{_BOY}/elsewhere"):
        response = callers.ask("officer", "POST", path, form={"reason": "missing_report"})
        assert response.status_code == 404


def test_a_report_opened_here_without_a_review_is_overdue_on_its_page(callers: Callers) -> None:
    """M5, V2. The last test of this door: its clock goes on by 18 days."""
    door = callers.door
    reference = Desk(door).opened(door.find("Kit Ashdownley"))
    door.moment += timedelta(days=18)
    page = _report(Callers(door), reference, "supervisor")
    text = page.text.replace("\xa0", " ")
    assert "No supervisory review for 18 days" in text
    assert "overdue" in text
    assert "was due by" in text
    assert "Strategy meeting for 72 hours missing" in text
