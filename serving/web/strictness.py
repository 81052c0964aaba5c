"""What every request to the API must keep to, beside its own model: nothing undeclared, nothing
twice, and a body of the one kind that is read."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from starlette.routing import compile_path

from serving.access.routes import ROUTES, Open
from serving.web.once import digest_request
from serving.web.signed_in import officer_of

__all__ = ["NotJsonError", "ParametersError", "declared_names", "methods_at", "strict"]

_API = "/api/"
_OPEN = {(rule.method, rule.path) for rule in ROUTES if rule.needs is Open.TO_ALL}
_PATHS = {rule.path: compile_path(rule.path)[0] for rule in ROUTES}
_QUERY_NAMES: dict[Any, frozenset[str]] = {}


class ParametersError(Exception):
    """Query parameters that the operation does not take, or takes once."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("The request has parameters that the API's document does not give.")
        self.faults = faults


class NotJsonError(Exception):
    """The body is not sent as JSON."""

    def __init__(self) -> None:
        super().__init__("Send the body as application/json, in UTF-8.")


async def strict(request: Request) -> None:
    """Refuse what FastAPI would overlook; goes before every route of the API.

    It reads nothing but the request, and enters nothing. Whoever is not signed in is told
    that, and nothing of what else is wrong.

    Raises:
        NotSignedInError: the table of routes wants somebody, and there is nobody.
        ParametersError, NotJsonError: see there.
        BadKeyError: of an idempotency key.
    """
    if not request.scope["path"].startswith(_API):
        return
    if (request.method, request.scope["route"].path) not in _OPEN:
        officer_of(request)
    if request.scope["query_string"]:
        _check_query(request)
    if request.method in ("POST", "PUT", "PATCH", "DELETE"):
        if await request.body() and not _is_json(request.headers.get("content-type", "")):
            raise NotJsonError
        if request.method == "POST":
            await digest_request(request)


@cache
def declared_names(app: FastAPI) -> frozenset[str]:
    """Every name, in small letters, that the API's document gives to a parameter or a field of
    a body: these may be repeated in an error, and no others."""
    document = app.openapi()
    names = {"body", "query", "header", "path", "cookie"}
    for operations in document["paths"].values():
        for operation in operations.values():
            names |= {one["name"].lower() for one in operation["parameters"]}
    for schema in document["components"]["schemas"].values():
        names |= {name.lower() for name in schema.get("properties", {})}
    return frozenset(names)


def methods_at(path: str) -> str:
    """The methods by which this address can be used, as the Allow header lists them."""
    here = [rule for rule in ROUTES if rule.path == path]
    matching = here or [rule for rule in ROUTES if _PATHS[rule.path].match(path)]
    return ", ".join(sorted({rule.method for rule in matching}))


def _check_query(request: Request) -> None:
    known = _names_of(request.scope["route"])
    given = Counter(name for name, _ in request.query_params.multi_items())
    faults = {name: "more than once" for name, times in given.items() if times > 1}
    if given.keys() - known:
        # What somebody made up is not repeated: it may be a child's name.
        faults = {name: rule for name, rule in faults.items() if name in known}
        faults["(undeclared)"] = "not a parameter of this operation"
    if faults:
        raise ParametersError(faults)


def _names_of(route: Any) -> frozenset[str]:
    """The query parameters that the route declares."""
    found = _QUERY_NAMES.get(route.endpoint)
    if found is None:
        fields = get_flat_params(route.dependant)
        found = frozenset(one.alias for one in fields if isinstance(one.field_info, Query))
        _QUERY_NAMES[route.endpoint] = found
    return found


def _is_json(content_type: str) -> bool:
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [p.removeprefix("charset=").strip('"') for p in parameters]
    return kind == "application/json" and charsets in ([], ["utf-8"])
