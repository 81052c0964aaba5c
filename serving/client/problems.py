"""What the API says when it does not answer, as exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["ProblemError", "RefusedError", "UnreachableError", "problem_of"]

_PREFIX = "tag:missing-risk,2026:problem/"


class ProblemError(Exception):
    """The API answered with a problem.

    Attributes:
        kind: its stable name, e.g. ``no-such-child``.
        status: the HTTP status.
        request: the request's id, to be quoted; None if the answer bore none.
        faults: field -> rule, where single fields were wrong.
    """

    def __init__(
        self,
        kind: str,
        status: int,
        detail: str,
        request: str | None,
        faults: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(f"{status} {kind}: {detail}")
        self.kind, self.status, self.request, self.faults = kind, status, request, faults


class RefusedError(ProblemError):
    """Not signed in, or not permitted; the refusal stands in the access log."""


class UnreachableError(Exception):
    """The service did not answer. Whether the request was carried out is not known; sent again
    with the same idempotency key it has one effect."""


def problem_of(status: int, said: Any, request: str | None) -> ProblemError:
    """The problem that a response tells; one that is no problem document is told as ``other``."""
    if not isinstance(said, dict) or not str(said.get("type", "")).startswith(_PREFIX):
        return ProblemError("other", status, "The answer is not this API's.", request)
    faults = {str(one["field"]): str(one["rule"]) for one in said.get("faults", ())}
    kind = str(said["type"]).removeprefix(_PREFIX)
    made = RefusedError if status in (401, 403) else ProblemError
    return made(kind, status, str(said["detail"]), request, faults)
