"""A registry behind MLflow's own server: over HTTP as on a file, and a dead one found at once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.lib.registries import (
    MAIN_MODEL,
    MLFLOW_WARNINGS,
    a_request,
    a_submission,
    fresh_registry,
)
from tests.lib.registries import promote_main as promote
from training.errors import RegistryError
from training.registry.asking import MANNERS, asking
from training.registry.listing import fetch_registration
from training.registry.names import CHAMPION
from training.registry.tracking_server import SERVER_MANNERS, server_command
from training.registry.versions import register

pytestmark = MLFLOW_WARNINGS

#: A program of its own, as a user has it: MLflow reads its manners when it is imported.
_ASK = (
    "import os, sys, time\n"
    "from training.registry.asking import keep_manners\n"
    "keep_manners(os.environ)\n"
    "from training.errors import RegistryError\n"
    "from training.registry.reading import fetch_champion\n"
    "import mlflow\n"
    "for address in sys.argv[1:]:\n"
    "    began = time.monotonic()\n"
    "    try:\n"
    "        fetch_champion(address, 'missing-children-main')\n"
    "    except RegistryError as fault:\n"
    "        print(round(time.monotonic() - began, 1), fault)\n"
)


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers ``/health``; it is ended afterwards, with all of its processes."""
    environment = {**os.environ, **MANNERS, **SERVER_MANNERS}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        until = time.monotonic() + 120
        while not _is_healthy(port):
            assert process.poll() is None, (folder / "server.log").read_text()[-2000:]
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.2)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.slow
def test_a_remote_server_takes_runs_files_and_promotions_like_a_file(tmp_path: Path) -> None:
    port = free_port()
    database = fresh_registry(tmp_path)
    command = [
        sys.executable, "-m", "mlflow", "server", "--backend-store-uri", database,
        "--artifacts-destination", str(tmp_path / "artifacts"),
        "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
    ]  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    with running(command, tmp_path, port):
        version = register(a_submission(), address)
        with asking(address) as client:
            assert client.get_run(version.run_id).info.artifact_uri.startswith("mlflow-artifacts:")
        promote(address, version.version, a_request())
        found, registration = fetch_registration(address, MAIN_MODEL, CHAMPION)
        assert found.card == a_submission().card
        assert found.reference == a_submission().files["reference.json"]
        assert registration.approved_by == "B. Thorne"
        with asking(address) as client:
            model = {file.path for file in client.list_artifacts(version.run_id, "model")}
            entry = client.get_model_version_by_alias(MAIN_MODEL, CHAMPION)
            where = client.get_run(version.run_id).info.artifact_uri
        assert entry.source == f"{where}/model"
        assert {"model/MLmodel", "model/card_model.py"} <= model
    assert not _is_healthy(port)


@pytest.mark.slow
def test_the_command_opens_the_pages_of_the_store_and_ends_when_told(tmp_path: Path) -> None:
    port = free_port()
    address = fresh_registry(tmp_path / "var")
    version = register(a_submission(), address)
    command = [
        sys.executable, "-m", "missing_risk", "mlflow", "--port", str(port), "--models", address,
    ]  # fmt: skip

    with running(command, tmp_path, port) as process:
        page = f"http://127.0.0.1:{port}/get-artifact?path=card.json&run_uuid={version.run_id}"
        with urllib.request.urlopen(page, timeout=10) as answer:
            assert answer.read() == a_submission().card.to_json()
        taken = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert taken.returncode == 2
        assert f"port {port} of 127.0.0.1 is taken: choose another with --port" in taken.stderr
        process.terminate()
        assert process.wait(15) == 0
    assert not _is_healthy(port)


def test_a_server_that_is_dead_or_never_answers_is_said_in_one_line_within_seconds() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        addresses = [
            f"http://user:secret@127.0.0.1:{port}"
            for port in (free_port(), silent.getsockname()[1])
        ]
        done = subprocess.run(
            [sys.executable, "-c", _ASK, *addresses],
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
    lines = done.stdout.splitlines()
    assert len(lines) == 2, done.stderr[-1000:]
    for line, most in zip(lines, (10, 20), strict=True):
        seconds, _, said = line.partition(" ")
        assert float(seconds) < most
        assert said.startswith("the registry (http://127.0.0.1) did not do it: MlflowException")
        assert "secret" not in said


def test_a_server_has_pages_of_its_own_and_an_unused_store_none(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="open it in a browser"):
        server_command("http://models.example:5000", 5000)
    with pytest.raises(RegistryError, match=r"there is no database .*: run missing-risk train"):
        server_command(f"sqlite:///{tmp_path}/none.db", 5000)
