"""One answer about several people leaves an entry for each, and about nobody still one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.audit.leaf import PreparedLook
from serving.service.access_log import log_looks

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


@dataclass
class _Log:
    """A log that keeps what it is given."""

    looks: list[PreparedLook] = field(default_factory=list)

    async def commit(self, look: PreparedLook) -> str:
        self.looks.append(look)
        return look.id


def entered(*people: str) -> list[PreparedLook]:
    log = _Log()
    drawn = iter(range(100))
    service: Any = SimpleNamespace(writer=log, draw=lambda n: bytes([next(drawn)]) * n)
    officer = Officer("reviewer", "Reviewer", ("link_reviewer",))
    receipts = asyncio.run(
        log_looks(
            service,
            officer,
            kind="DOUBTFUL_LINK_VIEWED",
            at=AT,
            people=people,
            reason=AccessReason("review"),
            body=b"{}",
            inputs={},
            facts={"link": "L-1"},
        )
    )
    assert list(receipts) == [look.id for look in log.looks]
    return log.looks


def test_each_person_has_one_entry_with_the_same_body_and_an_id_of_its_own() -> None:
    looks = entered("C-2", "C-1", "C-2")
    assert [look.child for look in looks] == ["C-1", "C-2"]
    assert {look.answer.body for look in looks if look.answer} == {b"{}"}
    assert len({look.id for look in looks}) == 2
    assert all(look.facts == {"link": "L-1"} for look in looks)


def test_an_answer_about_nobody_in_particular_is_entered_all_the_same() -> None:
    (look,) = entered()
    assert look.child is None
