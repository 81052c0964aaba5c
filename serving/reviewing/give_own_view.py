"""Take a reviewer's own view down, and only then show the advice (M8, N7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from records.calendar import instant_from_text
from records.serial import canonical
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.audit.leaf import Outcome, new_entry_id
from serving.reviewing.own_views import OwnView, etag_of_review, sign_view
from serving.service.access_log import check_may, entry_of
from serving.service.access_manners import check_opening, enter_look
from serving.service.context import Service
from serving.service.once import KeptBytes
from serving.service.preparing_looks import prepare_look
from serving.store.writer import Receipt

__all__ = ["ViewGiven", "give_own_view", "view_of_kept"]


@dataclass(frozen=True, slots=True)
class ViewGiven:
    """The look that followed: an answer like any other, and the way on to the review.

    Attributes:
        view: the word with which the review is sent.
        etag: of the last review, for the review's ``If-Match``.
        receipts: of the own view, then of the look.
    """

    body: bytes
    view: str
    etag: str
    receipts: tuple[Receipt, ...]


async def give_own_view(
    service: Service, officer: Officer, child: str, own_view: str, reason: AccessReason
) -> ViewGiven:
    """Commit ``own_view`` to the log, then give the answer of this moment.

    Nothing of the advice is sent before the view is durable, and neither is without the
    other: if the look can't be entered, nothing is shown.

    Raises:
        NotPermittedError, NoSuchChildError, RestrictedError, FullerReasonError: refused;
            the refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so there is no answer.
    """
    now = service.clock()
    await check_may(service, officer, Permission.CHILD_REVIEW, now)
    found = await prepare_look(service, officer, child, reason, now, None)
    opening = await check_opening(
        service, officer, found.child, found.limits, reason, now, is_emergency=False
    )
    first = await service.writer.commit(
        entry_of(
            replace(officer, once=None),
            entry=new_entry_id(now, service.draw(10)),
            kind="OWN_VIEW_GIVEN",
            at=now,
            outcome=Outcome.DONE,
            child=found.child,
            reason=reason,
            question=canonical({"own_view": own_view}).decode(),
        )
    )
    body = found.body()
    once = officer.once
    receipt = await enter_look(
        service,
        replace(officer, once=None if once is None else replace(once, beside=(first.entry_id,))),
        opening,
        kind="CHILD_VIEWED",
        at=now,
        child=found.child,
        reason=reason,
        inputs=await service.kept.keep(found.inputs),
        body=body,
    )
    return _given(service, officer.name, own_view, body, (first, receipt), now)


def view_of_kept(service: Service, officer: Officer, own_view: str, kept: KeptBytes) -> ViewGiven:
    """The same again, for a request that is sent again under its key."""
    at = instant_from_text(json.loads(kept.body)["as_of"])
    return _given(service, officer.name, own_view, kept.body, kept.receipts, at)


def _given(
    service: Service,
    officer: str,
    own_view: str,
    body: bytes,
    receipts: tuple[Receipt, ...],
    at: datetime,
) -> ViewGiven:
    answer: Mapping[str, Any] = json.loads(body)
    last = answer["last_review"]
    view = OwnView(
        receipts[0].entry_id,
        officer,
        answer["child"]["id"],
        own_view,
        answer["advice"]["band"],
        at,
    )
    etag = etag_of_review(None if last is None else last["entry"])
    return ViewGiven(body, sign_view(service.secret, view), etag, receipts)
