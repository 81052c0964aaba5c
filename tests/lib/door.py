"""The public door: extracts taken in, records linked, questions asked over HTTP."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import httpx2
import jsonschema

from linkage.subjects import Subject
from linkage.weights import load_weights
from records.calendar import instant_to_text
from serving.answer.cards import Cards, CardVersion
from serving.api.answer_schema import ANSWER_SCHEMA, SEARCH_SCHEMA
from serving.api.app import make_app
from serving.model_store import Held
from serving.service.demo_accounts import make_demo_accounts
from serving.service.demo_tokens import demo_token
from serving.service.ingest_extracts import Ingested, ingest_extracts
from serving.service.link_records import Linked, link_store
from serving.service.opening import open_service
from serving.service.passwords import hash_password
from serving.settings import Settings
from serving.store.accounts import find_account
from serving.store.opening import Store, open_store
from serving.store.schema import store_secret
from tests.lib.acting import HOST
from tests.lib.extracts import Extracts
from tests.lib.vignette_card import vignette_card


class Door:
    """A service on a small force of its own, asked as an officer would over HTTP.

    ``extracts`` are built by a test or lie in a directory. The question's moment is the
    builder's ``now``, or ``moment``, unless a test moves it.
    """

    def __init__(
        self,
        folder: Path,
        extracts: Extracts | Path | None,
        store: str | None = None,
        *,
        moment: datetime | None = None,
        cards: Cards | None = None,
        fuller_reason_one_in: int = 0,
        rate: int = 1_000_000,
        has_accounts: bool = False,
    ) -> None:
        self.folder = folder
        self.moment = moment or _moment_of(extracts)
        # Which looks are drawn follows from the store's own secret, which no test knows.
        asked = {"MISSING_RISK_FULLER_REASON_ONE_IN": str(fuller_reason_one_in)}
        for what in ("LOOKS", "SEARCHES", "SIGN_INS", "OTHERS"):
            asked[f"MISSING_RISK_{what}_A_MINUTE"] = str(rate)
        self.settings = Settings.read(asked, store or f"sqlite:///{folder}/store.db")
        folder.mkdir(parents=True, exist_ok=True)
        self.store: Store = open_store(
            self.settings.store, writer=True, origin=self.settings.log_origin
        )
        if not has_accounts:
            make_demo_accounts(self.store, keep=_kept_cheaply)
        if extracts is not None:
            self.take_in(extracts, "extracts")
        self.held = Held(cards or Cards(CardVersion(vignette_card(), "1")))

    def take_in(self, extracts: Extracts | Path, name: str) -> tuple[list[Ingested], Linked]:
        """Ingest and link what the builder or the directory holds."""
        if isinstance(extracts, Path):
            directory, now = extracts, self.moment
        else:
            directory, now = extracts.write(self.folder / name), extracts.now
        taken = ingest_extracts(self.store, directory, now, HOST)
        weights = {subject: load_weights(subject) for subject in Subject}
        return taken, link_store(self.store, weights, now, HOST)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._stack = AsyncExitStack()
        self._run(self._open())
        return self

    async def _open(self) -> None:
        self.service = await self._stack.enter_async_context(
            open_service(self.settings, self.store, lambda: self.held, lambda: self.moment)
        )
        self.app = make_app(self.service)
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False)
        self.client = await self._stack.enter_async_context(
            httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1")
        )

    def __exit__(self, *_: object) -> None:
        self._run(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self.store.close()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def token(self, account: str = "officer") -> str:
        """A bearer token of a demo account."""
        with self.store.reading() as connection:
            known, secret = find_account(connection, account), store_secret(connection)
        assert known is not None
        return demo_token(known, secret, self.moment)

    def request(self, method: str, path: str, **given: Any) -> httpx2.Response:
        """One request, as is."""
        response: httpx2.Response = self._run(self.client.request(method, path, **given))
        return response

    def search(self, account: str = "officer", **question: Any) -> dict[str, Any]:
        """The search's answer."""
        response = self.request(
            "POST", "/api/v1/children/search", json=question, headers=self.headers(account)
        )
        return _shaped(response, SEARCH_SCHEMA)

    def find(self, name: str, **question: Any) -> str:
        """The id of the child in first place."""
        found = self.search(name=name, **question)["results"]
        assert found, f"nobody found for {name}"
        return str(found[0]["child"])

    def headers(self, account: str = "officer", reason: str = "missing_report") -> dict[str, str]:
        """What an officer's request bears."""
        return {"Authorization": f"Bearer {self.token(account)}", "X-Access-Reason": reason}

    def risk(self, child: str, as_of: datetime | None = None) -> dict[str, Any]:
        """The answer about a child."""
        asked = {} if as_of is None else {"as_of": instant_to_text(as_of)}
        response = self.request(
            "GET", f"/api/v1/children/{child}/risk", params=asked, headers=self.headers()
        )
        return _shaped(response, ANSWER_SCHEMA)

    def ask(self, name: str, **question: Any) -> dict[str, Any]:
        """Find a child by name and ask about the child, now."""
        return self.risk(self.find(name, **question))


def _kept_cheaply(password: str) -> str:
    """At the usual cost a door's passwords take longer to hash than all else to make."""
    return hash_password(password, cost=2**4)


def _moment_of(extracts: Extracts | Path | None) -> datetime:
    assert isinstance(extracts, Extracts), "without a builder the moment must be given"
    return extracts.now


def _shaped(response: httpx2.Response, schema: dict[str, Any]) -> dict[str, Any]:
    """The answer, which must be exactly as the OpenAPI document says."""
    assert response.status_code == 200, response.text
    said: dict[str, Any] = response.json()
    jsonschema.validate(said, schema)
    return said
