"""Signing in through a real provider in a real browser, script switched off.

Only a browser keeps cookies as browsers do: one that comes from another site sends no strict
cookie, so that the first page after signing in must be asked for by a page of ours.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from tests.lib.chromium import chromium
from tests.lib.door import Door
from tests.lib.real_issuer import real_issuer, sign_in_file
from tests.lib.sign_ins import entered
from tests.web.conftest import small_force

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of them; each takes a context of its own."""
    with chromium() as running:
        yield running


def a_page(browser: Browser) -> Page:
    """A page of a browser that was never here before, without script."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(10_000)
    return context.new_page()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Door, str]]:
    """A door that knows a real provider, behind a real server. To a browser ``localhost`` and
    ``127.0.0.1`` are different sites."""
    folder = tmp_path_factory.mktemp("browser")
    with real_issuer() as issuer:
        door = Door(folder, small_force(), moment=datetime.now(UTC))

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await door.app(scope, receive, send)  # made once the server's address is known

        config = uvicorn.Config(
            app, host="127.0.0.1", port=0, lifespan="off", log_level="error",
            loop="asyncio", interface="asgi3",
        )  # fmt: skip
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # a thread
        socket = config.bind_socket()
        address = f"http://127.0.0.1:{socket.getsockname()[1]}"
        path: Path = sign_in_file(folder, issuer.address, address)
        door.settings = replace(door.settings, sign_in=path)
        with door:
            serving = asyncio.run_coroutine_threadsafe(server.serve([socket]), door._loop)
            deadline = time.monotonic() + 20
            while not server.started and time.monotonic() < deadline:
                threading.Event().wait(0.05)
            yield door, address
            server.should_exit = True
            serving.result(20)


@pytest.mark.slow
def test_an_officer_signs_in_through_the_force_and_searches(
    served: tuple[Door, str], browser: Browser
) -> None:
    door, address = served
    page = a_page(browser)
    page.goto(f"{address}/sign-in")
    page.click("#force")
    assert page.url.startswith("http://localhost:")
    page.fill("input[name=sub]", "fern")
    page.click("button:has-text('Authorize') >> nth=0")
    page.wait_for_url(f"{address}/")
    assert "PC Fern Example" in page.inner_text("footer")
    page.fill("input[name=name]", "Marny Quillfeather")
    page.click("button:has-text('Search')")
    assert "Quillfeather" in page.inner_text("main")
    page.click("text=Sign out")
    assert "You are signed out" in page.inner_text("h1")
    page.goto(address)
    assert page.url == f"{address}/sign-in"
    assert entered(door, "SIGNED_IN")
    assert entered(door, "SIGNED_OUT")


@pytest.mark.slow
def test_a_link_that_an_attacker_sends_signs_nobody_in(
    served: tuple[Door, str], browser: Browser
) -> None:
    _, address = served
    sent = httpx2.get(f"{address}/sign-in/force")
    back = httpx2.post(sent.headers["location"], data={"sub": "alder"})
    victim = a_page(browser)
    victim.goto(f"{address}/sign-in")
    victim.goto(back.headers["location"])
    assert "did not work" in victim.inner_text("main")
    victim.goto(address)
    assert victim.url == f"{address}/sign-in"


@pytest.mark.slow
def test_somebody_without_a_role_reads_why(served: tuple[Door, str], browser: Browser) -> None:
    _, address = served
    page = a_page(browser)
    page.goto(f"{address}/sign-in")
    page.click("#force")
    page.fill("input[name=sub]", "moss")
    page.click("button:has-text('Authorize') >> nth=0")
    page.wait_for_url(f"{address}/sign-in/callback**")
    assert "no role in this service" in page.inner_text("main")
