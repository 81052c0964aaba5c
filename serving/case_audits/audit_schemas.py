"""The shapes of case audits: what is taken in, strictly, and what is given."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from serving.case_audits.grading import ANSWERS, GRADES, CaseState, Phase
from serving.case_audits.sampling import AT_RANDOM, AT_RISK, Rule
from serving.web.schemas import Whole
from serving.web.shapes import (
    DAY,
    INSTANT,
    NUMBER,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    one_of,
    or_null,
)

__all__ = ["CASE_AUDIT_SCHEMAS", "DecisionBody", "DrawBody", "GradeBody", "NamedBody"]

_STRICT = ConfigDict(extra="forbid", strict=True)
_Area = Annotated[str, StringConstraints(min_length=1, max_length=60)]
_Account = Annotated[str, StringConstraints(min_length=1, max_length=80)]
_Grade = Literal["Low", "Medium", "High"]
_Answer = Literal["yes", "no", "not_known"]
_WORDS = Field(description="why, at most 500 characters", min_length=1, max_length=2_000)


class DrawBody(BaseModel):
    """What is drawn: cases of missing reports closed of late."""

    model_config = _STRICT

    cases: Whole = Field(description="from 2 to 50; half at random, half by risk", examples=[10])
    days: Whole = Field(28, description="closed within so many days, from 1 to 92")
    team: _Area | None = Field(None, description="of children of this team alone")
    authority: _Area | None = Field(None, description="or of this local authority")

    def rule(self) -> Rule:
        """The rule that this asks for."""
        return Rule(self.cases, self.days, self.team, self.authority)


class GradeBody(BaseModel):
    """A first grade, given blind."""

    model_config = _STRICT

    grade: _Grade
    plan_read: _Answer = Field(description="Was the plan read?")
    own_words: _Answer = Field(description="Were the child's own words recorded?")
    review_in_time: _Answer = Field(description="Was a supervisor's review in time?")
    words: str = _WORDS

    def answers(self) -> dict[str, str]:
        """By question."""
        return {
            "plan_read": self.plan_read,
            "own_words": self.own_words,
            "review_in_time": self.review_in_time,
        }


class DecisionBody(BaseModel):
    """The grade that is kept or changed to, with both in view."""

    model_config = _STRICT

    grade: _Grade
    words: str = _WORDS


class NamedBody(BaseModel):
    """Who is to grade the case."""

    model_config = _STRICT

    account: _Account = Field(description="a case grader's account")
    instead_of: _Account | None = Field(None, description="one named before who has not graded")


_GRADE = one_of(*GRADES)
_RULE = object_of(
    version=TEXT,
    about=TEXT,
    cases=NUMBER,
    days=NUMBER,
    team=or_null(TEXT),
    authority=or_null(TEXT),
)
_AUDIT: dict[str, Shape] = {
    "audit": TEXT,
    "at": INSTANT,
    "drawn_by": TEXT,
    "entry": TEXT,
    "rule": _RULE,
    "versions": {"type": "object", "additionalProperties": TEXT},
    "seed": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "frame_size": NUMBER,
    "frame_at_risk": NUMBER,
    "frame_digest": TEXT,
    "drawn_before": NUMBER,
    "cases": NUMBER,
    "states": list_of(
        object_of(state=one_of(*(state.value for state in CaseState)), words=TEXT, count=NUMBER)
    ),
}
_CASE_ROW: dict[str, Shape] = {
    "case": TEXT,
    "stratum": one_of(AT_RANDOM, AT_RISK),
    "stratum_words": TEXT,
    "risks": list_of(TEXT),
    "as_of": INSTANT,
    "team": or_null(TEXT),
    "state": one_of(*(state.value for state in CaseState)),
    "state_words": TEXT,
    "graders": list_of(object_of(account=TEXT, name=TEXT, graded=YES_NO, decided=YES_NO)),
    "third": or_null(TEXT),
    "final": or_null(_GRADE),
}
_OPINION = object_of(
    grade=_GRADE,
    answers={"type": "object", "additionalProperties": one_of(*ANSWERS)},
    words=TEXT,
    at=INSTANT,
)
_SIDE = object_of(
    name=TEXT,
    is_you=YES_NO,
    first=or_null(_OPINION),
    decided=or_null(object_of(grade=_GRADE, words=TEXT, at=INSTANT)),
)
_STANDING: dict[str, Shape] = {
    "case": TEXT,
    "phase": one_of(*(phase.value for phase in Phase)),
    "phase_words": TEXT,
    "is_third": YES_NO,
    "graded_as_of": INSTANT,
    "days_since_drawn": NUMBER,
    "mine": or_null(_OPINION),
    "both": or_null(
        object_of(
            graders=list_of(_SIDE),
            third=or_null(_SIDE),
            advised=or_null(_GRADE),
            force_recorded=or_null(TEXT),
            force_counted_as=or_null(_GRADE),
            final=or_null(_GRADE),
        )
    ),
}
_LINE = object_of(lead=TEXT, details=list_of(TEXT), system=TEXT, reference=TEXT, date=or_null(DAY))
_KAPPA: dict[str, Shape] = {
    "pairs": NUMBER,
    "kappa": or_null(object_of(thousandths=NUMBER, low=NUMBER, high=NUMBER)),
    "why_none": or_null(TEXT),
}
_SHARE = or_null(object_of(percent=NUMBER, low=NUMBER, high=NUMBER))
_FIGURES = object_of(
    since=INSTANT,
    as_at=INSTANT,
    cases=NUMBER,
    erased=NUMBER,
    settled=NUMBER,
    changed=object_of(kept=NUMBER, changed=NUMBER),
    pairings=list_of(
        object_of(
            pairing=TEXT,
            words=TEXT,
            rows=TEXT,
            columns=TEXT,
            grades=list_of(_GRADE),
            matrix=list_of(list_of(NUMBER)),
            agree=NUMBER,
            lower=NUMBER,
            higher=NUMBER,
            **_KAPPA,
            strata=list_of(object_of(stratum=one_of(AT_RANDOM, AT_RISK), words=TEXT, **_KAPPA)),
        )
    ),
    practice=list_of(
        object_of(
            question=TEXT,
            words=TEXT,
            answers=list_of(object_of(answer=one_of(*ANSWERS), words=TEXT, count=NUMBER)),
            both_answered=NUMBER,
            alike=NUMBER,
        )
    ),
    teams=list_of(
        object_of(
            team=TEXT,
            cases=or_null(NUMBER),
            lower=or_null(NUMBER),
            share=_SHARE,
            difference=_SHARE,
            words=TEXT,
        )
    ),
    fewest=NUMBER,
)

#: Name in the OpenAPI document -> shape.
CASE_AUDIT_SCHEMAS: dict[str, Any] = {
    "CaseAuditDrawn": object_of(**_AUDIT, rows=list_of(object_of(**_CASE_ROW)), as_at=INSTANT),
    "CaseAudit": object_of(
        **_AUDIT,
        rows=list_of(object_of(**_CASE_ROW)),
        as_at=INSTANT,
        frame_erased=NUMBER,
        people=list_of(object_of(account=TEXT, name=TEXT)),
    ),
    "CaseAudits": object_of(
        audits=list_of(object_of(**_AUDIT)),
        graders=NUMBER,
        areas=object_of(team=list_of(TEXT), authority=list_of(TEXT)),
        next_page=or_null(TEXT),
        as_at=INSTANT,
    ),
    "AuditCases": object_of(
        cases=list_of(
            object_of(
                case=TEXT,
                phase=one_of(*(phase.value for phase in Phase)),
                phase_words=TEXT,
                is_third=YES_NO,
                graded_as_of=INSTANT,
                named_at=INSTANT,
            )
        ),
        next_page=or_null(TEXT),
        as_at=INSTANT,
    ),
    "AuditCase": object_of(
        **_STANDING,
        facts=list_of(object_of(id=TEXT, title=TEXT, lines=list_of(_LINE), none=TEXT)),
        practice=list_of(_LINE),
        left_out=list_of(TEXT),
        questions=list_of(object_of(id=TEXT, words=TEXT)),
        as_at=INSTANT,
    ),
    "AuditCaseGraded": object_of(**_STANDING, as_at=INSTANT),
    "AuditCaseRow": object_of(**_CASE_ROW, as_at=INSTANT),
    "CaseAgreement": _FIGURES,
    "CasesTraced": object_of(
        pairing=or_null(TEXT),
        row=or_null(_GRADE),
        column=or_null(_GRADE),
        than=or_null(one_of("alike", "lower", "higher")),
        stratum=or_null(one_of(AT_RANDOM, AT_RISK)),
        team=or_null(TEXT),
        question=or_null(TEXT),
        answer=or_null(one_of(*ANSWERS)),
        total=NUMBER,
        cases=list_of(
            object_of(
                case=TEXT,
                audit=TEXT,
                stratum=one_of(AT_RANDOM, AT_RISK),
                stratum_words=TEXT,
                team=or_null(TEXT),
                state=one_of(*(state.value for state in CaseState)),
                state_words=TEXT,
                first=or_null(_GRADE),
                second=or_null(_GRADE),
                final=or_null(_GRADE),
            )
        ),
        next_page=or_null(TEXT),
        as_at=INSTANT,
    ),
}
