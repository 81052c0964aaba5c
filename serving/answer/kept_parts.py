"""The parts of an answer's inputs that are kept as bytes, each under its digest (N1).

The child's own records are the look's blob, which the store keeps anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from serving.answer.inputs import AnswerInputs, freshness_bytes, withheld_bytes

__all__ = ["KEPT_PARTS", "KeptPart"]


@dataclass(frozen=True, slots=True)
class KeptPart:
    """One part.

    Attributes:
        named: under which name the entry's inputs bear its digest; where it is "" or not
            there, there is no such part.
        kind: what the store calls it.
        of: its bytes; None if these inputs have no such part.
    """

    named: str
    kind: str
    of: Callable[[AnswerInputs], bytes | None]


KEPT_PARTS: tuple[KeptPart, ...] = (
    KeptPart("freshness", "freshness", lambda inputs: freshness_bytes(inputs.freshness)),
    KeptPart("artefact", "card", lambda i: i.champion.card.to_json() if i.champion else None),
    KeptPart("again_artefact", "card", lambda i: i.again.card.to_json() if i.again else None),
    KeptPart("policy_hash", "policy", lambda inputs: inputs.policy.to_json()),
    KeptPart("intervals_hash", "intervals", lambda inputs: inputs.intervals.to_json()),
    KeptPart("withheld", "withheld", lambda i: withheld_bytes(i.withheld) if i.withheld else None),
)
