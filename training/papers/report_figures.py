"""The report's tables of figures: champion and rivals, calibration, workload, months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from records.words import join_words
from training.intervals import Estimate
from training.judging.rows import RANKINGS, Changes
from training.papers.document import picture
from training.papers.markup import Html, bullets, details, element, facts, join, paragraph, table
from training.papers.material import Material, ranking_words
from training.papers.measures import measure_words
from training.papers.phrases import count, figure, name_words, reports_of, share, signed
from training.questions.outcomes import MAIN

__all__ = [
    "beside_champion",
    "beside_rivals",
    "few",
    "lines_changed",
    "meanings",
    "rivals",
    "truth",
]

_FEW = 10
_MEASURES = ("auc", "average_precision", "recall_at_10", "precision_at_10")
_TRUE = ("true_auc", "true_recall_at_10")


def few(number: int) -> str:
    """A count; small ones are withheld, nought is told."""
    return f"fewer than {_FEW}" if 0 < number < _FEW else count(number)


def meanings(names: Iterable[str]) -> Html:
    """What each measure means, beside its figures."""
    known = [words for name in names if (words := measure_words(name)).meaning]
    return facts((words.label, words.meaning) for words in known)


def beside_champion(material: Material) -> Html:
    """The challenger beside the champion on the same questions."""
    changes = material.judgement.changes
    if changes is None:
        return paragraph(
            "No champion stood beside this card: it is the first of its name, or the champion "
            "was fitted on another outcome."
        )
    if changes.why_not:
        return paragraph(
            f"Not compared with version {changes.champion_version}: {changes.why_not}."
        )
    own = material.judgement.rankings["card"]
    rows = [
        (
            join(
                measure_words(name).label,
                element("span", f" {measure_words(name).meaning}", class_="mark"),
            ),
            measure_words(name).write(before),
            measure_words(name).write(own.get(name)),
            signed(changes.difference.get(name)),
        )
        for name, before in changes.champion.items()
    ]
    head = ("Measure", f"Champion, version {changes.champion_version}", "This card", "Difference")
    return join(
        table("Champion and this card, on the same reports", head, rows, material.mark),
        paragraph("A difference whose interval holds 0 may be chance."),
        _moves(changes, material.mark),
    )


def _moves(changes: Changes, mark: str) -> Html:
    moves = [(name.replace(">", " to "), few(number)) for name, number in changes.moved.items()]
    groups = [
        (
            ": ".join(map(name_words, name.split(":"))),
            few(one.get("up", 0)),
            few(one.get("down", 0)),
        )
        for name, one in changes.moved_groups.items()
    ]
    cases = [
        (f"Question {case.number}", case.before, case.after,
         f"{case.band_before} to {case.band_after}")
        for case in changes.cases
    ]  # fmt: skip
    return join(
        element("h3", "Who changes band"),
        table(
            "Missing reports that change band by points", ("From and to", "Reports"), moves, mark
        ),
        table("By group", ("Group", "To a higher band", "To a lower band"), groups, mark)
        if groups
        else None,
        details(
            "The questions whose points change most",
            paragraph("By number, so that an analyst can look them up. No child is named."),
            table(
                "Most changed points", ("Question", "Champion", "This card", "Band"), cases, mark
            ),
        )
        if cases
        else None,
    )


def beside_rivals(material: Material) -> Html:
    """This card beside the rule, the checklist, officers, the black box and the truth."""
    judgement, mark = material.judgement, material.mark
    over = [
        (
            ranking_words(name),
            signed(figures.get("auc")),
            signed(figures.get("recall_at_10")),
            figure(figures.get("recall_at_10_times")),
        )
        for name, figures in judgement.over.items()
    ]
    workloads = [
        (
            f"{ranking_words(row.ranking)}, {row.percent} %",
            share(row.recall),
            share(row.precision),
            share(row.true_recall) if row.true_recall.is_known else "not known here",
        )
        for row in judgement.workloads
    ]
    head = ("Ranked by", "Recall", "Precision", "True recall")
    caption = "When the highest 2, 5 and 10 % are acted on"
    less = "This card less each other, on the same redraws"
    return join(
        rivals(material),
        table(less, ("Other", "AUC", "Recall at 10 %", "Recall, times"), over, mark)
        if over
        else None,
        picture(
            material, "precision_recall", "The more is found, the more reports are acted on for it."
        ),
        details("Every workload", table(caption, head, workloads, mark)) if workloads else None,
        truth(material),
    )


def rivals(material: Material) -> Html:
    """Each ranking's figures, what they mean, and how much each finds."""
    judgement = material.judgement
    measures = [*_MEASURES, *(_TRUE if material.knows_truth else ())]
    rows = [
        (ranking_words(name), *_figures(judgement.rankings[name], measures))
        for name in RANKINGS
        if name in judgement.rankings
    ]
    head = ("Ranked by", *(measure_words(name).label for name in measures))
    return join(
        table("At missing reports, with 95 % intervals", head, rows, material.mark),
        element(
            "div",
            meanings(measures),
            picture(
                material,
                "harm_found",
                "How much of the outcome lies in the reports that each ranking puts first. The "
                f"ring is where {material.high} starts.",
            ),
            class_="pair",
        ),
    )


def truth(material: Material) -> Html | None:
    """How much harm the records never showed, if it is known; None for a card of no harm."""
    told = material.judgement.missed_truth
    if not told and material.outcome is not MAIN:
        return None
    heading = element("h3", "Harm that the records never showed")
    if not told:
        return join(
            heading,
            paragraph(
                "Not known: no force knows the harm that nobody recorded. On an invented force it "
                "is known, and its report tells how much a card of this kind misses."
            ),
        )
    band = material.judgement.bands[-1]
    found = reports_of(
        band.true_recall, "missing reports with true harm, recorded or not", f"stood in {band.band}"
    )
    rows = [(fact.what, fact.value) for fact in told]
    return join(
        heading,
        paragraph(f"{found}."),
        details(
            "How much was recorded", table("True harm", ("What", "Figure"), rows, material.mark)
        ),
    )


def _figures(figures: Mapping[str, Estimate], measures: Iterable[str]) -> list[str]:
    return [measure_words(name).write(figures.get(name)) for name in measures]


def lines_changed(material: Material) -> Html | None:
    """Lines added, dropped and changed since the champion."""
    changes = material.judgement.changes
    if changes is None:
        return None
    kinds = {
        "added": changes.lines_added,
        "dropped": changes.lines_dropped,
        "with other points": changes.lines_changed,
    }
    heading = element("h3", f"Since the champion, version {changes.champion_version}")
    if not any(kinds.values()):
        return join(heading, paragraph("The same lines with the same points."))
    counts = [f"{len(names)} {what}" for what, names in kinds.items()]
    told = [
        f"{what.capitalize()}: {material.question(name)}"
        for what, names in kinds.items()
        for name in names
    ]
    return join(heading, details(f"Lines: {join_words(counts)}", bullets(told)))
