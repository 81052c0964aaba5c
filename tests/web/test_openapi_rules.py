"""What an operation of the API takes tells what it may answer: read off the document alone."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from serving.access.routes import ROUTES, Open
from serving.api.app import make_inner_app
from serving.web.problems import PROBLEMS

_DOCUMENT = make_inner_app().openapi()
_CHANGES = ("POST", "PUT", "PATCH", "DELETE")
#: What any POST may be told of its key, whatever its body says.
_OF_KEYS = {PROBLEMS["key-of-another-request"].title}
_RULES = {(rule.method, rule.path): rule for rule in ROUTES}
Operation = Mapping[str, Any]


def _takes(name: str) -> Callable[[str, str, Operation], bool]:
    return lambda _method, _path, operation: name in _names(operation)


def _names(operation: Operation) -> set[str]:
    return {one["name"].lower() for one in operation["parameters"]}


def _has_id(_method: str, path: str, operation: Operation) -> bool:
    in_path = [one for one in operation["parameters"] if one["in"] == "path"]
    return bool(in_path) and "{" in path


def _has_body(_method: str, _path: str, operation: Operation) -> bool:
    return "requestBody" in operation


def _is_signed(method: str, path: str, _operation: Operation) -> bool:
    return _RULES[method, path].needs is not Open.TO_ALL


def _is_permitted(method: str, path: str, _operation: Operation) -> bool:
    return not isinstance(_RULES[method, path].needs, Open)


#: What an operation takes or is, and the problems of which it must tell each.
_MUST: tuple[tuple[str, Callable[[str, str, Operation], bool], tuple[str, ...]], ...] = (
    ("a cursor may be broken", _takes("after"), ("bad-question",)),
    ("a reason may be missing", _takes("x-access-reason"), ("no-reason",)),
    ("what is edited may have changed", _takes("if-match"), ("changed-meanwhile", "no-if-match")),
    ("a body may be wrong", _has_body, ("bad-request", "not-json", "too-long")),
    ("a key may be used", _takes("idempotency-key"), ("key-used", "key-of-another-request")),
    ("nobody may be signed in", _is_signed, ("not-signed-in", "rate-limited", "not-logged")),
    ("the role may not do it", _is_permitted, ("not-permitted",)),
)


def _faults(document: Mapping[str, Any]) -> Iterator[str]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for why, applies, kinds in _MUST:
                if applies(method.upper(), path, operation):
                    for kind in kinds:
                        if not _tells(operation, kind):
                            yield f"{operation['operationId']}: {why}, and {kind} is not told"
            if _has_body(method, path, operation) and not _told(operation, 422) - _OF_KEYS:
                yield f"{operation['operationId']}: a body may say too much, and 422 is not told"
            if _has_id(method, path, operation) and "404" not in operation["responses"]:
                yield f"{operation['operationId']}: there may be no such thing, and 404 is not told"


def _told(operation: Operation, status: int) -> set[str]:
    said = operation["responses"].get(str(status), {}).get("description", "")
    return set(said.split("; or: ")) - {""}


def _tells(operation: Operation, kind: str) -> bool:
    return PROBLEMS[kind].title in _told(operation, PROBLEMS[kind].status)


def test_every_operation_tells_the_problems_of_what_it_takes() -> None:
    assert list(_faults(_DOCUMENT)) == []


@pytest.mark.parametrize(
    ("operation_id", "status", "why"),
    [
        ("get_duties", "422", "cursor"),
        ("get_plans_looks", "422", "reason"),
        ("post_plans_approval", "428", "changed"),
        ("put_plans_draft_sections_one", "412", "changed"),
        ("post_referrals", "422", "body"),
        ("get_abduction_notices_one", "404", "no such thing"),
        ("get_flagged", "403", "role"),
    ],
)
def test_an_operation_that_leaves_a_problem_out_is_found(
    operation_id: str, status: str, why: str
) -> None:
    document = copy.deepcopy(_DOCUMENT)
    [planted] = [
        operation
        for operations in document["paths"].values()
        for operation in operations.values()
        if operation["operationId"] == operation_id
    ]
    del planted["responses"][status]
    faults = list(_faults(document))
    assert faults
    assert any(why in fault for fault in faults)
    assert all(fault.startswith(operation_id) for fault in faults)


def test_every_change_is_known_to_be_one_and_says_what_it_conflicts_with() -> None:
    changing = [
        operation
        for operations in _DOCUMENT["paths"].values()
        for method, operation in operations.items()
        if method.upper() in _CHANGES
    ]
    assert len(changing) > 40
    without = {
        operation["operationId"]
        for operation in changing
        if not {"409", "412"} & operation["responses"].keys()
    }
    assert without == set()


def test_each_operation_has_a_name_of_its_own() -> None:
    names = [
        operation["operationId"]
        for operations in _DOCUMENT["paths"].values()
        for operation in operations.values()
    ]
    assert len(names) == len(set(names))
