"""The page of notices to one's own team or role; no child is named on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from records.words import count_words
from serving.pages.addresses import LOG_FIGURES, NOTICES, child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text
from serving.telling.addresses import notices_after
from serving.telling.audiences import AUDIENCES, is_of_a_team

__all__ = ["NoticeLine", "NoticesView", "notices_view"]

#: Kind of notice -> the desk where what it asks is done, if it is no child's record.
_DESKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "doubtful_link_with_plan": ("Open the links to settle", "/links"),
        "referral_without_owner": ("Open the queue of referrals", "/referrals"),
        "log_not_sealed": ("Open the figures of the log", LOG_FIGURES),
    }
)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice.

    Attributes:
        lead: the fact, then the act that is asked.
        details: who, from which team, why, and until when it must be acknowledged.
        entry: the log's entry that tells the rest, if one does.
        record: the address of the child's record; None where nobody's is meant, or where
            it isn't for the reader.
        desk: words and address of the list where what is asked is done; None where it is
            done at the record, or outside the service.
        seen: who acknowledged it and when; None while nobody has.
    """

    id: str
    when: str
    lead: str
    details: tuple[str, ...]
    entry: str | None
    record: str | None
    desk: tuple[str, str] | None
    must: bool
    seen: str | None


@dataclass(frozen=True, slots=True)
class NoticesView:
    """The whole page."""

    frame: Frame
    lines: tuple[NoticeLine, ...]
    counted: str
    next_address: str | None
    address: str = NOTICES


def notices_view(
    values: Mapping[str, Any], frame: Frame, reasons: Mapping[str, str]
) -> NoticesView:
    """The page of what the API answers under ``/api/v1/notices``.

    ``reasons`` are the words of each reason's code.
    """
    lines = tuple(_line(notice, reasons) for notice in values["notices"])
    open_ones = count_words(values["open"], "notice")
    after = values["next_page"]
    return NoticesView(
        frame,
        lines,
        f"{open_ones} to {_readers(values)} not acknowledged yet.",
        None if after is None else notices_after(after),
    )


def _readers(values: Mapping[str, Any]) -> str:
    """Whose notices these are, in words."""
    audiences = values["audiences"]
    if is_of_a_team(audiences):
        return str(values["team"] or "every team")
    return " and ".join(AUDIENCES[name].words for name in audiences) or "you"


def _line(notice: Mapping[str, Any], reasons: Mapping[str, str]) -> NoticeLine:
    must = notice["acknowledge_by"] is not None and notice["acknowledged_at"] is None
    seen = None
    if notice["acknowledged_at"] is not None:
        at = moment_text(notice["acknowledged_at"])
        seen = f"Acknowledged by {notice['acknowledged_by']} at {at}."
    child = notice["child"]
    return NoticeLine(
        notice["id"],
        moment_text(notice["at"]),
        bind(notice["words"]),
        tuple(bind(detail) for detail in _details(notice, reasons, must=must)),
        notice["entry"],
        None if child is None else child_address(child),
        _DESKS.get(notice["kind"]),
        must,
        seen,
    )


def _details(notice: Mapping[str, Any], reasons: Mapping[str, str], *, must: bool) -> list[str]:
    details = []
    if notice["to_team"] is not None:
        told = AUDIENCES.get(notice["audience"])
        details.append(f"To {'the team' if told is None else told.words}, {notice['to_team']}.")
    if notice["reference"] is not None:
        details.append(f"Reference {notice['reference']}.")
    if notice["person"] is not None:
        details.append(f"Owner, as recorded: {notice['person']}.")
    if notice["officer"] is not None:
        team = notice["officer_team"]
        details.append(f"By {notice['officer']}{'.' if team is None else f', {team}.'}")
    if notice["reason"] is not None:
        details.append(f"Reason given: {reasons.get(notice['reason'], notice['reason'])}.")
    if must:
        by = moment_text(notice["acknowledge_by"])
        if notice["handed_on_at"] is None:
            details.append(f"Acknowledge by {by}. Then it goes to the inspector.")
        else:
            on = moment_text(notice["handed_on_at"])
            details.append(f"Nobody acknowledged it by {by}. The inspector was told at {on}.")
    return details
