"""MLflow's own pages on the store that training writes to: how they are started, and whether
they can be."""

from __future__ import annotations

import socket
import sys

from training.errors import RegistryError
from training.registry.asking import artifacts_of, sqlite_file

__all__ = ["SERVER_MANNERS", "check_port_is_free", "server_command"]

HOST = "127.0.0.1"
#: What the server is told besides :data:`training.registry.asking.MANNERS`: it runs no jobs,
#: which would cost half a gigabyte in processes that nobody here has work for.
SERVER_MANNERS = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}


def server_command(address: str, port: int) -> list[str]:
    """The command line that serves the pages of ``address`` on this host alone.

    Raises:
        RegistryError: the address is a server's, which has pages of its own.
    """
    if address.startswith(("http://", "https://")):
        raise RegistryError(f"{address} is a server with pages of its own: open it in a browser")
    if (file := sqlite_file(address)) is not None and not file.exists():
        raise RegistryError(f"there is no database {file} yet: run missing-risk train first")
    artifacts = artifacts_of(address)
    root = () if artifacts is None else ("--default-artifact-root", artifacts)
    return [
        sys.executable, "-m", "mlflow", "server", "--backend-store-uri", address, *root,
        "--host", HOST, "--port", str(port), "--workers", "1",
    ]  # fmt: skip


def check_port_is_free(port: int) -> None:
    """Refuse a port that something listens on.

    Raises:
        RegistryError: naming the port and the option that chooses another.
    """
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            raise RegistryError(
                f"port {port} of {HOST} is taken: choose another with --port"
            ) from None
