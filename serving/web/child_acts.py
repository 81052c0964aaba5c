"""What the page of a child offers to whoever was shown it: print, limit, and what else is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from serving.access.permissions import Officer, Permission, may
from serving.access.purposes import PURPOSES
from serving.pages.child_view import Acts
from serving.service.preparing_looks import Look
from serving.service.restrict_child import limits_etag

__all__ = ["ChildLink", "acts_on", "purposes_of_print"]


@dataclass(frozen=True, slots=True)
class ChildLink:
    """One thing that is done about a child from its page; ``address`` is given the child's id.

    The application is made with them (``app.state.child_links``), since they lead to pages of
    capabilities that don't know one another.
    """

    needs: Permission
    words: str
    address: Callable[[str], str]


def acts_on(request: Request, officer: Officer, look: Look, reason: str) -> Acts:
    """What this officer may do about the child whom they were just shown."""
    offered: tuple[ChildLink, ...] = request.app.state.child_links
    links = [link for link in offered if may(officer, link.needs)]
    may_limit = may(officer, Permission.CHILD_RESTRICT)
    child = str(look.child)
    return Acts(
        child_id=child,
        reason=reason,
        purposes=purposes_of_print(),
        limits_seen=limits_etag(()) if may_limit else None,
        is_emergency=look.is_emergency,
        links=tuple(
            (link.words, link.address(child)) for link in links if may(officer, link.needs)
        ),
    )


def purposes_of_print() -> tuple[tuple[str, str], ...]:
    """For what an answer may be printed: code and words."""
    return tuple((purpose.code, purpose.words) for purpose in PURPOSES.values())
