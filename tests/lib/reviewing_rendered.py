"""Every page of reviewing and judging in every state, from invented answers."""

from __future__ import annotations

from typing import Any

from serving.pages.frames import Frame
from serving.pages.render import Pages
from serving.reviewing.figures_view import figures_view
from serving.reviewing.flagged_view import flagged_view
from serving.reviewing.forms import review_form
from serving.reviewing.judgement_counts import Measured, ToldMonth, figures_of
from serving.reviewing.judgement_view import (
    JudgementFormView,
    done_judgement,
    halt_view,
    waiting_view,
)
from serving.reviewing.review_view import (
    CorrectionView,
    OwnViewView,
    ReviewFormView,
    done_review,
    done_withdrawal,
    shown_advice,
)
from serving.reviewing.trace_judgements import judgement_row
from serving.reviewing.traced_view import traced_view
from tests.lib.answer_extremes import HOSTILE, judged
from tests.lib.answer_parts import AS_OF, sources
from tests.lib.answers import sixth_report
from tests.lib.said_of_advice import every_judgement, nothing_judged, reviewed

__all__ = ["reviewing_pages"]

_ENTRY = "01a2004b8900-0001"
_CHILD = "C-7Q2M4K9T0A"
_COMPARED = "You said Low before you saw the advice. The advice was High."


def _flagged(**changes: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": "Maya Okonkwo-Reid",
        "age": 15,
        "team": "City North",
        "local_authority": "Northmere City",
        "advice": {"band": "High", "bars": 3, "note": "Advice, not a police grade", "points": 58,
                   "set_by": "both", "why_none": None},
        "headline": ["Told of sexual harm, 13 November", "Sixth missing report in 7 months"],
        "kept": {"band": "Medium", "at": AS_OF, "differs": True,
                 "words": "It was kept as Medium for this list, and is High by what is known now."},
        "has_live_plan": True,
        "new": {"since": AS_OF, "is_reviewed": True, "entries": 3, "gone": 1,
                "words": ["Since the review of 23 October: 2 missing reports.",
                          "1 entry of before was corrected, taken back or moved since."]},
        "bands": {"then": "Medium", "now": "High",
                  "words": "Medium at the last review, High now."},
        "last_review": reviewed(),
        "judgement": every_judgement(),
    }  # fmt: skip
    adult = {
        **shown,
        "name": HOSTILE,
        "age": None,
        "team": None,
        "local_authority": None,
        "advice": {**shown["advice"], "band": None, "bars": 0, "points": None, "set_by": None,
                   "why_none": "No band is worked out for adults. The last plan is below."},
        "headline": [],
        "kept": {"band": None, "at": None, "differs": False, "words": None},
        "bands": {"then": None, "now": None, "words": None},
        "last_review": None,
        "judgement": nothing_judged(),
    }  # fmt: skip
    limited = "A record that is limited to a named team."
    return {
        "team": "City North",
        "authority": None,
        "band": None,
        "overdue": False,
        "counts": [
            {"band": "High", "count": 1_000, "more": True},
            {"band": "Medium", "count": 12, "more": False},
            {"band": "none", "count": 1, "more": False},
        ],
        "causes": [
            {"set_by": "points", "words": "by points", "count": 900},
            {"set_by": "policy", "words": "by policy, whatever the points", "count": 100},
            {"set_by": "both", "words": "by points and policy alike", "count": 0},
        ],
        "causes_of_first": 1_000,
        "bands_from": AS_OF,
        "rescored_at": AS_OF,
        "is_rescoring": True,
        "children": [
            {"child": _CHILD, "limited": False, "words": None, "shown": shown},
            {"child": "C-0000000002", "limited": False, "words": None, "shown": adult},
            {"child": "C-0000000003", "limited": True, "words": limited, "shown": None},
        ],
        "next_page": "more",
        "teams": [],
        "authorities": [],
        "bands": ["High", "Medium", "none"],
        "as_at": AS_OF,
        "sources": sources(),
        **changes,
    }  # fmt: skip


def _nothing(**changes: Any) -> dict[str, Any]:
    none = [{"band": band, "count": 0, "more": False} for band in ("High", "Medium", "none")]
    return _flagged(
        counts=none, causes=[], children=[], next_page=None, bands_from=None, is_rescoring=False,
        **changes,
    )  # fmt: skip


def _waiting(**changes: Any) -> dict[str, Any]:
    row = {
        "child": _CHILD, "limited": False, "reference": "PJ-2026-AAAAAAA3", "since": AS_OF,
        "is_own": False, "name": "Maya Okonkwo-Reid", "age": 15, "team": "City North",
        "advised": "High", "headline": ["Told of sexual harm, 13 November"],
        "judgement": every_judgement()["waiting"],
    }  # fmt: skip
    limited = {**row, "limited": True, "name": None, "advised": None, "headline": [],
               "judgement": None, "reference": "PJ-2026-AAAAAAA5"}  # fmt: skip
    own = {**row, "is_own": True, "reference": "PJ-2026-AAAAAAA4"}
    return {"judgements": [row, own, limited], "next_page": "more", "as_at": AS_OF, **changes}


def _judged() -> tuple[list[ToldMonth], list[Measured]]:
    """Three months, the second withheld, the third not yet measured."""
    months = [
        ToldMonth("2026-07", 40, 19, is_measured=True),
        ToldMonth("2026-08", None, None, is_measured=True),
        ToldMonth("2026-11", 30, 5, is_measured=False),
    ]
    found = [
        Measured(_CHILD, "PJ-2026-AAAAAAA3", "E-1", kind, month, None, harmed)
        for kind, month, harmed, times in (
            ("agree", "2026-07", False, 32), ("agree", "2026-07", True, 8),
            ("raise", "2026-07", True, 12), ("lower", "2026-07", False, 7),
            ("agree", "2026-11", None, 30), ("raise", "2026-11", None, 5),
        )
        for _ in range(times)
    ]  # fmt: skip
    return months, found


def _traced() -> dict[str, Any]:
    """The judgements behind a figure: some of which one is limited, and none."""
    one = _judged()[1][-1]
    rows = [judgement_row(one, is_open=is_open) for is_open in (True, False)]
    every = {
        "kind": "raise", "outcome": "not_measured", "decision": None, "total": 22,
        "judgements": rows, "next_page": "more", "known_at": AS_OF, "as_at": AS_OF,
    }  # fmt: skip
    none = {"kind": None, "outcome": None, "total": 0, "judgements": [], "next_page": None}
    return {"some": every, "none": {**every, **none}}


def reviewing_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """name -> document."""
    every = {"teams": ["City North", "County South"], "authorities": ["Northmere City"]}
    answer = judged()
    shown = shown_advice(answer, _ENTRY)
    kept = {"judgement": "lower", "band": "Low", "grounds": "Seen.", "until_day": "1",
            "until_month": "12", "until_year": "2026"}  # fmt: skip
    wrong = {"own_words": "Write what the child said.", "next_review": "Give the day.",
             "said_on": "Say on which day the child said it."}  # fmt: skip
    tried = {"words_heard": "heard", "action": "Ring.", "said_on_day": "40"}
    judgement_faults = {"band": "The advice is now High.", "until": "Give a last day."}
    review = {"child": _CHILD, "last_review": reviewed()}
    said = {"child": _CHILD, "judgement": every_judgement()}
    figures = {**figures_of(*_judged()), "known_at": AS_OF, "as_at": AS_OF}
    views: dict[str, tuple[str, Any]] = {
        "flagged": ("flagged.html", flagged_view(_flagged(), frame, may_review=True)),
        "flagged-all": (
            "flagged.html",
            flagged_view(_flagged(team=None, band="High", **every), frame, may_review=False),
        ),
        "flagged-none": ("flagged.html", flagged_view(_nothing(), frame, may_review=True)),
        "flagged-none-overdue": (
            "flagged.html",
            flagged_view(_nothing(overdue=True, rescored_at=None), frame, may_review=True),
        ),
        "review-own-view": ("reviewing_own_view.html", OwnViewView(frame, _CHILD, False)),
        "review-own-view-faults": (
            "reviewing_own_view.html",
            OwnViewView(frame, _CHILD, True, "", {"own_view": "Say it.", "note": "In words."}),
        ),
        "review": (
            "reviewing_review.html",
            ReviewFormView(frame, _CHILD, "word", '"tag"', _COMPARED, shown),
        ),
        "review-never-reviewed": (
            "reviewing_review.html",
            ReviewFormView(
                frame, _CHILD, "word", '"tag"', _COMPARED, shown_advice(sixth_report(), _ENTRY)
            ),
        ),
        "review-faults": (
            "reviewing_review.html",
            ReviewFormView(frame, _CHILD, "word", '"tag"', _COMPARED, None, tried, wrong),
        ),
        "review-done": ("reviewing_done.html", done_review(review, frame, _ENTRY)),
        "review-correction-asked": (
            "reviewing_correction.html",
            CorrectionView(frame, _CHILD, asks=True, asks_note=True),
        ),
        "review-correction": (
            "reviewing_correction.html",
            CorrectionView(
                frame, _CHILD, "Maya Okonkwo-Reid, 15", reviewed()["words"], '"tag"',
                review_form(reviewed()), entry=_ENTRY,
            ),
        ),
        "review-correction-refused": (
            "reviewing_correction.html",
            CorrectionView(
                frame, _CHILD, "Maya Okonkwo-Reid, 15", reviewed()["words"], '"tag"',
                refused="A review is corrected by whoever wrote it.", entry=_ENTRY,
            ),
        ),
        "review-correction-faults": (
            "reviewing_correction.html",
            CorrectionView(
                frame, _CHILD, seen='"tag"', given=tried, faults={**wrong, "why": "Say why."}
            ),
        ),
        "review-withdrawn": ("reviewing_done.html", done_withdrawal(
            {"child": _CHILD, "last_review": None}, frame, _ENTRY
        )),
        "judgement": ("reviewing_judgement.html", JudgementFormView(frame, _CHILD)),
        "judgement-faults": (
            "reviewing_judgement.html",
            JudgementFormView(frame, _CHILD, kept, judgement_faults),
        ),
        "judgement-halt": (
            "reviewing_halt.html", halt_view(sixth_report(), frame, kept, _ENTRY),
        ),
        "judgement-halt-all-known": (
            "reviewing_halt.html",
            halt_view({**sixth_report(), "unknowns": []}, frame, kept, _ENTRY),
        ),
        "judgement-done": ("reviewing_done.html", done_judgement(said, frame, _ENTRY)),
        "judgements-waiting": ("reviewing_waiting.html", waiting_view(_waiting(), frame)),
        "judgements-waiting-faults": (
            "reviewing_waiting.html",
            waiting_view(_waiting(), frame, {"grounds-PJ-2026-AAAAAAA3": "Say in words why."}),
        ),
        "judgements-waiting-none": (
            "reviewing_waiting.html",
            waiting_view(_waiting(judgements=[], next_page=None), frame),
        ),
        "judgement-figures": (
            "reviewing_figures.html", figures_view(figures, frame),
        ),
        "judgement-figures-none": (
            "reviewing_figures.html",
            figures_view({**figures_of((), ()), "known_at": None, "as_at": AS_OF}, frame),
        ),
        "judgement-figures-traced": (
            "reviewing_figures.html", figures_view(figures, frame, may_trace=True),
        ),
        **{
            f"judgements-traced-{state}": (
                "reviewing_traced.html", traced_view(values, frame, may_open=True)
            )
            for state, values in _traced().items()
        },
    }  # fmt: skip
    return {name: out.render(template, view) for name, (template, view) in views.items()}
