"""Invented answers of case audits and of doubtful links, and the page of each state."""

from __future__ import annotations

from typing import Any

from serving.case_audits.agreement_view import agreement_view
from serving.case_audits.audit_views import audit_view, audits_view
from serving.case_audits.case_views import case_view, cases_view
from serving.case_audits.grading import QUESTIONS
from serving.case_audits.reading_cases import STATE_WORDS
from serving.case_audits.traced_cases_view import traced_cases_view
from serving.linking.agreement_view import link_agreement_view
from serving.linking.link_view import link_view
from serving.linking.list_view import links_view
from serving.linking.person_view import person_view
from serving.pages.frames import Frame
from serving.pages.render import Pages
from tests.lib.answer_parts import sources

__all__ = ["case_audit_pages"]

_AT = "2026-11-21T09:15:00.000000Z"
_AUDIT = "AU-01a2004b8900-0001"
_CASE = f"{_AUDIT}.1"


def case_audit_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """Every page of both, in every state."""
    return {**_audits(out, frame), **_cases(out, frame), **_links(out, frame)}


def _drawing(**changes: Any) -> dict[str, Any]:
    states = {"unnamed": 1, "differs": 1, "settled": 1}
    return {
        "audit": _AUDIT,
        "at": _AT,
        "drawn_by": "Auditor Demo",
        "entry": "01a2004b8900-0001",
        "rule": {"version": "1", "about": "missing reports closed", "cases": 4, "days": 28,
                 "team": "City North", "authority": None},
        "versions": {"policy": "1"},
        "seed": "00" * 16,
        "frame_size": 31,
        "frame_at_risk": 4,
        "frame_digest": "sha256:" + "ab" * 32,
        "drawn_before": 2,
        "cases": 4,
        "states": [{"state": state.value, "words": words, "count": states.get(state.value, 0)}
                   for state, words in STATE_WORDS.items()],
        **changes,
    }  # fmt: skip


def _row(number: int, state: str, **changes: Any) -> dict[str, Any]:
    words = {one.value: words for one, words in STATE_WORDS.items()}[state]
    ann = {"account": "ann", "name": "Ann Example", "graded": True, "decided": state != "grading"}
    ben = {"account": "ben", "name": "Ben Example", "graded": state != "grading",
           "decided": state == "settled"}  # fmt: skip
    return {
        "case": f"{_AUDIT}.{number}",
        "stratum": "random",
        "stratum_words": "At random",
        "risks": ["the child told of harm in its course"],
        "as_of": _AT,
        "team": "City North",
        "state": state,
        "state_words": words,
        "graders": [] if state == "unnamed" else [ann, ben],
        "third": None,
        "final": None,
        **changes,
    }


def _audits(out: Pages, frame: Frame) -> dict[str, str]:
    listed = {"audits": [_drawing(), _drawing(drawn_before=0)], "graders": 2, "as_at": _AT,
              "areas": {"team": ["City North"], "authority": ["Trentmere City"]},
              "next_page": "more"}  # fmt: skip
    none = {**listed, "audits": [], "next_page": None, "graders": 0}
    rows = [_row(1, "grading"), _row(2, "unnamed", team=None), _row(3, "differs", stratum="risk"),
            _row(4, "settled", third="Cam Example", final="High")]  # fmt: skip
    one = {**_drawing(), "rows": rows, "frame_erased": 1, "as_at": _AT,
           "people": [{"account": "cam", "name": "Cam Example"}]}  # fmt: skip
    wrong = {"cases": "Enter a whole number.", "team": "Draw from one of both."}
    told = audits_view(none, frame, {"cases": "x", "team": "City North"}, wrong)
    busy = {f"{_AUDIT}.2": "Name somebody else."}
    return {
        "case-audits": out.render("case_audits.html", audits_view(listed, frame)),
        "case-audits-none": out.render("case_audits.html", audits_view(none, frame)),
        "case-audits-faults": out.render("case_audits.html", told),
        "case-audit": out.render("case_audit.html", audit_view(one, frame)),
        "case-audit-faults": out.render("case_audit.html", audit_view(one, frame, busy)),
        "case-audit-agreement": _agreement(out, frame, _figures(12)),
        "case-audit-traced": out.render(
            "case_audit_traced.html", traced_cases_view(_traced(1), frame)
        ),
        "case-audit-traced-none": out.render(
            "case_audit_traced.html", traced_cases_view(_traced(0), frame)
        ),
        "case-audit-agreement-none": _agreement(out, frame, _figures(0)),
    }


def _agreement(out: Pages, frame: Frame, values: dict[str, Any]) -> str:
    return out.render("case_audit_agreement.html", agreement_view(values, frame))


def _traced(count: int) -> dict[str, Any]:
    """The cases behind a figure."""
    asked = {"pairing": "force", "row": "Low", "column": "High", "than": None, "stratum": None,
             "team": "City North", "question": None, "answer": None}  # fmt: skip
    case = {"case": _CASE, "audit": _AUDIT, "stratum": "random", "stratum_words": "At random",
            "team": "City North", "state": "settled", "state_words": "Settled", "first": "Low",
            "second": "High", "final": "High"}  # fmt: skip
    return {**asked, "total": 21 * count, "cases": [case] * count, "as_at": _AT,
            "next_page": "more" if count else None}  # fmt: skip


def _figures(pairs: int) -> dict[str, Any]:
    kappa = {
        "pairs": pairs,
        "kappa": {"thousandths": 667, "low": 499, "high": 834} if pairs else None,
        "why_none": None if pairs else "Not worked out of fewer than 10 cases.",
    }
    halves = [{"stratum": name, "words": words, **kappa} for name, words in
              (("random", "At random"), ("risk", "By risk"))]  # fmt: skip
    matrix = [[pairs // 3, 0, 0], [0, pairs // 3, 0], [0, 0, pairs // 3]]
    one = {"pairing": "graders", "words": "The two graders, blind to each other", "rows": "First",
           "columns": "Second", "grades": ["Low", "Medium", "High"], "matrix": matrix,
           "agree": pairs, "lower": 0, "higher": 0, "strata": halves, **kappa}  # fmt: skip
    answers = [{"answer": name, "words": name, "count": pairs} for name in ("yes", "no")]
    teams = [{"team": "City North", "words": "City North: too few audited cases."}]
    return {
        "since": _AT,
        "as_at": _AT,
        "cases": pairs,
        "erased": 1 if pairs else 0,
        "settled": pairs,
        "changed": {"kept": pairs, "changed": 0},
        "pairings": [one],
        "practice": [{"question": name, "words": words, "answers": answers,
                      "both_answered": pairs, "alike": pairs}
                     for name, words in QUESTIONS.items()],
        "teams": teams if pairs else [],
        "fewest": 10,
    }  # fmt: skip


def _opinion(grade: str) -> dict[str, Any]:
    return {"grade": grade, "answers": dict.fromkeys(QUESTIONS, "not_known"), "at": _AT,
            "words": "Young, and missing late."}  # fmt: skip


def _case(phase: str, words: str, **changes: Any) -> dict[str, Any]:
    fact = {"lead": "15 years old", "details": ["Told to: the nurse"], "system": "S1",
            "reference": "MP-1", "date": "2026-11-20"}  # fmt: skip
    parts = [
        {"id": name, "title": title, "lines": lines, "none": "No earlier entry was recorded."}
        for name, title, lines in (("child", "The child", [fact]), ("before", "Before", []))
    ]
    return {
        "case": _CASE, "phase": phase, "phase_words": words, "is_third": False,
        "graded_as_of": _AT, "days_since_drawn": 1, "mine": None, "both": None, "facts": parts,
        "practice": [fact], "left_out": ["the advice"], "as_at": _AT, **changes,
    }  # fmt: skip


def _cases(out: Pages, frame: Frame) -> dict[str, str]:
    kept = {"grade": "Medium", "words": "The plan says more.", "at": _AT}
    sides = [
        {"name": "Ann Example", "is_you": True, "first": _opinion("Low"), "decided": kept},
        {"name": "Ben Example", "is_you": False, "first": _opinion("High"), "decided": None},
    ]
    both = {"graders": sides, "third": None, "advised": "High", "force_recorded": "low",
            "force_counted_as": "Low", "final": None}  # fmt: skip
    third = {"name": "Cam Example", "is_you": True, "first": None, "decided": None}
    states = {
        "grade": _case("grade", "Grade it"),
        "wait": _case("wait", "You graded it.", mine=_opinion("Low")),
        "decide": _case("decide", "Both are graded.", both=both),
        "third": _case("decide", "Both are graded.", is_third=True, both={
            **both, "third": third, "advised": None, "force_recorded": None}),
        "shown": _case("shown", "Nothing is to be done by you.", both={**both, "final": "High"}),
    }  # fmt: skip
    row = {"case": _CASE, "phase": "grade", "phase_words": "Grade it", "graded_as_of": _AT}
    some, none = {"cases": [row], "next_page": "more"}, {"cases": [], "next_page": None}
    wrong = {"grade": "Choose a grade.", "plan_read": "Answer yes, no or not known.", "words": "x"}
    told = case_view(states["grade"], frame, {"own_words": "yes", "words": "x"}, wrong)
    return {
        "case-audit-cases": out.render("case_audit_cases.html", cases_view(some, frame)),
        "case-audit-cases-none": out.render("case_audit_cases.html", cases_view(none, frame)),
        "case-audit-case-faults": out.render("case_audit_case.html", told),
        **{f"case-audit-case-{name}": out.render("case_audit_case.html", case_view(values, frame))
           for name, values in states.items()},
    }  # fmt: skip


def _links(out: Pages, frame: Frame) -> dict[str, str]:
    hang = {"hangs": "live_plan", "words": "a CSE plan is live"}
    row = {"link": "L-ABC", "since": _AT, "days": 3, "also": 1, "refused_because": "two names",
           "same": ["postcode"], "different": ["forename"], "cant_say": 1, "judged_by_you": True,
           "sides": [{"system_name": "Missing persons", "hangs": [hang]},
                     {"system_name": "CSE plans", "hangs": []}]}  # fmt: skip
    read = sources()
    some = {"subject": "child", "count": 1, "hanging": [{**hang, "count": 1}], "nothing_hangs": 0,
            "links": [row], "next_page": "more", "sources": read}  # fmt: skip
    none = {**some, "count": 0, "links": [], "next_page": None, "subject": "adult"}
    return {
        "links": out.render("link_list.html", links_view(some, frame, "live_plan")),
        "links-none": out.render("link_list.html", links_view(none, frame, None)),
        **_pairs(out, frame, read, hang),
        **_people(out, frame, read, hang),
        "link-agreement": out.render("link_agreement.html", link_agreement_view(_counts(), frame)),
    }


def _counts() -> dict[str, Any]:
    row = {"words": "all judgements", "same": 3, "different": 2, "cant_say": 1, "agree": 4,
           "differ": 1, "is_few": True}  # fmt: skip
    between = {"links_judged_by_several": 2, "agree": 1, "differ": 1}
    return {"subject": "child", "judgements": 6, "not_blind": 1, "first": _AT, "last": _AT,
            "people": 2, "all": row, "by_verdict": [row], "by_weight": [row],
            "between_people": between, "splits": 1, "undone": 1, "few": 10}  # fmt: skip


def _pairs(
    out: Pages, frame: Frame, read: list[dict[str, Any]], hang: dict[str, str]
) -> dict[str, str]:
    def value(text: str, *, shared: bool, placeholder: bool = False) -> dict[str, Any]:
        return {"value": text, "recorded": _AT, "shared": shared, "is_placeholder": placeholder}

    fields = [
        {"field": "birth_date", "label": "Birth date", "mark": "same", "words": "same birth date",
         "a": [value("2011-04-09", shared=True)], "b": [value("2011-04-09", shared=True)]},
        {"field": "home", "label": "Home", "mark": "unknown", "words": "not known",
         "a": [value("1900-01-01", shared=False, placeholder=True)], "b": []},
    ]  # fmt: skip
    side = {"system": "S1", "system_name": "Missing persons", "reference": "P-1", "name": "Ada",
            "person": "C-0000000001", "records": 2, "systems": ["Missing persons"],
            "hangs": [hang]}  # fmt: skip
    act = {"act": "A-1", "kind": "judged", "said": "same", "reason": "One family.", "at": _AT,
           "by": "reviewer", "was_blind": True}  # fmt: skip
    machine = {"weight": 300, "words": "by itself about 8 to 1 for one person",
               "prior": {"words": "two records taken at random", "weight": -900},
               "parts": [{"field": "birth_date", "words": "same birth date", "weight": 1200}],
               "link_from": 700, "possible_from": 100, "verdict": "possible",
               "refused_because": "two first names"}  # fmt: skip
    blind = {"link": "L-ABC", "subject": "child", "state": "in_doubt", "since": _AT,
             "refused_because": None, "fields": fields, "sides": [side, {**side, "person": None}],
             "judged_by_you": False, "judgements": [], "judgements_hidden": 2, "decided": None,
             "machine": None, "sources": read[:2]}  # fmt: skip
    after = {**blind, "state": "one_person", "judged_by_you": True, "judgements": [act],
             "judgements_hidden": 0, "decided": "same", "machine": machine}  # fmt: skip
    wrong = {"said": "Choose what they are.", "why": "Write in a few words why."}
    undone = {"undo-A-1": "Write in a few words why."}
    views = {
        "blind": link_view(blind, frame, may_judge=True),
        "faults": link_view(blind, frame, may_judge=True, given={"said": "same"}, faults=wrong),
        "answered": link_view(after, frame, may_judge=True),
        "undo-faults": link_view(after, frame, may_judge=True, faults=undone),
    }
    return {f"link-{name}": out.render("link_pair.html", view) for name, view in views.items()}


def _people(
    out: Pages, frame: Frame, read: list[dict[str, Any]], hang: dict[str, str]
) -> dict[str, str]:
    named = {"system": "S1", "system_name": "Missing persons", "reference": "P-1"}
    near = {**named, "reference": "P-2", "same": ["surname"], "different": ["forename"]}
    record = {
        **named,
        "name": "Ada Quillfeather",
        "birth_date": "2012-03-05",
        "home": None,
        "since": _AT,
        "nearest": near,
        "against": [{**named, "words": "two first names"}],
    }
    other = {**record, "reference": "P-2", "birth_date": None, "nearest": None, "against": []}
    act = {"act": "A-1", "kind": "judged", "said": "same", "reason": "One family.", "at": _AT,
           "by": "reviewer", "undone_by": "A-2", "pairs": [{"link": "L-ABC"}]}  # fmt: skip
    step = {"from": "C-0000000002", "to": "C-0000000001", "since": _AT, "is_whole": True}
    values = {"person": "C-0000000001", "subject": "child", "records": [record, other],
              "hangs": [hang], "trail": [step], "acts": [act], "sources": read[:2]}  # fmt: skip
    chosen: dict[str, Any] = {"named": ["S1:P-2"], "why": "Two girls.", "may_judge": True}
    wrong = {"records": "Choose the records to split off.", "why": "Write in a few words why."}
    views = {
        "records": person_view(values, frame, may_judge=True),
        "faults": person_view(values, frame, may_judge=True, faults=wrong),
        "asked": person_view(values, frame, is_asked=True, **chosen),
    }
    return {f"link-person-{n}": out.render("link_person.html", view) for n, view in views.items()}
