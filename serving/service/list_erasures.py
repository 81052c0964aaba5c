"""Every erasure: those that wait for approval, and the tombstones of those carried out."""

from __future__ import annotations

from dataclasses import dataclass

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.erasures_shown import erasure_values
from serving.service.paging import USUAL_ON_A_PAGE, cursor, place_of
from serving.service.retention_policy import load_retention
from serving.store.erased import read_erasures
from serving.store.writer import Receipt

__all__ = ["ErasuresListed", "list_erasures"]

_LIST = "erasures"


@dataclass(frozen=True, slots=True)
class ErasuresListed:
    """The exact bytes, and the log's receipt."""

    body: bytes
    receipt: Receipt


async def list_erasures(
    service: Service,
    officer: Officer,
    after: str | None = None,
    limit: int = USUAL_ON_A_PAGE,
) -> ErasuresListed:
    """Erasures, the latest asked for first, and the rules under which one may be asked for.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is of no page of this list.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.RETENTION_REVIEW, now)
    place = None if after is None else place_of(service.secret, _LIST, after)
    with service.store.reading() as connection:
        found = read_erasures(connection)
    keys = [(instant_to_text(one.asked_at), one.id) for one in found]
    start = 0 if place is None else next((n + 1 for n, key in enumerate(keys) if key == place), 0)
    shown = found[start : start + limit]
    next_page = None
    if start + limit < len(found):
        next_page = cursor(service.secret, _LIST, keys[start + limit - 1])
    body = encode(
        {
            "as_at": instant_to_text(now),
            "count": len(found),
            "waiting": sum(not one.is_done for one in found),
            "rules": [
                {"id": id_, "words": words}
                for id_, words in sorted(load_retention().erasure_rules.items())
            ],
            "erasures": [erasure_values(one) for one in shown],
            "next_page": next_page,
        }
    )
    receipt = await log_look(
        service,
        officer,
        kind="RETENTION_LISTED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"shown": len(shown), "list": _LIST},
    )
    return ErasuresListed(body, receipt)
