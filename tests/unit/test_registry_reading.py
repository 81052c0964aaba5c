"""What is registered, and what is read again: whole or not at all, and by its hash (N8)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.lib.registries import (
    APPROVER,
    MAIN_MODEL,
    MLFLOW_WARNINGS,
    a_request,
    a_submission,
    an_own_card,
    beside,
    emptied,
    fresh_registry,
    submit,
)
from tests.lib.registries import promote_main as promote
from training.errors import RegistryError
from training.registry.asking import asking
from training.registry.listing import fetch_registration, list_model
from training.registry.monitoring import FINDINGS_FILE, log_findings
from training.registry.names import CHALLENGER, CHAMPION, PREVIOUS
from training.registry.promotion import PromotionRefusedError
from training.registry.reading import aliases_of, fetch_champion, fetch_version
from training.registry.turns import release_turn, turn
from training.registry.versions import Version, register, register_with

pytestmark = MLFLOW_WARNINGS


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry with one whole version, which nothing changes."""
    return fresh_registry(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def whole(address: str) -> Version:
    """The version of a whole submission: every figure, candidate and file."""
    return register(a_submission(seconds=12.5, commit="c0ffee"), address)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry that tests use one after the other."""
    return fresh_registry(tmp_path_factory.mktemp("own"))


@pytest.fixture
def own(shared: str) -> str:
    """A registry of one test's own."""
    return emptied(shared)


def test_a_version_is_read_again_as_it_was_submitted(address: str, whole: Version) -> None:
    given = a_submission()
    for which in (whole.version, CHALLENGER):
        found = fetch_version(address, MAIN_MODEL, which)
        assert (found.version, found.run_id) == (whole.version, whole.run_id)
        assert found.card == given.card
        assert found.judgement.to_json() == given.judgement.to_json()
        assert found.reference == given.files["reference.json"]
    assert fetch_champion(address, MAIN_MODEL) is None
    assert fetch_champion(address, "missing-children-again") is None


@pytest.mark.parametrize("name", ["card.json", "judgement.json", "reference.json"])
def test_a_file_that_was_changed_since_is_not_read_and_refuses_the_promotion(
    name: str, own: str
) -> None:
    version = submit(own)
    with asking(own) as client:
        where = client.get_run(version.run_id).info.artifact_uri.removeprefix("file://")
    file = Path(where, name)
    file.write_bytes(file.read_bytes().replace(b"1", b"2", 1))
    with pytest.raises(RegistryError, match=f"{name} is not the file that was registered"):
        fetch_version(own, MAIN_MODEL, version.version)
    with pytest.raises(PromotionRefusedError, match=f"{name} is not the file"):
        promote(own, version.version, a_request())
    assert list_model(own, MAIN_MODEL).decisions[0].what == "refused"
    file.unlink()
    with pytest.raises(RegistryError, match=f"{name} is gone or too large"):
        fetch_version(own, MAIN_MODEL, version.version)


def test_a_champion_whose_judgement_was_changed_can_still_be_replaced(own: str) -> None:
    card = an_own_card()
    first = submit(own, card)
    promote(own, first.version, a_request())
    with asking(own) as client:
        where = client.get_run(first.run_id).info.artifact_uri.removeprefix("file://")
    Path(where, "judgement.json").write_bytes(b"{}")
    with pytest.raises(RegistryError, match=r"judgement\.json is not the file"):
        fetch_champion(own, MAIN_MODEL)
    champion = fetch_champion(own, MAIN_MODEL, card_only=True)
    assert champion is not None
    second = submit(own, an_own_card(2), changes=beside(first, champion.card.content_hash))
    assert promote(own, second.version, a_request()).replaced == first.version


def test_a_file_larger_than_this_program_writes_is_not_read(own: str) -> None:
    version = submit(own)
    with asking(own) as client:
        where = client.get_run(version.run_id).info.artifact_uri.removeprefix("file://")
    Path(where, "card.json").write_bytes(b" " * (256 * 1024 + 1))
    with pytest.raises(RegistryError, match="gone or too large"):
        fetch_version(own, MAIN_MODEL, version.version)


def test_a_version_of_another_program_is_not_taken_for_a_card(own: str) -> None:
    submit(own)
    with asking(own) as client:
        run = client.create_run("0", run_name="other")
        client.create_model_version(MAIN_MODEL, f"{run.info.artifact_uri}/x", run.info.run_id)
    with pytest.raises(RegistryError, match=r"version 2 of .* holds no card of this program"):
        fetch_version(own, MAIN_MODEL, "2")
    assert [row.version for row in list_model(own, MAIN_MODEL).versions] == ["1"]


class _Failing:
    """MLflow's client, of which one method fails."""

    def __init__(self, client: Any, method: str) -> None:
        self._client, self._method = client, method

    def __getattr__(self, name: str) -> Any:
        if name == self._method:
            raise OSError("no space left on device")
        return getattr(self._client, name)


@pytest.mark.parametrize(
    "method",
    ["log_batch", "log_inputs", "log_artifacts", "create_model_version",
     "set_registered_model_alias"],
)  # fmt: skip
def test_when_a_step_fails_no_version_and_no_alias_stays_and_the_run_says_so(
    method: str, own: str
) -> None:
    good = submit(own)
    with asking(own) as client:
        failing: Any = _Failing(client, method)
        with pytest.raises(OSError, match="no space"):
            register_with(failing, own, a_submission(an_own_card(2)))
        assert aliases_of(client, MAIN_MODEL) == {CHALLENGER: good.version}
        runs = client.search_runs([client.get_experiment_by_name(MAIN_MODEL).experiment_id])
        statuses = {run.info.status for run in runs if "candidate" not in run.data.tags}
        assert statuses == {"FAILED", "FINISHED"}
    assert [row.version for row in list_model(own, MAIN_MODEL).versions] == [good.version]


def test_two_promotions_at_once_leave_one_champion_and_its_forerunner(own: str) -> None:
    card = an_own_card()
    first = submit(own, card)
    promote(own, first.version, a_request())
    changes = beside(first, card.content_hash)
    rivals = [submit(own, an_own_card(n), changes=changes).version for n in (2, 3)]

    def tried(version: str) -> str:
        try:
            return promote(own, version, a_request()).what
        except PromotionRefusedError as fault:
            return fault.reasons[0]

    with ThreadPoolExecutor(2) as pool:
        said = dict(zip(rivals, pool.map(tried, rivals), strict=True))
    (winner,) = [version for version, words in said.items() if words == "promoted"]
    (loser,) = set(rivals) - {winner}
    assert f"version {winner} is champion now" in said[loser]
    with asking(own) as client:
        aliases = aliases_of(client, MAIN_MODEL)
    assert (aliases[CHAMPION], aliases[PREVIOUS]) == (winner, first.version)


def test_a_turn_that_another_has_is_waited_for_then_refused_and_can_be_released(own: str) -> None:
    with asking(own) as client:
        with turn(client, MAIN_MODEL, "cmarsh"):
            with (
                pytest.raises(RegistryError, match=r"somebody else \(cmarsh\) is promoting"),
                turn(client, MAIN_MODEL, "bthorne", patience_s=0.1),
            ):
                pass
            assert release_turn(client, MAIN_MODEL)
            with turn(client, MAIN_MODEL, "bthorne", patience_s=0.1):
                pass
            client.create_registered_model(f"{MAIN_MODEL}.turn")
        assert not release_turn(client, MAIN_MODEL)


def test_what_watching_found_is_kept_and_told_beside_the_version(own: str) -> None:
    version = submit(own)
    promote(own, version.version, a_request())
    run_id = log_findings(
        own, MAIN_MODEL, b'{"demand": "review"}', b"<!doctype html>", "review",
        figures={"stability_most": 0.12, "unknown": float("nan")},
    )  # fmt: skip
    with asking(own) as client:
        run = client.get_run(run_id)
        files = {file.path for file in client.list_artifacts(run_id)}
    assert FINDINGS_FILE in files
    assert run.data.metrics == {"stability_most": 0.12}
    assert run.info.run_name.endswith("-monitor-c1")
    found, registration = fetch_registration(own, MAIN_MODEL, CHAMPION)
    assert found.tags["monitored"] == "review"
    assert registration.monitored[0].value == "review"
    assert registration.approved_by == APPROVER
