"""What the sign-in, search, result, reason and message pages say."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import pytest

from records.words import NBSP
from serving.pages import (
    DemoAccount,
    Frame,
    MessageKind,
    MessageView,
    ReasonView,
    ResultCard,
    ResultsView,
    SearchForm,
    SearchView,
    SignInView,
)
from serving.pages.messages import MESSAGES
from serving.pages.vantage import source_lines
from tests.lib.answer_parts import sources
from tests.lib.page_text import Page, classes, text_of
from tests.lib.rendered_pages import CHOICES, FRAME, NOBODY, NOW, a_card, all_pages, pages

SOURCES = source_lines(sources())


def _said(page: Page) -> str:
    (main,) = page.all("main")
    return text_of(main).replace(NBSP, " ")


def _results(*cards: ResultCard, **changes: Any) -> Page:
    values: dict[str, Any] = {"count": len(cards), "cards": cards, "sources": SOURCES}
    form = SearchForm("Kayleigh Smyth", "3", "5", "2010")
    view = ResultsView(FRAME, form, **(values | changes))
    return Page(pages().results_page(view))


def test_a_search_without_a_result_says_what_was_searched_and_how_fresh() -> None:
    said = _said(_results(sources=source_lines(sources(stale=("S10",)))))
    assert said.startswith("0 children for “Kayleigh Smyth”, born 3 May 2010")
    assert "This says nothing about risk." in said
    assert "Searched: 4 systems, other spellings, nicknames and day and month of birth" in said
    assert "Social care records are 2 days old" in said


def test_a_result_says_why_it_is_there_and_marks_what_agrees() -> None:
    page = _results(a_card())
    said = _said(page)
    assert "Surname differs by one letter. Birth date the same." in said
    marked = [text_of(e).replace(NBSP, " ") for e in page.all("span", "app-agrees")]
    assert marked == ["Born 3 May 2010", "marked"]
    assert "Missing 3 hours 16 minutes" in said
    assert [text_of(e) for e in page.all("span", "app-mark")] == [
        "CSE plan",
        "Child protection plan in force",
    ]


def test_a_result_never_shows_a_band() -> None:
    page = _results(a_card(), a_card(2, plan="possible"))
    assert page.with_attribute("data-bars") == []
    assert "Possible CSE plan" in _said(page)


def test_what_is_not_recorded_on_a_result_is_said() -> None:
    said = _said(_results(a_card(birth_date=None, age=None, home=None, other_names=())))
    assert "Birth date not recorded. Home not recorded." in said


def test_results_lead_to_an_address_without_a_name() -> None:
    assert [link.get("href") for link in _leading_on(_results(a_card(7)))] == [
        "/children/C-0000000007"
    ]


def _leading_on(page: Page) -> list[Element]:
    """The links of the page's own matter; those of its foot stand on every page."""
    (main,) = page.all("main")
    return [e for e in main.iter() if e.tag == "a" and "app-touch" in classes(e)]


def test_two_results_of_one_name_have_links_of_their_own() -> None:
    page = _results(a_card(1), a_card(2))
    names = [text_of(e) for e in page.all("a") if e.get("href", "").startswith("/children/")]
    assert len(set(names)) == 2


def test_children_easily_taken_for_one_another_are_warned_of() -> None:
    assert "1 other child has nearly the same name" in _said(_results(a_card(), alike=1))
    assert "nearly the same name and birth date" not in _said(_results(a_card()))


def test_too_many_results_ask_for_more() -> None:
    said = _said(_results(a_card(), count=24))
    assert said.startswith("24 children for")
    assert "1 of them is shown, the likeliest first. Add a home." in said


def test_what_is_asked_for_to_narrow_the_search_is_what_was_not_given() -> None:
    assert SearchForm("Kayleigh").missing_words == "Add a birth date, age or home."
    assert SearchForm("Kayleigh", age="15").missing_words == "Add a birth date or home."
    assert SearchForm(place="NG7").missing_words == "Add a name, birth date or age."
    assert SearchForm("Kayleigh", "3", "5", "2010", place="NG7").missing_words == ""


def test_more_than_could_be_read_is_never_counted_as_all() -> None:
    said = _said(_results(a_card(), count=90, more=True))
    assert said.startswith("At least 90 children for")


def test_the_words_of_a_name_that_agree_are_marked() -> None:
    page = _results(a_card(name="Kayleigh Smith-Jones", agreeing_words=("Kayleigh", "Jones")))
    marked = [text_of(e) for e in page.all("span", "app-agrees")]
    assert marked[:2] == ["Kayleigh", "Jones"]
    (link,) = _leading_on(page)
    assert text_of(link).startswith("Kayleigh Smith-Jones, 16")


def test_an_age_that_agrees_is_marked() -> None:
    page = _results(a_card(agrees=("age",)))
    assert text_of(page.all("span", "app-agrees")[0]) == "16"


def test_more_than_ten_cards_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 10 cards"):
        _results(*(a_card(n) for n in range(11)))


def test_what_was_typed_is_kept_in_the_form_even_if_it_is_no_date() -> None:
    form = SearchForm("Ana", "31", "2", "x", faults={"birth_date": "Enter a real birth date."})
    page = Page(pages().search_page(SearchView(FRAME, SOURCES, form)))
    typed = {e.get("name"): e.get("value") for e in page.all("input")}
    assert (typed["name"], typed["birth_day"], typed["birth_year"]) == ("Ana", "31", "x")
    assert form.words == "“Ana”, born 31 2 x"


def test_the_search_box_neither_checks_spelling_nor_remembers() -> None:
    (box,) = [e for e in Page(all_pages()["search"]).all("input") if e.get("name") == "name"]
    assert (box.get("spellcheck"), box.get("autocomplete")) == ("false", "off")


def test_a_service_without_extracts_says_that_no_child_can_be_found() -> None:
    assert "No system is connected yet" in _said(Page(all_pages()["search-unconnected"]))


def test_the_usual_reason_is_one_tap() -> None:
    page = Page(all_pages()["reason"])
    taps = [(e.get("name"), e.get("value")) for e in page.all("button", "app-tap")]
    assert taps == [("reason", "missing_report"), ("reason", "found")]
    assert "What is recorded: your name, the time, your reason" in _said(page)


def test_a_reason_that_needs_words_has_a_field_for_them() -> None:
    page = Page(all_pages()["reason"])
    hidden = [e for e in page.all("input") if e.get("name") == "reason"]
    assert [e.get("value") for e in hidden] == ["other"]
    assert page.by_id("note") is not None


def test_a_look_drawn_for_words_has_no_tap_without_them() -> None:
    page = Page(all_pages()["reason-drawn"])
    assert page.all("button", "app-tap") == []
    radios = [e.get("value") for e in page.all("input") if e.get("type") == "radio"]
    assert radios == [choice.code for choice in CHOICES]


def test_words_already_given_are_kept_after_a_fault() -> None:
    view = ReasonView(FRAME, "C-1", CHOICES, note="Asked by the home", faults={"reason": "Choose."})
    (note,) = [e for e in Page(pages().reason_page(view)).all("input") if e.get("id") == "note"]
    assert note.get("value") == "Asked by the home"


def test_a_password_is_never_sent_back() -> None:
    view = SignInView(NOBODY, "officer", {"password": "Enter your password."})
    (field,) = [
        e for e in Page(pages().sign_in_page(view)).all("input") if e.get("id") == "password"
    ]
    assert field.get("value", "") == ""


def test_demo_accounts_outside_the_demo_are_refused() -> None:
    with pytest.raises(ValueError, match="the demo alone"):
        SignInView(Frame(NOW, "token-1"), demo_accounts=(DemoAccount("a", "b", "c"),))


def test_the_demo_says_on_every_page_that_its_data_are_invented() -> None:
    for html in all_pages().values():
        (header,) = Page(html).all("header")
        assert "Invented data" in text_of(header)


def test_an_environment_s_banner_is_shown_and_no_banner_leaves_no_trace() -> None:
    training = Frame(NOW, "token-1", banner="Training")
    plain = Frame(NOW, "token-1")
    assert "Training" in pages().sign_in_page(SignInView(training))
    assert "app-header__banner" not in pages().sign_in_page(SignInView(plain))


@pytest.mark.parametrize("kind", list(MessageKind))
def test_a_message_says_what_happened_what_to_do_and_what_was_kept(kind: MessageKind) -> None:
    page = Page(pages().error_page(MessageView(FRAME, kind)))
    message, said = MESSAGES[kind], _said(page)
    assert all(words in said for words in (message.happened, message.do, message.kept))
    rings = [e.get("href") for e in page.all("a", "app-ring")]
    assert rings == (["tel:01154960999"] if message.ring else [])


def test_every_kind_of_message_has_words() -> None:
    assert set(MESSAGES) == set(MessageKind)


def test_nobody_signed_in_is_offered_no_search_and_no_sign_out() -> None:
    page = Page(all_pages()["message-signed_out"])
    assert [e.get("action") for e in page.all("form")] == ["/colours"]
    assert [text_of(e) for e in page.all("a")] == [
        "Skip to main content",
        "Sign in",
        "What you can rely on",
    ]


def test_the_chosen_colours_are_on_the_document_and_lead_back() -> None:
    frame = Frame(NOW, "token-1", "PC Sam Example", colour_scheme="dark")
    page = Page(pages().reason_page(ReasonView(frame, "C-1", CHOICES)))
    assert page.root.get("data-scheme") == "dark"
    (scheme,) = [e for e in page.all("meta") if e.get("name") == "color-scheme"]
    assert scheme.get("content") == "dark"
    (back,) = [e for e in page.all("input") if e.get("name") == "back"]
    assert back.get("value") == "/children/C-1"
