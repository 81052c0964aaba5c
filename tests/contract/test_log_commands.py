"""The log from the command line: refused starts, closing, keys, public files, the whole check."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from missing_risk import app
from serving.audit.notes import KeyKind, VerifierKey
from serving.model_store import Held
from serving.service.log_sealing import begin_log_sealing
from serving.service.opening import open_service
from serving.settings import Settings
from serving.store.errors import LogKeyError, LogRolledBackError
from serving.store.opening import Store, open_store
from serving.store.verifying import verify_log
from tests.lib.door import Door
from tests.lib.insiders import cut_off_the_end, insider_of
from tests.lib.logs import START, a_look, drawing
from tests.lib.sealed_logs import enter
from tests.web.conftest import small_force


class Place:
    """A store whose service has run once, and the environment in which commands find it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store_file = folder, folder / "store.db"
        self.environ = {
            "MISSING_RISK_STORE": f"sqlite:///{self.store_file}",
            "MISSING_RISK_LOG_KEY": str(folder / "log.key"),
            "MISSING_RISK_LOG_SEALS": str(folder / "elsewhere" / "log.seals"),
        }
        (folder / "elsewhere").mkdir()

    @property
    def settings(self) -> Settings:
        return Settings.read(self.environ)

    def run(self, *words: str, **environ: str) -> Result:
        """A command as somebody types it."""
        return CliRunner().invoke(app, [*words], env={**self.environ, **environ})

    def open(self) -> Store:
        return open_store(
            self.settings.store, writer=True, origin=self.settings.log_origin
        )  # fmt: skip

    def serve(self) -> None:
        """Start the service and end it at once."""

        async def run() -> None:
            async with open_service(self.settings, store, Held, lambda: START):
                pass

        with self.open() as store:
            asyncio.run(run())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Twelve looks, sealed."""
    made = Place(tmp_path)
    with made.open() as store:
        enter(store, range(12))
    made.serve()
    return made


def test_an_honest_log_is_checked_against_every_head(place: Place) -> None:
    done = place.run("verify-audit")
    assert done.exit_code == 0, done.output
    assert "12 entries, 0 faults" in done.output
    assert "Compared with 1 heads" in done.output


def test_a_service_on_an_older_copy_does_not_start_until_the_log_is_closed(place: Place) -> None:
    with place.open() as store:
        cut_off_the_end(store, 9)
    with pytest.raises(LogRolledBackError, match="missing-risk log close"):
        place.serve()
    assert place.run("verify-audit").exit_code == 1
    assert place.run("log", "close", "--reason", " ").exit_code == 2
    closed = place.run("log", "close", "--reason", "restored after a fire")
    assert closed.exit_code == 0, closed.output
    place.serve()
    checked = place.run("verify-audit")
    assert checked.exit_code == 0, checked.output
    assert "3 are known to be lost" in checked.output


def test_a_head_and_a_receipt_that_somebody_kept_are_compared(place: Place) -> None:
    assert place.run("log", "export", "--out", str(place.folder / "public")).exit_code == 0
    head = str(place.folder / "public" / "checkpoint")
    said = json.loads(place.run("verify-audit", "--json").stdout)
    with place.open() as store:
        enter(store, range(12, 15))
        raw = store.connect_log(readonly=True)
        row = raw.one("SELECT leaf FROM log_leaves WHERE position = 13")
        raw.close()
    assert row is not None
    receipt = f"{a_look(13).id}:{bytes(row[0]).hex()}"
    kept = ("--head", head, "--receipt", receipt)
    assert place.run("verify-audit", *kept).exit_code == 0
    other = f"{a_look(13).id}:{said['root']}"
    assert place.run("verify-audit", "--receipt", other).exit_code == 1
    assert place.run("verify-audit", "--receipt", "nonsense").exit_code == 2
    with place.open() as store:
        cut_off_the_end(store, 9)
    (place.folder / "elsewhere" / "log.seals").unlink()
    lost = place.run("verify-audit", *kept)
    assert lost.exit_code == 1
    assert "head of 12 entries" in lost.output


def test_production_has_a_key_and_a_seal_store_or_does_not_start(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.environ["MISSING_RISK_ENVIRONMENT"] = "production"

    def begin(**environ: str) -> None:
        settings = Settings.read({**place.environ, **environ})
        with place.open() as store:
            begin_log_sealing(settings, store, lambda: START, drawing(1)).close()

    with pytest.raises(LogKeyError, match="make-key"):
        begin()
    made = place.run("log", "make-key")
    assert made.exit_code == 0, made.output
    key = VerifierKey.parse(made.stdout.strip().splitlines()[-1])
    assert (key.name, key.kind) == (place.settings.log_origin, KeyKind.LOG)
    assert place.run("log", "make-key").exit_code == 2
    begin()
    with pytest.raises(LogKeyError, match="production seals its log"):
        begin(MISSING_RISK_LOG_KEY="")
    with pytest.raises(LogKeyError, match="production seals its log"):
        begin(MISSING_RISK_LOG_SEALS="")
    with pytest.raises(LogKeyError, match="WITNESSES"):
        begin(MISSING_RISK_LOG_WITNESSES="https://witness.example nonsense")


def test_a_changed_key_is_told_and_the_service_goes_on(place: Place) -> None:
    before = (place.folder / "log.key").read_text()
    done = place.run("log", "change-key", "--reason", "yearly")
    assert done.exit_code == 0, done.output
    assert (place.folder / "log.key").read_text() != before
    place.serve()
    assert place.run("verify-audit").exit_code == 0


def test_a_witness_s_key_is_made_once(tmp_path: Path) -> None:
    key = tmp_path / "witness.key"
    words = ("witness", "make-key", "--name", "commissioner.example/w1", "--key", str(key))
    made = CliRunner().invoke(app, [*words])
    assert made.exit_code == 0, made.output
    assert VerifierKey.parse(made.stdout.strip()).kind is KeyKind.WITNESS
    assert CliRunner().invoke(app, [*words]).exit_code == 2


def test_several_processes_find_what_one_finds(store: Store) -> None:
    enter(store, range(300))
    with insider_of(store) as raw:
        raw.run("UPDATE log_entries SET entry = ? WHERE id = ?", (b"{}", a_look(123).id))
    alone = verify_log(store, processes=1, turn=64)
    shared = verify_log(store, processes=2, turn=64)
    assert shared == alone
    assert [fault.position for fault in alone.faults if fault.position] == [123, 123, 124]


def test_a_door_seals_what_its_officers_look_at(tmp_path: Path) -> None:
    with Door(tmp_path, small_force()) as door:
        child = door.find("Kit Ashdownley")
        door.request("GET", f"/api/v1/children/{child}/risk", headers=door.headers())
        assert door.service.sealing.trouble is None
    store = open_store(door.settings.store, writer=False)
    report = verify_log(store)
    assert (report.faults, report.heads > 0) == ((), True)
    store.close()
