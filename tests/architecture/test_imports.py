"""The import contracts of pyproject.toml hold, and each kind of breach breaks one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import PACKAGES


def _lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-logo", "--no-cache", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages' modules and the contracts, to plant a fault in and take it out again."""
    root, copy = Path(__file__).resolve().parents[2], tmp_path_factory.mktemp("copied")
    shutil.copy(root / "pyproject.toml", copy)
    for package in PACKAGES:
        for module in (root / package).rglob("*.py"):
            place = copy / module.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(module, place)
    return copy


def test_every_import_contract_is_kept(root: Path) -> None:
    result = _lint(root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert " 0 broken" in result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("features/catalogue.py", "import duties", "rows"),
        ("records/history.py", "import features.catalogue", "rows"),
        ("serving/settings.py", "import training.questions.labels", "rows"),
        ("synthetic_data/parameters.py", "import features.catalogue", "invented-world"),
        ("scorecard/card.py", "import pickle", "pickle"),
        ("serving/store/sqlite.py", "import sqlite3", "old-sqlite"),
        ("scorecard/card.py", "import mlflow", "door-mlflow"),
        ("linkage/names.py", "import splink", "door-splink"),
        ("scorecard/scoring.py", "def lazily():\n    import sklearn", "door-sklearn"),
        ("serving/settings.py", "import joblib", "door-joblib"),
        ("linkage/names.py", "from fastapi import Depends", "door-web"),
        ("serving/service/small_numbers.py", "import sqlalchemy", "door-databases"),
        ("scorecard/scoring.py", "import numba", "door-numba"),
        ("duties/undeclared.py", "", "layers-duties"),
    ],
)
def test_a_planted_import_breaks_its_contract(
    copied: Path, module: str, line: str, contract: str
) -> None:
    planted = copied / module
    before = planted.read_text(encoding="utf-8") if planted.exists() else None
    assert before or not line, "the fault must stand in a module that exists"
    planted.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        result = _lint(copied, "--contract", contract)
    finally:
        if before is None:
            planted.unlink()
        else:
            planted.write_text(before, encoding="utf-8")
    assert result.returncode == 1, result.stdout + result.stderr
    assert " 1 broken" in result.stdout, result.stdout + result.stderr
