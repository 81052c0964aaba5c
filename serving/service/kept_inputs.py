"""What an answer was made from, kept before its look is entered: replay finds it again (N1)."""

from __future__ import annotations

import asyncio

from serving.answer.inputs import AnswerInputs
from serving.answer.kept_parts import KEPT_PARTS
from serving.replay import Code
from serving.store.kept import keep_inputs
from serving.store.opening import Store

__all__ = ["KeptInputs"]


class KeptInputs:
    """Keeps every part of the inputs under its digest.

    Parts change far more seldom than looks are made: what this process knows to be durable
    costs a look one question to a set, and what is new one commit.
    """

    def __init__(self, store: Store, code: Code) -> None:
        self._store = store
        self._code = code
        self._durable: set[str] = set()

    async def keep(self, inputs: AnswerInputs) -> dict[str, str]:
        """What the look's entry names; everything it names is durable when this returns.

        Raises:
            StoreUnavailableError: it could not be kept, so the look must not be answered.
        """
        named = {**inputs.digests(), "code": self._code.digest}
        durable = self._durable
        if self._code.digest not in durable or any(
            named.get(part.named, "") not in durable for part in KEPT_PARTS if named.get(part.named)
        ):
            await self._keep_new(inputs, named)
        return named

    async def _keep_new(self, inputs: AnswerInputs, named: dict[str, str]) -> None:
        new = {self._code.digest: ("code", self._code.to_bytes())}
        for part in KEPT_PARTS:
            digest, value = named.get(part.named, ""), part.of(inputs)
            if digest and value is not None:
                new[digest] = (part.kind, value)
        new = {digest: kept for digest, kept in new.items() if digest not in self._durable}

        def write() -> None:
            with self._store.writing() as connection:
                keep_inputs(connection, new)

        await asyncio.to_thread(write)
        self._durable.update(new)
