"""What a history adds up to: points, bands and policy floors, checkable by hand (N2).

Pure functions over whole numbers. Nothing here reads a file but the policy, and nothing
knows how a card was fitted.
"""

from __future__ import annotations

from scorecard.advice import Advice, PolicyMismatchError, advise
from scorecard.bins import Bin, CardError, CardLine
from scorecard.card import Card
from scorecard.floors import FloorApplied, floors_that_apply
from scorecard.policy import Policy, PolicyError, load_policy
from scorecard.scoring import (
    FeatureMismatchError,
    NotAMeasurementError,
    Scored,
    ScoredLine,
    score,
)

__all__ = [
    "Advice",
    "Bin",
    "Card",
    "CardError",
    "CardLine",
    "FeatureMismatchError",
    "FloorApplied",
    "NotAMeasurementError",
    "Policy",
    "PolicyError",
    "PolicyMismatchError",
    "Scored",
    "ScoredLine",
    "advise",
    "floors_that_apply",
    "load_policy",
    "score",
]
