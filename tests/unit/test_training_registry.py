"""``train`` on a real registry: what a run leaves there, and who may promote it (N7, N8)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from records.calendar import instant_from_text
from records.snapshots import write_snapshot
from scorecard import Card, load_policy
from tests.lib.cards import small_snapshot
from tests.lib.registries import (
    APPROVER,
    MAIN_MODEL,
    MLFLOW_WARNINGS,
    NOTE,
    a_request,
    an_own_card,
    fresh_registry,
    gates_with,
    promote_main,
    submit,
)
from training import commands
from training.commands.code_versions import code_version
from training.questions.outcomes import MAIN
from training.registry.asking import asking
from training.registry.reading import aliases_of, fetch_version

pytestmark = MLFLOW_WARNINGS

APPROVAL = ("--approver", APPROVER, "--note", NOTE)
DESPITE = ("--despite-gates", "A small force for a test.")


def invoke(*words: str) -> tuple[int, str, str]:
    """(exit code, printed, said to the terminal) of one command line."""
    app = typer.Typer()
    commands.mount(app)
    result = CliRunner().invoke(app, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def as_json(*words: str) -> dict[str, Any]:
    """What a command that must succeed says to a program."""
    code, out, said = invoke(*words, "--json")
    assert code == 0, said[-1000:]
    result: dict[str, Any] = json.loads(out)
    return result


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of a small force."""
    out = tmp_path_factory.mktemp("training")
    small_snapshot(out / "snapshot")
    return out


@pytest.fixture(scope="module")
def champion() -> Card:
    """A card made by hand that ranks children by the same outcome: what serves today."""
    return an_own_card(trained={"outcome": MAIN.version})


@pytest.fixture(scope="module")
def address(folder: Path, champion: Card) -> str:
    """A registry whose champion is version 1."""
    registry = fresh_registry(folder / "models")
    promote_main(registry, submit(registry, champion).version, a_request())
    return registry


@pytest.fixture(scope="module")
def printed(folder: Path, address: str) -> dict[str, Any]:
    """What ``train --json`` prints of version 2, trained once for all of these tests."""
    return as_json(
        "train", "--snapshot", str(folder / "snapshot"), "--models", address,
        "--trainer", "C. Marsh",
    )  # fmt: skip


def test_the_registered_card_is_the_one_whose_hash_is_the_versions_tag(
    printed: dict[str, Any], address: str
) -> None:
    found = fetch_version(address, MAIN_MODEL, printed["version"])
    assert found.card.content_hash == printed["card_hash"] == found.tags["card_hash"]
    assert tuple(found.card.thresholds) == load_policy().labels[1:]
    assert found.judgement.card_hash == printed["card_hash"]
    assert found.judgement.code == code_version().words == found.tags["code"]
    assert found.tags["trainer"] == "C. Marsh"


def test_the_run_holds_figures_settings_papers_and_pictures_and_no_pickle(
    printed: dict[str, Any], address: str, tmp_path: Path
) -> None:
    with asking(address) as client:
        run = client.get_run(printed["run_id"])
        files = {file.path for file in client.list_artifacts(run.info.run_id)}
        model = {file.path for file in client.list_artifacts(run.info.run_id, "model")}
    assert run.info.status == "FINISHED"
    assert run.info.run_name == "2026-11-main-c2"
    assert {"a_auc", "auc", "auc_low", "auc_high", "auc_count_rule", "seconds", "cases"} <= set(
        run.data.metrics
    )
    assert run.data.params["seed"] == "1"
    assert {"card.json", "judgement.json", "reference.json", "report.html", "card.md"} <= files
    assert {"model-card.html", "transparency-record.html", "scorecard.html", "model"} <= files
    assert any(name.endswith(".svg") for name in files)
    assert not [name for name in files | model if name.endswith((".pkl", ".pickle", ".joblib"))]
    (data,) = run.inputs.dataset_inputs
    assert data.dataset.source == fetch_version(address, MAIN_MODEL, "2").judgement.snapshot


def test_it_is_judged_beside_the_champion_and_a_second_person_promotes_it(
    printed: dict[str, Any], champion: Card, address: str
) -> None:
    found = fetch_version(address, MAIN_MODEL, printed["version"])
    changes = found.judgement.changes
    assert changes is not None
    assert (changes.champion_version, changes.champion_hash) == ("1", champion.content_hash)
    assert found.tags["judged_beside"] == "1"
    code, _, said = invoke("promote", "2", *APPROVAL, "--models", address)
    assert code == 2  # so small a force leaves gates that are not passed
    assert said.splitlines()[0] == "version 2 is not promoted:"
    code, out, said = invoke("promote", "2", *APPROVAL, *DESPITE, "--models", address)
    assert code == 0, said
    assert "PROMOTED DESPITE GATES THAT WERE NOT PASSED" in out
    with asking(address) as client:
        named = aliases_of(client, MAIN_MODEL)
    assert named == {"champion": "2", "challenger": "2", "previous": "1"}
    code, out, _ = invoke("models", "--models", address)
    assert code == 0
    assert "version 2 (challenger, champion): trained by C. Marsh" in out
    assert "PROMOTED DESPITE" in out
    assert f"version 2 refused by {APPROVER}" in out


def test_papers_name_the_run_the_approver_and_what_was_overruled(tmp_path: Path) -> None:
    registry = fresh_registry(tmp_path / "models")
    version = submit(registry, gates=gates_with("calibrated", False)).version
    why = "Nobody is looked for by this card."
    promote_main(registry, version, a_request(despite=why, is_production=False))
    told = as_json("papers", "--out", str(tmp_path / "papers"), "--models", registry)
    assert {"model-card.html", "transparency-record.html", "scorecard.html"} <= set(told["files"])
    for name in ("model-card.html", "transparency-record.html"):
        text = (tmp_path / "papers" / name).read_text(encoding="utf-8")
        for words in (told["run_id"][:12], APPROVER, NOTE, "calibrated", why):
            assert words in text, (name, words)
    code, _, said = invoke("papers", "--out", "/dev/null/x", "--models", registry)
    assert code == 2
    assert "can't be written to" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("promote", "99", *APPROVAL), "has no version 99; it has 1"),
        (("promote", "1", "--approver", "A. VALE", "--note", NOTE), "trained it: a second person"),
        (("train", "--snapshot", "x", "--card", "third"), "there is no card third; there is main"),
        (("promote", "1", *APPROVAL, "--card", "third"), "there is no card third; there is main"),
        (("train", "--snapshot", "no/such/folder"), "holds no snapshot: run missing-risk snapshot"),
        (("papers", "--out", "x", "--version", "99"), "has no version 99; it has 1"),
        (("rollback", "--approver", " ", "--note", NOTE), "name who approves"),
    ],
)
def test_bad_input_is_one_clear_line_for_each_reason_and_exit_code_2(
    words: tuple[str, ...], said: str, address: str
) -> None:
    code, out, err = invoke(*words, "--models", address)
    assert (code, out) == (2, "")
    assert any(said in line for line in err.splitlines()), err
    assert "Traceback" not in err


def test_a_history_that_teaches_nothing_is_one_clear_line(tmp_path: Path, address: str) -> None:
    write_snapshot(tmp_path / "empty", [], instant_from_text("2026-11-01T06:00:00Z"))
    code, _, err = invoke("train", "--snapshot", str(tmp_path / "empty"), "--models", address)
    assert code == 2
    assert "use a longer or a larger history" in err


def test_a_registry_that_can_not_be_written_to_is_found_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    broken = f"sqlite:///{tmp_path}/file/mlflow.db"
    code, _, err = invoke("train", "--snapshot", "no/such/folder", "--models", broken)
    assert code == 2
    assert "MISSING_RISK_MODELS" in err
    assert "no/such/folder" not in err


def test_overruling_gates_is_refused_in_production(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MISSING_RISK_ENVIRONMENT", "production")
    code, _, err = invoke("promote", "1", *APPROVAL, *DESPITE, "--models", address)
    assert code == 2
    assert "gates are not overruled in production" in err


def test_mounting_the_commands_loads_none_of_the_libraries_that_fit_or_draw() -> None:
    code = (
        "import sys, training.commands\n"
        "print([m for m in ('sklearn', 'scipy', 'mlflow', 'altair', 'pandas') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
