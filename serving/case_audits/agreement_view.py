"""The page of how far graders agree, in words: each figure with its interval and its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.case_audits.addresses import AGREEMENT, AUDITS, traced_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = ["AgreementView", "PairingLine", "agreement_view"]


@dataclass(frozen=True, slots=True)
class PairingLine:
    """Two grades compared: sentences, and the table of (count, the cases behind it)."""

    id: str
    title: str
    sentences: tuple[str, ...]
    rows: str
    columns: str
    grades: tuple[str, ...]
    matrix: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    traced: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """How far graders agree."""

    frame: Frame
    lead: str
    pairings: tuple[PairingLine, ...]
    practice: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    teams: tuple[tuple[str, str, str], ...]
    note: str
    address: str = AGREEMENT
    audits: str = AUDITS


def agreement_view(values: Mapping[str, Any], frame: Frame) -> AgreementView:
    """The page of what the API answers under ``/case-audits/agreement``."""
    changed = values["changed"]
    lead = (
        f"{count_words(values['cases'], 'case')} drawn in the past year, {values['settled']} of "
        f"them settled. Seeing both, graders kept {count_words(changed['kept'], 'grade')} and "
        f"changed {changed['changed']}."
    )
    erased = values["erased"]
    note = f"{count_words(erased, 'case')} erased since, and in no figure. " if erased else ""
    return AgreementView(
        frame,
        lead,
        tuple(_pairing(one) for one in values["pairings"]),
        tuple((one["words"], _practice(one), _answers(one)) for one in values["practice"]),
        tuple(
            (one["team"], bind(one["words"]), traced_address(pairing="force", team=one["team"]))
            for one in values["teams"]
        ),
        f"{note}Of cases drawn since {bind(moment_text(values['since']))}. "
        "The half at random tells of the force; the half by risk does not.",
    )


def _pairing(one: Mapping[str, Any]) -> PairingLine:
    sentences = [
        (
            f"{count_words(one['pairs'], 'case')}: {one['agree']} alike, {one['lower']} lower, "
            f"{one['higher']} higher."
        ),
        _kappa(one),
    ]
    sentences += [
        f"{half['words']}, {count_words(half['pairs'], 'case')}: {_kappa(half)}"
        for half in one["strata"]
    ]
    return PairingLine(
        one["pairing"],
        one["words"],
        tuple(sentences),
        one["rows"],
        one["columns"],
        tuple(one["grades"]),
        tuple(
            (
                grade,
                tuple(
                    (count_words(count, "case"), _cell(one["pairing"], grade, column, count))
                    for column, count in zip(one["grades"], row, strict=True)
                ),
            )
            for grade, row in zip(one["grades"], one["matrix"], strict=True)
        ),
        traced_address(pairing=one["pairing"]),
    )


def _cell(pairing: str, row: str, column: str, count: int) -> str:
    return traced_address(pairing=pairing, row=row, column=column) if count else ""


def _kappa(one: Mapping[str, Any]) -> str:
    """Weighted kappa as people write it: to two places, with its interval."""
    kappa = one["kappa"]
    if kappa is None:
        return f"Agreement beyond chance: {one['why_none'][:1].lower()}{one['why_none'][1:]}"
    value, low, high = (f"{kappa[part] / 1000:.2f}" for part in ("thousandths", "low", "high"))
    return f"Agreement beyond chance (weighted kappa): {value}, 95 in 100 from {low} to {high}."


def _answers(one: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(answer, the cases in which a grader said so) of each that was given."""
    return tuple(
        (row["words"], traced_address(question=one["question"], answer=row["answer"]))
        for row in one["answers"]
        if row["count"]
    )


def _practice(one: Mapping[str, Any]) -> str:
    said: Sequence[Mapping[str, Any]] = one["answers"]
    answers = ", ".join(f"{row['words'].lower()} {row['count']}" for row in said)
    both = count_words(one["both_answered"], "case")
    return f"Answers: {answers}. Both graders said the same in {one['alike']} of {both}."
