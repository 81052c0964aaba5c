"""Where acts are provoked for the audit matrix, and what must then stand in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from serving.store.opening import Store
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.web.route_samples import SAMPLES

__all__ = ["SOMEBODY", "Provoke", "Provoked", "Scene", "ask_route"]

#: The entry names somebody; who it is, the test can't know beforehand.
SOMEBODY = "*"


@dataclass(frozen=True, slots=True)
class Scene:
    """The door at which kinds are provoked, everybody who may ask, and a folder for files."""

    callers: Callers
    folder: Path

    @property
    def door(self) -> Door:
        """The door."""
        return self.callers.door


@dataclass(frozen=True, slots=True)
class Provoked:
    """What must now stand in the log.

    Attributes:
        who: the account that acted; None where nobody had one.
        child: the child or adult that the entry names, :data:`SOMEBODY`, or None.
        response: what was sent, if anybody asked over HTTP.
        recipient: to whom it was disclosed; in the private reason.
        store: where the entry stands, if not at the door.
    """

    who: str | None
    child: str | None = None
    response: httpx2.Response | None = None
    recipient: str = ""
    store: Store | None = None


Provoke = Callable[[Scene], Provoked]


def ask_route(
    scene: Scene,
    method: str,
    path: str,
    account: str,
    *,
    ids: Mapping[str, str] | None = None,
    **changes: Any,
) -> tuple[httpx2.Response, Mapping[str, str]]:
    """The sample of a route, sent by somebody, with ``changes``; and the ids in its path."""
    sample, door = SAMPLES[method, path], scene.door
    found = sample.ids(door) if ids is None else ids

    def made(given: Any) -> Any:
        return given(door) if callable(given) else given

    sent = {
        "body": made(sample.body),
        "form": made(sample.form),
        "query": sample.query,
        "reason": sample.reason,
        "headers": made(sample.headers),
        **changes,
    }
    return scene.callers.ask(account, method, path.format(**found), **sent), found
