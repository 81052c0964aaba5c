"""The page of what is promised: how far the log is sealed and cosigned, and its known limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from records.words import count_words, length_words
from serving.pages.addresses import TRUST
from serving.pages.frames import Frame
from serving.pages.typography import moment_text

__all__ = ["TrustView", "trust_view"]

_LATE = "No witness has cosigned within a day: find out why."


@dataclass(frozen=True, slots=True)
class TrustView:
    """The whole page.

    Attributes:
        warnings: what is wrong now; empty when nothing is.
        facts: (name, value) of how far the log is sealed.
        witnesses: (name, how it stands).
        keys: verifier keys to pin, the newest first.
    """

    frame: Frame
    warnings: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    witnesses: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    address: str = TRUST


def trust_view(values: Mapping[str, Any], frame: Frame) -> TrustView:
    """The page of how the log stands."""
    warnings = [] if values["trouble"] is None else [_sentence(values["trouble"])]
    cosigned = values["cosigned"]
    if values["witnesses"] and (cosigned is None or cosigned["age_s"] > 24 * 3600):
        warnings.append(_LATE)
    facts = [
        ("Entries", f"{values['entries']:,}"),
        ("Last sealed head", _head(values["sealed"], "Nothing is sealed yet")),
        ("Last cosigned head", _head(cosigned, "Nobody has cosigned a head yet")),
    ]
    return TrustView(
        frame,
        tuple(warnings),
        tuple(facts),
        tuple((each["name"], _witness(each)) for each in values["witnesses"]),
        tuple(row["key"] for row in reversed(values["keys"])),
    )


def _head(head: Mapping[str, Any] | None, none: str) -> str:
    if head is None:
        return none
    age = length_words(timedelta(seconds=head["age_s"]))
    return (
        f"{count_words(head['size'], 'entry', 'entries')}, {age} ago, at {moment_text(head['at'])}"
    )


def _witness(each: Mapping[str, Any]) -> str:
    if each["trouble"] is not None:
        return _sentence(each["trouble"])
    if each["signed_at"] is None:
        return "Has not been asked since the service began"
    return f"Cosigned at {moment_text(each['signed_at'])}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
