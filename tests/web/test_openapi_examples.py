"""Every operation of the API's document is told with an example, and the examples run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from serving.access.routes import ROUTES, RouteRule
from serving.api.app import make_inner_app
from serving.api.examples import examples
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.link_review import NOW
from tests.web.route_samples import SAMPLES
from tests.web.sampling import made_for
from tests.web.test_routes_and_roles import who_may

DOCUMENT = make_inner_app().openapi()
_OPERATIONS = [
    pytest.param(rule, id=f"{rule.method} {rule.path}")
    for rule in ROUTES
    if rule.path in DOCUMENT["paths"]
]


@pytest.fixture(scope="module")
def callers(linked_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    """Everybody, at a service on the force of which the examples were recorded."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copy(linked_store, folder / "store.db")
    with Door(folder, None, moment=NOW) as door:
        yield Callers(door)


def _operation(rule: RouteRule) -> Mapping[str, Any]:
    found: Mapping[str, Any] = DOCUMENT["paths"][rule.path][rule.method.lower()]
    return found


def _check(value: Any, schema: Mapping[str, Any]) -> None:
    whole = {**schema, "components": DOCUMENT["components"]}
    faults = [fault.message for fault in jsonschema.Draft202012Validator(whole).iter_errors(value)]
    assert not faults, faults[0][:200]


def test_every_operation_has_an_example_and_every_example_an_operation() -> None:
    assert set(examples()) == {_key(each) for each in _OPERATIONS}


def _key(each: Any) -> tuple[str, str]:
    [rule] = each.values
    return rule.method, rule.path


@pytest.mark.parametrize("rule", _OPERATIONS)
def test_the_example_is_as_the_document_says(rule: RouteRule) -> None:
    operation, example = _operation(rule), examples()[rule.method, rule.path]
    assert operation["summary"]
    for parameter in operation["parameters"]:
        assert "example" in parameter or not parameter["required"]
        if "example" in parameter:
            _check(parameter["example"], parameter["schema"])
    if example.body is not None:
        content = operation["requestBody"]["content"]["application/json"]
        assert content["example"] == example.body
        _check(example.body, content["schema"])
    said = operation["responses"][str(example.status)]["content"]
    if example.answer is not None:
        assert said["application/json"]["example"] == example.answer
        _check(example.answer, said["application/json"]["schema"])


@pytest.mark.parametrize("rule", _OPERATIONS)
def test_the_example_sent_to_a_door_gets_an_answer_of_the_same_shape(
    callers: Callers, rule: RouteRule
) -> None:
    sample, door = SAMPLES[rule.method, rule.path], callers.door
    example = examples()[rule.method, rule.path]
    account = who_may(rule)
    # Ids, tags and names that can be taken once are this door's own.
    ids = made_for(sample.ids, door, account)
    headers = made_for(sample.headers, door, account)
    response = callers.ask(
        account, rule.method, rule.path.format(**ids),
        body=made_for(sample.body, door, account) if callable(sample.body) else example.body,
        query=example.query, reason=example.headers["x-access-reason"], headers=headers,
    )  # fmt: skip
    assert response.status_code == example.status
    if example.answer is not None:
        schema = _operation(rule)["responses"]["200"]["content"]["application/json"]["schema"]
        _check(response.json(), schema)
        assert response.json().keys() == example.answer.keys()
