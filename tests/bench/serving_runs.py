"""Servers that are measured: each a process of its own on a free port of the loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

__all__ = ["bare_server", "command_output", "service"]

_PATIENCE = 60.0


def _command(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _environment() -> dict[str, str]:
    """Nothing of this machine's settings; and one account asks more than any officer would."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("MISSING_RISK")}
    return own | {"MISSING_RISK_LOOKS_A_MINUTE": "10000000"}


def command_output(folder: Path, *arguments: str) -> str:
    """What ``missing-risk`` with these arguments prints, run in ``folder``."""
    done = subprocess.run(
        [_command("missing-risk"), *arguments],
        cwd=folder,
        env=_environment(),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@contextmanager
def service(folder: Path) -> Iterator[int]:
    """``missing-risk serve`` on the store in ``folder``; gives its port once it is ready."""
    port = _free_port()
    command = [_command("missing-risk"), "serve", "--port", str(port)]
    with _running(command, folder, f"http://127.0.0.1:{port}/health/ready"):
        yield port


@contextmanager
def bare_server(folder: Path) -> Iterator[int]:
    """A FastAPI route that does nothing, under the same kind of server."""
    port = _free_port()
    root = Path(__file__).resolve().parents[2]
    command = [
        *(_command("uvicorn"), "tests.bench.bare:app", "--app-dir", str(root)),
        *("--port", str(port), "--loop", "uvloop", "--no-access-log", "--log-level", "warning"),
    ]
    with _running(command, folder, f"http://127.0.0.1:{port}/bare"):
        yield port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: Sequence[str], folder: Path, ready: str) -> Iterator[None]:
    log = folder / "server.log"
    with log.open("ab") as output:
        server = subprocess.Popen(
            command, cwd=folder, env=_environment(), stdout=output, stderr=output
        )
    try:
        _wait_until_ready(server, ready, log)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_ready(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended at once: {log.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server's address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server was not ready within {_PATIENCE:.0f} s")
