"""Gates at promotion: each refuses, each is asked again, and what a person may let through (N7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scorecard import Card, CardLine
from tests.lib.cards import a_line, bins
from tests.lib.judgements import a_judgement, an_estimate
from tests.lib.registries import (
    MAIN_MODEL,
    MLFLOW_WARNINGS,
    NOTE,
    a_request,
    an_own_card,
    emptied,
    fair_groups,
    fresh_registry,
    gates_with,
    passed_gates,
    refused,
    submit,
)
from tests.lib.registries import promote_main as promote
from training.judging.rows import Changes
from training.judging.verdict import GATES
from training.registry.listing import fetch_registration
from training.registry.names import CHAMPION
from training.registry.reading import fetch_champion

pytestmark = MLFLOW_WARNINGS

FIRST, SECOND = list(GATES)[:2]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry in which nothing is ever promoted."""
    return fresh_registry(tmp_path_factory.mktemp("promotion"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry that tests use one after the other."""
    return fresh_registry(tmp_path_factory.mktemp("own"))


@pytest.fixture
def own(shared: str) -> str:
    """A registry of one test's own."""
    return emptied(shared)


@pytest.mark.parametrize("gate", GATES)
def test_a_failed_gate_refuses_by_name_and_with_its_figure(gate: str, address: str) -> None:
    version = submit(address, gates=gates_with(gate, False)).version
    assert refused(address, version) == (f"{gate} failed: {gate} as it should be",)
    # Nor does accepting it by name help: what failed is not unsettled.
    reasons = refused(address, version, accepted=(gate,))
    assert f"{gate} is no gate without a result, so there is nothing to accept" in reasons


def judged_beside() -> Changes:
    """What a judgement says of a champion."""
    changes = a_judgement().changes
    assert changes is not None
    return changes


def lower(figure: str, value: float) -> dict[str, Any]:
    """A judgement whose card has another figure."""
    ranked = a_judgement().rankings["card"]
    return {"rankings": {"card": {**ranked, figure: an_estimate(value, 0.005)}}}


def lines_of(**changed: CardLine) -> Card:
    """The card with other lines for some features."""
    lines = (changed.get(line.feature, line) for line in an_own_card().lines)
    return an_own_card(lines=tuple(lines))


#: Gate -> a card and a judgement that it must refuse, whatever was registered as its result.
#: Not ``worded``: no card of this catalogue can be without words, and another is not asked.
BROKEN: dict[str, tuple[Card, dict[str, Any]]] = {
    "taught_by_enough": (an_own_card(), {"folds": ()}),
    "ranks_well": (an_own_card(), lower("auc", 0.6)),
    "not_too_good": (an_own_card(), lower("auc", 0.93)),
    "beats_the_count": (
        an_own_card(),
        {"over": {"count_rule": {"recall_at_10": an_estimate(-0.1, 0.02)}}},
    ),
    "as_good_as_champion": (
        an_own_card(),
        {"changes": replace(judged_beside(), difference={"auc": an_estimate(-0.1, 0.02)})},
    ),
    "calibrated": (an_own_card(), lower("calibration_error", 0.2)),
    "workload": (an_own_card(), lower("share_high", 0.4)),
    "fair": (
        an_own_card(),
        {
            "groups": tuple(
                replace(row, figures={**row.figures, "recall": an_estimate(recall, 0.02)})
                for row, recall in zip(fair_groups(), (0.95, 0.05), strict=True)
            )
        },
    ),
    "probes": (an_own_card(), {"probes": ()}),
    "monotone": (
        lines_of(overnight_missing_count_365d=a_line(
            "overnight_missing_count_365d", "free", bins(4, 1, 0), neutral=1)),
        {},
    ),
    "vignettes": (an_own_card(thresholds={"Medium": 1, "High": 2}), {}),
}  # fmt: skip


def test_each_gate_is_tried_with_something_that_it_must_refuse() -> None:
    assert {*BROKEN, "worded"} == set(GATES)


@pytest.mark.parametrize("gate", BROKEN)
def test_gates_are_asked_again_whatever_was_registered(gate: str, address: str) -> None:
    card, changed = BROKEN[gate]
    version = submit(address, card, **changed).version
    reasons = refused(address, version)
    assert [r for r in reasons if r.startswith((f"{gate} failed: ", f"{gate} is not settled: "))]


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_without_a_result_waits_for_the_approver_to_accept_it(gate: str, own: str) -> None:
    version = submit(own, gates=gates_with(gate, None)).version
    (reason,) = refused(own, version)
    assert reason.startswith(f"{gate} is not settled: ")
    assert reason.endswith(f"--accept {gate} takes it on the approver's name")
    done = promote(own, version, a_request(accepted=(gate,)))
    assert done.accepted == (gate,)
    champion, registration = fetch_registration(own, MAIN_MODEL, CHAMPION)
    assert champion.tags["accepted"] == gate
    assert registration.note == f"{NOTE} Accepted without a result: {gate}."


def test_failed_gates_are_overruled_by_name_outside_production_and_every_paper_says_so(
    own: str,
) -> None:
    gates = tuple(
        replace(gate, passed={FIRST: False, SECOND: None}.get(gate.name, True))
        for gate in passed_gates()
    )
    version = submit(own, gates=gates).version
    why = "A demonstration on invented children."
    done = promote(own, version, a_request(despite=why, is_production=False))
    assert done.despite == why
    champion, registration = fetch_registration(own, MAIN_MODEL, CHAMPION)
    assert champion.tags["promoted_despite"] == f"{FIRST}, {SECOND}"
    assert f"DESPITE GATES THAT WERE NOT PASSED: {FIRST}, {SECOND}" in registration.note
    assert why in registration.note


def test_overruling_is_not_said_of_a_card_that_passed_every_gate(own: str) -> None:
    version = submit(own).version
    done = promote(own, version, a_request(despite="Just so.", is_production=False))
    assert done.despite == ""
    champion = fetch_champion(own, MAIN_MODEL)
    assert champion is not None
    assert "promoted_despite" not in champion.tags
