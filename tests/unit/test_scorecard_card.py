"""The artefact: its bytes, its hash, and everything that is refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from scorecard import Card, CardError
from tests.lib.cards import a_card, a_line, bins


def test_json_out_and_in_is_the_same_card() -> None:
    card = a_card()
    again = Card.from_json(card.to_json(), card.content_hash)
    assert again == card
    assert again.to_json() == card.to_json()


def test_the_hash_is_the_sha256_of_the_file_so_anyone_can_check_it() -> None:
    card = a_card()
    assert card.content_hash == "sha256:" + hashlib.sha256(card.to_json()).hexdigest()


def test_the_artefacts_bytes_are_what_they_always_were() -> None:
    """Registered cards are read for years: a change here needs a new schema beside the old."""
    line = a_line(given=bins(0, 1, 4), neutral=1)
    card = a_card(lines=(line,), trained={"questions": 7})
    assert card.to_json().decode() == (
        '{"base":8,"calibration":[[0,1000],[10,20000],[20,150000]],'
        '"catalogue_version":"sha256:test","lines":[{"bins":[[null,1,0],[1,null,4]],'
        '"direction":"up","feature":"missing_reports_count_90d","neutral":1,'
        '"unknown":{"failed":1,"not_applicable":1,"not_connected":1,"not_recorded":1,"stale":1}}],'
        '"name":"main","schema":"card/v1","thresholds":[["Medium",12],["High",20]],'
        '"thresholds_version":"2026-11-01","trained":{"questions":7}}'
    )


def test_every_single_changed_byte_is_refused() -> None:
    card = a_card()
    data = card.to_json()
    for place in range(len(data)):
        spoilt = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(CardError, match="not the one its hash names"):
            Card.from_json(spoilt, card.content_hash)


def test_a_card_cut_short_is_refused_even_where_no_hash_is_known() -> None:
    data = a_card().to_json()
    for end in range(0, len(data), 7):
        with pytest.raises(CardError):
            Card.from_json(data[:end])


def _changed(**fields: Any) -> bytes:
    raw = json.loads(a_card().to_json()) | fields
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (_changed(schema="card/v2"), "schema is not card/v1"),
        (_changed(schema="card/v0"), "schema is not card/v1"),
        (_changed(secret=1), "a field nobody declared"),
        (_changed(base=8.0), "whole numbers"),
        (_changed(base="8"), "base is not a whole number"),
        (_changed(base=True), "base is not a whole number"),
        (_changed(base=-1), "base is not a whole number from 0"),
        (_changed(lines=[]), "0 lines"),
        (_changed(calibration=[]), "calibration table"),
        (_changed(calibration=[[1, 5]]), "does not start at 0"),
        (_changed(calibration=[[0, 5], [3, 4]]), "does not rise"),
        (_changed(calibration=[[0, 5], [3, 1_000_001]]), "outside 0 to 1,000,000"),
        (_changed(thresholds=[]), "starts at a whole number"),
        (_changed(thresholds=[["Medium", 9], ["High", 9]]), "do not rise"),
        (_changed(thresholds=[["Medium", 0]]), "above 0"),
        (_changed(trained={"score": [1]}), "fact is not a whole number"),
        (b" " + a_card().to_json(), "canonical"),
        (a_card().to_json().replace(b'"base":8', b'"base":8,"base":8'), "well-formed"),
        (a_card().to_json().replace(b'"base":8', b'"base":NaN'), "well-formed"),
        (b"[" * 100_000, "well-formed"),
        (b"\xff\xfe", "well-formed"),
        (b"7", "not a JSON object"),
        (b" " * 300_000, "larger than"),
    ],
)
def test_what_is_no_card_is_refused_by_rule(data: bytes, rule: str) -> None:
    with pytest.raises(CardError, match=rule):
        Card.from_json(data)


def test_a_lone_surrogate_has_no_bytes_and_is_refused() -> None:
    data = a_card().to_json().replace(b'"main"', b'"m\\ud800n"')
    with pytest.raises(CardError, match="well-formed"):
        Card.from_json(data)


def test_an_error_repeats_no_value() -> None:
    with pytest.raises(CardError) as refused:
        Card.from_json(_changed(base="Jordan Example"))
    assert "Jordan" not in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"name": "two words"}, "name"),
        ({"lines": (a_line(), a_line())}, "stands on two lines"),
        ({"lines": (a_line(given=bins(0), neutral=0),)}, "never gives points"),
        ({"lines": tuple(a_line(f"feature_{n}") for n in range(21))}, "21 lines"),
        ({"catalogue_version": ""}, "catalogue"),
        ({"thresholds_version": ""}, "no version"),
        ({"schema": "card/v9"}, "schema"),
        ({"trained": {"share": 0.5}}, "facts"),
    ],
)
def test_a_card_that_breaks_a_rule_can_not_be_made(changed: dict[str, Any], rule: str) -> None:
    with pytest.raises(CardError, match=rule):
        a_card(**changed)


def test_the_probability_is_the_last_step_reached() -> None:
    card = a_card()
    assert [card.probability_ppm(points) for points in (0, 9, 10, 19, 20, 500)] == [
        1_000,
        1_000,
        20_000,
        20_000,
        150_000,
        150_000,
    ]


def test_a_band_starts_at_its_threshold() -> None:
    card = a_card()
    assert [card.band_of(points) for points in (0, 11, 12, 19, 20, 99)] == [
        None,
        None,
        "Medium",
        "Medium",
        "High",
        "High",
    ]
