"""Every list of children and of plans, asked as its page asks it, of a store with any lists.

The log is left out: what a list enters there is the same of any force, and takes a disk's time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from duties.intervals import load_intervals
from scorecard import load_policy
from serving.access.permissions import ROLES, Officer
from serving.answer.cards import Cards, CardVersion
from serving.case_audits.list_audits import list_audits
from serving.case_audits.list_my_cases import list_my_cases
from serving.model_store import Held
from serving.planning.list_plans import PlansAsked, list_plans
from serving.referring.asking import OpenAsked
from serving.referring.list_charging import list_charging
from serving.referring.list_conferences import list_conferences
from serving.referring.list_investigations import list_investigations
from serving.referring.list_referrals import list_referrals
from serving.reviewing.list_flagged import ALL_TEAMS, FlaggedAsked, list_flagged
from serving.reviewing.list_judgements import list_judgements
from serving.service.context import Service
from serving.service.paging import cursor
from serving.store.opening import Store
from serving.supervising.areas import NO_AREA, Area
from serving.supervising.list_duties import DutiesAsked, list_duties
from serving.supervising.list_missing_now import MissingAsked, list_missing_now
from serving.supervising.show_briefing import show_briefing
from serving.work_store.lists import page_of
from serving.worklist.items import ItemKind
from tests.lib.vignette_card import vignette_card
from tests.lib.worklist_rows import AUTHORITIES, NOW, TEAMS

__all__ = ["LISTS", "OF_A_TEAM", "OF_THE_FORCE", "ListRead", "answer", "service_over"]

#: One page of one list: given the service and where to go on from, its values.
ListRead = Callable[[Service, str | None], Awaitable[Mapping[str, Any]]]

#: Somebody who may see every list, of no team: so every team's.
_ANYBODY = Officer("anybody", "Anybody", tuple(ROLES))
_TEAM, _AUTHORITY = Area(team=TEAMS[0]), Area(authority=AUTHORITIES[0])


class _NoLog:
    """In the place of the log's writer."""

    async def commit(self, _: object) -> None:
        """Nothing is kept."""


def service_over(store: Store) -> Service:
    """What the lists take of a running service."""
    held = Held(Cards(CardVersion(vignette_card(), "1")))
    return cast(
        Service,
        SimpleNamespace(
            store=store,
            policy=load_policy(),
            intervals=load_intervals(),
            secret=b"lists" * 8,
            clock=lambda: NOW,
            draw=bytes,
            models=lambda: held,
            settings=SimpleNamespace(channels=()),
            writer=_NoLog(),
        ),
    )


def answer(service: Service, read: ListRead, after: str | None = None) -> Mapping[str, Any]:
    """What the list answers."""

    async def asked() -> Mapping[str, Any]:
        return await read(service, after)

    return asyncio.run(asked())


def _duties(**of: Any) -> ListRead:
    async def read(service: Service, after: str | None) -> Mapping[str, Any]:
        return (await list_duties(service, _ANYBODY, DutiesAsked(**of, after=after))).values

    return read


def _missing(**of: Any) -> ListRead:
    async def read(service: Service, after: str | None) -> Mapping[str, Any]:
        return (await list_missing_now(service, _ANYBODY, MissingAsked(**of, after=after))).values

    return read


def _flagged(**of: Any) -> ListRead:
    async def read(service: Service, after: str | None) -> Mapping[str, Any]:
        return (await list_flagged(service, _ANYBODY, FlaggedAsked(**of, after=after))).values

    return read


def _open(listed: Callable[..., Any], **of: Any) -> ListRead:
    async def read(service: Service, after: str | None) -> Mapping[str, Any]:
        values = (await listed(service, _ANYBODY, OpenAsked(**of, after=after))).values
        return cast(Mapping[str, Any], values)

    return read


def _briefing(area: Area) -> ListRead:
    async def read(service: Service, _: str | None) -> Mapping[str, Any]:
        return (await show_briefing(service, _ANYBODY, area)).values

    return read


def _plain(listed: Callable[..., Any]) -> ListRead:
    async def read(service: Service, after: str | None) -> Mapping[str, Any]:
        return cast(Mapping[str, Any], (await listed(service, _ANYBODY, after)).values)

    return read


def _plans(**of: Any) -> ListRead:
    async def read(service: Service, after: str | None) -> Mapping[str, Any]:
        return (await list_plans(service, _ANYBODY, PlansAsked(**of, after=after))).values

    return read


def _halfway(asked: DutiesAsked) -> ListRead:
    """Half of all that are overdue further down."""
    where: dict[int, str] = {}

    async def read(service: Service, _: str | None) -> Mapping[str, Any]:
        if id(service) not in where:
            with service.store.reading() as connection:
                of = {"now": NOW, "at_before": NOW}
                every = page_of(connection, ItemKind.DUTY, **of, most=10**9).rows  # type: ignore[arg-type]  # one dict of both
            where[id(service)] = cursor(service.secret, asked.of, every[len(every) // 2].place)
        after = where[id(service)]
        return (await list_duties(service, _ANYBODY, replace(asked, after=after))).values

    return read


#: Of a team that is as large in any force; its lists may not grow with the force at all.
OF_A_TEAM: Mapping[str, ListRead] = {
    "missing_team": _missing(area=_TEAM),
    "duties_overdue_team": _duties(area=_TEAM),
    "duties_today_team": _duties(state="today", area=_TEAM),
    "flagged_team": _flagged(team=TEAMS[0]),
    "flagged_overdue_team": _flagged(team=TEAMS[0], overdue=True),
    "referrals_team": _open(list_referrals, team=TEAMS[0]),
    "briefing_team": _briefing(_TEAM),
}
#: Of the whole force, as much longer as that is larger. Each fills a page of a small one, or the
#: two could not be compared.
OF_THE_FORCE: Mapping[str, ListRead] = {
    "missing": _missing(),
    "missing_low": _missing(band="Low"),
    "duties_overdue": _duties(),
    "duties_halfway": _halfway(DutiesAsked()),
    "duties_today": _duties(state="today"),
    "duties_coming": _duties(state="coming"),
    "duties_kind": _duties(kind="plan_review"),
    "flagged": _flagged(team=ALL_TEAMS),
    "flagged_high": _flagged(team=ALL_TEAMS, band="High"),
    "flagged_plans": _flagged(team=ALL_TEAMS, band="none"),
    "flagged_overdue": _flagged(team=ALL_TEAMS, overdue=True),
    "flagged_overdue_low": _flagged(team=ALL_TEAMS, overdue=True, band="Low"),
    "referrals": _open(list_referrals),
    "referrals_stage": _open(list_referrals, stage="discussed"),
    "referrals_unowned": _open(list_referrals, owner="none"),
    "conferences": _open(list_conferences),
    "charging": _open(list_charging),
    "investigations_stage": _open(list_investigations, stage="never_reviewed"),
    "judgements": _plain(list_judgements),
    "briefing": _briefing(NO_AREA),
}
#: Every list of children, and every way to narrow one that asks the database otherwise.
LISTS: Mapping[str, ListRead] = {
    **OF_A_TEAM,
    **OF_THE_FORCE,
    "missing_high": _missing(band="High"),
    "missing_days": _missing(lasting="over_72_hours"),
    "missing_authority_band": _missing(area=_AUTHORITY, band="none"),
    "duties_owner_authority": _duties(owner="PC Example", area=_AUTHORITY),
    "flagged_authority": _flagged(authority=AUTHORITIES[0]),
    "referrals_decided": _open(list_referrals, stage="decided"),
    "referrals_late": _open(list_referrals, late=True),
    "referrals_owner_stage": _open(list_referrals, owner=TEAMS[0], stage="allocated"),
    "conferences_stage": _open(list_conferences, authority=AUTHORITIES[0], stage="held"),
    "charging_old": _open(list_charging, age="older"),
    "investigations": _open(list_investigations),
    "plans": _plans(),
    "case_audits": _plain(list_audits),
    "my_cases": _plain(list_my_cases),
}
