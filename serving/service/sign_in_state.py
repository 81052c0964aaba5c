"""What a running service remembers of signing in, beside what its store holds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from serving.service.sign_in_guesses import Guesses
from serving.service.sign_in_refusals import Refusals
from serving.service.sign_in_seen import SeenSessions
from serving.sign_in.accepted_tokens import AcceptedTokens
from serving.sign_in.provider import Provider

__all__ = ["SignIns"]


@dataclass(slots=True)
class SignIns:
    """For one process and its event loop.

    Attributes:
        provider: the force's sign-in service; None where none is configured.
        noting: held while somebody is entered whose token was not seen before.
    """

    provider: Provider | None = None
    guesses: Guesses = field(default_factory=Guesses)
    refusals: Refusals = field(default_factory=Refusals)
    seen: SeenSessions = field(default_factory=SeenSessions)
    accepted: AcceptedTokens = field(default_factory=AcceptedTokens)
    noting: asyncio.Lock = field(default_factory=asyncio.Lock)
