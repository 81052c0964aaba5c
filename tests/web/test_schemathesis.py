"""The API does what its document says, asked at random as each role and along its links."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup

from serving.access.permissions import ROLES
from serving.api.app import make_inner_app
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.link_review import NOW
from tests.lib.link_walk import EVERYBODY, NAMES, limit_and_open, make_everybody
from tests.lib.served import served
from tests.web.test_routes_and_roles import ACCOUNTS

#: So many requests of each operation as each role; a night's run sets more.
EXAMPLES = int(os.environ.get("MISSING_RISK_TEST_EXAMPLES", "1"))
STORIES = 6 * EXAMPLES
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
    session: requests.Session
    document: dict[str, Any] = field(default_factory=lambda: make_inner_app().openapi())

    def schema(self) -> Any:
        made = loaded(self.document)
        made.config.update(base_url=self.url)
        return made

    def asking(self, account: str) -> dict[str, Any]:
        """How a case is sent as this account, over one connection that stays open."""
        token = self.callers.door.token(account)
        return {"headers": {"Authorization": f"Bearer {token}"}, "session": self.session}


@pytest.fixture(scope="module")
def api(linked_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    folder = tmp_path_factory.mktemp("schemathesis")
    shutil.copy(linked_store, folder / "store.db")
    with Door(folder, None, moment=NOW) as door:
        make_everybody(door, EVERYBODY)
        with served(door) as url, requests.Session() as session:
            # Neither proxies nor passwords of this machine are looked up at each request.
            session.trust_env = False
            made = Api(Callers(door), url, session)
            limit_and_open(made.callers)
            yield made


def test_no_request_of_any_role_breaks_what_the_document_says(api: Api) -> None:
    """A case is the same for every role: it is made once, and each sends it."""
    asking = {role: api.asking(ACCOUNTS[role]) for role in ROLES}
    for result in api.schema().get_all_operations():
        operation = result.ok()
        good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        bad = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @_SETTINGS
        @given(case=good | bad)
        def holds(case: Any) -> None:
            for role, given_so in asking.items():
                note(f"asked as {role}")
                case.call_and_validate(**given_so)

        holds()


@loaded(make_inner_app().openapi()).parametrize()
@_SETTINGS
def test_every_rule_of_the_document_is_tried_at_its_edges(api: Api, case: Any) -> None:
    case.call_and_validate(base_url=api.url, **api.asking(EVERYBODY))


def test_a_planted_answer_that_the_document_does_not_give_is_found(api: Api) -> None:
    wrong = make_inner_app().openapi()
    del wrong["paths"]["/api/v1/models"]["get"]["responses"]["200"]
    planted = Api(api.callers, api.url, api.session, wrong)
    operation = planted.schema()["/api/v1/models"]["GET"]
    case = operation.Case()
    with pytest.raises(FailureGroup, match="Undocumented status code"):
        case.call_and_validate(**api.asking("analyst"))


# ------------------------------------------------------------- along the links


def test_stories_along_the_links_keep_to_the_document(api: Api) -> None:
    schema, reached = api.schema(), Counter[str]()
    asking = api.asking(EVERYBODY)

    class Story(schema.as_state_machine()):  # type: ignore[misc]  # made from the document
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return asking

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
