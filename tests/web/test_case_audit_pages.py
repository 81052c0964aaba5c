"""The pages of case audits: drawn and followed by the auditor, graded blind, then side by side
with the advice (M10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.lib.callers import Callers
from tests.lib.case_audit_force import audited_force, opinion
from tests.lib.door import Door
from tests.lib.page_text import Page
from tests.lib.page_text import text_of as text_in

_FIRST, _SECOND = "Orpington says late buses.", "Wetherby says early buses."


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    with Door(tmp_path_factory.mktemp("audit-pages"), audited_force()) as door:
        yield Callers(door)


def text_of(html: str) -> str:
    """What the page says, spaces made plain."""
    return " ".join(text_in(Page(html).root).split())


def _get(pages: Callers, account: str, address: str) -> str:
    pages.door.moment += timedelta(minutes=1)
    response = pages.ask(account, "GET", address)
    assert response.status_code == 200, response.status_code
    return response.text


def _send(pages: Callers, who: str, address: str, status: int, **form: str) -> str:
    pages.door.moment += timedelta(minutes=1)
    response = pages.ask(who, "POST", address, form=form)
    assert response.status_code == status, text_of(response.text)[:300]
    return str(response.headers["location"]) if status == 303 else response.text


def _drawn(pages: Callers) -> tuple[str, list[str]]:
    """The address of a drawing, and of its cases."""
    drawing = _send(pages, "auditor", "/case-audits", 303, cases="4", days="28")
    html = _get(pages, "auditor", drawing)
    assert "12 reports" in text_of(html)
    ids = sorted(set(re.findall(r"/audit-cases/([^/\"]+)/graders", html)))
    return drawing, [f"/audit-cases/{one}" for one in ids]


def test_a_drawing_shows_its_rule_its_seed_and_those_before_it(pages: Callers) -> None:
    assert "How many cases" in text_of(_get(pages, "auditor", "/case-audits"))
    drawing, _ = _drawn(pages)
    text = text_of(_get(pages, "auditor", drawing))
    assert "The first drawing by this rule" in text
    assert re.search(r"Seed ?[0-9a-f]{32}", text)
    assert "has not graded yet" in text
    again, _ = _drawn(pages)
    assert "1 drawing by the same rule came before it" in text_of(_get(pages, "auditor", again))


def test_a_form_that_can_not_be_drawn_says_what_to_put_right(pages: Callers) -> None:
    for given, words in (
        ({"cases": "x", "days": "28"}, "Enter a whole number."),
        ({"cases": "1", "days": "28"}, "Draw from 2 to 50 cases."),
        ({"cases": "4", "days": "93"}, "Look back from 1 to 92 days."),
        ({"cases": "4", "days": "1"}, "0 missing reports were closed there in that time."),
    ):
        assert words in text_of(_send(pages, "auditor", "/case-audits", 422, **given))


def test_neither_page_shows_the_other_before_both_have_graded(pages: Callers) -> None:
    drawing, cases = _drawn(pages)
    case, ann, ben = cases[0], "grader", "grader-second"
    assert case in _get(pages, ann, "/audit-cases")
    html = _get(pages, ann, case)
    for title in ("The report", "Plans", "What was recorded before", "Left out until both"):
        assert title in text_of(html)
    assert "Thistledown" not in html
    wrong = _send(pages, ann, f"{case}/grades", 422, grade="High", words="")
    assert "Say in a few words why." in text_of(wrong)
    assert "Answer yes, no or not known." in text_of(wrong)
    assert re.search(r'value="High"[^>]*checked', wrong)
    assert _send(pages, ann, f"{case}/grades", 303, **opinion("High", _FIRST)) == case
    waits = _get(pages, ann, case)
    assert "The other grader has not yet." in text_of(waits)
    blind = [html, waits, _get(pages, ben, case), _get(pages, ben, "/audit-cases")]
    for page in blind:
        words = text_of(page)
        assert "Advice then" not in words
        assert "The force’s own grade then" not in words
        assert "police_grade" not in page
        assert "Police grade" not in words
        assert "Keep or change" not in words
    assert not [page for page in blind[2:] if _FIRST in page]
    _send(pages, ben, f"{case}/grades", 303, **opinion("Low", _SECOND))
    both = text_of(_get(pages, ann, case))
    for words in (_FIRST, _SECOND, "Advice then", "The force’s own grade then", "Keep or change"):
        assert words in both
    _send(pages, ann, f"{case}/final", 303, grade="Low", words="I missed the plan.")
    _send(pages, ben, f"{case}/final", 303, grade="Low", words="As before.")
    assert "Changed to Low" in text_of(_get(pages, ben, case))
    assert "Final grade: Low." in text_of(_get(pages, "auditor", drawing))


def test_the_auditor_names_nobody_who_may_not_and_reads_how_far_they_agree(pages: Callers) -> None:
    _, cases = _drawn(pages)
    said = _send(
        pages, "auditor", f"{cases[1]}/graders", 422, account="officer", instead_of="grader"
    )
    assert "Name somebody else" in text_of(said)
    text = text_of(_get(pages, "auditor", "/case-audits/agreement"))
    assert "not worked out of fewer than 10 cases" in text
    assert "so few cases were audited" in text


def test_each_figure_of_agreement_leads_by_one_click_to_its_cases(pages: Callers) -> None:
    _drawn(pages)
    html = _get(pages, "auditor", "/case-audits/agreement")
    traced = sorted(set(re.findall(r'href="(/case-audits/agreement/cases[^"]*)"', html)))
    assert len(traced) >= 3
    text = text_of(_get(pages, "auditor", "/case-audits/agreement/cases"))
    assert re.search(r"20 of \d+ cases on this page|(\d+) of \1 cases on this page", text)
    asked = {"pairing": "graders", "row": "Low", "column": "Low"}
    found = pages.ask("auditor", "GET", "/api/v1/case-audits/agreement/cases", query=asked).json()
    told = pages.ask("auditor", "GET", "/api/v1/case-audits/agreement").json()
    assert found["total"] == told["pairings"][0]["matrix"][0][0]
    assert pages.ask("grader", "GET", "/case-audits/agreement/cases").status_code == 403


def test_nobody_opens_a_case_of_others(pages: Callers) -> None:
    _, cases = _drawn(pages)
    assert pages.ask("auditor", "GET", cases[0]).status_code == 403
    assert pages.ask("grader", "GET", "/audit-cases/AU-none.1").status_code == 404
