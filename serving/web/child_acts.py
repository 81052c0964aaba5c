"""What the page of a child offers to whoever was shown it: print, limit, and what else is done."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from serving.access.permissions import Officer, Permission, may
from serving.access.purposes import PURPOSES
from serving.pages.child_view import Acts
from serving.service.preparing_looks import Look
from serving.service.restrict_child import limits_etag

__all__ = ["ChildLink", "acts_on", "purposes_of_print"]


@dataclass(frozen=True, slots=True)
class ChildLink:
    """One thing that is done about a child from its page.

    ``address`` is given the answer that was shown, and gives None where there is nothing to do:
    no report is open, say. The application is made with them (``app.state.child_links``), since
    they lead to pages of capabilities that don't know one another.
    """

    needs: Permission
    words: str
    address: Callable[[Mapping[str, Any]], str | None]


def acts_on(request: Request, officer: Officer, look: Look, reason: str) -> Acts:
    """What this officer may do about the child whom they were just shown."""
    offered: tuple[ChildLink, ...] = request.app.state.child_links
    answer = json.loads(look.body)
    links = [(link.words, link.address(answer)) for link in offered if may(officer, link.needs)]
    may_limit = may(officer, Permission.CHILD_RESTRICT)
    child = str(look.child)
    return Acts(
        child_id=child,
        reason=reason,
        purposes=purposes_of_print(),
        limits_seen=limits_etag(()) if may_limit else None,
        is_emergency=look.is_emergency,
        links=tuple((words, address) for words, address in links if address is not None),
    )


def purposes_of_print() -> tuple[tuple[str, str], ...]:
    """For what an answer may be printed: code and words."""
    return tuple((purpose.code, purpose.words) for purpose in PURPOSES.values())
