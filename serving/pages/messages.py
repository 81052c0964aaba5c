"""Pages that only say something: errors, and signed out. What happened, what to do, what
was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from serving.pages.addresses import SEARCH, SIGN_IN
from serving.pages.frames import Frame

__all__ = ["MESSAGES", "Message", "MessageKind", "MessageView"]


class MessageKind(Enum):
    """What happened. The value is the HTTP status that goes with it."""

    NOT_FOUND = 404
    #: The child's records were erased.
    ERASED = 410
    NO_PERMISSION = 403
    #: A form whose token is unknown or too old.
    FORM_EXPIRED = 400
    #: Too many tries, or the writer's queue is full: the same request may work soon.
    BUSY = 503
    #: The account asks faster than its rate.
    TOO_FAST = 429
    PROBLEM = 500
    SIGNED_OUT = 200


@dataclass(frozen=True, slots=True)
class Message:
    """The fixed words of one kind.

    Attributes:
        ring: the control room is offered.
        next_words, next_address: the one link onward.
    """

    title: str
    happened: str
    do: str
    kept: str
    ring: bool
    next_words: str
    next_address: str


_SEARCH_AGAIN = "Search for a child"

MESSAGES: Mapping[MessageKind, Message] = MappingProxyType(
    {
        MessageKind.NOT_FOUND: Message(
            "Page not found",
            "There is no record or page at this address.",
            "Search for the child by name. A record may have been joined to another.",
            "This attempt is recorded.",
            True,
            _SEARCH_AGAIN,
            SEARCH,
        ),
        MessageKind.ERASED: Message(
            "These records were erased",
            "The records of this child were erased under a rule of the force.",
            "Search for the child by name: what was recorded since has an address of its own.",
            "This attempt is recorded.",
            True,
            _SEARCH_AGAIN,
            SEARCH,
        ),
        MessageKind.NO_PERMISSION: Message(
            "You can’t open this page",
            "Your role does not allow it.",
            "If a child is missing now, ring the control room. They can open the record.",
            "This attempt is recorded.",
            True,
            _SEARCH_AGAIN,
            SEARCH,
        ),
        MessageKind.FORM_EXPIRED: Message(
            "This form is too old",
            "The page was open for too long, so nothing was sent.",
            "Open the page again and send the form once more.",
            "Nothing was changed.",
            False,
            _SEARCH_AGAIN,
            SEARCH,
        ),
        MessageKind.BUSY: Message(
            "The service is busy",
            "Your look could not be recorded in time, so nothing was shown.",
            "Try again in a few seconds. If it can’t wait, ring the control room.",
            "Nothing was changed.",
            True,
            _SEARCH_AGAIN,
            SEARCH,
        ),
        MessageKind.TOO_FAST: Message(
            "Too many requests",
            "Your account asked for more in a minute than it may.",
            "Wait a minute, then go on. If it can’t wait, ring the control room.",
            "This is recorded. Nothing was changed.",
            True,
            _SEARCH_AGAIN,
            SEARCH,
        ),
        MessageKind.PROBLEM: Message(
            "There is a problem with the service",
            "Something went wrong here, so nothing was shown.",
            "Try again. If it can’t wait, ring the control room.",
            "Nothing was changed.",
            True,
            _SEARCH_AGAIN,
            SEARCH,
        ),
        MessageKind.SIGNED_OUT: Message(
            "You are signed out",
            "Nobody can open a record on this device until someone signs in.",
            "Close this window if you share the device.",
            "Each look you made is in the access log.",
            False,
            "Sign in",
            SIGN_IN,
        ),
    }
)


@dataclass(frozen=True, slots=True)
class MessageView:
    """One such page.

    Attributes:
        reference: what to quote when asking about it, e.g. a request id; never a child's id.
    """

    frame: Frame
    kind: MessageKind
    reference: str | None = None
    address: str = SEARCH

    @property
    def message(self) -> Message:
        """The words of the kind."""
        return MESSAGES[self.kind]

    @property
    def status(self) -> int:
        """The HTTP status to send."""
        return self.kind.value
