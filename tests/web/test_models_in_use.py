"""The scorecards behind the door: the challenger in the shadow, and which card is in use."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from serving.answer.cards import Cards, CardVersion
from serving.api.model_schemas import MODEL_SCHEMAS
from serving.model_store import Held
from serving.service.shadow_looks import ShadowLooks
from serving.store.verifying import verify_log
from tests.lib.door import Door
from tests.lib.vignette_card import vignette_card
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
        shadowed.risk(child)
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
        shadowed.risk(child)
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
        shadowed.risk(child)
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
