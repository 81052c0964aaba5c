"""The import contracts of pyproject.toml hold, and each kind of breach breaks one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import PACKAGES


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-logo", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copied(root: Path, tmp_path: Path) -> Path:
    """The packages' modules and the contracts, to plant a fault in."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copy(root / "missing_risk.py", tmp_path)
    for package in PACKAGES:
        for module in (root / package).rglob("*.py"):
            copy = tmp_path / module.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(module, copy)
    return tmp_path


def test_every_import_contract_is_kept(root: Path) -> None:
    result = _lint(root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert " 0 broken" in result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("features/catalogue.py", "import duties", "Three rows"),
        ("records/history.py", "import features.catalogue", "Three rows"),
        ("serving/settings.py", "import training.labels", "Three rows"),
        ("synthetic_data/parameters.py", "import features.catalogue", "invented world"),
        ("scorecard/card.py", "import pickle", "pickled"),
        ("scorecard/card.py", "import mlflow", "Door: mlflow"),
        ("linkage/names.py", "import splink", "Door: splink"),
        ("scorecard/scoring.py", "def lazily():\n    import sklearn", "Door: scikit-learn"),
        ("serving/settings.py", "import joblib", "Door: joblib"),
        ("linkage/names.py", "from fastapi import Depends", "Door: the web framework"),
        ("serving/service/permissions.py", "import sqlalchemy", "Door: databases"),
        ("scorecard/scoring.py", "import numba", "Door: numba"),
        ("serving/store/sqlite.py", "import sqlite3", "standard library's SQLite"),
        ("duties/undeclared.py", "", "Layers of duties"),
    ],
)
def test_a_planted_import_breaks_its_contract(
    copied: Path, module: str, line: str, contract: str
) -> None:
    planted = copied / module
    assert planted.exists() or not line, "the fault must stand in a module that exists"
    with planted.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    result = _lint(copied)
    assert result.returncode == 1, result.stdout + result.stderr
    broken = [row for row in result.stdout.splitlines() if row.rstrip().endswith("BROKEN")]
    assert any(contract in row for row in broken), result.stdout
