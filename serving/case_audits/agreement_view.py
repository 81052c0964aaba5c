"""The page of how far graders agree, in words: each figure with its interval and its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.case_audits.addresses import AGREEMENT, AUDITS
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = ["AgreementView", "PairingLine", "agreement_view"]


@dataclass(frozen=True, slots=True)
class PairingLine:
    """Two grades compared: a sentence, the table, and the same by half of the sample."""

    id: str
    title: str
    sentences: tuple[str, ...]
    rows: str
    columns: str
    grades: tuple[str, ...]
    matrix: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """How far graders agree."""

    frame: Frame
    lead: str
    pairings: tuple[PairingLine, ...]
    practice: tuple[tuple[str, str], ...]
    teams: tuple[str, ...]
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
        tuple((one["words"], _practice(one)) for one in values["practice"]),
        tuple(bind(one["words"]) for one in values["teams"]),
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
            (grade, tuple(count_words(count, "case") for count in row))
            for grade, row in zip(one["grades"], one["matrix"], strict=True)
        ),
    )


def _kappa(one: Mapping[str, Any]) -> str:
    """Weighted kappa as people write it: to two places, with its interval."""
    kappa = one["kappa"]
    if kappa is None:
        return f"Agreement beyond chance: {one['why_none'][:1].lower()}{one['why_none'][1:]}"
    value, low, high = (f"{kappa[part] / 1000:.2f}" for part in ("thousandths", "low", "high"))
    return f"Agreement beyond chance (weighted kappa): {value}, 95 in 100 from {low} to {high}."


def _practice(one: Mapping[str, Any]) -> str:
    said: Sequence[Mapping[str, Any]] = one["answers"]
    answers = ", ".join(f"{row['words'].lower()} {row['count']}" for row in said)
    both = count_words(one["both_answered"], "case")
    return f"Answers: {answers}. Both graders said the same in {one['alike']} of {both}."
