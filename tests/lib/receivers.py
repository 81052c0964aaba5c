"""Receivers of messages: over HTTP and by mail, which fail in every way that real ones do."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

__all__ = ["MailBox", "Posted", "Receiver", "nobody_listens"]


@dataclass(frozen=True, slots=True)
class Posted:
    """One request that a receiver got."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """An HTTP server that keeps what is posted and answers as ``answers`` say, one by one; the
    last goes on. An answer is a status, ``hang`` (none until the end) or ``drop`` (the line
    is cut)."""

    def __init__(self, *answers: int | str) -> None:
        self.posted: list[Posted] = []
        self._answers = list(answers) or [200]
        self._ending = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                body = self.rfile.read(length)
                said = {name.lower(): value for name, value in self.headers.items()}
                receiver.posted.append(Posted(self.path, said, body))
                receiver._answer(self)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/told"

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if answer == "hang":
            self._ending.wait(10)
            return
        if answer == "drop":
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        handler.send_response(int(answer))
        if 300 <= int(answer) < 400:
            handler.send_header("location", self.url.replace("/told", "/elsewhere"))
        handler.send_header("content-type", "application/json")
        handler.end_headers()
        handler.wfile.write(b"\x00\xff{garbage")

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def nobody_listens() -> Iterator[str]:
    """An address at which connections are refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # Bound and not listening: nobody else can take the port.
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/told"


@dataclass(slots=True)
class MailBox:
    """A mail server that speaks as much SMTP as a sender needs, without encryption.

    Attributes:
        mails: what was sent, as it came.
        refuses: a reply to the recipient in place of the usual one, e.g. ``450 busy``.
    """

    mails: list[str] = field(default_factory=list)
    refuses: str = ""
    port: int = 0
    _server: socketserver.ThreadingTCPServer | None = None
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        box = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                box._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def _talk(self, handler: socketserver.StreamRequestHandler) -> None:
        def say(line: str) -> None:
            handler.wfile.write(f"{line}\r\n".encode())

        say("220 mail.example")
        while line := handler.rfile.readline().decode().strip():
            match line.split()[0].upper():
                case "RCPT" if self.refuses:
                    say(self.refuses)
                case "DATA":
                    say("354 go on")
                    self.mails.append(self._read(handler))
                    say("250 taken")
                case "QUIT":
                    say("221 bye")
                    return
                case _:
                    say("250 ok")

    @staticmethod
    def _read(handler: socketserver.StreamRequestHandler) -> str:
        lines = []
        while (line := handler.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
