"""Every setting that training's commands take from the environment, declared once.

Each is the default of an option; the option's value wins.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ENVIRONMENT",
    "MODELS",
    "ORGANISATION",
    "SETTINGS",
    "TRACKING",
    "TRAINER",
    "Setting",
]


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its default and its meaning, as the manual has them."""

    variable: str
    default: str
    meaning: str


MODELS = Setting(
    "MISSING_RISK_MODELS",
    "sqlite:///var/mlflow.db",
    "the MLflow tracking and registry address: a database, or a server's http address",
)
TRACKING = Setting("MLFLOW_TRACKING_URI", "", "the same, if MISSING_RISK_MODELS is not set")
TRAINER = Setting(
    "MISSING_RISK_TRAINER", "", "who answers for a training run; who is signed in, if empty"
)
ORGANISATION = Setting(
    "MISSING_RISK_ORGANISATION",
    "",
    "JSON file of what the force says of itself in a card's papers; an invented force's if empty",
)
ENVIRONMENT = Setting(
    "MISSING_RISK_ENVIRONMENT", "demo", "demo or production; production never overrules a gate"
)
SETTINGS = (MODELS, TRACKING, TRAINER, ORGANISATION, ENVIRONMENT)
