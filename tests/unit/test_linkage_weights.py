"""The weights file: whole numbers, reviewed as text, refused when it is at odds with itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from linkage.fitting import in_falling_order
from linkage.frequencies import BANDS, Frequencies, count_names
from linkage.levels import FIELDS
from linkage.weights import (
    Expected,
    LevelWeight,
    Weights,
    WeightsError,
    load_weights,
    weighed_levels,
)


def test_the_committed_file_is_what_its_numbers_give() -> None:
    weights = load_weights()
    assert Weights.from_json(weights.to_json()) == weights
    assert weights.digest.startswith("sha256:")
    assert weights.digest == load_weights().digest


def test_every_level_has_a_weight_and_a_closer_one_never_weighs_less() -> None:
    weights = load_weights()
    for field in FIELDS:
        levels = list(weights.levels[field.name])
        assert levels == list(weighed_levels(field))
        weighed = [weights.of(field.name, level) for level in levels]
        assert weighed == sorted(weighed, reverse=True), field.name
        assert weighed[0] > 0 > weighed[-1]
        assert weights.of(field.name, "unknown") == 0


def test_the_prior_is_stated_and_weighs_what_it_says() -> None:
    assert Expected(records=20_001, matches_per_1000_records=1_000).probability == 1 / 20_000
    assert Expected(records=16_385, matches_per_1000_records=1_000).weight == -1400
    assert load_weights().expected.weight < -1_000


def test_no_rare_name_stands_in_the_file() -> None:
    weights = load_weights()
    for shares in weights.frequencies.values():
        fewest = min(shares.per_million.values()) * weights.records / 1_000_000
        assert fewest > 4.9


def _no_level(raw: dict[str, Any]) -> None:
    del raw["levels"]["home"]["near"]


def _no_field(raw: dict[str, Any]) -> None:
    del raw["levels"]["home"]


def _wrong_weight(raw: dict[str, Any]) -> None:
    raw["levels"]["home"]["near"]["weight"] += 1


def _zero(raw: dict[str, Any]) -> None:
    raw["levels"]["home"]["near"]["u"] = 0


def _schema(raw: dict[str, Any]) -> None:
    raw["schema"] = "linkage-weights/v9"


def _fold(raw: dict[str, Any]) -> None:
    raw["fold"] = "fold/0"


def _thresholds(raw: dict[str, Any]) -> None:
    raw["thresholds"]["possible"] = 9_999


def _no_prior(raw: dict[str, Any]) -> None:
    del raw["expected"]


def _no_frequencies(raw: dict[str, Any]) -> None:
    raw["frequencies"] = {}


@pytest.mark.parametrize(
    "change",
    [
        _no_level,
        _no_field,
        _wrong_weight,
        _zero,
        _schema,
        _fold,
        _thresholds,
        _no_prior,
        _no_frequencies,
    ],
)
def test_a_file_at_odds_with_itself_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    raw = json.loads(load_weights().to_json())
    change(raw)
    with pytest.raises(WeightsError, match=r"^weights: "):
        Weights.from_json(json.dumps(raw).encode())


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"null", b" " * (9 * 1024 * 1024)])
def test_what_is_no_weights_file_is_refused(text: bytes) -> None:
    with pytest.raises(WeightsError, match=r"^weights: "):
        Weights.from_json(text)


def test_another_byte_gives_another_digest() -> None:
    weights = load_weights()
    assert replace(weights, seed=weights.seed + 1).digest != weights.digest


def test_names_are_banded_by_the_file_and_unheard_of_ones_are_rare() -> None:
    known = Frequencies({"mo": 9_000, "ada": 400, "bea": 399, "cal": 1_600})
    bands = [known.band(name) for name in ("mo", "cal", "ada", "bea", "zephyr")]
    assert bands == ["very_common", "common", "uncommon", "rare", "rare"]
    assert known.is_established("bea")
    assert not known.is_established("zephyr")
    assert [least for _, least in BANDS] == sorted(least for _, least in BANDS)


def test_a_name_outnumbers_another_by_as_many_times_or_more() -> None:
    known = Frequencies({"george": 4_000, "gaorge": 200, "georgie": 201})
    assert known.outnumbers("george", "gaorge", 20)
    assert not known.outnumbers("george", "georgie", 20)
    assert not known.outnumbers("zephyr", "gaorge", 20)
    assert known.outnumbers("gaorge", "zephyr", 20)


def test_a_name_counts_once_a_record_and_only_if_five_bear_it() -> None:
    borne = [("ada", "ada"), *[("ada",)] * 4, *[("bea",)] * 4, ()]
    assert dict(count_names(borne).per_million) == {"ada": 500_000}
    assert dict(count_names([]).per_million) == {}


def test_levels_out_of_order_share_one_ratio() -> None:
    levels = {
        "best": LevelWeight(800, 2, observed=True),
        "next": LevelWeight(10, 10, observed=True),
        "lucky": LevelWeight(30, 2, observed=True),
        "worst": LevelWeight(1, 900, observed=True),
    }
    ordered = in_falling_order(levels)
    assert [ordered[name].m for name in levels] == [800, 10, 30, 1]
    assert ordered["best"] == levels["best"]
    assert ordered["worst"] == levels["worst"]
    assert ordered["next"].m / ordered["next"].u == pytest.approx(40 / 12, rel=0.2)
    assert ordered["lucky"].m / ordered["lucky"].u == pytest.approx(40 / 12, rel=0.2)
