"""How far people and the machine agree on doubtful links, counted, with nobody named.

Only judgements made before the machine's figure was shown count: who has seen an
opinion agrees with it more.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from linkage.results import RefusalReason
from linkage.subjects import Subject
from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.store.judgements import JudgementRow, read_judgements
from serving.store.writer import Receipt

__all__ = ["Agreement", "agreement_values", "measure_agreement"]

#: Below this many judgements a share says more of chance than of anything.
_FEW = 10
_SAID = ("same", "different", "cant_say")
#: From which weight a band begins, in hundredths of a bit, and its words; the lightest first.
_BANDS: tuple[tuple[int | None, str], ...] = (
    (None, "less likely one person than two"),
    (0, "up to 8 to 1 for one person"),
    (300, "8 to 64 to 1 for one person"),
    (600, "64 to 1,000 to 1 for one person"),
    (1_000, "more than 1,000 to 1 for one person"),
)
_VERDICTS = {
    "possible": "shown as possible",
    "refused": "kept apart by a rule",
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """The figures: the exact bytes, and the log's receipt."""

    body: bytes
    receipt: Receipt


async def measure_agreement(service: Service, officer: Officer, subject: Subject) -> Agreement:
    """The figures for children's links or for adults'.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: they could not be read or logged, so there is no answer.
    """
    now = service.clock()
    await check_may(service, officer, Permission.AGREEMENT_VIEW, now)

    def read() -> tuple[JudgementRow, ...]:
        with service.store.reading() as connection:
            return read_judgements(connection, subject)

    said = await asyncio.to_thread(read)
    values = {
        "subject": subject.value,
        **agreement_values(said),
        "as_at": instant_to_text(now),
    }
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="AGREEMENT_MEASURED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"subject": subject.value},
    )
    return Agreement(body, receipt)


def agreement_values(said: Sequence[JudgementRow]) -> dict[str, Any]:
    """Counts of what people said, beside what the machine leant to, by verdict and by weight.

    The machine leans to *different* where a rule found something against one person, and
    else by the sign of the weight. A *can't say* neither agrees nor differs. Judgements
    since undone count: they were what somebody thought. A split counts once, however
    many pairs it names.
    """
    blind = [row for row in said if row.kind == "judged" and row.is_blind]
    return {
        "judgements": len(blind),
        "not_blind": sum(1 for row in said if row.kind == "judged" and not row.is_blind),
        "first": instant_to_text(blind[0].judged_at) if blind else None,
        "last": instant_to_text(blind[-1].judged_at) if blind else None,
        "people": len({row.judged_by for row in blind}),
        "all": _row("all", "all judgements", blind),
        "by_verdict": [
            _row(verdict, words, (row for row in blind if row.verdict == verdict))
            for verdict, words in _VERDICTS.items()
        ],
        "by_weight": [
            {"from": least, **_row(words, words, (row for row in blind if _band(row) == place))}
            for place, (least, words) in enumerate(_BANDS)
        ],
        "between_people": _between(blind),
        "splits": len({row.act for row in said if row.kind == "split"}),
        "undone": len({row.act for row in said if row.kind == "undone"}),
        "few": _FEW,
    }


#: Refusals that speak against one person. The others only say that nobody can tell yet.
_AGAINST = frozenset(
    {
        RefusalReason.BIRTH_DATES_DIFFER,
        RefusalReason.FORENAMES_DIFFER,
        RefusalReason.TWO_FIRST_NAMES,
        RefusalReason.SURNAMES_DIFFER,
        RefusalReason.TOO_MUCH_DIFFERS,
        RefusalReason.SAME_SYSTEM,
        RefusalReason.DECIDED_DIFFERENT,
    }
)


def _leans(row: JudgementRow) -> str:
    return "same" if row.refusal not in _AGAINST and row.weight >= 0 else "different"


def _band(row: JudgementRow) -> int:
    return max(
        place for place, (least, _) in enumerate(_BANDS) if least is None or row.weight >= least
    )


def _row(name: str, words: str, rows: Iterable[JudgementRow]) -> dict[str, Any]:
    found = list(rows)
    said = Counter(row.said for row in found)
    answered = [row for row in found if row.said != "cant_say"]
    agree = sum(1 for row in answered if row.said == _leans(row))
    return {
        "name": name,
        "words": words,
        **{word: said[word] for word in _SAID},
        "agree": agree,
        "differ": len(answered) - agree,
        "is_few": len(answered) < _FEW,
    }


def _between(blind: Sequence[JudgementRow]) -> dict[str, Any]:
    """How often two people said the same of one pair, each before seeing the figure."""
    by_link: dict[str, dict[str, str]] = defaultdict(dict)
    for row in blind:
        by_link[row.link].setdefault(row.judged_by, row.said)
    twice = [list(said.values()) for said in by_link.values() if len(said) > 1]
    agree = sum(1 for words in twice if len(set(words)) == 1)
    return {
        "links_judged_by_several": len(twice),
        "agree": agree,
        "differ": len(twice) - agree,
        "is_few": len(twice) < _FEW,
    }
