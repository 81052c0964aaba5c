"""The page of limited records, for supervisors: which team keeps which, and how to lift it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.addresses import LIMITS, child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = ["LimitLine", "LimitsView", "TriedLimit", "limits_view"]


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One limit. The record is named by its opaque id alone.

    Attributes:
        seen: the tag of the limits on the record, for lifting what is seen here.
    """

    child_id: str
    address: str
    team: str
    details: tuple[str, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class TriedLimit:
    """A limit that could not be set or lifted as asked; what was sent is kept.

    Attributes:
        team: the team to limit it to; None to lift.
        faults: field (``note`` or ``team``) -> what to do.
    """

    child_id: str
    team: str | None
    note: str
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LimitsView:
    """The whole page.

    Attributes:
        tried: what is asked again, on top; ``seen`` is then the tag of the limits on that
            record as the page now shows them.
    """

    frame: Frame
    lines: tuple[LimitLine, ...]
    counted: str
    tried: TriedLimit | None = None
    seen: str = ""
    address: str = LIMITS

    @property
    def faults(self) -> Mapping[str, str]:
        """What to do about the fields of the form that is asked again."""
        return {} if self.tried is None else self.tried.faults


def limits_view(
    values: Mapping[str, Any], frame: Frame, tried: TriedLimit | None = None
) -> LimitsView:
    """The page of what the API answers under ``/api/v1/restrictions``."""
    lines = tuple(_line(row) for row in values["restrictions"])
    seen = values["unlimited_etag"]
    if tried is not None:
        seen = next((line.seen for line in lines if line.child_id == tried.child_id), seen)
    counted = count_words(len(lines), "limit") + " on records."
    return LimitsView(frame, lines, counted, tried, seen)


def _line(row: Mapping[str, Any]) -> LimitLine:
    said = f"Since {moment_text(row['since'])}, set by {row['set_by']}: {row['note']}"
    followed = "It followed the records when they were joined or split."
    details = (said, followed) if row["followed"] else (said,)
    return LimitLine(
        row["child"],
        child_address(row["child"]),
        row["team"],
        tuple(bind(detail) for detail in details),
        row["etag"],
    )
