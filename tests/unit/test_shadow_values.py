"""What is told of the challenger: counts by band, small ones withheld, sums rounded."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from missing_risk import app
from scorecard import load_policy
from serving.api.model_schemas import MODEL_SCHEMAS
from serving.service.measure_shadow import shadow_values
from serving.service.rescored_beside import beside_values
from serving.service.small_numbers import rounded, rounded_sum
from serving.store.opening import open_store
from serving.store.shadow import ShadowKey, add_shadow

POLICY = load_policy()
PAIR = ("sha256:old", "sha256:new")


def counts(*found: tuple[str, str, str, int], day: str = "2026-11-20") -> dict[ShadowKey, int]:
    """Counts of one pair on one day."""
    return {ShadowKey(day, *PAIR, what, was, now): n for what, was, now, n in found}


@pytest.mark.parametrize(
    ("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (1_000, 1_000)]
)
def test_a_small_count_is_withheld_and_nobody_is_no_small_count(
    count: int, told: int | None
) -> None:
    assert rounded(count) == told


@pytest.mark.parametrize(("given", "told"), [([], 0), ([2], 0), ([3], 5), ([7], 5), ([4, 4], 10)])
def test_a_sum_is_rounded_to_five(given: list[int], told: int) -> None:
    assert rounded_sum(given) == told


def test_what_was_withheld_can_not_be_found_by_taking_the_others_away() -> None:
    told = []
    for small in (1, 2, 3, 4):
        found = counts(("bands", "Low", "Low", 98), ("bands", "Low", "High", small))
        told.append(shadow_values(found, POLICY)[0])
    assert len({pair["looks"] for pair in told}) == 1
    assert len({str(pair["bands"]) for pair in told}) == 1


def test_bands_points_and_lines_are_added_up_over_days() -> None:
    found = counts(
        ("bands", "Low", "Low", 60),
        ("bands", "Low", "Medium", 12),
        ("bands", "High", "Medium", 3),
        ("points", "-4", "", 20),
        ("line", "age_years", "champion", 9),
        ("line", "looked_after", "challenger", 30),
        ("line", "plan_state", "challenger", 2),
        ("failed", "", "", 6),
        ("dropped", "", "", 1),
    ) | counts(("bands", "Low", "Low", 40), ("points", "-4", "", 1), day="2026-11-22")
    (pair,) = shadow_values(found, POLICY)
    assert (pair["first"], pair["last"]) == ("2026-11-20", "2026-11-22")
    assert (pair["looks"], pair["same"], pair["up"], pair["down"]) == (115, 100, 10, 5)
    bands = {(cell["champion"], cell["challenger"]): cell["looks"] for cell in pair["bands"]}
    assert len(bands) == 9, "every pair of bands is told, those without a look too"
    assert (bands["Low", "Low"], bands["Low", "Medium"]) == (100, 10)
    assert (bands["High", "Medium"], bands["High", "High"]) == (None, 0)
    points = {line["words"]: line["looks"] for line in pair["points"]}
    assert (points["1 to 4 points lower"], points["the same points"]) == (20, 0)
    assert [(line["feature"], line["card"], line["looks"]) for line in pair["lines"]] == [
        ("looked_after", "challenger", 30), ("age_years", "champion", 10),
        ("plan_state", "challenger", None),
    ]  # fmt: skip
    assert (pair["failed"], pair["dropped"]) == (5, 0)


def test_pairs_of_cards_are_told_apart_the_newest_first() -> None:
    found = counts(("bands", "Low", "Low", 9), day="2026-11-02")
    later = ShadowKey("2026-11-03", "sha256:new", "sha256:newest", "bands", "Low", "High")
    told = shadow_values(found | {later: 7}, POLICY)
    assert [pair["challenger"] for pair in told] == ["sha256:newest", "sha256:new"]


def test_the_command_tells_the_same_without_a_name(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/force.db"
    day = "2099-01-01"  # after whatever today is
    with open_store(address, writer=True) as store, store.writing() as connection:
        add_shadow(connection, counts(("bands", "Low", "High", 41), ("bands", "Low", "Low", 2),
                                      day=day))  # fmt: skip
    runner = CliRunner()
    told = runner.invoke(app, ["shadow", "--store", address, "--json"])
    assert told.exit_code == 0, told.stderr
    values = json.loads(told.stdout)
    jsonschema.validate(values, MODEL_SCHEMAS["Shadow"])
    assert values["pairs"][0]["up"] == 40
    printed = runner.invoke(app, ["shadow", "--store", address, "--days", "3"]).stderr
    assert "under 5" in printed
    assert "40" in printed
    assert runner.invoke(app, ["shadow", "--store", address, "--days", "0"]).exit_code == 2


def test_no_challenger_yet_is_said(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/force.db"
    open_store(address, writer=True).close()
    told = CliRunner().invoke(app, ["shadow", "--store", address])
    assert told.exit_code == 0
    assert "was scored by a challenger" in told.stderr.replace("\n", " ")


def test_whom_a_challenger_would_move_is_told_by_place_with_small_numbers_withheld() -> None:
    found = {
        "beside_bands": {"Low > Low": 900, "Low > High": 31, "High > Low": 2},
        "beside_rises": {"team: City North": 28, "team: not recorded": 3},
        "beside_falls": {"team: City North": 2},
    }
    told = beside_values(found, "sha256:new", POLICY)
    assert told is not None
    assert (told["children"], told["up"], told["down"]) == (935, 30, 0)
    bands = {(cell["champion"], cell["challenger"]): cell["children"] for cell in told["bands"]}
    assert (bands["Low", "High"], bands["High", "Low"], bands["Medium", "Low"]) == (30, None, 0)
    assert told["places"] == [
        {"place": "team: City North", "up": 30, "down": None},
        {"place": "team: not recorded", "up": None, "down": 0},
    ]
    counts_told = [cell["children"] for cell in told["bands"]]
    assert all(count is None or count % 5 == 0 for count in counts_told), "sums are told elsewhere"
    assert beside_values(found, "", POLICY) is None
    assert beside_values({"bands": {}}, "sha256:new", POLICY) is None
