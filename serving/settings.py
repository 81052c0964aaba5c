"""Every setting of the service, declared once: name, default and meaning.

The environment is read here and nowhere else; commands hand the result on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["SETTINGS", "Setting", "Settings", "SettingsError"]


class SettingsError(Exception):
    """One or more settings can't be used. The message names each and what to write."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: the field it fills, its default and its meaning."""

    variable: str
    field: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "MISSING_RISK_STORE",
        "store",
        "sqlite:///var/missing-risk.db",
        "the store: an SQLite file or postgresql+psycopg://...",
    ),
    Setting(
        "MISSING_RISK_MODELS",
        "models",
        "sqlite:///var/mlflow.db",
        "the MLflow tracking and registry address",
    ),
    Setting(
        "MISSING_RISK_ENVIRONMENT",
        "environment",
        "demo",
        "demo or production; production refuses demo accounts and plain cookies",
    ),
    Setting(
        "MISSING_RISK_LOG_ORIGIN",
        "log_origin",
        "missing-risk.invalid/looks",
        "the access log's origin line, fixed for the life of a log",
    ),
    Setting(
        "MISSING_RISK_CACHE",
        "cache",
        "var/cards",
        "folder that keeps the last scorecards, so that a silent registry stops nobody",
    ),
    Setting(
        "MISSING_RISK_WEIGHTS",
        "weights",
        "",
        "folder with weights.json and weights_adults.json; the release's own if empty",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force.

    Raises:
        SettingsError: naming every setting that can't be used.
    """

    store: str
    models: str
    environment: str
    log_origin: str
    cache: Path
    weights: Path | None = None

    def __post_init__(self) -> None:
        faults = []
        if not self.store.startswith(("sqlite:///", "postgresql+psycopg://")):
            faults.append("MISSING_RISK_STORE must begin with sqlite:/// or postgresql+psycopg://")
        if self.environment not in ("demo", "production"):
            faults.append("MISSING_RISK_ENVIRONMENT must be demo or production")
        if not self.log_origin or not self.log_origin.isprintable() or " " in self.log_origin:
            faults.append("MISSING_RISK_LOG_ORIGIN must be one word, e.g. force.example/looks")
        if faults:
            raise SettingsError("; ".join(faults))

    @property
    def is_production(self) -> bool:
        """Whether the rules for real use apply."""
        return self.environment == "production"

    @classmethod
    def read(cls, environ: Mapping[str, str], store: str | None = None) -> Settings:
        """The settings of this environment; ``store`` given on the command line wins.

        Raises:
            SettingsError: naming every setting that can't be used.
        """
        values = {s.field: environ.get(s.variable) or s.default for s in SETTINGS}
        if store:
            values["store"] = store if "://" in store else f"sqlite:///{store}"
        return cls(
            store=values["store"],
            models=values["models"],
            environment=values["environment"],
            log_origin=values["log_origin"],
            cache=Path(values["cache"]),
            weights=Path(values["weights"]) if values["weights"] else None,
        )
