"""The OpenAPI document: what the routes declare, and what holds for all of them said once."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from serving.access.routes import ROUTES, Open, RouteRule
from serving.api.examples import Example, examples
from serving.api.links_between import LINKS, Operation, operation_id
from serving.web.schemas import PROBLEM_SCHEMA, problems

__all__ = ["document", "problems_of"]

_ABOUT = """\
Every answer bears `X-Request-Id`, by which the entries that it left in the access log are
found, and a caller's own well-formed `X-Request-Id` as `X-Correlation-Id`. A POST with an
`Idempotency-Key` that is sent again within 24 hours gets the very same bytes and has one
effect. What the document does not name is refused: parameters, fields, media types.
"""
#: What any request to the API may be told.
_ALL = ("bad-request", "too-many-headers", "fault")
_SIGNED_IN = ("not-signed-in", "rate-limited", "busy", "not-logged")
_WITH_BODY = ("too-long", "not-json", "compressed")
_ONCE = ("key-used", "answer-erased", "key-of-another-request")
_EDITED = ("changed-meanwhile", "no-if-match")
#: Ids of ours; an account may be named like an address of mail.
_ID = "^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$"
_RECEIPT = {
    "X-Request-Id": {"schema": {"type": "string"}, "description": "the request's id, in the log"},
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "makes it safe to send the request again: new for every new request",
    "schema": {"type": "string", "pattern": '^"?[A-Za-z0-9._:-]{8,128}"?$'},
}
_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "a token of the force's sign-in service; in the demo, `missing-risk token`",
    }
}


def document(app: FastAPI, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The document of this application.

    Args:
        schemas: name -> shape of every body that is not a model of FastAPI's own.
    """
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=_ABOUT,
        routes=app.routes,
    )
    parts = made.setdefault("components", {})
    parts["securitySchemes"] = _SCHEMES
    parts.setdefault("schemas", {}).update(Problem=PROBLEM_SCHEMA, **schemas)
    for name in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(name, None)
    rules = {(rule.method, rule.path): rule for rule in ROUTES}
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            rule = rules[method.upper(), path]
            _complete(operation, rule)
            _exemplify(operation, examples().get((rule.method, rule.path)))
            _link(operation, rule, set(rules))
    return made


def problems_of(rule: RouteRule, *, edits: bool = False) -> tuple[str, ...]:
    """The problems that any operation of this kind can answer with, beside its own."""
    kinds = list(_ALL)
    if rule.needs is not Open.TO_ALL:
        kinds += _SIGNED_IN
    if not isinstance(rule.needs, Open):
        kinds.append("not-permitted")
    if rule.method in ("POST", "PUT", "PATCH", "DELETE"):
        kinds += _WITH_BODY
    if rule.method == "POST":
        kinds += _ONCE
    return (*kinds, *(_EDITED if edits else ()))


def _complete(operation: dict[str, Any], rule: RouteRule) -> None:
    """Say what the table of routes and the edge's own rules imply."""
    if rule.needs is not Open.TO_ALL:
        operation["security"] = [{"bearer": []}]
    parameters = operation.setdefault("parameters", [])
    if rule.method == "POST":
        parameters.append(_KEY)
    for one in parameters:
        if one["in"] == "path" and one["schema"].get("type") == "string":
            one["schema"].setdefault("pattern", _ID)
    edits = any(one["name"].lower() == "if-match" for one in parameters)
    responses = operation["responses"]
    # FastAPI's own description of a bad request, which our answer replaces.
    if "application/json" in responses.get("422", {}).get("content", {}):
        del responses["422"]
    told = {status: said["description"] for status, said in responses.items()}
    for status, said in problems(*problems_of(rule, edits=edits)).items():
        before = told.get(str(status), "").split("; or: ")
        more = [words for words in said["description"].split("; or: ") if words not in before]
        words = "; or: ".join([*filter(None, before), *more])
        responses[str(status)] = {**responses.get(str(status), said), "description": words}
    for status, said in responses.items():
        said.setdefault("headers", {}).update(_RECEIPT)
        if status == "429":
            said["headers"]["Retry-After"] = {"schema": {"type": "integer"}}
    operation["summary"] = operation["description"].split(". ")[0].rstrip(".")
    operation["operationId"] = operation_id(rule.method, rule.path)


def _exemplify(operation: dict[str, Any], example: Example | None) -> None:
    """Put the operation's example into its parameters, its body and its answer."""
    if example is None:
        return
    given = {**example.path, **example.query, **example.headers}
    for parameter in operation["parameters"]:
        if parameter["name"] in given:
            value, kind = given[parameter["name"]], parameter["schema"].get("type")
            parameter["example"] = int(value) if kind == "integer" else value
    if example.body is not None:
        operation["requestBody"]["content"]["application/json"]["example"] = example.body
    if example.answer is not None:
        said = operation["responses"][str(example.status)]
        said["content"]["application/json"]["example"] = example.answer


def _link(operation: dict[str, Any], rule: RouteRule, served: Container[Operation]) -> None:
    """Say where the good answer leads."""
    links: dict[str, Any] = {}
    for link in LINKS.get((rule.method, rule.path), ()):
        if link.to not in served:
            continue
        name = operation_id(*link.to)
        # Two steps may lead to one operation, with other bodies: each has a name of its own.
        count = sum(one["operationId"] == name for one in links.values())
        links[f"{name}_{count + 1}" if count else name] = {
            "operationId": name,
            "description": link.words,
            **({"parameters": dict(link.parameters)} if link.parameters else {}),
            **({} if link.body is None else {"requestBody": link.body}),
        }
    good = next((said for status, said in operation["responses"].items() if status < "300"), None)
    if links and good is not None:
        good["links"] = links
