"""The pages of the manners of access in every state, rendered: limits and prints."""

from __future__ import annotations

from serving.pages import Frame, Pages, Receipt, ResultCard, child_view
from serving.pages.child_view import Acts
from serving.pages.limits import TriedLimit, limits_view
from serving.pages.printed import PrintFormView, printed_view
from serving.pages.team_looks import team_looks_view
from tests.lib.answer_extremes import EVERY_ANSWER

__all__ = ["ACTS", "limited_card", "manners_pages", "printed_html"]

_AT = "2026-11-22T02:04:00.000000Z"
_RECEIPT = Receipt("19aa80f33270-0011223344", "b7" * 32)
ACTS = Acts(
    "C-7Q2M4K9T0A",
    "missing_report",
    (("briefing", "To brief officers of this shift"), ("court", "For a court or a prosecutor")),
    '"' + "a1" * 16 + '"',
    is_emergency=True,
)


def limited_card() -> ResultCard:
    """The row of a child whose record is limited to another team."""
    return ResultCard(
        child_id="C-0000000001",
        name="Kayleigh Smyth",
        other_names=(),
        birth_date=None,
        age=None,
        home=None,
        missing_since=None,
        plan=None,
        protection=False,
        why=("A record exists that you can't open: it is limited to a named team.",),
        agrees=(),
        is_limited=True,
    )


def printed_html(pages: Pages, frame: Frame, state: str) -> str:
    """One side about the child of one of the answers of the tests."""
    view = printed_view(
        EVERY_ANSWER[state](),
        frame,
        _RECEIPT,
        to_whom="Officers of this shift",
        purpose="to brief officers of this shift",
    )
    return pages.printed_page(view)


def manners_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """Name -> document."""
    limit = {
        "child": "C-7Q2M4K9T0A",
        "team": "City North",
        "since": _AT,
        "set_by": "insp.demo",
        "reason": "safeguarding",
        "note": "Her mother works at the front desk.",
        "followed": True,
        "etag": ACTS.limits_seen,
    }
    limits = {"restrictions": [limit], "unlimited_etag": '"0"'}
    faults = {"note": "Say in words why it can be lifted.", "team": "Name a team."}
    tried = TriedLimit("C-7Q2M4K9T0A", None, "x", faults)
    asked = {"to_whom": "Say to whom it goes.", "purpose": "Choose what it is for.", "why": "Why?"}
    reasons = {"missing_report": "A missing report is open or being made"}
    answer = (
        EVERY_ANSWER["full"]() if "full" in EVERY_ANSWER else next(iter(EVERY_ANSWER.values()))()
    )
    look = {
        "entry": "19aa80f33270-0011223344",
        "at": _AT,
        "child": "C-7Q2M4K9T0A",
        "plan": "CSE-2026-0012",
        "kind": "CHILD_VIEWED",
        "words": "Was shown a child's answer",
        "officer": None,
        "roles": ["officer"],
        "team": None,
        "reason": "missing_report",
    }
    looked = {"team": "City North", "plans": 1, "looks": [look], "more": True}
    nobody = {"team": None, "plans": 0, "looks": [], "more": False}
    roles = {"officer": "response officer"}
    return {
        "team-looks": out.team_looks_page(team_looks_view(looked, frame, reasons, roles)),
        "team-looks-empty": out.team_looks_page(team_looks_view(nobody, frame, reasons, roles)),
        "limits": out.limits_page(limits_view(limits, frame)),
        "limits-faults": out.limits_page(limits_view(limits, frame, tried)),
        "limits-empty": out.limits_page(
            limits_view({"restrictions": [], "unlimited_etag": '"0"'}, frame)
        ),
        "print-form": out.print_form_page(PrintFormView(frame, ACTS, "Sam", "", "", asked)),
        "acts": out.child_page(child_view(answer, frame, _RECEIPT, ACTS)),
        **{f"printed-{state}": printed_html(out, frame, state) for state in EVERY_ANSWER},
    }
