"""The page of keeping and erasing: what is due for review, and erasures that wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.words import count_words
from serving.pages.addresses import RETENTION
from serving.pages.frames import Frame
from serving.pages.typography import bind, day_text, moment_text

__all__ = ["DueLine", "ErasureLine", "RetentionView", "retention_view"]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One child whose records are due for review, by id alone."""

    child: str
    lead: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErasureLine:
    """One erasure. ``may_approve``: it waits, and for this person among others."""

    id: str
    child: str
    lead: str
    details: tuple[str, ...]
    may_approve: bool


@dataclass(frozen=True, slots=True)
class RetentionView:
    """The whole page.

    Attributes:
        rules: (id, words) of each rule under which an erasure may be asked for.
        faults: what is wrong with what was sent, by the id of its field.
    """

    frame: Frame
    due: tuple[DueLine, ...]
    erasures: tuple[ErasureLine, ...]
    rules: tuple[tuple[str, str], ...]
    counted: str
    source: str
    faults: Mapping[str, str] = field(default_factory=dict)
    address: str = RETENTION

    @property
    def anchors(self) -> Mapping[str, str]:
        """Where the summary of faults leads: of a day, to the first of its fields."""
        return {id_: f"{id_}-day" if id_.startswith("until-") else id_ for id_ in self.faults}


def retention_view(
    due: Mapping[str, Any],
    erasures: Mapping[str, Any],
    frame: Frame,
    *,
    who: str,
    faults: Mapping[str, str] | None = None,
) -> RetentionView:
    """The page of what the API answers under ``/retention/due`` and ``/erasures``.

    ``who`` is the account that looks: nobody approves what they asked for.
    """
    words = {rule["id"]: rule["words"] for rule in erasures["rules"]}
    more = due["next_page"] is not None or erasures["next_page"] is not None
    counted = f"{count_words(len(due['due']), 'review')} and "
    counted += f"{count_words(erasures['waiting'], 'erasure')} wait"
    return RetentionView(
        frame,
        tuple(_due(row) for row in due["due"]),
        tuple(_erasure(row, words, who) for row in erasures["erasures"]),
        tuple(sorted(words.items())),
        counted + (" on this page, and there are more." if more else "."),
        due["source"],
        dict(faults or {}),
    )


def _due(row: Mapping[str, Any]) -> DueLine:
    day = bind(day_text(row["next_review"]))
    details = [f"Group {row['group']}. {row['group_words']}.",
               f"Last recorded on {bind(day_text(row['last_recorded']))}."]  # fmt: skip
    if row["keep_until"] is not None:
        details.append(f"Kept until {bind(day_text(row['keep_until']))} at least.")
    if row["decided"] is not None:
        details.append(f"Last decision: {row['decided']['why']}")
    is_late = row["state"] == "overdue"
    lead = f"Review overdue since {day}" if is_late else f"Review due by {day}"
    return DueLine(row["child"], lead, tuple(details))


def _erasure(row: Mapping[str, Any], rules: Mapping[str, str], who: str) -> ErasureLine:
    asked = f"Asked for by {row['asked_by']} at {bind(moment_text(row['asked_at']))}: {row['why']}"
    details = [rules.get(row["rule"], row["rule"]) + ".", asked]
    if row["state"] == "erased":
        done = f"Approved by {row['approved_by']}. Entry {row['entry']} of the access log."
        lead = f"Erased at {bind(moment_text(row['erased_at']))}"
        return ErasureLine(row["id"], row["child"], lead, (*details, done), may_approve=False)
    mine = row["asked_by"] == who
    lead = "Waits for somebody else to approve it" if mine else "Waits for approval"
    return ErasureLine(row["id"], row["child"], lead, tuple(details), may_approve=not mine)
