"""Every await of a look cancelled in turn: the entry then means *possibly shown* (N6).

Whoever was answered is in the log, whoever was not may be, once; and the next look goes
through, however many were cancelled before.
"""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable, Coroutine, Generator, Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from serving.store.verifying import verify_log
from tests.lib.door import Door
from tests.web.conftest import small_force

_Message = MutableMapping[str, Any]


@pytest.fixture
def door(store_url: str, tmp_path: Path) -> Iterator[Door]:
    """The service on a small force, on each engine."""
    with Door(tmp_path / "force", small_force(), store_url) as opened:
        yield opened


@dataclass
class Asked:
    """One look, and what its caller got.

    Attributes:
        awaits: how many times it waited.
        sent: what went out, message by message.
    """

    awaits: int = 0
    sent: list[_Message] = field(default_factory=list)

    @property
    def entry(self) -> str | None:
        """The receipt, if an answer went out."""
        if not self.sent or self.sent[0]["status"] != 200:
            return None
        return str(dict(self.sent[0]["headers"])[b"x-audit-entry"], "ascii")


@types.coroutine
def stepped(
    work: Coroutine[Any, Any, None], asked: Asked, at: int, how: Callable[[Any], None]
) -> Generator[Any, Any, None]:
    """The work step by step; ``how`` cancels it at the await of this number, from 1."""
    thrown: BaseException | None = None
    while True:
        try:
            awaited = work.send(None) if thrown is None else work.throw(thrown)
        except StopIteration:
            return
        asked.awaits += 1
        if asked.awaits == at:
            how(awaited)
        try:
            yield awaited
            thrown = None
        except asyncio.CancelledError as cancelled:
            thrown = cancelled


def at_once(_: Any) -> None:
    """The caller is gone as soon as the await begins."""
    task = asyncio.current_task()
    assert task is not None
    task.cancel()


def when_done(awaited: Any) -> None:
    """The caller is gone just when the awaited is done, before the look can go on."""
    task = asyncio.current_task()
    assert task is not None
    if awaited is None:
        task.cancel()
        return
    awaited.add_done_callback(lambda _: task.cancel())


def look(door: Door, path: str, at: int = 0, how: Callable[[Any], None] = at_once) -> Asked:
    """Ask as an officer's browser would, through the whole application."""
    asked = Asked()
    headers = [(name.lower().encode(), value.encode()) for name, value in door.headers().items()]
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": [(b"host", b"127.0.0.1"), *headers], "scheme": "http",
        "http_version": "1.1", "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80), "asgi": {"version": "3.0"}, "state": {},
    }  # fmt: skip

    async def receive() -> _Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: _Message) -> None:
        asked.sent.append(message)

    async def go() -> None:
        task = asyncio.ensure_future(whole())
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    async def whole() -> None:
        await stepped(door.app(scope, receive, send), asked, at, how)  # type: ignore[arg-type]  # ASGI's own types

    door._run(go())
    return asked


def entries(door: Door) -> list[str]:
    raw = door.store.connect_log(readonly=True)
    rows = raw.all("SELECT id FROM log_entries")
    raw.close()
    return [str(row[0]) for row in rows]


def test_a_look_cancelled_at_any_await_is_entered_once_or_not_and_stops_nobody(door: Door) -> None:
    child = door.find("Kit Ashdownley")
    path = f"/api/v1/children/{child}/risk"
    whole = look(door, path)
    assert whole.entry is not None
    assert whole.awaits >= 2, "the sweep would see nothing"
    possibly_shown = 0
    answered = {whole.entry}
    for at in range(1, whole.awaits + 1):
        for how in (at_once, when_done):
            before = set(entries(door))
            cut = look(door, path, at, how)
            # The writer may still be entering what its caller no longer waits for: the next
            # look is entered behind it.
            after = look(door, path)
            assert after.entry is not None, "the look after a cancelled one was refused"
            added = set(entries(door)) - before - {after.entry}
            assert len(added) <= 1
            if cut.entry is not None:
                assert added == {cut.entry}
            else:
                possibly_shown += len(added)
            answered |= {after.entry, *([cut.entry] if cut.entry else [])}
    assert possibly_shown >= 1, "no cancellation came between the entry and the answer"
    assert answered <= set(entries(door))
    assert verify_log(door.store).faults == ()
    assert door.service.writer.is_healthy


def test_many_cancelled_at_once_leave_every_connection_whole(door: Door) -> None:
    """More at once than any pool has connections, then as many that all must be answered."""
    child = door.find("Kit Ashdownley")
    path = f"/api/v1/children/{child}/risk"
    awaits = look(door, path).awaits

    async def crowd(cancel: bool) -> list[int]:
        async def one(number: int) -> int:
            request = door.client.get(path, headers=door.headers())
            task = asyncio.ensure_future(request)
            if cancel:
                for _ in range(number % (awaits * 3)):
                    await asyncio.sleep(0)
                task.cancel()
            done = (await asyncio.gather(task, return_exceptions=True))[0]
            return 0 if isinstance(done, BaseException) else int(done.status_code)

        return await asyncio.gather(*(one(number) for number in range(24)))

    for _ in range(3):
        door._run(crowd(cancel=True))
    assert door._run(crowd(cancel=False)) == [200] * 24
    assert verify_log(door.store).faults == ()
