"""What the child page says of adults, places and other children (M2, V1, V8)."""

from __future__ import annotations

from typing import Any

from records.words import NBSP
from serving.pages import child_view
from tests.lib.answer_extremes import EVERY_ANSWER
from tests.lib.answer_people import an_adult, named_in, other_child
from tests.lib.answers import linked_plan, sixth_report
from tests.lib.page_text import Page, text_of
from tests.lib.rendered_pages import FRAME, pages


def _page(answer: dict[str, Any]) -> Page:
    return Page(pages().child_page(child_view(answer, FRAME)), answer)


def _people(page: Page) -> str:
    (section,) = page.with_attribute("aria-labelledby", "people")
    return text_of(section).replace(NBSP, " ")


def test_each_adult_stands_with_where_it_is_named_whether_managed_and_whom_it_ties() -> None:
    said = _people(_page(linked_plan()))
    told = [
        "Gareth Larkwell",
        "Also named Gaz Larkwell",
        "Managed for sexual offences, level 2",
        "Managed offenders, MO-2025-0001, 18 October 2025",
        "With the child when found",
        "Missing persons, MP-2026-0612, 3 November 2026",
        "Callum Reid",
        "Abduction notice, to 11 April 2027",
        "Abduction notices, CAWN-2026-0002, 13 October 2026",
        "Piers Ashdale",
        "No other child is named with this adult.",
        "2 adults named with the child, as at 02:00.",
    ]
    places = [said.index(words) for words in told]
    assert places == sorted(places)


def test_a_place_says_that_harm_is_recorded_when_and_where_and_no_more() -> None:
    said = _people(_page(linked_plan()))
    assert said.endswith(
        "14 Example Court, NG7 2AB Named with the child. Missing persons, MP-2026-0612, "
        "3 November 2026 Callum Reid: open the record of other child 2 "
        "Harm to this child is recorded. Crime, CR-2026-0017, 1 September 2026 "
        "1 home or place shared with a child whose harm is recorded, as at 02:00. Not connected "
        "to this service: Crime, Intelligence, Safeguarding hub, Custody."
    )


def test_another_childs_name_leads_to_that_childs_own_page_which_asks_why() -> None:
    page = _page(linked_plan())
    links = {
        text_of(link): link.get("href")
        for item in page.with_attribute("data-other-child")
        for link in item.iter("a")
    }
    assert links == {
        "Callum Reid: open the record of other child 1": "/children/C-9VT2BJXZFH",
        "Callum Reid: open the record of other child 2": "/children/C-DJGZ5NGYS9",
    }


def test_one_child_tied_twice_is_one_child_and_counted_once() -> None:
    answer = sixth_report()
    tie = named_in("S4", "Adult named as a suspect", "CR-1", "2026-10-03", "suspect")
    child = other_child("C-9VT2BJXZFH", "Callum Reid", tie)
    named = [named_in("S4", "Named as a suspect", "CR-2", "2026-10-04")]
    answer["adults"] = [an_adult(f"A-{n}", [f"Adult {n}"], named, children=[child]) for n in "12"]
    page = _page(answer)
    (jump,) = [text_of(e) for e in page.all("a") if e.get("href") == "#people"]
    assert jump == "Adults (2), other children (1)"
    assert _people(page).count("other child 1") == 2


def test_nobody_named_is_a_count_and_names_the_systems_that_are_silent() -> None:
    answer = EVERY_ANSWER["unconnected"]()
    said = _people(_page(answer))
    assert "0 adults named with the child, as at 02:00." in said
    assert "Not connected to this service: Abduction notices, Crime," in said
    assert "Missing persons records are 2 days old" in said
    assert "0 homes or places shared with a child whose harm is recorded, as at 02:00." in said


def test_every_adult_and_other_child_is_shown_however_many() -> None:
    answer = EVERY_ANSWER["crowded"]()
    shown = len(_page(answer).with_attribute("data-other-child"))
    assert shown == sum(len(one["children"]) for one in (*answer["adults"], *answer["places"]))
    assert shown > 3 * 8
