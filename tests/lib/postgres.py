"""A private PostgreSQL cluster for the tests, durable as in use, gone when they end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PostgresServer", "fast_disk", "find_binaries", "running_postgres"]


def find_binaries() -> Path | None:
    """The newest installed server's programs, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    if newest is not None:
        return newest.parent
    on_path = shutil.which("initdb")
    return None if on_path is None else Path(on_path).resolve().parent


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running cluster.

    Attributes:
        url: the store's address in its one database.
        folder: where its data and socket are.
    """

    url: str
    folder: Path
    binaries: Path

    def control(self, *words: str) -> None:
        """Run ``pg_ctl`` with these words on this cluster; raises if it fails."""
        _run(self.binaries / "pg_ctl", "-D", self.folder / "data", "-w", *words)


@contextmanager
def running_postgres(binaries: Path) -> Iterator[PostgresServer]:
    """A new cluster on a local socket and a free port of the loopback address."""
    folder = Path(tempfile.mkdtemp(prefix="missing-risk-pg-", dir=fast_disk()))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _run(
            binaries / "initdb", "-D", folder / "data", "-U", "postgres",
            "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8",
        )  # fmt: skip
        port = _free_port()
        server = PostgresServer(
            f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres", folder, binaries
        )
        options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={folder}"
        server.control("-l", str(folder / "log"), "-o", options, "start")
        try:
            yield server
        finally:
            server.control("-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fast_disk() -> str | None:
    """Memory, where there is any to spare: a database flushes as in use, and it costs nothing."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of our own in it
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30:
        return str(memory)
    return None


def _run(program: Path, *words: object) -> None:
    as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_server, str(program), *map(str, words)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/",
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"{program.name} failed: {done.stderr.decode()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
