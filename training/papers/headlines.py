"""The few sentences that every paper opens with: the verdict, and four numbers in words."""

from __future__ import annotations

from textwrap import shorten

from records.words import join_words
from training.intervals import Estimate
from training.judging.rows import Gate
from training.papers.markup import Html, bullets, element, join, paragraph
from training.papers.material import Material, ranking_words, verdict
from training.papers.phrases import is_known, name_words, of_many, reports_of

__all__ = ["cases_words", "gate_result", "headlines", "verdict_box"]

#: What of a gate fits a phone's first screen; the whole stands in the table of gates.
_REASONS, _WORDS = 3, 120
_NEXT = {
    "yes": "A second person may promote it; whoever trained it may not.",
    "no": "The reasons:",
    "open": "A second person must read these before anyone promotes it:",
}


def gate_result(gate: Gate) -> str:
    """One word, or three, for how a gate went."""
    return {True: "passed", False: "FAILED", None: "not settled"}[gate.passed]


def verdict_box(material: Material) -> Html:
    """Promote or not, and why, in a few lines."""
    gates = material.judgement.gates
    state, said = verdict(gates)
    why = [gate for gate in gates if gate.passed is not True]
    passed = len(gates) - len(why)
    worst = sorted(why, key=lambda gate: gate.passed is None)
    reasons = bullets(
        join(
            element("strong", f"{name_words(gate.name)} {gate_result(gate)}: "),
            shorten(gate.words, _WORDS, placeholder=" …"),
        )
        for gate in worst[:_REASONS]
    )
    more = len(worst) - _REASONS
    return element(
        "div",
        paragraph(said, class_="said"),
        paragraph(_NEXT[state]),
        reasons if why else None,
        paragraph(
            f"And {more} more, below. " if more > 0 else None,
            f"{passed} of {len(gates)} gates passed.",
        )
        if why
        else None,
        class_=f"verdict {state}",
    )


def headlines(material: Material) -> tuple[str, ...]:
    """Four numbers with their intervals, in words; those not known are named in one line."""
    told = _numbers(material)
    known = tuple(words for _, words, estimate in told if is_known(estimate))
    unknown = [what for what, _, estimate in told if not is_known(estimate)]
    if not unknown:
        return known
    return (*known, f"Not known, for too few cases: {join_words(unknown)}.")


def _numbers(material: Material) -> tuple[tuple[str, str, Estimate | None], ...]:
    """(what it tells of, the sentence, the figure) of each."""
    judgement, high = material.judgement, material.high
    within = f"within {judgement.horizon_days} days"
    came = f"children who {material.happened} {within}"
    band = judgement.bands[-1] if judgement.bands else None
    recall, precision = material.of("card", "recall_high"), band.precision if band else None
    share_high = material.of("card", "share_high")
    found = reports_of(recall, f"missing reports of {came}", f"stood in {high}")
    right = reports_of(precision, f"missing reports in {high}", f"were of {came}")
    work = reports_of(share_high, "missing reports", f"stood in {high}")
    return (
        (f"how many of them stand in {high}", f"{found}.", recall),
        (f"how many in {high} they are", f"{right}.", precision),
        (
            f"how many reports stand in {high}",
            f"{work}: that is the work it asks for.",
            share_high,
        ),
        (
            "how many more it finds than a count does",
            _beside_the_count(material),
            material.of("card", "recall_at_10"),
        ),
    )


def _beside_the_count(material: Material) -> str:
    own, _ = of_many(material.of("card", "recall_at_10"), 100)
    count, _ = of_many(material.of("count_rule", "recall_at_10"), 100)
    rule = ranking_words("count_rule").lower()
    return (
        f"Acting on a tenth of the reports, this card finds {own} of 100 such reports; "
        f"going by {rule} finds {count}."
    )


def cases_words(material: Material) -> str:
    """How many reports and cases the figures rest on."""
    judgement = material.judgement
    return (
        f"The figures rest on {judgement.reports_count:,} missing reports that the card had not "
        f"seen. {judgement.cases:,} were of children who {material.happened} within "
        f"{judgement.horizon_days} days. Intervals hold the figure in 95 of 100 redraws of the "
        "children."
    )
