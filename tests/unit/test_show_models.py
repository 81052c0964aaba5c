"""What is told of the registered cards: every demand worded, every silence seen."""

from __future__ import annotations

from datetime import timedelta

from records.words import NBSP
from serving.model_store import DEMANDS
from serving.service.show_models import model_values
from tests.lib.registered import held_cards, models_answer, no_models


def test_every_demand_is_worded_and_an_unknown_one_is_not_taken_for_none() -> None:
    for demand in (*DEMANDS, ""):
        assert models_answer(demand)["places"][0]["card"]["monitored"]["words"]
    strange = models_answer("panic")["places"][0]["card"]["monitored"]
    assert "does not know" in strange["words"]


def test_a_registry_that_hangs_is_seen_by_the_clock() -> None:
    held = held_cards()
    assert held.heard_at is not None
    told = {
        minutes: model_values(held, held.heard_at + timedelta(minutes=minutes))["registry"]
        for minutes in (1, 75)
    }
    assert told[1]["silence"] is None
    assert told[75]["silence"].replace(NBSP, " ") == "no answer for 1 hour 15 minutes"


def test_an_empty_place_says_why_it_is_empty() -> None:
    told = no_models()
    assert all(place["card"] is None and place["empty"] for place in told["places"])
    assert told["registry"] == {
        "heard_at": None,
        "silence": "the registry can't be asked (Refused)",
    }
