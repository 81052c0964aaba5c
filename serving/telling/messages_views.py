"""The page of messages: what could not be delivered, what waits, what left, and the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text
from serving.telling.addresses import MESSAGES, messages_after
from serving.telling.audiences import AUDIENCES

__all__ = ["FigureLine", "Filter", "MessageLine", "MessagesView", "messages_view"]

_CHANNELS = {"webhook": "webhook", "mail": "e-mail"}
_STATES = {"waiting": "Waits", "sent": "Sent", "dead": "Could not be delivered"}


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message on one way out.

    Attributes:
        is_dead: it is no longer tried, and may be sent again.
    """

    id: str
    lead: str
    details: tuple[str, ...]
    is_dead: bool


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The figures of one kind to one audience, in sentences."""

    words: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """One state to show, or all; without an address, the one that is shown."""

    words: str
    address: str | None


@dataclass(frozen=True, slots=True)
class MessagesView:
    """The whole page."""

    frame: Frame
    leaving: str
    counted: str
    filters: tuple[Filter, ...]
    lines: tuple[MessageLine, ...]
    empty: str
    next_address: str | None
    since: str
    figures: tuple[FigureLine, ...]
    address: str = MESSAGES


def messages_view(
    values: Mapping[str, Any], figures: Mapping[str, Any], frame: Frame, state: str | None
) -> MessagesView:
    """The page of what the API answers under ``/api/v1/messages`` and its figures."""
    counts, after = values["counts"], values["next_page"]
    ways = " and ".join(_CHANNELS[name] for name in values["channels"])
    return MessagesView(
        frame=frame,
        leaving=(
            f"Messages leave by {ways}. No message names a child."
            if ways
            else "No message leaves: neither a webhook nor e-mail is set. Notices stand in "
            "people’s lists all the same."
        ),
        counted=(
            f"{count_words(counts['dead'], 'message')} could not be delivered, "
            f"{counts['waiting']:,} wait, {counts['sent']:,} were sent."
        ),
        filters=_filters(state),
        lines=tuple(_line(message) for message in values["messages"]),
        empty=f"0 messages {'to show' if state is None else f'of the state “{_STATES[state]}”'}.",
        next_address=None if after is None else messages_after(after, state),
        since=moment_text(figures["since"]),
        figures=tuple(_figure(one) for one in figures["kinds"]),
    )


def _filters(state: str | None) -> tuple[Filter, ...]:
    every: list[tuple[str | None, str]] = [(None, "All"), *_STATES.items()]
    return tuple(
        Filter(words, None if name == state else messages_after(None, name))
        for name, words in every
    )


def _line(message: Mapping[str, Any]) -> MessageLine:
    told = AUDIENCES[message["audience"]].words
    team = f", {message['team']}" if message["team"] is not None else ""
    what = "Digest" if message["is_digest"] else "Message"
    lead = f"{_STATES[message['state']]}: {what.lower()} to {told}{team}"
    made = moment_text(message["at"])
    details = [f"Made {made}, by {_CHANNELS[message['channel']]}."]
    if message["sent_at"] is not None:
        details.append(f"Sent {moment_text(message['sent_at'])}.")
    if message["due_at"] is not None:
        details.append(f"Tried next at {moment_text(message['due_at'])}.")
    if message["fault"] is not None:
        tries = count_words(len(message["attempts"]), "try", "tries")
        details.append(f"After {tries}: {message['fault']}.")
    return MessageLine(
        message["id"],
        bind(lead),
        tuple(bind(detail) for detail in details),
        message["state"] == "dead",
    )


def _figure(one: Mapping[str, Any]) -> FigureLine:
    share = one["in_time_percent"]
    told = count_words(one["told"], "notice")
    details = [
        f"{told} to {AUDIENCES[one['audience']].words}.",
        f"{one['pushed']:,} pushed, {one['held_back']:,} held back by the budget.",
        f"{one['acknowledged']:,} acknowledged, {one['handed_on']:,} handed on.",
        "Too few to say how many are acted on in time."
        if share is None
        else f"Of 100, {share} were acted on in time.",
    ]
    if one["is_for_redesign"]:
        details.append("This kind is to be designed anew.")
    return FigureLine(bind(one["words"]), tuple(bind(detail) for detail in details))
