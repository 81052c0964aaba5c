"""The API walked along the links of its document, by two people who hold every role.

Each step is asked by whoever got the answer before; where a rule of its own says no to them
(nobody approves what they wrote themselves), the other one asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2

from serving.access.permissions import ROLES
from serving.api.links_between import LINKS, Link, Operation
from serving.store.accounts import Account, save_account
from tests.lib.callers import Callers
from tests.lib.door import Door

__all__ = ["EVERYBODY", "NAMES", "WORDS", "Walk", "limit_and_open", "make_everybody"]

#: The first is erased on the way; the others are of Medium at least.
NAMES = ("Benedict Thornebury", "Kit Ashdownley", "Ada Quillfeather")
#: An account that holds every role, so that a story may go from a look to its entry.
EVERYBODY = "everybody"
_OTHER = "everybody-else"
WORDS = "other; asked for by the control room, in words"
#: Where the walk begins: whoever has looked at a child grades no case of theirs.
_BEGIN = (
    Link(("GET", "/api/v1/settings"), ""),
    *(Link(("POST", "/api/v1/children/search"), "", body={"name": name}) for name in NAMES),
)
#: What is told to whom it isn't theirs to do: a case that others grade isn't there for them.
_NOT_THEIRS = (403, 404, 409)
_TICK = timedelta(seconds=1)
#: A link is followed so many times at most: some begin anew what another child can't have.
_MOST = len(NAMES)


def make_everybody(door: Door, *accounts: str) -> None:
    """Let these people hold every role."""
    with door.store.writing() as connection:
        for name in accounts or (EVERYBODY, _OTHER):
            made = Account(name, name, "x", tuple(ROLES), "City North", is_demo=True)
            save_account(connection, made)


def limit_and_open(callers: Callers) -> None:
    """A limited record, opened in an emergency, of which its team has a notice."""
    child = callers.door.find("Edith Quillfeather")
    address = f"/api/v1/children/{child}"
    listed = callers.ask("supervisor", "GET", "/api/v1/restrictions").json()
    limited = callers.ask(
        "supervisor", "PUT", f"{address}/restriction", body={"team": "City North"},
        headers={"If-Match": listed["unlimited_etag"]}, reason=WORDS,
    )  # fmt: skip
    assert limited.status_code == 200, limited.text
    opened = callers.ask(
        "officer", "GET", f"{address}/risk", query={"emergency": "true"},
        reason=WORDS,
    )  # fmt: skip
    assert opened.status_code == 200, opened.text


@dataclass
class Walk:
    """What was reached, and what each refused request was told.

    Attributes:
        reached: operations that gave a good answer.
        refused: operation -> the last refusal.
    """

    callers: Callers
    document: Mapping[str, Any]
    reached: set[Operation] = field(default_factory=set)
    refused: dict[Operation, str] = field(default_factory=dict)

    def go(self) -> None:
        """Follow every link that may yet lead to something new, depth first: an edit follows
        the reading of its state."""
        waiting: list[tuple[Operation | None, Link, httpx2.Response | None, str]] = [
            (None, link, None, EVERYBODY) for link in _BEGIN
        ]
        followed: Counter[tuple[Operation | None, int]] = Counter()
        while waiting:
            source, link, before, account = waiting.pop(0)
            step = source, id(link)
            given = _filled(dict(link.parameters), before)
            is_done = link not in _BEGIN and not (_onward(link.to) - self.reached)
            if None in given.values() or followed[step] >= _MOST or is_done:
                continue
            followed[step] += 1
            response = self._ask(account, link, given, before)
            if response.status_code in _NOT_THEIRS:
                account = _OTHER if account == EVERYBODY else EVERYBODY
                response = self._ask(account, link, given, before)
            if response.status_code < 300:
                self.reached.add(link.to)
                onward = LINKS.get(link.to, ())
                waiting[:0] = [(link.to, next_one, response, account) for next_one in onward]
            else:
                self.refused[link.to] = f"{response.status_code} {response.text[:160]}"

    def _ask(
        self, account: str, link: Link, given: Mapping[str, Any], before: httpx2.Response | None
    ) -> httpx2.Response:
        method, path = link.to
        places = {
            one["name"]: one["in"]
            for one in self.document["paths"][path][method.lower()]["parameters"]
        }
        placed: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
        for name, value in given.items():
            placed[places[name]][name] = value
        reason = placed["header"].pop("x-access-reason", WORDS)
        self.callers.door.moment += _TICK
        return self.callers.ask(
            account, method, path.format(**placed["path"]), body=_filled(link.body, before),
            query=placed["query"], reason=reason, headers=placed["header"],
        )  # fmt: skip


def _onward(start: Operation) -> set[Operation]:
    """The operation, and all to which links lead from it."""
    found, waiting = {start}, [start]
    while waiting:
        for link in LINKS.get(waiting.pop(), ()):
            if link.to not in found:
                found.add(link.to)
                waiting.append(link.to)
    return found


def _filled(part: Any, before: httpx2.Response | None) -> Any:
    """The part of a link with its expressions filled in; None where the answer lacks one."""
    if isinstance(part, Mapping):
        return {name: _filled(one, before) for name, one in part.items()}
    if isinstance(part, list):
        return [_filled(one, before) for one in part]
    if not isinstance(part, str) or not part.startswith("$response."):
        return part
    assert before is not None
    if part.startswith("$response.header."):
        return before.headers.get(part.removeprefix("$response.header."))
    value = before.json()
    for step in part.removeprefix("$response.body#/").split("/"):
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]
        except (IndexError, KeyError, TypeError):
            return None
    return value
