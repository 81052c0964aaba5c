"""Cursors that only this store's list can have given, and edits of what was seen alone."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from serving.service.editing import ChangedMeanwhileError
from serving.service.paging import BadCursorError, cursor, place_of
from serving.web.editing import NoIfMatchError, check_if_match, etag_of

SECRET = bytes(range(32))
PLACE = (3, "2026-11-22T02:04:00.000000Z", "L-1")


def test_a_cursor_gives_its_place_back_and_is_the_same_each_time() -> None:
    text = cursor(SECRET, "links", PLACE)
    assert place_of(SECRET, "links", text) == PLACE
    assert text == cursor(SECRET, "links", PLACE)
    assert text.replace("-", "").replace("_", "").isalnum()


def test_a_cursor_is_good_for_its_own_list_and_store_alone() -> None:
    text = cursor(SECRET, "links", PLACE)
    for secret, of in ((SECRET, "links adult"), (bytes(32), "links")):
        with pytest.raises(BadCursorError):
            place_of(secret, of, text)


def test_a_cursor_changed_in_any_one_letter_is_refused() -> None:
    text = cursor(SECRET, "links", PLACE)
    for at, letter in enumerate(text):
        changed = text[:at] + ("A" if letter != "A" else "B") + text[at + 1 :]
        # The last letter holds bits that stand for nothing: a change there may say the same.
        if at < len(text) - 1:
            with pytest.raises(BadCursorError):
                place_of(SECRET, "links", changed)


@pytest.mark.parametrize("text", ["", "A", "!!!!", "é", "AAAA" * 200, "\x00"])
def test_what_is_no_cursor_is_refused_by_its_own_error(text: str) -> None:
    with pytest.raises(BadCursorError):
        place_of(SECRET, "links", text)


def _request(*tags: str) -> Request:
    headers = [(b"if-match", tag.encode("latin-1")) for tag in tags]
    return Request({"type": "http", "headers": headers})


def test_an_edit_of_the_state_that_was_seen_passes() -> None:
    tag = etag_of({"b": 1, "a": None})
    assert tag == etag_of({"a": None, "b": 1})
    check_if_match(_request(tag), tag)
    check_if_match(_request(f'"other", {tag}'), tag)


def test_an_edit_of_another_state_is_refused() -> None:
    with pytest.raises(ChangedMeanwhileError):
        check_if_match(_request(etag_of({"a": 1})), etag_of({"a": 2}))


@pytest.mark.parametrize("given", [(), ("",), ("*",), ('W/"a"',), ("a",), ('"a" "b"',), ('"é"',)])
def test_an_edit_that_does_not_say_what_was_seen_is_refused(given: tuple[str, ...]) -> None:
    with pytest.raises(NoIfMatchError):
        check_if_match(_request(*given), etag_of({"a": 1}))
