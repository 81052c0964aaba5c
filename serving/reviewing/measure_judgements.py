"""How judgements and advice fared: what people said to the advice, and the harm recorded after.

The outcome is the scorecard's own: :func:`records.states.is_harmed_since` within 90 days. What
is told, and what is withheld, is decided in :mod:`serving.reviewing.judgement_counts`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.reviewing.judgement_counts import figures_of
from serving.reviewing.measured_judgements import read_judged
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.store.writer import Receipt

__all__ = ["JudgementFigures", "measure_judgements"]


@dataclass(frozen=True, slots=True)
class JudgementFigures:
    """The exact bytes that are sent, and the log's receipt."""

    values: dict[str, Any]
    body: bytes
    receipt: Receipt


async def measure_judgements(service: Service, officer: Officer) -> JudgementFigures:
    """Counts by kind and month over two years, nobody named.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.JUDGEMENTS_MEASURE, now)
    judged = await asyncio.to_thread(read_judged, service)
    values = {
        **figures_of(judged.months, judged.found),
        "known_at": None if judged.known_at is None else instant_to_text(judged.known_at),
        "as_at": instant_to_text(now),
    }
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="JUDGEMENTS_MEASURED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
    )
    return JudgementFigures(values, body, receipt)
