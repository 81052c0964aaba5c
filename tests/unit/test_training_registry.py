"""The registry on a real MLflow database: what train and promote leave there."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from records.calendar import instant_from_text
from records.snapshots import write_snapshot
from scorecard import Card, load_policy
from tests.lib.cards import small_snapshot
from training import commands
from training.errors import RegistryError
from training.registry.tracking import CHAMPION, HASH_TAG, MODEL_NAME, promote

# MLflow's own models use what the newest SQLAlchemy has deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SADeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def invoke(*words: str) -> tuple[int, str, str]:
    """(exit code, printed, said to the terminal) of one command line."""
    app = typer.Typer()
    app.command()(commands.train)
    app.command()(commands.promote)
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of a small force."""
    out = tmp_path_factory.mktemp("registry")
    small_snapshot(out / "snapshot")
    return out


@pytest.fixture(scope="module")
def address(folder: Path) -> str:
    """An MLflow database that nobody has used."""
    return f"sqlite:///{folder}/models/mlflow.db"


@pytest.fixture(scope="module")
def printed(folder: Path, address: str) -> dict[str, object]:
    """What ``train --json`` prints."""
    snapshot = str(folder / "snapshot")
    code, out, said = invoke("train", "--snapshot", snapshot, "--models", address, "--json")
    assert code == 0, said
    result: dict[str, object] = json.loads(out)
    return result


def test_the_registered_card_is_the_one_whose_hash_is_the_versions_tag(
    printed: dict[str, object], address: str, tmp_path: Path
) -> None:
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=address, registry_uri=address)
    version = client.get_model_version(MODEL_NAME, str(printed["version"]))
    path = Path(client.download_artifacts(version.run_id, "card.json", str(tmp_path)))
    card = Card.from_json(path.read_bytes(), version.tags[HASH_TAG])
    assert card.content_hash == printed["card_hash"]
    assert tuple(card.thresholds) == load_policy().labels[1:]
    assert version.source.endswith("/artifacts")


def test_the_run_holds_figures_settings_report_and_pictures(
    printed: dict[str, object], address: str
) -> None:
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=address, registry_uri=address)
    run = client.get_run(str(printed["run_id"]))
    assert {"seconds", "cases"} <= set(run.data.metrics)
    assert run.data.params["seed"] == "1"
    assert run.data.params["snapshot"].startswith("sha256:")
    files = {file.path for file in client.list_artifacts(run.info.run_id)}
    assert {"card.json", "card.md", "report.html"} <= files
    assert not [name for name in files if name.endswith((".pkl", ".pickle", ".joblib"))]


def test_promoting_makes_the_champion_names_the_approver_and_keeps_the_one_before(
    printed: dict[str, object], folder: Path, address: str
) -> None:
    from mlflow import MlflowClient

    first = str(printed["version"])
    snapshot = str(folder / "snapshot")
    code, out, _ = invoke(
        "train", "--snapshot", snapshot, "--models", address, "--seed", "2", "--json"
    )
    assert code == 0
    second = str(json.loads(out)["version"])
    for version in (first, second):
        code, out, _ = invoke("promote", version, "--approver", "A N Analyst", "--models", address)
        assert (code, out.split(":")[0]) == (0, f"Version {version} is the champion")
    client = MlflowClient(tracking_uri=address, registry_uri=address)
    aliases = client.get_registered_model(MODEL_NAME).aliases
    assert {name: str(version) for name, version in aliases.items()} == {
        CHAMPION: second,
        "previous": first,
        "challenger": second,
    }
    tags = client.get_model_version(MODEL_NAME, second).tags
    assert tags["approved_by"] == "A N Analyst"
    assert date.fromisoformat(tags["approved_on"])


def test_promoting_a_card_that_failed_a_gate_is_said_and_kept_with_it(
    printed: dict[str, object], address: str
) -> None:
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=address, registry_uri=address)
    version = str(printed["version"])
    client.set_model_version_tag(MODEL_NAME, version, "gate_ranks_well", "failed")
    code, out, _ = invoke("promote", version, "--approver", "A N Analyst", "--models", address)
    assert code == 0
    assert "promoted despite failed gates, in A N Analyst's name: " in out
    assert "ranks_well" in out
    tags = client.get_model_version(MODEL_NAME, version).tags
    assert "ranks_well" in tags["promoted_despite"].split(", ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("promote", "99", "--approver", "A"), "there is no version 99; there is 1"),
        (("promote", "1", "--approver", " "), "name who approves"),
        (("train", "--snapshot", "no/such/folder"), "holds no snapshot: run missing-risk snapshot"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_code_2(
    words: tuple[str, ...], said: str, printed: dict[str, object], address: str
) -> None:
    code, out, err = invoke(*words, "--models", address)
    assert (code, out) == (2, "")
    lines = [line for line in err.splitlines() if line.strip()]
    assert said in lines[-1]
    assert "Traceback" not in err


def test_a_history_that_teaches_nothing_is_one_clear_line(tmp_path: Path, address: str) -> None:
    write_snapshot(tmp_path / "empty", [], instant_from_text("2026-11-01T06:00:00Z"))
    code, _, err = invoke("train", "--snapshot", str(tmp_path / "empty"), "--models", address)
    assert code == 2
    assert "use a longer or a larger history" in err


def test_a_registry_that_can_not_be_written_to_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(RegistryError, match="MISSING_RISK_MODELS"):
        promote("1", "A N Analyst", date(2026, 11, 1), f"sqlite:///{tmp_path}/file/mlflow.db")


def test_mounting_the_commands_loads_none_of_the_libraries_that_fit_or_draw() -> None:
    code = (
        "import sys, training.commands\n"
        "print([m for m in ('sklearn', 'scipy', 'mlflow', 'altair', 'pandas') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
