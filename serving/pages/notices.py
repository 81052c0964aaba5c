"""The page of notices to one's own team; no child is named on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.addresses import NOTICES
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = ["NoticeLine", "NoticesView", "notices_view"]


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice.

    Attributes:
        lead: the fact, then the act that is asked.
        details: who, from which team, why, and the log's entry.
        seen: who acknowledged it and when; None while nobody has.
    """

    id: str
    when: str
    lead: str
    details: tuple[str, ...]
    entry: str | None
    seen: str | None


@dataclass(frozen=True, slots=True)
class NoticesView:
    """The whole page."""

    frame: Frame
    lines: tuple[NoticeLine, ...]
    counted: str
    address: str = NOTICES


def notices_view(
    values: Mapping[str, Any], frame: Frame, reasons: Mapping[str, str]
) -> NoticesView:
    """The page of what the API answers under ``/api/v1/notices``.

    ``reasons`` are the words of each reason's code.
    """
    lines = tuple(_line(notice, reasons) for notice in values["notices"])
    team = values["team"] or "every team"
    open_ones = count_words(values["open"], "notice")
    return NoticesView(frame, lines, f"{open_ones} to {team} not acknowledged yet.")


def _line(notice: Mapping[str, Any], reasons: Mapping[str, str]) -> NoticeLine:
    details = []
    if notice["officer"] is not None:
        team = notice["officer_team"] or "no named team"
        details.append(f"By {notice['officer']}, {team}.")
    if notice["reason"] is not None:
        details.append(f"Reason given: {reasons.get(notice['reason'], notice['reason'])}.")
    seen = None
    if notice["acknowledged_at"] is not None:
        at = moment_text(notice["acknowledged_at"])
        seen = f"Acknowledged by {notice['acknowledged_by']} at {at}."
    return NoticeLine(
        notice["id"],
        moment_text(notice["at"]),
        bind(notice["words"]),
        tuple(bind(detail) for detail in details),
        notice["entry"],
        seen,
    )
