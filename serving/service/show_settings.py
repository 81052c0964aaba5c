"""Show the settings in force, with no secret in them, and what the limits have refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.settings import SETTINGS, Settings
from serving.store.writer import Receipt

__all__ = ["SettingsShown", "setting_values", "show_settings"]

_HIDDEN = "***"
#: Addresses that whoever knows them may post to.
_SECRET_PATHS = frozenset({"webhook_url"})


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """What is told: the values, the exact bytes, and the log's receipt."""

    values: dict[str, Any]
    body: bytes
    receipt: Receipt


async def show_settings(service: Service, officer: Officer) -> SettingsShown:
    """Every setting with its value, its default and its meaning.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be logged, so there is no answer.
    """
    now = service.clock()
    await check_may(service, officer, Permission.SETTINGS_VIEW, now)
    values = {
        "as_at": instant_to_text(now),
        "settings": setting_values(service.settings),
        "refused_by_rate": service.limits.refused,
        "not_signed_in": service.limits.not_signed_in,
    }
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="SETTINGS_SHOWN",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
    )
    return SettingsShown(values, body, receipt)


def setting_values(settings: Settings) -> list[dict[str, Any]]:
    """Each setting in the order of the published table; addresses without what stands before
    their host, which may be a password."""
    usual = Settings.read({})
    return [
        {
            "variable": setting.variable,
            "value": _shown(setting.field, getattr(settings, setting.field)),
            "is_default": getattr(settings, setting.field) == getattr(usual, setting.field),
            "meaning": setting.meaning,
        }
        for setting in SETTINGS
    ]


def _shown(field: str, value: Any) -> str:
    """The value; of an address whose path may be a secret itself, the host alone."""
    said = _text(value)
    if field not in _SECRET_PATHS or not said:
        return said
    parts = urlsplit(said)
    return f"{parts.scheme}://{parts.netloc}/{_HIDDEN}"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(" ".join(map(_text, one)) for one in value)
    return _without_secret(str(value))


def _without_secret(text: str) -> str:
    """An address with a user or a password, or with a query, without them."""
    if "://" not in text:
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return _HIDDEN
    user, at, host = parts.netloc.rpartition("@")
    query = f"?{_HIDDEN}" if parts.query else ""
    return f"{parts.scheme}://{_HIDDEN if user else ''}{at}{host}{parts.path}{query}"
