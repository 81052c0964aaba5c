"""What the child page says in each state, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from records.words import NBSP
from serving.pages import Frame, Receipt, child_view
from tests.lib.answer_extremes import EVERY_ANSWER, HOSTILE
from tests.lib.answers import linked_plan, possible_plan, sixth_report, under_thirteen
from tests.lib.page_text import Page, text_of
from tests.lib.rendered_pages import FRAME, NOW, child_html, pages

BLOCKS = ["who", "missing", "in-force", "band", "plan", "unknown"]


def _page(answer: dict[str, Any]) -> Page:
    return Page(pages().child_page(child_view(answer, FRAME)), answer)


def _block(page: Page, name: str) -> str:
    (element,) = page.with_attribute("data-block", name)
    return text_of(element).replace(NBSP, " ")


def _section(page: Page, id_: str) -> str:
    (section,) = page.with_attribute("aria-labelledby", id_)
    return text_of(section).replace(NBSP, " ")


@pytest.mark.parametrize("state", sorted(EVERY_ANSWER))
def test_facts_stand_before_advice_and_advice_before_arithmetic(state: str) -> None:
    page = Page(child_html(state))
    assert [e.get("data-block") for e in page.with_attribute("data-block")] == BLOCKS
    headings = [e.get("id") for e in page.all("h2") if e.get("id")]
    assert headings[:4] == ["first-hour", "why", "not-known", "plan"]
    assert headings[-8:-2] == ["in-force", "people", "due", "recorded-in", "data", "judgement"]
    assert headings[-2:] == ["review", "versions"]


def test_no_plan_is_a_sentence_that_says_where_was_looked_and_when() -> None:
    said = _block(_page(sixth_report()), "plan")
    assert said.startswith("No CSE plan is recorded. We looked in the plan system, last read")


def test_plans_that_are_not_connected_are_not_said_to_be_absent() -> None:
    page = _page(EVERY_ANSWER["unconnected"]())
    assert "No CSE plan is recorded" not in text_of(page.root)
    assert _block(page, "plan").startswith("CSE plans are not connected to this service.")


def test_a_system_that_is_not_connected_does_not_read_as_nothing_in_force() -> None:
    said = _block(_page(EVERY_ANSWER["unconnected"]()), "in-force")
    assert "is recorded" not in said
    assert "Social care records are not connected to this service." in said


def test_an_old_extract_is_named_beside_no_open_report() -> None:
    said = _block(_page(EVERY_ANSWER["unconnected"]()), "missing")
    assert "Missing persons records are 2 days old" in said


def test_a_possible_plan_shows_its_evidence_and_asks_for_its_owner() -> None:
    page = _page(possible_plan())
    first = _block(page, "plan")
    assert first.startswith("Possible plan: read first")
    assert "Nobody has checked this yet." in first
    assert "Same: postcode. Different: nickname, surname by one letter" in first
    assert "Ring PC Imran Hale to confirm" in first
    whole = _section(page, "possible-plans")
    assert whole.index("Same") < whole.index("Read first"), "the evidence comes first"
    assert "No CSE plan is recorded" not in text_of(page.root)


def test_much_evidence_is_counted_on_the_first_screen_and_listed_below() -> None:
    answer = possible_plan()
    answer["possible_plans"][0]["different"] = ["first", "second", "third", "fourth", "fifth"]
    page = _page(answer)
    assert "Different: first, second, third, and 2 more." in _block(page, "plan")
    assert "fifth" in _section(page, "possible-plans")


def test_a_linked_plan_gives_its_read_first_and_whom_to_ring() -> None:
    page = _page(linked_plan())
    first = _block(page, "plan")
    assert "version 4, live" in first
    assert "Send a unit to 14 Example Court first." in first
    (ring,) = page.all("a", "app-ring")
    assert ring.get("href") == "tel:01154960000"
    assert text_of(ring).replace(NBSP, " ") == "Ring duty social work team 0115 496 0000"


def test_a_plan_without_contacts_rings_its_owner() -> None:
    answer = linked_plan()
    plan = answer["plan"]["current"]
    plan["sections"] = [s for s in plan["sections"] if s["name"] != "contacts"]
    (ring,) = _page(answer).all("a", "app-ring")
    assert "Ring the owner, PC Imran Hale" in text_of(ring)


def test_a_plan_without_any_number_offers_none() -> None:
    answer = linked_plan()
    plan = answer["plan"]["current"]
    plan["owner_phone"] = None
    plan["sections"] = [s for s in plan["sections"] if s["name"] != "contacts"]
    assert _page(answer).all("a", "app-ring") == []


def test_a_draft_plan_says_that_nobody_has_agreed_it() -> None:
    answer = linked_plan()
    answer["plan"]["current"]["state"] = "draft"
    assert "This plan is a draft. Nobody has agreed it yet." in _block(_page(answer), "plan")


def test_a_plan_whose_review_is_overdue_says_so_at_the_top() -> None:
    answer = linked_plan()
    answer["plan"]["current"] |= {"review_overdue": True, "review_due": "2026-11-01"}
    page = _page(answer)
    assert "version 4, live, review overdue" in _block(page, "plan")
    assert "1 November 2026 (overdue)" in _section(page, "plan")


def test_every_section_of_the_plan_is_shown_even_one_nobody_foresaw() -> None:
    answer = linked_plan()
    items = [{"route": "Night bus", "often": "weekly"}]
    answer["plan"]["current"]["sections"].append(
        {"name": "travel", "title": "Travel", "kind": "items", "content": items}
    )
    said = _section(_page(answer), "plan")
    assert all(s["title"] in said for s in answer["plan"]["current"]["sections"])
    assert "Night bus" in said
    assert "weekly" in said


def test_the_child_s_own_words_are_quoted_dated_and_not_corrected() -> None:
    page = _page(linked_plan())
    quoted = [text_of(e) for e in page.all("q")]
    assert "they dont let me go home till i done it" in quoted
    assert "13 November 2026" in _section(page, "plan")


def test_protection_and_notices_in_force_stand_on_the_first_screen() -> None:
    said = _block(_page(linked_plan()), "in-force")
    assert "Child protection plan since 3 June 2026: sexual abuse" in said
    assert "Notice on Adult A to 2 April 2027, breached" in said
    assert "Adult B" not in said, "a withdrawn notice is not in force"


def test_a_possible_protection_plan_is_not_asserted() -> None:
    answer = linked_plan()
    answer["protection_plan"]["possible"] = True
    page = _page(answer)
    assert "Possible child protection plan since 3 June 2026" in _block(page, "in-force")
    assert "From a possible match. Nobody has checked it yet." in _section(page, "in-force")


def test_what_ended_is_not_said_never_to_have_been() -> None:
    answer = sixth_report()
    answer["notices"] = linked_plan()["notices"][1:]
    said = _block(_page(answer), "in-force")
    assert said.endswith("No child protection plan or notice in force is recorded.")


def test_four_notices_are_three_and_a_count() -> None:
    said = _block(_page(EVERY_ANSWER["crowded"]()), "in-force")
    assert "And 3 more in force" in said
    assert "Adult E" not in said


def test_a_band_that_policy_alone_sets_says_what_points_give() -> None:
    page = _page(under_thirteen())
    assert "Policy sets Medium. Points alone give Low." in _block(page, "band")
    assert "8 points give Low. Policy sets Medium." in _section(page, "why")
    assert "The child is under 13, so the band is at least Medium." in _section(page, "why")


def test_a_rule_whose_words_name_no_band_is_shown_with_the_band_it_sets() -> None:
    answer = under_thirteen()
    answer["floors"][0]["full"] = "The child is under 13."
    assert "The child is under 13. Sets at least Medium." in _section(_page(answer), "why")


def test_no_notice_alone_is_said_in_full() -> None:
    answer = linked_plan()
    answer["notices"] = []
    assert "No abduction notice is recorded." in _block(_page(answer), "in-force")


def test_low_is_followed_by_what_is_not_known() -> None:
    said = _block(Page(child_html("v6")), "band")
    assert "Low from what is recorded. 2 things are not known." in said


def test_an_adult_has_no_band_and_keeps_the_plan() -> None:
    page = Page(child_html("v15"))
    said = _block(page, "band")
    assert said.startswith(
        "Advice ? No band Now 18 (since 14 November 2026). No band is worked out"
    )
    assert "Plan: read first" in _block(page, "plan")
    assert "Man, born 14 November 2008." in _block(page, "who")
    assert page.with_attribute("data-sum") == []


def test_advice_that_failed_says_nothing_about_risk_and_loses_nothing_else() -> None:
    page = Page(child_html("failed"))
    assert "This says nothing about risk." in _block(page, "band")
    assert "Plan: read first" in _block(page, "plan")
    assert "Missing 3 hours 12 minutes" in _block(page, "missing")


def test_a_band_set_without_points_says_that_policy_alone_sets_it() -> None:
    answer = EVERY_ANSWER["failed"]()
    answer["advice"] |= {"band": "High", "bars": 3, "set_by": "policy"}
    answer["next_hour"] = {"band": "High", "actions": ["Inspector told now"]}
    page = _page(answer)
    said = _block(page, "band")
    assert "Policy alone sets High. Points could not be worked out." in said
    assert "The advice could not be worked out" in _section(page, "why")


def test_missing_for_days_gives_the_date_and_missing_tonight_only_the_time() -> None:
    assert "Missing 18 days Since 21:40 on 3 November 2026, from home" in _block(
        Page(child_html("v2")), "missing"
    )
    assert "Missing 3 hours 12 minutes Since 22:48, from a children’s home" in _block(
        Page(child_html("v1")), "missing"
    )


def test_the_report_behind_missing_now_is_named_with_its_system() -> None:
    said = _section(Page(child_html("v1")), "missing")
    assert "Missing persons, MP-2026-0687" in said
    assert "Reported23:20 on 21 November 2026" in said


def test_times_are_the_force_s_local_time() -> None:
    answer = sixth_report()
    answer["missing_now"] |= {"since": "2026-07-01T22:30:00.000000Z", "minutes": 205_000}
    assert "Since 23:30 on 1 July 2026" in _block(_page(answer), "missing")


def test_three_unknowns_are_named_and_the_rest_counted() -> None:
    page = Page(child_html("crowded"))
    said = _block(page, "unknown")
    assert said.startswith("14 things not known")
    assert said.endswith("And 11 more.")
    assert len(page.with_attribute("data-unknown")) == 14


def test_kinds_of_not_knowing_are_told_apart() -> None:
    said = _block(Page(child_html("unconnected")), "unknown")
    assert "Missing persons since 23:10 on 19 November: out of date." in said
    assert "CSE plans: not connected." in said


def test_nothing_unknown_still_leaves_the_section_and_its_count() -> None:
    answer = sixth_report()
    answer["unknowns"] = []
    assert "0 things not known, as at 02:00." in _section(_page(answer), "not-known")


def test_a_reason_without_a_record_says_so() -> None:
    answer = sixth_report()
    answer["reasons"][0]["evidence"] = []
    assert "No single record stands behind this." in _section(_page(answer), "why")


def test_another_number_in_the_answer_is_another_number_on_the_page() -> None:
    answer = sixth_report()
    answer["advice"] |= {"base": 9, "points": 59}
    rows = [text_of(row) for row in _page(answer).with_attribute("data-sum")]
    assert rows[0] == "Every child starts with9"
    assert rows[-1] == "Total59"


def test_the_jump_to_what_is_due_counts_what_is_overdue() -> None:
    page = Page(child_html("v2"))
    links = [text_of(e).replace(NBSP, " ") for e in page.all("a") if e.get("href") == "#due"]
    assert links == ["Due (1 overdue)"]
    assert "overdue No supervisory review for 18 days" in _section(page, "due")


def test_every_extract_is_listed_and_the_silent_systems_are_named() -> None:
    said = _section(Page(child_html("v1")), "data")
    assert "CSE plans records: last read 01:30 on 22 November 2026." in said
    assert "Not connected to this service: Crime, Child-abuse investigation" in said


def test_the_receipt_stands_in_the_footer() -> None:
    html = pages().child_page(child_view(sixth_report(), FRAME, Receipt("4211", "ab12" * 16)))
    (footer,) = Page(html).all("footer")
    assert "Your look is entry 4211 of the access log, leaf ab12ab12" in text_of(footer)


def test_record_text_is_shown_literally() -> None:
    html = child_html("crowded")
    assert HOSTILE not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;{{7*7}}") >= 8
    assert "49" not in [text_of(e) for e in Page(html).all("li")]


def test_no_name_stands_in_the_title_or_in_an_address() -> None:
    page = Page(child_html("linked"))
    (title,) = page.all("title")
    assert text_of(title) == "Child record – Missing children risk"
    assert {e.get("action") for e in page.all("form")} == {"/sign-out", "/colours"}


def test_an_answer_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="answers/v1 alone"):
        child_view(sixth_report() | {"answer": "answers/v2"}, FRAME)


def test_a_frame_refuses_a_moment_or_a_scheme_that_is_none() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Frame("2026-11-22T02:04:00", "token-1")
    with pytest.raises(ValueError, match="colour_scheme is one of"):
        Frame(NOW, "token-1", colour_scheme="sepia")
