"""The pages of abduction notices: the form of one that was served, and one as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from serving.pages.addresses import child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, capital_first, day_text, moment_text
from serving.planning.addresses import NOTICES, notice_address

__all__ = ["NoticeFormView", "NoticePageView", "notice_page_view"]


@dataclass(frozen=True, slots=True)
class NoticeFormView:
    """The form of a notice that was served. ``typed`` are its fields as sent."""

    frame: Frame
    child_id: str
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    address: str = NOTICES

    @property
    def child(self) -> str:
        """The child's page."""
        return child_address(self.child_id)


@dataclass(frozen=True, slots=True)
class NoticePageView:
    """One notice. ``may_withdraw``: it is in force, and they may record notices."""

    frame: Frame
    reference: str
    name: str
    child: str
    standing: str
    facts: tuple[tuple[str, str], ...]
    may_breach: bool
    may_withdraw: bool
    seen: str
    typed: Mapping[str, str]
    faults: Mapping[str, str]

    @property
    def address(self) -> str:
        """The page's own."""
        return notice_address(self.reference)


def notice_page_view(
    values: Mapping[str, Any],
    frame: Frame,
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> NoticePageView:
    """The page of what the API answers under ``/abduction-notices/{reference}``."""
    names = (values["adult_forename"], values["adult_surname"])
    adult = " ".join(name for name in names if name) or "An adult not named on the notice"
    born = values["adult_date_of_birth"]
    facts = [
        ("About the adult", adult if born is None else f"{adult}, born {day_text(born)}"),
        ("Served", moment_text(values["served_at"])),
        ("In force until", day_text(values["in_force_until"])),
        *(("Breached", moment_text(at)) for at in values["breaches"]),
    ]
    if values["withdrawn_at"] is not None:
        facts.append(("Withdrawn", moment_text(values["withdrawn_at"])))
    state = values["state"]
    return NoticePageView(
        frame=frame,
        reference=values["reference"],
        name=values["name"],
        child=child_address(values["child"]),
        standing=capital_first(state),
        facts=tuple((name, bind(words)) for name, words in facts),
        may_breach=values["may_write"] and state != "withdrawn",
        may_withdraw=values["may_write"] and state in ("in force", "in force, breached"),
        seen=values["etag"],
        typed=typed or {},
        faults=faults or {},
    )
