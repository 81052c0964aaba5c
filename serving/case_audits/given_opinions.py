"""What graders send, checked: every fault at once, each at its field, none repeating a value."""

from __future__ import annotations

from collections.abc import Mapping

from serving.case_audits.grading import ANSWERS, GRADES, QUESTIONS, Given, Kept

__all__ = ["LONGEST_WORDS", "OpinionFaultsError", "checked_given", "checked_kept"]

LONGEST_WORDS = 500


class OpinionFaultsError(Exception):
    """What was sent is no opinion. Nothing was kept.

    Attributes:
        faults: field -> what to do.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def checked_given(grade: str, answers: Mapping[str, str], words: str) -> Given:
    """A first grade. Raises :class:`OpinionFaultsError`."""
    faults, said = _grade_and_words(grade, words)
    for question in QUESTIONS:
        if answers.get(question) not in ANSWERS:
            faults[question] = "Answer yes, no or not known."
    if faults:
        raise OpinionFaultsError(faults)
    return Given(grade, {question: answers[question] for question in QUESTIONS}, said)


def checked_kept(grade: str, words: str) -> Kept:
    """The grade that is kept or changed to. Raises :class:`OpinionFaultsError`."""
    faults, said = _grade_and_words(grade, words)
    if faults:
        raise OpinionFaultsError(faults)
    return Kept(grade, said)


def _grade_and_words(grade: str, words: str) -> tuple[dict[str, str], str]:
    faults, said = {}, " ".join(words.split())
    if grade not in GRADES:
        faults["grade"] = f"Choose a grade: {', '.join(GRADES[:-1])} or {GRADES[-1]}."
    if not said:
        faults["words"] = "Say in a few words why."
    elif len(said) > LONGEST_WORDS:
        faults["words"] = f"The words must be {LONGEST_WORDS} characters or fewer."
    elif not said.isprintable():
        faults["words"] = "The words hold a character that can’t be printed. Take it out."
    return faults, said
