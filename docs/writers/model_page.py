"""The page of how good the card is, from the judgement of its last whole run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from docs.writers.tables import table
from training.judging.gaps import fairness_facts
from training.judging.groups import group_words
from training.judging.judgement import Judgement, judgement_from_json
from training.judging.rows import RANKINGS, GroupRow
from training.papers.measures import measure_words
from training.papers.phrases import (
    count,
    decimal,
    figure,
    name_words,
    of_many,
    percent,
    share,
    signed,
    taken_words,
)

__all__ = ["model", "model_page"]

_FIGURES = Path(__file__).resolve().parents[1] / "reference" / "model.json"
_MEASURES = ("auc", "average_precision", "recall_at_10", "precision_at_10")
_TRUE = ("true_auc", "true_recall_at_10")
_GROUP_MEASURES = ("recall", "missed", "precision", "said_over_seen")
_RESULTS = {True: "passed", False: "failed", None: "not settled"}


def model() -> str:
    """The page, from the judgement that is kept beside it."""
    return model_page(judgement_from_json(_FIGURES.read_bytes()))


def model_page(judgement: Judgement) -> str:
    """What was measured of one card, on an invented force, with intervals."""
    parts = [
        f"# How well the card `{judgement.card}` does\n",
        "Measured on an invented force, whose truth is known. Nothing here was validated on real",
        f"children. The outcome: {judgement.outcome_words}. Ranked",
        f"at {count(judgement.reports_count)} missing reports that the card had not seen,",
        f"{count(judgement.cases)} of them cases. Intervals hold the figure in 95 of 100",
        "redraws of the children.\n",
        f"Card `{judgement.card_hash}`. Snapshot `{judgement.snapshot}`, taken on",
        f"{taken_words(judgement.taken_at)}. Code {judgement.code}, seed {judgement.seed}.",
        "To measure again: `missing-risk train` on such a snapshot; the same snapshot, code and",
        "seed give the same bytes.\n",
        *_gates(judgement),
        *_rankings(judgement),
        *_bands(judgement),
        *_calibration(judgement),
        *_months(judgement),
        *_groups(judgement),
        *_mitigations(judgement),
        *_truth(judgement),
        *_candidates(judgement),
        *_data(judgement),
    ]
    return "\n".join(parts)


def _gates(judgement: Judgement) -> list[str]:
    rows = [(name_words(gate.name), _RESULTS[gate.passed], gate.words) for gate in judgement.gates]
    rows += [
        (name_words(probe.name), _RESULTS[probe.passed], probe.words) for probe in judgement.probes
    ]
    return ["## Gates and probes\n", table(("What", "Result", "Figure"), rows)]


def _rankings(judgement: Judgement) -> list[str]:
    measures = [*_MEASURES, *(_TRUE if "truth" in judgement.rankings else ())]
    head = ("Ranked by", *(measure_words(name).label for name in measures))
    rows = [
        (
            words,
            *(measure_words(m).write(judgement.rankings[name].get(m)) for m in measures),
        )
        for name, words in RANKINGS.items()
        if name in judgement.rankings
    ]
    over = [
        (
            RANKINGS.get(name, name),
            signed(one.get("auc")),
            signed(one.get("recall_at_10")),
            figure(one.get("recall_at_10_times")),
        )
        for name, one in judgement.over.items()
    ]
    return [
        "## Beside other ways to rank\n",
        table(head, rows),
        *_meanings(measures),
        "The card less each other, on the same redraws:\n",
        table(("Other", "AUC", "Recall at 10 %", "Recall, times"), over),
    ]


def _meanings(names: Iterable[str]) -> list[str]:
    told = (measure_words(name) for name in names)
    return [*(f"- **{one.label}**: {one.meaning}" for one in told if one.meaning), ""]


def _bands(judgement: Judgement) -> list[str]:
    head = ("Band by points", "From", "Reports", "Share of the reports", "Of them, cases",
            "Share of the cases", "Share of true harm")  # fmt: skip
    rows = [
        (row.band, row.start, count(row.reports), share(row.share), share(row.precision),
         share(row.recall), share(row.true_recall))
        for row in reversed(judgement.bands)
    ]  # fmt: skip
    return ["## Bands\n", table(head, rows)]


def _calibration(judgement: Judgement) -> list[str]:
    figures = judgement.rankings["card"]
    names = [name for name in ("calibration_error", "calibration_noise") if name in figures]
    rows = [
        (percent(group.said), share(group.seen), count(group.reports))
        for group in judgement.calibration
    ]
    return [
        "## Calibration\n",
        table(
            ("Measure", "Figure"),
            [
                (measure_words(name).label, measure_words(name).write(figures[name]))
                for name in names
            ],
        ),
        *_meanings(names),
        table(("The card's table says", "Seen", "Reports"), rows),
    ]


def _months(judgement: Judgement) -> list[str]:
    rows = [
        (row.month, count(row.reports), measure_words("auc").write(row.auc),
         share(row.share_high), percent(row.said), percent(row.seen))
        for row in judgement.months
    ]  # fmt: skip
    head = ("Month", "Reports", "AUC", "Share in the highest band", "Said", "Seen")
    return ["## Month by month\n", table(head, rows)] if rows else []


def _groups(judgement: Judgement) -> list[str]:
    head = ("Group", "Against", "Reports", "Cases",
            *(measure_words(name).label for name in _GROUP_MEASURES))  # fmt: skip
    return [
        "## Groups\n",
        "Groups with few cases, or few children behind them, are withheld.\n",
        *_meanings(_GROUP_MEASURES),
        table(head, map(_group, judgement.groups)),
        *(f"- {fact.what}: {fact.value}." for fact in fairness_facts(judgement.groups)),
        "",
    ]


def _group(row: GroupRow) -> tuple[str, ...]:
    name = group_words(row.grouping, row.group)
    if row.is_withheld or row.reports is None or row.cases is None:
        return (name, row.against, *["withheld"] * (2 + len(_GROUP_MEASURES)))
    figures = (measure_words(m).write(row.figures.get(m)) for m in _GROUP_MEASURES)
    return (name, row.against, count(row.reports), count(row.cases), *figures)


def _mitigations(judgement: Judgement) -> list[str]:
    tried = judgement.mitigations
    if not tried:
        return []
    names = list(dict.fromkeys(name for row in tried for name in row.figures))
    rows = [
        (row.words + (" (chosen)" if row.chosen else ""),
         *(measure_words(name).write(row.figures.get(name)) for name in names))
        for row in tried
    ]  # fmt: skip
    head = ("What was tried", *(measure_words(name).label for name in names))
    return ["## Ways to a fairer card\n", table(head, rows), *_meanings(names)]


def _truth(judgement: Judgement) -> list[str]:
    told = [(fact.what, fact.value) for fact in judgement.missed_truth]
    if not told:
        return []
    band = judgement.bands[-1]
    found, base = of_many(band.true_recall)
    return [
        "## Harm that the records never showed\n",
        table(("What", "Figure"), told),
        f"Of {base} reports with true harm, recorded or not, {found} stood in {band.band}.\n",
    ]


def _candidates(judgement: Judgement) -> list[str]:
    rows = [
        (one.words + (" (chosen)" if one.chosen else ""), decimal(one.loss, 4), decimal(one.auc, 3),
         one.lines, one.numbers, decimal(one.seconds, 0))
        for one in judgement.candidates
    ]  # fmt: skip
    head = ("Learner", "Log loss", "AUC", "Lines", "Numbers to read", "Seconds")
    if not rows:
        return []
    return ["## Learners tried\n", "Cross-validated inside the training fold.\n", table(head, rows)]


def _data(judgement: Judgement) -> list[str]:
    folds = [
        (name_words(fold.name), f"{taken_words(fold.start)} to {taken_words(fold.end)}",
         count(fold.questions), count(fold.reports), count(fold.children), count(fold.cases),
         count(fold.harmed_children))
        for fold in judgement.folds
    ]  # fmt: skip
    head = ("Fold", "Asked", "Questions", "Reports", "Children", "Cases", "Harmed children")
    dropped = [(name_words(name), count(number)) for name, number in judgement.dropped.items()]
    return [
        "## Data\n",
        table(head, folds),
        *([table(("Dropped, because", "Questions"), dropped)] if dropped else []),
    ]
