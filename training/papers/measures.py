"""What each measure is called, and what it means: the definition stands beside the figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from training.intervals import Estimate
from training.papers.phrases import figure, name_words, share, signed

__all__ = ["MEASURES", "MeasureWords", "measure_words"]


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """One measure: its name, what it means, and how its figure is written."""

    label: str
    meaning: str
    write: Callable[[Estimate | None], str] = figure


#: How a measure is named that is another's change.
_CHANGE = "_change"


def _at(percent: int) -> dict[str, MeasureWords]:
    return {
        f"recall_at_{percent}": MeasureWords(
            f"Recall at {percent} %",
            f"Of the reports that came to the outcome, the share among the {percent} % of "
            "reports ranked first.",
            share,
        ),
        f"precision_at_{percent}": MeasureWords(
            f"Precision at {percent} %",
            f"Of the {percent} % of reports ranked first, the share that came to the outcome.",
            share,
        ),
        f"true_recall_at_{percent}": MeasureWords(
            f"True recall at {percent} %",
            f"As recall at {percent} %, but of true harm, recorded or not. Known on an invented "
            "force alone.",
            share,
        ),
    }


MEASURES: Mapping[str, MeasureWords] = {
    "auc": MeasureWords(
        "AUC",
        "Take one report that came to the outcome and one that did not: how often the first is "
        "ranked higher. 0.5 is a coin; 1 is never wrong.",
    ),
    "true_auc": MeasureWords(
        "True AUC", "As AUC, but of true harm, recorded or not. Known on an invented force alone."
    ),
    "average_precision": MeasureWords(
        "Average precision",
        "Precision, averaged over the places in the ranking at which a case stands. A ranking by "
        "chance gets the share of all reports that came to the outcome.",
    ),
    **{name: words for percent in (2, 5, 10) for name, words in _at(percent).items()},
    "calibration_error": MeasureWords(
        "Calibration error",
        "Reports in groups of like probability: how far the share that came to the outcome lies "
        "from what the card's table says, on average. 0 is best.",
    ),
    "calibration_noise": MeasureWords(
        "Calibration noise",
        "The calibration error that a card without any fault would show on as many cases.",
    ),
    "share_high": MeasureWords(
        "Share in the highest band", "Of all reports, the share whose points reach it.", share
    ),
    "recall_high": MeasureWords(
        "Recall of the highest band",
        "Of the reports that came to the outcome, the share whose points reach it.",
        share,
    ),
    "recall": MeasureWords(
        "Recall", "Of the group's cases, the share that the highest band held by points.", share
    ),
    "missed": MeasureWords(
        "Missed", "Of the group's cases, the share below the highest band.", share
    ),
    "precision": MeasureWords(
        "Precision", "Of the group's reports in the highest band, the share that were cases.", share
    ),
    "share": MeasureWords(
        "Share in the highest band", "Of the group's reports, the share in it.", share
    ),
    "said_over_seen": MeasureWords(
        "Said over seen",
        "Cases that the table says, for each case seen. Above 1 the card says too much of this "
        "group, below 1 too little.",
    ),
    "recorded": MeasureWords(
        "Recorded", "Of the group's true harm, the share that was recorded.", share
    ),
    "recall_hidden": MeasureWords(
        "Hidden by recording",
        "Recall against what was recorded less recall against the truth: how much better the "
        "card looks for what nobody recorded.",
        signed,
    ),
    "recall_gap_sex": MeasureWords(
        "Gap in recall by sex", "Recall of girls less that of boys.", signed
    ),
    "true_recall_gap_sex": MeasureWords(
        "Gap in true recall by sex", "The same of true harm, recorded or not.", signed
    ),
}


def measure_words(name: str) -> MeasureWords:
    """The words of a measure, or of a change of it; one without a row is called by its name."""
    if name in MEASURES:
        return MEASURES[name]
    if name.endswith(_CHANGE):
        return MeasureWords(
            f"{measure_words(name.removesuffix(_CHANGE)).label}: change", "", signed
        )
    return MeasureWords(name_words(name).capitalize(), "")
