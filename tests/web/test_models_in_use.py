"""The scorecards behind the door: the challenger in the shadow, and which card is in use."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from serving.answer.cards import Cards, CardVersion
from serving.api.model_schemas import MODEL_SCHEMAS
from serving.model_store import AGAIN_MODEL, CardKeeper, Held
from serving.pages import child_view
from serving.service.demo_accounts import demo_accounts
from serving.service.shadow_looks import ShadowLooks
from serving.service.show_models import DEMAND_WORDS
from serving.store.verifying import verify_log
from tests.lib.door import Door
from tests.lib.page_checker import check_page
from tests.lib.registered import FakeStore, held_cards
from tests.lib.rendered_pages import FRAME, pages
from tests.lib.vignette_card import again_card, vignette_card
from tests.web.conftest import small_force

CHAMPION = CardVersion(vignette_card(), "7")
CHALLENGER = CardVersion(replace(vignette_card(), base=30), "8")


@pytest.fixture(scope="module")
def shadowed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A running service with a challenger beside the champion."""
    cards = Cards(CHAMPION, CHALLENGER)
    with Door(tmp_path_factory.mktemp("shadowed"), small_force(), cards=cards) as opened:
        yield opened


def get(door: Door, path: str, schema: str, account: str = "analyst") -> dict[str, Any]:
    """What an analyst is told, in the shape that the document promises."""
    response = door.request("GET", f"/api/v1/models{path}", headers=door.headers(account))
    assert response.status_code == 200, response.text
    said: dict[str, Any] = response.json()
    jsonschema.validate(said, MODEL_SCHEMAS[schema])
    return said


def look(door: Door, child: str) -> dict[str, Any]:
    """An answer, not held against its schema: that takes longer than the look."""
    response = door.request("GET", f"/api/v1/children/{child}/risk", headers=door.headers())
    assert response.status_code == 200, response.text
    said: dict[str, Any] = response.json()
    return said


def test_the_challenger_changes_no_byte_of_an_answer(shadowed: Door) -> None:
    child = shadowed.find("Marnie Quillfeather")
    with_it = shadowed.risk(child)
    shadowed.held, kept = Held(Cards(CHAMPION)), shadowed.held
    without = shadowed.risk(child)
    shadowed.held = kept
    assert with_it == without
    assert with_it["versions"]["model"] == "7"


def test_looks_are_counted_by_band_and_told_to_analysts_with_an_entry_in_the_log(
    shadowed: Door,
) -> None:
    child = shadowed.find("Marnie Quillfeather")
    for _ in range(6):
        look(shadowed, child)
    shadowed.service.shadow, before = _again(shadowed), shadowed.service.shadow
    before.close()
    entries = verify_log(shadowed.store).entries
    (pair,) = get(shadowed, "/shadow?days=1", "Shadow")["pairs"]
    assert verify_log(shadowed.store).entries == entries + 1
    assert (pair["champion"], pair["challenger"]) == (
        CHAMPION.content_hash, CHALLENGER.content_hash,
    )  # fmt: skip
    assert pair["looks"] >= 5
    assert [cell for cell in pair["bands"] if cell["looks"]]
    assert "Quillfeather" not in str(pair)


def _again(door: Door) -> ShadowLooks:
    return ShadowLooks(door.store, door.service.policy)


def test_a_challenger_that_always_fails_lets_every_look_through(shadowed: Door) -> None:
    def fails(*_: Any) -> Any:
        raise MemoryError

    broken = ShadowLooks(shadowed.store, shadowed.service.policy, quiet_s=0.0, compare=fails)
    kept, shadowed.service.shadow = shadowed.service.shadow, broken
    child = shadowed.find("Kit Ashdownley")
    for _ in range(10):
        look(shadowed, child)
    shadowed.service.shadow = kept
    broken.close()
    (pair,) = get(shadowed, "/shadow", "Shadow")["pairs"]
    assert pair["failed"] == 10


def test_a_challenger_that_hangs_delays_no_look(shadowed: Door) -> None:
    begun, may_go = threading.Event(), threading.Event()

    def hangs(*_: Any) -> None:
        begun.set()
        assert may_go.wait(60)

    hanging = ShadowLooks(
        shadowed.store, shadowed.service.policy, quiet_s=0.0, most_waiting=2, compare=hangs
    )
    kept, shadowed.service.shadow = shadowed.service.shadow, hanging
    child = shadowed.find("Kit Ashdownley")
    for _ in range(10):
        look(shadowed, child)
    assert begun.is_set(), "ten looks were answered while the first was still being compared"
    may_go.set()
    shadowed.service.shadow = kept
    hanging.close()
    (pair,) = get(shadowed, "/shadow", "Shadow")["pairs"]
    assert pair["dropped"] in (5, 10)


@pytest.mark.parametrize("days", ["0", "367", "x"])
def test_a_number_of_days_out_of_range_is_a_bad_request(shadowed: Door, days: str) -> None:
    path = f"/api/v1/models/shadow?days={days}"
    response = shadowed.request("GET", path, headers=shadowed.headers("analyst"))
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


@pytest.fixture
def demanded(shadowed: Door) -> Iterator[Callable[[str], None]]:
    """Let monitoring demand something of the champion."""
    kept = shadowed.held

    def demand(what: str) -> None:
        shadowed.held = held_cards(what)

    yield demand
    shadowed.held = kept


def test_who_answers_for_the_cards_is_told_what_is_in_use(
    shadowed: Door, demanded: Callable[[str], None]
) -> None:
    demanded("review")
    for account in ("analyst", "supervisor"):
        said = get(shadowed, "", "Models", account)
        places = {place["place"]: place for place in said["places"]}
        card = places["champion"]["card"]
        assert (card["version"], card["approved_by"], card["state"]) == (
            "7", "Robin Other", "in use",
        )  # fmt: skip
        assert card["monitored"] == {
            "demand": "review", "on": "2026-11-20", "words": DEMAND_WORDS["review"],
        }  # fmt: skip
        assert places["challenger"]["card"]["state"] == "in shadow"
        assert places["again"]["card"] is None
        assert "card of another name" in places["again"]["trouble"]
        assert places["previous"]["card"]["promoted_despite"] == ["fair", "stable"]


def test_a_milder_demand_changes_no_word_for_the_officer(
    shadowed: Door, demanded: Callable[[str], None]
) -> None:
    child = shadowed.find("Marnie Quillfeather")
    demanded("none")
    plain = shadowed.risk(child)
    for demand in ("review", "retest", "retrain"):
        demanded(demand)
        assert shadowed.risk(child) == plain


def test_a_stopped_card_shows_no_points_and_says_why_while_floors_still_speak(
    shadowed: Door, demanded: Callable[[str], None]
) -> None:
    child = shadowed.find("Marnie Quillfeather")
    demanded("none")
    before = shadowed.risk(child)
    demanded("stop")
    said = shadowed.risk(child)
    assert before["advice"]["points"] is not None
    assert (said["advice"]["points"], said["reasons"]) == (None, [])
    assert said["floors"] == before["floors"] != []
    assert said["advice"]["band"] is not None
    assert "stopped until it has been checked" in said["advice"]["why_none"]
    assert said["versions"] | {"card_state": "in use"} == before["versions"]
    assert said["versions"]["card_state"] == "stopped"
    assert [u for u in said["unknowns"] if "no longer fits" in u["words"]]
    html = pages().child_page(child_view(said, FRAME))
    assert check_page(html, said) == []
    assert "The scorecard is stopped." in html
    with shadowed.store.reading() as connection:
        entry = connection.exec_driver_sql(
            "SELECT entry FROM log_entries ORDER BY n DESC LIMIT 1"
        ).scalar_one()
    assert json.loads(bytes(entry))["inputs"]["card_state"] == "stopped"


def test_the_page_tells_the_same_and_who_may_not_search_begins_there(shadowed: Door) -> None:
    by_name = {account.account: account.password for account in demo_accounts(shadowed.store)}
    sent = {"Sec-Fetch-Site": "same-origin"}
    for account, home in (("analyst", "/models"), ("supervisor", "/"), ("officer", "/")):
        form = {"account": account, "password": by_name[account]}
        response = shadowed.request("POST", "/sign-in", data=form, headers=sent)
        assert response.headers["location"] == home
        shown = shadowed.request("GET", "/models")
        assert shown.status_code == (403 if account == "officer" else 200)
        assert ("Scorecards in use</h1>" in shown.text) == (account != "officer")
        if account == "analyst":
            assert 'href="/"' not in shown.text
            assert check_page(shown.text) == []
        shadowed.client.cookies.clear()


def test_the_second_card_is_a_line_of_its_own_beside_an_unchanged_advice(shadowed: Door) -> None:
    kept, again = shadowed.held, CardVersion(again_card(), "2")
    asked, past = shadowed.find("Marnie Quillfeather"), shadowed.find("Kit Ashdownley")
    shadowed.held = Held(Cards(CHAMPION))
    without = shadowed.risk(asked)
    shadowed.held = Held(Cards(CHAMPION, again=again))
    said, long_ago = shadowed.risk(asked), shadowed.risk(past)
    shadowed.held = kept
    assert without["again"]["state"] == "no_card"
    assert (said["again"]["state"], said["again"]["level"]) == ("advised", "higher")
    assert long_ago["again"]["state"] == "not_asked"
    for part in ("advice", "headline", "reasons", "floors", "next_hour", "unknowns", "due"):
        assert said[part] == without[part]
    named = {name: said["versions"][name] for name in ("again_model", "again_artefact")}
    assert named == {"again_model": "2", "again_artefact": again.content_hash}
    for answer in (said, long_ago, without):
        html = pages().child_page(child_view(answer, FRAME))
        assert check_page(html, answer) == []
        assert ('id="again"' in html) == (answer["again"]["level"] is not None)


def test_a_running_service_answers_by_the_old_set_or_the_new_and_names_it(
    shadowed: Door, tmp_path: Path
) -> None:
    """Base, version and hash of every answer go together, whatever is promoted meanwhile."""
    store, kept = FakeStore(), shadowed.service.models
    versions = {
        number: (
            replace(vignette_card(), base=int(number)),
            replace(again_card(), base=int(number)),
        )
        for number in ("5", "6")
    }
    keeper = CardKeeper(store, tmp_path, ("Medium", "High"), lambda: shadowed.moment, every_s=0.01)
    child, seen, stop = shadowed.find("Marnie Quillfeather"), set(), threading.Event()

    def promote() -> None:
        for number in itertools.cycle(versions):
            main, again = versions[number]
            store.put("champion", number, main)
            store.put("champion", number, again, AGAIN_MODEL)
            keeper.refresh()
            if stop.wait(0.003):
                return

    promoting = threading.Thread(target=promote)
    promoting.start()
    while keeper.cards().again is None:
        time.sleep(0.001)
    shadowed.service.models = keeper.held
    try:
        for _ in range(60):
            said = look(shadowed, child)
            named = said["versions"]
            number = named["model"]
            main, again = versions[number]
            assert (said["advice"]["base"], said["again"]["base"]) == (int(number), int(number))
            assert named["artefact"] == main.content_hash
            assert (named["again_model"], named["again_artefact"]) == (number, again.content_hash)
            seen.add(number)
    finally:
        stop.set()
        promoting.join()
        shadowed.service.models = kept
    assert seen == {"5", "6"}, "picked up without a restart"
