"""What the child page says of each duty: by when, for whom, done by which record, how often."""

from __future__ import annotations

from typing import Any

from records.words import NBSP
from serving.pages import child_view
from tests.lib.answer_parts import due
from tests.lib.answers import sixth_report
from tests.lib.page_text import Page, text_of
from tests.lib.rendered_pages import FRAME, pages


def said(*duties: dict[str, Any]) -> str:
    """The section of what is due, of an answer with these duties."""
    answer = sixth_report()
    answer["due"] = list(duties)
    page = Page(pages().child_page(child_view(answer, FRAME)), answer)
    (section,) = page.with_attribute("aria-labelledby", "due")
    return text_of(section).replace(NBSP, " ")


def test_what_is_not_done_says_by_when_and_for_whom() -> None:
    assert "By 22:48 on 24 November 2026. For: the supervisor on duty" in said(
        due("coming", "Strategy meeting", "2026-11-24T22:48:00.000000Z")
    )


def test_what_is_done_says_when_and_by_which_record() -> None:
    done = due("done", "Referral: triaged", "2026-11-20T09:00:00.000000Z") | {
        "done": "2026-11-19T10:15:00.000000Z",
        "by": {
            "system": "S9",
            "system_name": "Safeguarding hub",
            "reference": "REF-2026-0077",
            "date": "2026-11-19",
        },
    }
    words = said(done)
    assert "Done at 10:15 on 19 November 2026. Source: Safeguarding hub, REF-2026-0077" in words
    assert "For: the supervisor on duty" not in words


def test_what_came_due_again_and_again_says_how_often_and_the_first_and_last_time() -> None:
    times = [f"2026-11-0{day}T13:00:00.000000Z" for day in range(1, 10)]
    review = due("overdue", "Review by an inspector", times[0])
    review["came_due"] = {"count": 9, "times": times}
    assert (
        "Came due 9 times: first at 13:00 on 1 November 2026, last at 13:00 on 9 November 2026"
        in said(review)
    )
    review["came_due"]["count"] = 400
    assert "Came due 400 times: among them at 13:00 on 1 November 2026, last at" in said(review)


def test_what_came_due_once_does_not_say_so_again() -> None:
    assert "Came due" not in said(due("overdue", "Interview", "2026-11-20T09:00:00.000000Z"))
