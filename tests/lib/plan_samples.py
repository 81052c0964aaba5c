"""One good request for every route of plans and abduction notices; see tests.web.route_samples.

The force is :func:`tests.lib.link_review.doubtful_force`, where Kit Ashdownley has no plan: one
is begun, and brought into the state that a request needs, before it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.lib.door import Door
from tests.lib.plan_desk import ABOUT, FIRST_LINES, PlanDesk

__all__ = ["act_form",
    "compare_ids",
    "notice_form",
    "notice_ids",
    "notice_tag",
    "plan_ids",
    "plan_tag",
    "section_form",
    "section_ids",
    "section_tag",
    "the_child",
    "version_ids",
    "withdrawal_form",
]  # fmt: skip

#: Any day of review that the timetable allows at the moment of the force.
_ABOUT = {**ABOUT, "review_due": "2026-12-20"}


def the_child(door: Door) -> dict[str, str]:
    """Kit, whose plan has ended if there was one: it can be begun."""
    desk, child = PlanDesk(door), door.find("Kit Ashdownley")
    reference = _found(desk, child)
    if reference is not None:
        assert desk.supervisor().act(reference, "end", words="It ends.").status_code == 200
    return {"child": child}


def plan_ids(door: Door) -> dict[str, str]:
    """A plan with something being written."""
    return {"reference": _open(door)}


def version_ids(door: Door) -> dict[str, str]:
    """A version of the plan of another child, whose plan is in force."""
    plan = door.risk(door.find("Ada Quillfeather"))["plan"]["current"]
    return {"reference": plan["reference"], "number": str(plan["version"])}


def compare_ids(door: Door) -> dict[str, str]:
    """Two versions of it, which are one."""
    return {"reference": version_ids(door)["reference"], "before": "1", "after": "1"}


def section_ids(door: Door) -> dict[str, str]:
    """A section of it."""
    return {**plan_ids(door), "section": "read_first"}


def section_tag(door: Door) -> dict[str, str]:
    """The tag of that section."""
    desk = PlanDesk(door)
    return {"If-Match": desk.section(_open(door), "read_first")["etag"]}


def section_form(door: Door) -> dict[str, str]:
    """The form that saves that section."""
    return {"seen": section_tag(door)["If-Match"], "text": "Ring the home.\nAsk at the mill."}


def notice_form(door: Door) -> dict[str, str]:
    """The form of a notice about Kit that was served."""
    days = {
        "served_year": "2026", "served_month": "11", "served_day": "20", "served_time": "10:00",
        "until_year": "2027", "until_month": "3", "until_day": "1",
    }  # fmt: skip
    return {"child": door.find("Kit Ashdownley"), "forename": "Grant", **days}


def withdrawal_form(door: Door) -> dict[str, str]:
    """The form that withdraws the notice that was made for this request."""
    return {"act": "withdraw", "seen": notice_tag(door)["If-Match"], "why": "Served in error."}


def plan_tag(*, state: str) -> Any:
    """What makes the plan ``open``, ``waiting`` or ``live``, and gives its tag."""

    def made(door: Door) -> Mapping[str, str]:
        desk, reference = PlanDesk(door), _open(door)
        if state != "open":
            assert desk.act(reference, "submission").status_code == 200
        if state == "live":
            assert desk.supervisor().act(reference, "approval").status_code == 200
        return {"If-Match": desk.plan(reference)["etag"]}

    return made


def act_form(state: str) -> Any:
    """The form of any act, on the plan in this state."""

    def made(door: Door) -> Mapping[str, str]:
        due = {"due_year": "2026", "due_month": "12", "due_day": "20"}
        seen = plan_tag(state=state)(door)["If-Match"]
        return {"seen": seen, "words": "As it was said at the meeting.", **due}

    return made


def notice_ids(door: Door) -> dict[str, str]:
    """The notice about Kit that was served by an extract, or a new one."""
    child = door.find("Kit Ashdownley")
    body = {
        "child": child,
        "served_at": "2026-11-20T10:00:00+00:00",
        "in_force_until": "2027-03-01",
        "adult_forename": "Grant",
    }
    desk = PlanDesk(door)
    served = desk.ask("POST", "/abduction-notices", json=body)
    assert served.status_code == 200, served.text[:300]
    door.kept_notice = served.json()["reference"]  # type: ignore[attr-defined]  # for its tag
    return {"reference": served.json()["reference"]}


def notice_tag(door: Door) -> dict[str, str]:
    """The tag of the notice that was made for this request."""
    desk = PlanDesk(door)
    shown = desk.ask("GET", f"/abduction-notices/{door.kept_notice}")  # type: ignore[attr-defined]  # made just before
    return {"If-Match": shown.headers["etag"]}


def _found(desk: PlanDesk, child: str) -> str | None:
    for state in ("open", "waiting"):
        for row in desk.get(f"/plans?state={state}", "Plans")["plans"]:
            if desk.plan(row["reference"])["child"] == child:
                return str(row["reference"])
    shown = desk.shown(child)
    return None if shown is None else str(shown["reference"])


def _open(door: Door) -> str:
    """Kit's plan, with whole sections, being written."""
    desk, child = PlanDesk(door), door.find("Kit Ashdownley")
    reference = _found(desk, child) or desk.begin(child)
    writing = desk.plan(reference)["writing"]
    if "waiting" in writing:
        desk.supervisor().act(reference, "return", words="Once more.")
    if "nothing" in writing:
        lines = [f"Seen at {door.moment:%H:%M:%S}.", *FIRST_LINES[1:]]
        assert desk.save(reference, "read_first", lines).status_code == 200
    copy = desk.plan(reference)["copy"]
    for kept in copy["apart"]:
        stands = desk.section(reference, kept["section"])["content"]
        desk.save(reference, kept["section"], stands, settles=[kept["number"]])
    missing = {one["section"] for one in copy["missing"]}
    for section, content in (("about", _ABOUT), ("read_first", FIRST_LINES)):
        if section in missing:
            assert desk.save(reference, section, content).status_code == 200
    return reference
