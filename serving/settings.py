"""Every setting of the service, declared once: name, default and meaning.

The environment is read here and nowhere else; commands hand the result on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
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
        "MISSING_RISK_SIGN_IN",
        "sign_in",
        "",
        "file that says how the force's own people sign in (OpenID Connect); needed in production",
    ),
    Setting(
        "MISSING_RISK_SESSION_IDLE_MINUTES",
        "session_idle_minutes",
        "30",
        "a session that is not used for so long is over; 1 to 720",
    ),
    Setting(
        "MISSING_RISK_SESSION_HOURS",
        "session_hours",
        "10",
        "a session is over after so long, used or not; 1 to 24",
    ),
    Setting(
        "MISSING_RISK_LOG_ORIGIN",
        "log_origin",
        "missing-risk.invalid/looks",
        "the access log's origin line, fixed for the life of a log",
    ),
    Setting(
        "MISSING_RISK_LOG_KEY",
        "log_key",
        "",
        "file with the key that signs the log's heads; beside an SQLite store in the demo",
    ),
    Setting(
        "MISSING_RISK_LOG_SEALS",
        "log_seals",
        "",
        "the seal store: a file on another disk that keeps every signed head; as above in the demo",
    ),
    Setting(
        "MISSING_RISK_LOG_WITNESSES",
        "log_witnesses",
        "",
        "who cosigns the heads: address and verifier key of each, a comma between two",
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
    Setting(
        "MISSING_RISK_OFFICER_HOMES",
        "officer_homes",
        "",
        "JSON file of personnel: account, then its address and postcode; for unusual access alone",
    ),
    Setting(
        "MISSING_RISK_ADDRESS",
        "address",
        "",
        "the service's own address as browsers know it, for the link in messages",
    ),
    Setting(
        "MISSING_RISK_WEBHOOK_URL",
        "webhook_url",
        "",
        "where messages to people are posted; https in production; nothing is posted if empty",
    ),
    Setting(
        "MISSING_RISK_WEBHOOK_SECRET",
        "webhook_secret",
        "",
        "file with the secret that signs what is posted there",
    ),
    Setting(
        "MISSING_RISK_MAIL",
        "mail",
        "",
        "file that says how messages are mailed, and to which boxes; none are if empty",
    ),
    Setting(
        "MISSING_RISK_FULLER_REASON_ONE_IN",
        "fuller_reason_one_in",
        "10",
        "of so many looks one is asked to be justified in words; 0 asks none",
    ),
    Setting(
        "MISSING_RISK_LOOKS_A_MINUTE",
        "looks_a_minute",
        "60",
        "looks at children that one account may take in a minute",
    ),
    Setting(
        "MISSING_RISK_SEARCHES_A_MINUTE",
        "searches_a_minute",
        "60",
        "searches, of children or of the log, that one account may make in a minute",
    ),
    Setting(
        "MISSING_RISK_SIGN_INS_A_MINUTE",
        "sign_ins_a_minute",
        "10",
        "sign-ins that may be tried for one account in a minute",
    ),
    Setting(
        "MISSING_RISK_OTHERS_A_MINUTE",
        "others_a_minute",
        "300",
        "other requests that one account may make in a minute",
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
    sign_in: Path | None = None
    session_idle_minutes: int = 30
    session_hours: int = 10
    log_key: Path | None = None
    log_seals: Path | None = None
    log_witnesses: tuple[tuple[str, str], ...] = ()
    officer_homes: Path | None = None
    address: str = ""
    webhook_url: str = ""
    webhook_secret: Path | None = None
    mail: Path | None = None
    fuller_reason_one_in: int = 10
    looks_a_minute: int = 60
    searches_a_minute: int = 60
    sign_ins_a_minute: int = 10
    others_a_minute: int = 300

    def __post_init__(self) -> None:
        faults = []
        if not self.store.startswith(("sqlite:///", "postgresql+psycopg://")):
            faults.append("MISSING_RISK_STORE must begin with sqlite:/// or postgresql+psycopg://")
        if self.environment not in ("demo", "production"):
            faults.append("MISSING_RISK_ENVIRONMENT must be demo or production")
        origin = self.log_origin
        if not origin or not origin.isprintable() or " " in origin or "+" in origin:
            faults.append("MISSING_RISK_LOG_ORIGIN must be one word, e.g. force.example/looks")
        if self.fuller_reason_one_in < 0:
            faults.append("MISSING_RISK_FULLER_REASON_ONE_IN must be a whole number, 0 or more")
        faults += [
            f"{rate.variable} must be a whole number, 1 or more"
            for rate in SETTINGS
            if rate.field.endswith("_a_minute") and getattr(self, rate.field) < 1
        ]
        if not 1 <= self.session_idle_minutes <= 720:
            faults.append("MISSING_RISK_SESSION_IDLE_MINUTES must be a whole number, 1 to 720")
        if not 1 <= self.session_hours <= 24:
            faults.append("MISSING_RISK_SESSION_HOURS must be a whole number, 1 to 24")
        faults += self._telling_faults()
        if faults:
            raise SettingsError("; ".join(faults))

    def _telling_faults(self) -> list[str]:
        kinds = ("https://",) if self.is_production else ("https://", "http://")
        faults = [
            f"{variable} must begin with {' or '.join(kinds)}"
            for variable, address in (
                ("MISSING_RISK_ADDRESS", self.address),
                ("MISSING_RISK_WEBHOOK_URL", self.webhook_url),
            )
            if address and not address.startswith(kinds)
        ]
        if bool(self.webhook_url) != bool(self.webhook_secret):
            faults.append(
                "MISSING_RISK_WEBHOOK_URL and MISSING_RISK_WEBHOOK_SECRET go together: set both"
            )
        return faults

    @property
    def channels(self) -> tuple[str, ...]:
        """By which ways messages to people leave; none: they stand in lists alone."""
        ways = (("webhook", self.webhook_url), ("mail", self.mail))
        return tuple(name for name, said in ways if said)

    @property
    def is_production(self) -> bool:
        """Whether the rules for real use apply."""
        return self.environment == "production"

    @property
    def session_idle(self) -> timedelta:
        """How long a session may go unused."""
        return timedelta(minutes=self.session_idle_minutes)

    @property
    def session_life(self) -> timedelta:
        """How long a session may last."""
        return timedelta(hours=self.session_hours)

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
            sign_in=Path(values["sign_in"]) if values["sign_in"] else None,
            session_idle_minutes=_whole(values["session_idle_minutes"]),
            session_hours=_whole(values["session_hours"]),
            log_key=_log_file(values, "log_key", ".key"),
            log_seals=_log_file(values, "log_seals", ".seals"),
            log_witnesses=_witnesses(values["log_witnesses"]),
            officer_homes=Path(values["officer_homes"]) if values["officer_homes"] else None,
            address=values["address"].rstrip("/"),
            webhook_url=values["webhook_url"],
            webhook_secret=Path(values["webhook_secret"]) if values["webhook_secret"] else None,
            mail=Path(values["mail"]) if values["mail"] else None,
            fuller_reason_one_in=_whole(values["fuller_reason_one_in"]),
            looks_a_minute=_whole(values["looks_a_minute"]),
            searches_a_minute=_whole(values["searches_a_minute"]),
            sign_ins_a_minute=_whole(values["sign_ins_a_minute"]),
            others_a_minute=_whole(values["others_a_minute"]),
        )


def _log_file(values: Mapping[str, str], field: str, ending: str) -> Path | None:
    """A file of the log's; in the demo it lies beside an SQLite store if nothing is said."""
    if values[field]:
        return Path(values[field])
    if values["environment"] == "production" or not values["store"].startswith("sqlite:///"):
        return None
    return Path(values["store"].removeprefix("sqlite:///") + ending)


def _witnesses(text: str) -> tuple[tuple[str, str], ...]:
    """(address, verifier key) of each.

    Raises:
        SettingsError: one of them is not two words, or its address is not HTTP.
    """
    found = []
    for each in filter(None, (part.strip() for part in text.split(","))):
        address, _, key = each.partition(" ")
        if not address.startswith(("https://", "http://")) or not key.strip():
            raise SettingsError(
                "MISSING_RISK_LOG_WITNESSES must be address and verifier key, e.g. "
                "https://witness.example witness.example/w1+1a2b3c4d+BA..."
            )
        found.append((address, key.strip()))
    return tuple(found)


def _whole(text: str) -> int:
    """The whole number written, or -1, which no setting takes."""
    return int(text) if text.isascii() and text.isdigit() else -1
