"""What training refuses, each by name. The messages never hold anything about a child."""

from __future__ import annotations

__all__ = [
    "LeakError",
    "NotEnoughCasesError",
    "NothingLearnedError",
    "RegistryError",
    "TrainingError",
]


class TrainingError(Exception):
    """Training or promoting was refused. The message says why and what to do."""


class NotEnoughCasesError(TrainingError):
    """The snapshot holds too few cases of harm, or too short a time, to learn from."""


class NothingLearnedError(TrainingError):
    """No feature earned a point: the history says nothing about the outcome."""


class LeakError(TrainingError):
    """A feature knows the outcome. Nothing is registered."""


class RegistryError(TrainingError):
    """The registry can't do what was asked."""
