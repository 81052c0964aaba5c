"""``missing-risk store`` and ``missing-risk retention``, as whoever runs the service types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

import missing_risk
from serving.migrations.running import HEAD
from serving.store.opening import open_store


def _run(*words: str) -> Result:
    return CliRunner().invoke(missing_risk.app, words)


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A store with a tombstone in it."""
    path = str(tmp_path / "force.db")
    with open_store(path, writer=True) as store, store.writing() as connection:
        connection.execute(text("INSERT INTO erased_children VALUES ('C-1', 'e-1')"))
    return path


def test_the_store_is_shown_taken_back_and_brought_forward(address: str) -> None:
    shown = _run("store", "show", "--store", address, "--json")
    assert json.loads(shown.stdout) == {
        "revision": HEAD, "release": HEAD, "steps": [], "missing_guards": [], "role": [],
    }  # fmt: skip
    back = ("store", "downgrade", "--store", address, "--to", "0012")
    refused = _run(*back)
    assert (refused.exit_code, "1 of erased_children" in refused.stderr) == (3, True)
    done = _run(*back, "--lose-data")
    assert (done.exit_code, done.stdout) == (0, "lost: 1 of erased_children\n")
    shown = _run("store", "show", "--store", address)
    assert "revision 0012" in shown.stdout
    assert "to come: 0013 how long records are kept" in shown.stdout
    assert _run("store", "upgrade", "--store", address).exit_code == 0
    assert f"revision {HEAD};" in _run("store", "show", "--store", address).stdout


def test_what_can_not_be_done_is_said_in_one_line(address: str, tmp_path: Path) -> None:
    for words, code, said in (
        (("store", "downgrade", "--store", address, "--to", "9"), 2, "no revision is called 9"),
        (("store", "grant", "--store", address, "--role", "x"), 3, "no roles"),
        (("store", "show", "--store", str(tmp_path / "nothing.db")), 3, "there is no store"),
    ):
        ended = _run(*words)
        assert (ended.exit_code, said in ended.stderr) == (code, True), ended.stderr
        assert ended.stderr.count("\n") == 1
    assert _run("store", "vacuum", "--store", address).exit_code == 0


def test_what_was_kept_long_enough_is_counted_before_it_goes(address: str) -> None:
    counted = _run("retention", "run", "--dry-run", "--json", "--store", address)
    rules = json.loads(counted.stdout)["rules"]
    assert {rule["rule"] for rule in rules} == {
        "answers",
        "questions",
        "notices",
        "changes",
        "repeated",
    }
    assert {rule["rows"] for rule in rules} == {0}
    done = _run("retention", "run", "--store", address)
    assert (done.exit_code, done.stdout.count(" gone")) == (0, 5)
