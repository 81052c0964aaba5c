"""Show a plan, one of its versions, a section that is being written, or two side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.planning.acting import NotOwnTeamError
from serving.planning.comparing import compared
from serving.planning.plan_values import (
    copy_version_values,
    plan_values,
    section_state,
    version_values,
)
from serving.planning.reading import NoSuchPlanError, PlanNow, Version, read_plan
from serving.planning.save_section import NoSuchSectionError
from serving.planning.sections import SECTIONS
from serving.service.access_log import check_may, log_look, log_refusal
from serving.service.access_manners import RestrictedError
from serving.service.context import Service
from serving.store.writer import Receipt

__all__ = [
    "COPY",
    "NoSuchVersionError",
    "Shown",
    "show_comparison",
    "show_plan",
    "show_section",
    "show_version",
]

#: What stands for the version that is being written where a version is asked for.
COPY = "copy"


class NoSuchVersionError(Exception):
    """The plan has no version of this number."""

    def __init__(self) -> None:
        super().__init__("The plan has no such version. See the list of its versions.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: its values, the exact bytes, the tag for editing, the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    etag: str
    receipt: Receipt


_RULES: Mapping[type[Exception], str] = {
    NoSuchPlanError: "no_such_plan",
    NoSuchVersionError: "no_such_version",
    NoSuchSectionError: "no_such_section",
    RestrictedError: "restricted",
    NotOwnTeamError: "another_teams_plan",
}


async def show_plan(
    service: Service, officer: Officer, reference: str, reason: AccessReason
) -> Shown:
    """The plan as it stands, its versions, and to its writers what is being written.

    Raises:
        NotPermittedError, NoSuchPlanError, RestrictedError: refused; entered too.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """

    def make(plan: PlanNow) -> tuple[dict[str, Any], str]:
        return plan_values(plan, officer), plan.tag

    return await _shown(service, officer, Permission.CHILD_VIEW, reference, reason, make)


async def show_version(
    service: Service, officer: Officer, reference: str, number: str, reason: AccessReason
) -> Shown:
    """One version as it was written down.

    Raises:
        NoSuchVersionError: there is none of this number. Others: see :func:`show_plan`.
    """

    def make(plan: PlanNow) -> tuple[dict[str, Any], str]:
        version = _asked(plan, number)
        told = version_values(plan, version)
        return {**_whose(plan), "version": told}, plan.tag

    return await _shown(service, officer, Permission.CHILD_VIEW, reference, reason, make)


async def show_section(
    service: Service, officer: Officer, reference: str, section: str, reason: AccessReason
) -> Shown:
    """One section of the version that is being written, with the tag by which it is saved.

    Raises:
        NoSuchSectionError: plans have no such section.
        NotOwnTeamError: the plan is another team's. Others: see :func:`show_plan`.
    """

    def make(plan: PlanNow) -> tuple[dict[str, Any], str]:
        if section not in SECTIONS:
            raise NoSuchSectionError
        if not plan.may_read_copy(officer):
            raise NotOwnTeamError(plan.owner_team)
        told = section_state(plan, section)
        return {**_whose(plan), "writing": plan.standing.copy.value, **told}, told["etag"]

    return await _shown(service, officer, Permission.PLAN_WRITE, reference, reason, make)


async def show_comparison(
    service: Service,
    officer: Officer,
    reference: str,
    before: str,
    after: str,
    reason: AccessReason,
) -> Shown:
    """Two versions by their numbers, or :data:`COPY`, side by side.

    Raises:
        NoSuchVersionError: there is none of one number.
        NotOwnTeamError: the copy is for its writers and supervisors. Others: see
            :func:`show_plan`.
    """

    def make(plan: PlanNow) -> tuple[dict[str, Any], str]:
        told = {
            **_whose(plan),
            "before": _line(plan, officer, before),
            "after": _line(plan, officer, after),
            "sections": compared(_sections(plan, before), _sections(plan, after)),
        }
        return told, plan.tag

    return await _shown(service, officer, Permission.CHILD_VIEW, reference, reason, make)


async def _shown(
    service: Service,
    officer: Officer,
    permission: Permission,
    reference: str,
    reason: AccessReason,
    make: Callable[[PlanNow], tuple[dict[str, Any], str]],
) -> Shown:
    now = service.clock()
    await check_may(service, officer, permission, now)

    def read() -> tuple[PlanNow, dict[str, Any], str]:
        with service.store.reading() as connection:
            plan = read_plan(connection, reference, now)
        if not plan.limits.may_open(str(plan.child), officer.team):
            raise RestrictedError
        return plan, *make(plan)

    try:
        plan, values, etag = await asyncio.to_thread(read)
    except tuple(_RULES) as refused:
        await log_refusal(service, officer, _RULES[type(refused)], now, reason=reason)
        raise
    body = encode(values)
    version = plan.current.number if plan.current else 0
    receipt = await log_look(
        service,
        officer,
        kind="PLAN_VIEWED",
        at=now,
        child=str(plan.child),
        reason=reason,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"plan": plan.reference, "version": version},
    )
    return Shown(values, body, etag, receipt)


def _whose(plan: PlanNow) -> dict[str, Any]:
    return {
        "reference": plan.reference,
        "child": str(plan.child),
        "name": plan.name,
        "as_at": instant_to_text(plan.now),
    }


def _version(plan: PlanNow, number: int) -> Version:
    for version in reversed(plan.versions):
        if version.number == number:
            return version
    raise NoSuchVersionError


def _asked(plan: PlanNow, which: str) -> Version:
    if not (which.isascii() and which.isdigit() and len(which) <= 3):
        raise NoSuchVersionError
    return _version(plan, int(which))


def _sections(plan: PlanNow, which: str) -> dict[str, Any]:
    return plan.contents() if which == COPY else _asked(plan, which).sections


def _line(plan: PlanNow, officer: Officer, which: str) -> dict[str, Any]:
    if which != COPY:
        version = _asked(plan, which)
        at = instant_to_text(version.event.recorded)
        return {"version": version.number, "state": version.state, "recorded_at": at}
    if not plan.may_read_copy(officer):
        raise NotOwnTeamError(plan.owner_team)
    number = copy_version_values(plan)["version"]
    return {"version": number, "state": plan.standing.copy.value, "recorded_at": None}
