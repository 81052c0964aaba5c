"""The page of one entry of the access log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import join_words
from serving.pages.addresses import log_entry_address, replay_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = ["EntryView", "entry_view"]

_PARTS: Mapping[str, str] = {
    "who": "who acted",
    "child": "whom it was about",
    "reason": "the reason in words",
    "question": "what was asked",
    "answer": "the answer",
}


@dataclass(frozen=True, slots=True)
class EntryView:
    """The whole page.

    Attributes:
        facts, inputs, proof: (name, value).
        erased: a sentence on what was erased; None if nothing was.
        replay: where its answer is given again; None if it gave none.
    """

    frame: Frame
    heading: str
    facts: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, str], ...]
    proof: tuple[tuple[str, str], ...]
    erased: str | None
    replay: str | None
    address: str


def entry_view(values: Mapping[str, Any], frame: Frame) -> EntryView:
    """The page of what the API answers under ``/api/v1/audit/{entry_id}``."""
    answer, erased = values["answer"], {one["part"] for one in values["erased"]}
    facts = (
        ("When", bind(moment_text(values["at"]))),
        ("Who", values["officer"] or _gone("who", erased)),
        ("Role", join_words(values["roles"])),
        ("Team", values["team"]),
        ("About", values["child"] or _gone("child", erased)),
        ("Reason", _reason(values)),
        ("Asked", values["question"]),
        ("Outcome", values["outcome"].capitalize()),
        ("By law", join_words(values["operations"])),
        *((_name(fact["name"]), fact["value"]) for fact in values["facts"]),
    )
    return EntryView(
        frame=frame,
        heading=values["words"],
        facts=tuple((name, value) for name, value in facts if value),
        inputs=tuple((_name(one["name"]), one["value"]) for one in values["inputs"]),
        proof=(
            ("Entry", values["entry"]),
            ("Number", "It waits for its number" if values["position"] is None
             else f"{values['position']:,}"),
            ("Leaf", values["leaf"]),
            ("Answer", "No answer" if answer is None else
             f"{answer['length']:,} bytes, {answer['media_type']}, {answer['commitment']}"),
        ),
        erased=_erased(values["erased"]),
        replay=replay_address(values["entry"]) if answer and answer["is_kept"] else None,
        address=log_entry_address(values["entry"]),
    )  # fmt: skip


def _reason(values: Mapping[str, Any]) -> str:
    parts = ((values["reason_code"] or "").replace("_", " "), values["reason"] or "")
    return ": ".join(part for part in parts if part)


def _gone(part: str, erased: set[str]) -> str:
    return "Erased" if part in erased else ""


def _name(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _erased(parts: list[Mapping[str, Any]]) -> str | None:
    if not parts:
        return None
    named = join_words([_PARTS.get(one["part"], one["part"]) for one in parts])
    return f"Erased from the log, which says so itself: {named}. The entry still verifies."
