"""Post messages to a webhook, signed as *Standard Webhooks* says, so that any receiver can
check who sent them, when, and whether it has had one before."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

import httpx

from serving.settings import Settings
from serving.telling.channels import ChannelError, NotDeliveredError
from serving.telling.wording import Message

__all__ = ["Webhook", "open_webhook", "signature"]

_CONNECT_S, _ANSWER_S = 5.0, 10.0
_FEWEST_BYTES = 24
_PREFIX = "whsec_"


def signature(secret: bytes, message: str, at: int, body: bytes) -> str:
    """What the header ``webhook-signature`` bears: HMAC-SHA-256 over id, time and body.

    ``at`` is in whole seconds since 1970. A receiver works it out too, compares in constant
    time, refuses what is older than five minutes, and drops an id that it has had.
    """
    signed = f"{message}.{at}.".encode() + body
    digest = hmac.new(secret, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def open_webhook(settings: Settings) -> Webhook:
    """The webhook of the settings.

    Raises:
        ChannelError: its secret can't be read or is too short.
    """
    if settings.webhook_secret is None:
        raise ChannelError("MISSING_RISK_WEBHOOK_SECRET must name a file")
    try:
        said = settings.webhook_secret.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise ChannelError("the file of MISSING_RISK_WEBHOOK_SECRET can't be read") from None
    try:
        secret = (
            base64.b64decode(said.removeprefix(_PREFIX), validate=True)
            if said.startswith(_PREFIX)
            else said.encode()
        )
    except binascii.Error:
        raise ChannelError("MISSING_RISK_WEBHOOK_SECRET: after whsec_ comes base64") from None
    if len(secret) < _FEWEST_BYTES:
        raise ChannelError(
            f"MISSING_RISK_WEBHOOK_SECRET: the secret must have {_FEWEST_BYTES} bytes or more"
        )
    return Webhook(settings.webhook_url, secret)


class Webhook:
    """One address that messages are posted to. Redirects are not followed; what is answered
    is not read, only its status."""

    def __init__(
        self, url: str, secret: bytes, *, answer_s: float = _ANSWER_S, connect_s: float = _CONNECT_S
    ) -> None:
        self._url = url
        self._secret = secret
        self._client = httpx.Client(
            timeout=httpx.Timeout(answer_s, connect=connect_s),
            follow_redirects=False,
            trust_env=False,
        )

    def send(self, message: Message, at: datetime) -> None:
        """Post it; see :class:`serving.telling.channels.Channel`."""
        body, second = message.body(), int(at.timestamp())
        headers = {
            "content-type": "application/json",
            "webhook-id": message.id,
            "webhook-timestamp": str(second),
            "webhook-signature": signature(self._secret, message.id, second, body),
        }
        try:
            with self._client.stream("POST", self._url, content=body, headers=headers) as answer:
                status = answer.status_code
        except httpx.TimeoutException:
            raise NotDeliveredError("the receiver took too long") from None
        except httpx.HTTPError:
            raise NotDeliveredError("the receiver can't be reached") from None
        if answer.is_redirect:
            raise NotDeliveredError(f"the receiver answered {status}, and redirects are refused")
        if not answer.is_success:
            raise NotDeliveredError(f"the receiver answered {status}")

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()
