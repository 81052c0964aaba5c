"""``mlflow run . -e retrain`` is ``missing-risk train``: the project's file says so."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import typer.main

import missing_risk
from tests.lib.registries import MLFLOW_WARNINGS

pytestmark = MLFLOW_WARNINGS


def test_the_entry_point_runs_the_command_with_its_own_options(root: Path, tmp_path: Path) -> None:
    from mlflow.projects.utils import load_project

    snapshot = tmp_path / "a snapshot"
    snapshot.mkdir()
    entry = load_project(str(root)).get_entry_point("retrain")
    command = entry.compute_command({"snapshot": str(snapshot)}, str(tmp_path))
    python, *words = shlex.split(command)
    assert (python, words[:3]) == ("python", ["-m", "missing_risk", "train"])
    train = typer.main.get_command(missing_risk.app).commands["train"]  # type: ignore[attr-defined]  # it is a group
    with train.make_context("train", words[3:]) as context:
        assert context.params["snapshot"] == snapshot
        assert (context.params["card"], context.params["seed"]) == ("main", 1)


def test_its_environment_is_made_of_the_lock(root: Path) -> None:
    from mlflow.projects.utils import load_project

    project = load_project(str(root))
    text = Path(project.env_config_path).read_text(encoding="utf-8")
    assert "-r requirements.lock" in text
    assert (root / "requirements.lock").is_file()


@pytest.mark.parametrize("name", ["snapshot", "card", "seed"])
def test_every_parameter_is_an_option_of_the_command(name: str, root: Path) -> None:
    from mlflow.projects.utils import load_project

    entry = load_project(str(root)).get_entry_point("retrain")
    assert name in entry.parameters
    assert f"--{name} {{{name}}}" in entry.command
