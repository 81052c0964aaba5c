"""What is told of a plan: the version in force, the one being written, and who did what."""

from __future__ import annotations

from typing import Any

from records.calendar import instant_to_text, local_day
from records.columns import ColumnType, Items, Lines
from records.formats.cse_plans import PLAN_SECTIONS
from serving.access.permissions import Officer, Permission, may
from serving.answer.plan import SECTION_TITLES
from serving.entering.banding import Banded
from serving.planning.copies import Said
from serving.planning.gentle_words import gentle_notes
from serving.planning.reading import PlanNow, Version
from serving.planning.sections import ABOUT, SECTIONS, missing_to_submit
from serving.planning.states import CopyState

__all__ = [
    "copy_version_values",
    "kept_values",
    "kind_of",
    "plan_values",
    "section_state",
    "version_values",
]


def plan_values(plan: PlanNow, officer: Officer, banded: Banded | None = None) -> dict[str, Any]:
    """One plan as told to somebody who may read it.

    What is being written is told to its writers and to supervisors alone; to anybody else
    only that somebody writes a version: nobody acts upon what nobody approved.
    """
    current, standing = plan.current, plan.standing
    return {
        "reference": plan.reference,
        "child": str(plan.child),
        "name": plan.name,
        "state": standing.plan.value,
        "writing": standing.copy.value,
        "words": standing.words,
        "owner": plan.owner,
        "owner_team": plan.owner_team,
        "version": None if current is None else current.number,
        "current": None if current is None else version_values(plan, current),
        "versions": [_version_line(version) for version in reversed(plan.versions)],
        "copy": _copy_values(plan) if plan.may_read_copy(officer) else None,
        "done": [_done(said) for said in reversed(plan.copy.history) if _is_act(said)],
        "may": {
            "write": plan.may_write(officer),
            "approve": plan.may_approve(officer),
            "end": may(officer, Permission.PLAN_APPROVE),
        },
        "banded": None if banded is None else {"before": banded.before, "now": banded.now},
        "etag": plan.tag,
        "as_at": instant_to_text(plan.now),
    }


def version_values(plan: PlanNow, version: Version) -> dict[str, Any]:
    """One version as it was written down, in the shape that an answer has it."""
    return _told(plan, version.sections, version.number, version.state, version)


def copy_version_values(plan: PlanNow) -> dict[str, Any]:
    """The version that is being written, in the same shape, as officers would see it."""
    number = max((version.number for version in plan.versions), default=0) + 1
    return _told(plan, plan.contents(), number, "draft", None)


def _told(
    plan: PlanNow, sections: dict[str, Any], number: int, state: str, version: Version | None
) -> dict[str, Any]:
    about = sections.get(ABOUT) or {}
    today = local_day(plan.now)
    updated = today if version is None else local_day(version.event.occurred)
    created = local_day(plan.versions[0].event.occurred) if plan.versions else today
    due = about.get("review_due")
    return {
        "reference": plan.reference,
        "version": number,
        "state": state,
        "review_overdue": state == "live" and due is not None and due < today.isoformat(),
        "owner": about.get("owner") or "",
        "owner_team": about.get("owner_team") or "",
        "owner_phone": about.get("owner_phone"),
        "created": created.isoformat(),
        "updated": updated.isoformat(),
        "age_days": (today - updated).days,
        "review_due": due,
        "agreed_band": about.get("agreed_band"),
        "agreed_until": about.get("agreed_until"),
        "possible": False,
        "sections": [
            {
                "name": column.name,
                "title": SECTION_TITLES[column.name],
                "kind": kind_of(column.type),
                "content": sections[column.name],
            }
            for column in PLAN_SECTIONS
            if sections.get(column.name) is not None
        ],
    }


def kind_of(type_: ColumnType) -> str:
    """``lines``, ``items`` or ``text``."""
    if isinstance(type_, Lines):
        return "lines"
    return "items" if isinstance(type_, Items) else "text"


def _version_line(version: Version) -> dict[str, Any]:
    due = version.review_due
    return {
        "version": version.number,
        "state": version.state,
        "recorded_at": instant_to_text(version.event.recorded),
        "owner": version.event.details["owner"],
        "review_due": None if due is None else due.isoformat(),
        "entry": version.act,
    }


def _copy_values(plan: PlanNow) -> dict[str, Any]:
    copy = plan.copy
    is_there = copy.state is not CopyState.NONE
    back = copy.sent_back
    return {
        "version": copy_version_values(plan) if is_there else None,
        "since": None if copy.since is None or not is_there else instant_to_text(copy.since),
        "changed": list(plan.changed),
        "overtaken": list(plan.overtaken),
        "apart": [kept_values(said) for said in copy.apart],
        "sent_back": None if back is None else _done(back),
        "missing": [
            {"section": fault.where, "words": fault.words}
            for fault in missing_to_submit(plan.contents())
        ],
        "sections": [section_state(plan, name) for name in SECTIONS],
    }


def section_state(plan: PlanNow, name: str) -> dict[str, Any]:
    """One section of the next version: its content, its tag, who saved it, notes on words."""
    said = plan.copy.saved.get(name)
    content = plan.content(name)
    return {
        "section": name,
        "title": SECTIONS[name].title,
        "content": content,
        "written_down": plan.written_down()[name],
        "is_changed": name in plan.changed,
        "is_overtaken": name in plan.overtaken,
        "saved_at": None if said is None else instant_to_text(said.row.at),
        "saved_by": None if said is None else said.row.who,
        "apart": [kept_values(one) for one in plan.copy.apart if one.row.section == name],
        "notes": list(gentle_notes(content)),
        "etag": plan.section_tag(name),
    }


def kept_values(said: Said) -> dict[str, Any]:
    """A text that was kept apart."""
    row = said.row
    return {
        "number": row.number,
        "section": row.section,
        "content": said.content,
        "who": row.who,
        "at": instant_to_text(row.at),
    }


def _is_act(said: Said) -> bool:
    return said.row.kind not in ("saved", "kept_apart", "chosen")


def _done(said: Said) -> dict[str, Any]:
    row = said.row
    words = said.content.get("words") if isinstance(said.content, dict) else None
    return {
        "kind": row.kind,
        "words": words,
        "who": row.who,
        "at": instant_to_text(row.at),
        "version": row.version or None,
        "entry": row.entry,
    }
