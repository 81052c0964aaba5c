"""A report is opened and answered at once: band and plan come in the same response (M1, M3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from records.calendar import instant_to_text
from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import NotPermittedError, Officer
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.missing.open_report import NewReport, Opened, no_answer, open_report
from serving.service.access_log import log_look
from serving.service.access_manners import RestrictedError
from serving.service.context import Service
from serving.service.preparing_looks import Look, NoSuchChildError
from serving.service.rate_limits import RateLimitedError
from serving.service.show_child import show_child
from serving.store.errors import StoreError, WriterBusyError
from serving.store.log import Receipt

__all__ = ["Answered", "open_and_show"]

#: Why a look may fail -> the problem that says so; its words are the error's own.
_WHY: Mapping[type[Exception], str] = {
    RestrictedError: "restricted",
    FullerReasonError: "fuller-reason",
    NoSuchChildError: "no-such-child",
    NotPermittedError: "not-permitted",
    RateLimitedError: "rate-limited",
}
_BUSY = "The answer could not be given just now: open the child’s record again."


@dataclass(frozen=True, slots=True)
class Answered:
    """A report that is kept, and what came with it.

    Attributes:
        body: the exact bytes of the response, the child's answer in it unchanged.
        look: the look at the child; None if there was none.
        why: why there was none: the problem's type and words.
        receipts: of the report, of the look, and of what was sent.
    """

    opened: Opened
    body: bytes
    look: Look | None
    why: Mapping[str, str] | None
    receipts: tuple[Receipt, ...]


async def open_and_show(
    service: Service,
    officer: Officer,
    new: NewReport,
    reason: AccessReason,
    *,
    is_emergency: bool = False,
) -> Answered:
    """Open the report; once it is durable, look at the child as any look is made.

    The report stays kept whatever becomes of the look: a limited record, words that are
    asked for, a log that can't be written. Then the response says so and why.

    Raises:
        as :func:`serving.missing.open_report.open_report`: nothing was written.
    """
    opened = await open_report(service, officer, new, reason)
    look, why = await _look(service, officer, opened, reason, is_emergency=is_emergency)
    body = _body(opened, look, why)
    receipts = [opened.receipt, *([] if look is None else [look.receipt])]
    once = officer.once and replace(
        officer.once, beside=tuple(one.entry_id for one in receipts[1:])
    )
    try:
        sent = await log_look(
            service,
            replace(officer, once=once),
            kind="MISSING_REPORT_ANSWERED",
            at=service.clock(),
            body=body,
            inputs={"as_of": instant_to_text(opened.known_from)},
            child=opened.child,
            reason=reason,
            question=opened.reference,
        )
    except StoreError:
        # What was sent could not be entered, so only what was entered is sent: the report.
        why = no_answer("not-logged", _BUSY)
        return Answered(opened, _body(opened, None, why), None, why, (opened.receipt,))
    return Answered(opened, body, look, why, (*receipts, sent))


async def _look(
    service: Service,
    officer: Officer,
    opened: Opened,
    reason: AccessReason,
    *,
    is_emergency: bool,
) -> tuple[Look | None, Mapping[str, str] | None]:
    # The key of the request is the report's; a look of its own has none.
    asking = replace(officer, once=None)
    as_of = opened.known_from if service.clock() < opened.known_from else None
    try:
        look = await show_child(
            service, asking, opened.child, reason, as_of, is_emergency=is_emergency
        )
    except tuple(_WHY) as fault:
        kind = next(kind for error, kind in _WHY.items() if isinstance(fault, error))
        return None, no_answer(kind, str(fault))
    except WriterBusyError:
        return None, no_answer("busy", _BUSY)
    except StoreError:
        return None, no_answer("not-logged", _BUSY)
    return look, None


def _body(opened: Opened, look: Look | None, why: Mapping[str, Any] | None) -> bytes:
    answer = b"null" if look is None else look.body
    said = encode({"report": dict(opened.values)})[:-1]
    return said + b',"answer":' + answer + b',"why_no_answer":' + _json(why) + b"}"


def _json(why: Mapping[str, Any] | None) -> bytes:
    return b"null" if why is None else encode(dict(why))
