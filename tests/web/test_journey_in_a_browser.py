"""The officer's journey in a real browser, script switched off, against a running server.

Only a browser sends what browsers send: under our no-referrer policy a form's origin is
``null``, which no test client says.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page

from serving.service.demo_accounts import demo_accounts
from tests.lib.chromium import chromium
from tests.lib.door import Door

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(door: Door) -> Iterator[str]:
    """The door's application behind a real server on loopback."""
    config = uvicorn.Config(
        door.app, host="127.0.0.1", port=0, lifespan="off", log_level="error", loop="asyncio"
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # not a main thread
    serving = asyncio.run_coroutine_threadsafe(server.serve(), door._loop)
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        threading.Event().wait(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    serving.result(20)


@pytest.fixture
def page() -> Iterator[Page]:
    """A phone's page without script."""
    with chromium() as browser:
        size = {"width": 390, "height": 844}
        context = browser.new_context(viewport=size, java_script_enabled=False)
        yield context.new_page()


@pytest.mark.slow
def test_an_officer_signs_in_finds_the_child_and_reads_the_plan(
    door: Door, address: str, page: Page
) -> None:
    password = {a.account: a.password for a in demo_accounts(door.store)}["officer"]
    page.goto(address)
    page.fill("input[name=account]", "officer")
    page.fill("input[name=password]", password)
    page.click("button:has-text('Sign in')")
    page.fill("input[name=name]", "Marny Quillfeather")
    page.click("button:has-text('Search')")
    page.click("a[href^='/children/'] >> nth=0")
    page.click("button[value=missing_report]")
    assert "Marnie Quillfeather" in page.inner_text("h1")
    assert "Look at the bus station first." in page.inner_text("main")
    assert "Advice, not a police grade" in page.inner_text("main")
    assert "Quillfeather" not in page.url
    assert "Quillfeather" not in page.title()
    page.click("text=Sign out")
    assert "You are signed out" in page.inner_text("h1")
