"""The answer: a pure function from inputs to the exact bytes that are sent and logged.

No clock, no store, no framework, no randomness: the same inputs give the same bytes for
as long as this version exists (N1). What is sent, shown, logged and replayed comes from
here (N2).
"""

from __future__ import annotations

from serving.answer.cards import Cards, CardVersion
from serving.answer.inputs import AnswerInputs, LookInputs, Possible
from serving.answer.write import answer, answer_values

__all__ = [
    "AnswerInputs",
    "CardVersion",
    "Cards",
    "LookInputs",
    "Possible",
    "answer",
    "answer_values",
]
