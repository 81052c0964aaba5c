"""What a grader says of a case, and how far a case has come: rows, and one function that reads.

The state of a case is a function of who was named, who graded and who decided, by the first
row of :data:`STATES` that fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

__all__ = [
    "ANSWERS", "FORCE_GRADES", "GRADES", "PHASE_WORDS", "QUESTIONS", "CaseFacts", "CaseState",
    "Given", "Kept", "Phase", "case_state", "final_grade", "phase_of",
]  # fmt: skip

#: The lowest first; the advice's own bands.
GRADES = ("Low", "Medium", "High")
#: The force's own grade, as the missing-persons database has it -> the grade it is counted as.
FORCE_GRADES: Mapping[str, str] = MappingProxyType(
    {"no_apparent_risk": "Low", "low": "Low", "medium": "Medium", "high": "High"}
)
#: What is asked of practice in every case.
QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "plan_read": "Was the plan read?",
        "own_words": "Were the child’s own words recorded?",
        "review_in_time": "Was a supervisor’s review in time?",
    }
)
ANSWERS: Mapping[str, str] = MappingProxyType({"yes": "Yes", "no": "No", "not_known": "Not known"})


@dataclass(frozen=True, slots=True)
class Given:
    """A first grade, given blind: the grade, an answer to each question, and why."""

    grade: str
    answers: Mapping[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a grader says once both grades are shown: the grade that they keep or change to."""

    grade: str
    words: str


class CaseState(Enum):
    """How far a case has come. Values stand in answers: never rename."""

    ERASED = "erased"
    #: Fewer than two people are named who may grade it.
    UNNAMED = "unnamed"
    GRADING = "grading"
    BOTH = "both"
    #: Both decided, and differ: the auditor names a third.
    DIFFERS = "differs"
    THIRD = "third"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that the state of a case follows from.

    Attributes:
        named: the two who grade it, in the order in which they were named.
        third: who settles it, if both decided and differ; None if nobody is named.
        given: who graded -> what.
        kept: who decided, the third among them -> what.
    """

    named: tuple[str, ...]
    third: str | None
    given: Mapping[str, Given]
    kept: Mapping[str, Kept]
    is_erased: bool = False

    @property
    def decided(self) -> tuple[str, ...]:
        """The grades that the two decided on so far."""
        return tuple(self.kept[who].grade for who in self.named if who in self.kept)

    @property
    def is_agreed(self) -> bool:
        """Whether both decided, and alike."""
        return len(self.decided) == 2 and len(set(self.decided)) == 1


STATES: tuple[tuple[CaseState, Callable[[CaseFacts], bool]], ...] = (
    (CaseState.ERASED, lambda case: case.is_erased),
    (CaseState.UNNAMED, lambda case: len(case.named) < 2),
    (CaseState.GRADING, lambda case: any(who not in case.given for who in case.named)),
    (CaseState.BOTH, lambda case: len(case.decided) < 2),
    (CaseState.SETTLED, lambda case: case.is_agreed),
    (CaseState.DIFFERS, lambda case: case.third is None),
    (CaseState.THIRD, lambda case: case.third not in case.kept),
    (CaseState.SETTLED, lambda _: True),
)


def case_state(case: CaseFacts) -> CaseState:
    """The state of a case of which this is so."""
    return next(state for state, is_met in STATES if is_met(case))


def final_grade(case: CaseFacts) -> str | None:
    """What the audit says of the case; None until it is settled."""
    if case_state(case) is not CaseState.SETTLED:
        return None
    return case.decided[0] if case.is_agreed else case.kept[str(case.third)].grade


class Phase(Enum):
    """What one grader may see and do now. Values stand in answers: never rename."""

    GRADE = "grade"
    WAIT = "wait"
    DECIDE = "decide"
    #: Both are shown, and nothing is to be done by this person.
    SHOWN = "shown"


PHASE_WORDS: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.GRADE: "Grade it",
        Phase.WAIT: "You graded it. The other grader has not yet.",
        Phase.DECIDE: "Both are graded. Keep your grade or change it.",
        Phase.SHOWN: "Nothing is to be done by you.",
    }
)


def phase_of(case: CaseFacts, who: str) -> Phase | None:
    """What somebody may see and do of a case; None if it is not theirs.

    Until both have graded, nobody sees more than the facts and their own grade.
    """
    state = case_state(case)
    if state is CaseState.ERASED:
        return None
    if who == case.third:
        return Phase.DECIDE if state is CaseState.THIRD else Phase.SHOWN
    if who not in case.named:
        return None
    if state in (CaseState.UNNAMED, CaseState.GRADING):
        return Phase.WAIT if who in case.given else Phase.GRADE
    return Phase.DECIDE if who not in case.kept else Phase.SHOWN
