"""The API does what its document says, asked at random as each role and along its links."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup

from serving.access.permissions import ROLES
from serving.api.app import make_inner_app
from serving.api.links_between import LINKS, Link
from serving.store.accounts import Account, save_account
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.link_review import NOW
from tests.lib.served import served
from tests.web.test_routes_and_roles import ACCOUNTS

#: So many requests of each operation as each role; a night's run sets more.
EXAMPLES = int(os.environ.get("MISSING_RISK_TEST_EXAMPLES", "1"))
STORIES = 6 * EXAMPLES
NAMES = ("Kit Ashdownley", "Ada Quillfeather", "Benedict Thornebury")
#: An account that holds every role, so that a story may go from a look to its entry.
EVERYBODY = "everybody"
_WORDS = "other; asked for by the control room, in words"
_CONFIG = {
    "checks": {
        # What a schema can't say is told by 422: a name or a birth date at least, one line.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "401", "403", "404", "409", "410", "412", "422", "428"]
        },
        "negative_data_rejection": {"expected-statuses": ["4xx"]},
    },
}
_SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def loaded(document: dict[str, Any]) -> Any:
    """The document as schemathesis reads it, with every check."""
    return schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(_CONFIG))


@dataclass
class Api:
    """A served door and its document."""

    callers: Callers
    url: str
    document: dict[str, Any] = field(default_factory=lambda: make_inner_app().openapi())

    def schema(self) -> Any:
        made = loaded(self.document)
        made.config.update(base_url=self.url)
        return made

    def headers(self, account: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.callers.door.token(account)}"}


@pytest.fixture(scope="module")
def api(linked_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    folder = tmp_path_factory.mktemp("schemathesis")
    shutil.copy(linked_store, folder / "store.db")
    with Door(folder, None, moment=NOW) as door:
        account = Account(EVERYBODY, "Everybody", "x", tuple(ROLES), "City North", is_demo=True)
        with door.store.writing() as connection:
            save_account(connection, account)
        with served(door) as url:
            made = Api(Callers(door), url)
            _limit_and_open(made)
            yield made


def _limit_and_open(api: Api) -> None:
    """A limited record, opened in an emergency, of which its team has a notice."""
    door = api.callers.door
    child = door.find("Edith Quillfeather")
    address = f"/api/v1/children/{child}"
    listed = api.callers.ask("supervisor", "GET", "/api/v1/restrictions").json()
    limited = api.callers.ask(
        "supervisor", "PUT", f"{address}/restriction", body={"team": "City North"},
        headers={"If-Match": listed["unlimited_etag"]}, reason=_WORDS,
    )  # fmt: skip
    assert limited.status_code == 200, limited.text
    opened = api.callers.ask(
        "officer", "GET", f"{address}/risk", query={"emergency": "true"},
        reason=_WORDS,
    )  # fmt: skip
    assert opened.status_code == 200, opened.text


@pytest.mark.parametrize("role", ROLES)
def test_no_request_of_any_role_breaks_what_the_document_says(api: Api, role: str) -> None:
    headers = api.headers(ACCOUNTS[role])
    for result in api.schema().get_all_operations():
        operation = result.ok()
        good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        bad = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @_SETTINGS
        @given(case=good | bad)
        def holds(case: Any) -> None:
            case.call_and_validate(headers=headers)

        holds()


@loaded(make_inner_app().openapi()).parametrize()
@_SETTINGS
def test_every_rule_of_the_document_is_tried_at_its_edges(api: Api, case: Any) -> None:
    case.call_and_validate(base_url=api.url, headers=api.headers(EVERYBODY))


def test_a_planted_answer_that_the_document_does_not_give_is_found(api: Api) -> None:
    wrong = make_inner_app().openapi()
    del wrong["paths"]["/api/v1/models"]["get"]["responses"]["200"]
    planted = Api(api.callers, api.url, wrong)
    operation = planted.schema()["/api/v1/models"]["GET"]
    case = operation.Case()
    with pytest.raises(FailureGroup, match="Undocumented status code"):
        case.call_and_validate(headers=api.headers("analyst"))


# ------------------------------------------------------------- along the links


def test_stories_along_the_links_keep_to_the_document(api: Api) -> None:
    schema, reached = api.schema(), Counter[str]()
    headers = api.headers(EVERYBODY)

    class Story(schema.as_state_machine()):  # type: ignore[misc]  # made from the document
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": headers}

        def before_call(self, case: Any) -> None:
            # Nobody bears a name made at random: a story begins with somebody known.
            if case.operation.path.endswith("/children/search") and isinstance(case.body, dict):
                case.body = {"name": NAMES[len(reached) % len(NAMES)]}

        def after_call(self, response: Any, case: Any) -> None:
            # 409: a rule of its own said no: nobody approves what they asked for themselves.
            if response.status_code < 300 or response.status_code == 409:
                reached[case.operation.definition.raw["operationId"]] += 1

    run_state_machine_as_test(
        Story,
        settings=settings(
            _SETTINGS,
            max_examples=STORIES,
            stateful_step_count=12,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(reached) >= STORIES, "the stories ended before they began"


def test_three_operations_of_four_are_reached_along_the_links(api: Api) -> None:
    """The rest needs a second person, or what another capability left: a plan to approve."""
    reached = walk(api)
    every = {
        operation["operationId"]: (method.upper(), path)
        for path, operations in api.document["paths"].items()
        for method, operation in operations.items()
    }
    missed = {operation for operation in every.values() if operation not in reached}
    assert len(missed) <= 0.25 * len(every), sorted(missed)
    assert all(link.to in every.values() for links in LINKS.values() for link in links)


#: Where stories begin.
_BEGIN = (
    *(Link(("POST", "/api/v1/children/search"), "", body={"name": name}) for name in NAMES),
    Link(("GET", "/api/v1/settings"), ""),
)


def walk(api: Api) -> set[tuple[str, str]]:
    """The operations that gave a good answer, each link being followed from each child.

    To whoever may do everything a rule of its own may still say no (403, 409): nobody
    approves what they asked for themselves.
    """
    reached: set[tuple[str, str]] = set()
    waiting: list[tuple[Link, httpx2.Response | None]] = [(link, None) for link in _BEGIN]
    followed: Counter[tuple[str, str]] = Counter()
    while waiting:
        link, before = waiting.pop(0)
        given = _filled(dict(link.parameters), before)
        body = _filled(link.body, before)
        is_done = link.to[0] != "GET" and link.to in reached and link not in _BEGIN
        if None in given.values() or followed[link.to] >= len(NAMES) or is_done:
            continue
        followed[link.to] += 1
        reason = given.pop("x-access-reason", _WORDS)
        headers = {"If-Match": given.pop("if-match")} if "if-match" in given else {}
        response = api.callers.ask(
            EVERYBODY, link.to[0], link.to[1].format(**given), body=body, reason=reason,
            headers=headers,
        )  # fmt: skip
        if response.status_code < 300 or response.status_code in (403, 409):
            reached.add(link.to)
        if response.status_code < 300:
            # What an answer leads to comes next: an edit follows the reading of its state.
            waiting[:0] = [(onward, response) for onward in LINKS.get(link.to, ())]
    return reached


def _filled(part: Any, before: httpx2.Response | None) -> Any:
    """The part of a link with its expressions filled in; None where the answer lacks one."""
    if isinstance(part, dict):
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
        except (IndexError, KeyError):
            return None
    return value
