"""Link review leaves an entry for each person shown, and asks why, before it tells anything."""

from __future__ import annotations

from serving.audit.leaf import PreparedLook
from serving.store.errors import StoreUnavailableError
from serving.store.verifying import verify_log
from serving.store.writer import Receipt
from tests.lib.link_review import BENEDICT, TWINS, WHY, Review


def test_the_reason_for_access_is_asked_for_where_records_are_shown(
    review: Review,
) -> None:
    link, child = review.find(*BENEDICT), review.door.find("Kit Ashdownley")
    token = {"Authorization": review.door.headers("reviewer")["Authorization"]}
    why = {"said": "same", "why": WHY}
    asked: list[tuple[str, str, object]] = [
        ("GET", f"/doubtful/{link}", None),
        ("POST", f"/doubtful/{link}/judgement", why),
        ("GET", f"/people/{child}/records", None),
        ("POST", f"/people/{child}/split", {"records": [], "why": WHY}),
        ("POST", "/judgements/1/undo", {"why": WHY}),
    ]
    for method, path, body in asked:
        response = review.door.request(method, f"/api/v1/links{path}", headers=token, json=body)
        assert (response.status_code, response.json()["type"][-9:]) == (422, "no-reason")


def test_each_person_shown_has_an_entry_of_their_own_with_the_very_bytes(
    review: Review,
) -> None:
    link = review.find(*TWINS)
    before = verify_log(review.door.store).entries
    response = review.ask("GET", f"/doubtful/{link}")
    entries = response.headers["x-audit-entry"].split(",")
    assert verify_log(review.door.store).entries == before + 2 == before + len(entries)
    people = set()
    with review.door.store.reading() as connection:
        for entry in entries:
            sql = "SELECT value FROM log_answers WHERE entry_id = ?"
            kept = connection.exec_driver_sql(sql, (entry,)).scalar_one()
            assert bytes(kept) == response.content
            sql = "SELECT value FROM log_private WHERE entry_id = ? AND label = 'child'"
            people.add(bytes(connection.exec_driver_sql(sql, (entry,)).scalar_one()).decode())
    assert people == {side["person"] for side in response.json()["sides"]}


def test_every_request_of_review_is_entered_shown_or_refused(review: Review) -> None:
    link = review.find(*TWINS)

    def entered() -> int:
        return verify_log(review.door.store).entries

    asked: list[tuple[str, str, object, int, int]] = [
        ("GET", "/doubtful", None, 200, 1),
        ("GET", "/doubtful/L-0", None, 404, 1),
        ("GET", "/agreement", None, 200, 1),
        ("GET", "/people/C-0/records", None, 404, 1),
        ("POST", "/judgements/0/undo", {"why": WHY}, 404, 1),
        ("POST", "/doubtful/L-0/judgement", {"said": "same", "why": WHY}, 404, 1),
        ("POST", f"/doubtful/{link}/judgement", {"said": "different", "why": WHY}, 200, 2),
    ]
    for method, path, body, status, entries in asked:
        before = entered()
        assert review.ask(method, path, json=body).status_code == status
        assert entered() == before + entries
    assert verify_log(review.door.store).faults == ()


class _FullDisk:
    """A log that can't be written."""

    is_healthy = False

    async def commit(self, look: PreparedLook) -> Receipt:
        raise StoreUnavailableError("disk full")


def test_without_an_entry_nothing_of_a_link_is_shown(review: Review) -> None:
    link = review.find(*TWINS)
    whole = review.door.service.writer
    review.door.service.writer = _FullDisk()  # type: ignore[assignment]  # a fake log
    try:
        seen = review.ask("GET", f"/doubtful/{link}")
        listed = review.ask("GET", "/doubtful")
    finally:
        review.door.service.writer = whole
    assert (seen.status_code, listed.status_code) == (503, 503)
    assert "Quillfeather" not in seen.text
