"""The whole story with the commands that anyone would type, on one small force."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scorecard import load_policy
from serving.model_store import CardKeeper, MlflowModelStore
from serving.store.opening import open_store
from serving.store.rescored import read_band
from tests.lib.door import Door

pytestmark = [
    pytest.mark.slow,
    # MLflow's own, as it is imported.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SADeprecationWarning"),
]

UNTIL = "2026-11-21"
NOW = datetime(2026, 11, 21, 2, 4, tzinfo=UTC)


class Force:
    """A folder in which ``missing-risk`` is run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *command: str, code: int = 0) -> str:
        """Run one command and give what it printed; it must end with ``code``."""
        done = subprocess.run(
            [sys.executable, "-m", "missing_risk", *command],
            cwd=self.folder,
            env={**os.environ, "MISSING_RISK_ENVIRONMENT": "demo"},
            capture_output=True,
            text=True,
            timeout=280,
        )
        assert done.returncode == code, f"{command}: {done.stderr[-2000:]}"
        return done.stderr if code == 2 else done.stdout

    def json(self, *command: str) -> Any:
        """What a command says to a program."""
        return json.loads(self.run(*command, "--json"))


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> Force:
    """A force taken in, linked, learnt from, its card promoted."""
    made = Force(tmp_path_factory.mktemp("story"))
    made.run(
        "synthesise", "--children", "40000", "--years", "5", "--seed", "3",
        "--until", UNTIL, "--out", "force",
    )  # fmt: skip
    made.run("ingest", "force/records")
    made.run("link")
    made.run("snapshot", "--out", "snapshot")
    version = made.json("train", "--snapshot", "snapshot")["version"]
    made.run(
        "promote", str(version), "--approver", "S. Upervisor",
        "--note", "The first card of this invented force.",
        "--despite-gates", "So few invented children can't settle every gate.",
    )  # fmt: skip
    return made


@pytest.fixture
def door(force: Force) -> Any:
    """The service on that force's store, with the champion that was promoted."""
    keeper = CardKeeper(
        MlflowModelStore(f"sqlite:///{force.folder}/var/mlflow.db"),
        force.folder / "cards",
        load_policy().labels[1:],
        lambda: NOW,
    )
    keeper.refresh()
    store = f"sqlite:///{force.folder}/var/missing-risk.db"
    with Door(force.folder, None, store, moment=NOW, cards=keeper.cards()) as opened:
        yield opened


def _missing_with_plan(door: Door) -> str:
    with door.store.reading() as connection:
        return str(
            connection.exec_driver_sql(
                "SELECT child_id FROM child_histories WHERE plan = 'linked'"
                " ORDER BY missing_since IS NULL, child_id LIMIT 1"
            ).scalar_one()
        )


def test_reading_the_same_extracts_again_changes_nothing(force: Force) -> None:
    for counts in force.json("ingest", "force/records"):
        assert counts["rows"] == counts["already_known"]
        assert counts["stored"] == counts["quarantined"] == 0
    assert force.json("link")["links_changed"] == 0


def test_an_officer_reads_band_reasons_and_plan_in_one_answer(door: Door) -> None:
    said = door.risk(_missing_with_plan(door))
    advice = said["advice"]
    assert advice["band"] in ("Low", "Medium", "High")
    assert advice["base"] + sum(r["points"] for r in said["reasons"]) == advice["points"]
    assert said["plan"]["state"] == "linked"
    assert said["plan"]["current"]["sections"][0]["name"] == "read_first"
    assert said["versions"]["artefact"].startswith("sha256:")
    assert said["versions"]["model"] == "1"
    for reason in said["reasons"]:
        for evidence in reason["evidence"]:
            assert evidence["reference"]
            assert evidence["date"]


def test_somebody_without_the_role_is_refused(door: Door) -> None:
    path = f"/api/v1/children/{_missing_with_plan(door)}/risk"
    assert door.request("GET", path, headers=door.headers("auditor")).status_code == 403


def test_the_command_line_gives_the_service_s_own_answer(force: Force) -> None:
    address = f"sqlite:///{force.folder}/var/missing-risk.db"
    with open_store(address, writer=False) as store, store.reading() as connection:
        child = connection.exec_driver_sql("SELECT min(child_id) FROM child_histories").scalar_one()
    said = force.json("score", "--child", child, "--as-of", "2026-11-01T00:00:00+00:00")
    assert said["child"]["id"] == child
    assert said["as_of"] == "2026-11-01T00:00:00.000000Z"


def test_every_child_is_scored_at_night_as_an_answer_would(force: Force) -> None:
    moment = ("--as-of", "2026-11-20T02:00:00+00:00")
    night = force.json("rescore", *moment)
    assert night["is_new"]
    assert night["children"] == sum(night["bands"].values()) > 0
    assert force.json("rescore", *moment) == {**night, "is_new": False}
    address = f"sqlite:///{force.folder}/var/missing-risk.db"
    with open_store(address, writer=False) as store, store.reading() as connection:
        (flagged,) = read_band(connection, night["run"], "High", most=1)
    advice = force.json("score", "--child", flagged.child, *moment)["advice"]
    assert (advice["band"], advice["points"]) == ("High", flagged.points)
    later = force.json("rescore", "--as-of", "2026-11-21T02:00:00+00:00")
    assert later["compared_with"] == night["run"]
    assert force.run("rescore", *moment, code=2).strip().count("\n") <= 1


def test_bad_input_ends_with_2_and_one_clear_line(force: Force) -> None:
    for command in (
        ("ingest", "nowhere"),
        ("score", "--child", "C-0000000000"),
        ("snapshot", "--out", "snapshot"),
        ("train", "--snapshot", "nowhere"),
        ("promote", "99", "--approver", "S. Upervisor", "--note", "There is no such version."),
        ("ingest", "force", "--store", "mysql://x"),
    ):
        said = force.run(*command, code=2)
        assert "Traceback" not in said
        assert said.strip()


#: What an insider with the database would do: lift the guards, change an answer, put them back.
_TAMPER = """
import sys, pysqlite3.dbapi2 as sqlite
db = sqlite.connect(sys.argv[1])
guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
for name, _ in guards:
    db.execute(f"DROP TRIGGER {name}")
changed = "CAST(replace(CAST(value AS TEXT), 'answers/v1', 'answers/v2') AS BLOB)"
assert db.execute(f"UPDATE log_answers SET value = {changed}").rowcount
for _, sql in guards:
    db.execute(sql)
db.commit()
"""


def test_the_log_verifies_and_a_changed_answer_is_found(force: Force, door: Door) -> None:
    door.risk(_missing_with_plan(door))
    door.store.close()
    assert force.json("verify-audit")["faults"] == []
    copy = force.folder / "copy.db"
    copy.write_bytes((force.folder / "var" / "missing-risk.db").read_bytes())
    subprocess.run([sys.executable, "-c", _TAMPER, str(copy)], check=True)
    assert "answer" in force.run("verify-audit", "--store", str(copy), code=1)
