"""The report on calibration, on the workload of each band, and on the months of the test year."""

from __future__ import annotations

from training.papers.document import picture
from training.papers.markup import Html, details, element, facts, join, paragraph, table
from training.papers.material import Material
from training.papers.measures import measure_words
from training.papers.phrases import count, percent, share
from training.papers.report_figures import few, meanings

__all__ = ["over_time"]


def over_time(material: Material) -> Html:
    """Calibration, workload by band, and the months of the test year."""
    return join(_calibration(material), _workload(material), _months(material))


def _calibration(material: Material) -> Html:
    judgement, mark = material.judgement, material.mark
    error = ("calibration_error", "calibration_noise")
    figures = judgement.rankings["card"]
    rows = [
        (percent(group.said), share(group.seen), count(group.reports))
        for group in judgement.calibration
    ]
    return join(
        element("h3", "Calibration"),
        facts(
            (measure_words(name).label, measure_words(name).write(figures.get(name)))
            for name in error
        ),
        meanings(error),
        picture(
            material,
            "calibration",
            "Each point is a group of reports, with its interval. On the dashed line the table "
            "and what was seen agree. Both axes are drawn by square roots.",
        ),
        details(
            "Each group of reports",
            table("Said and seen", ("The table says", "Seen", "Reports"), rows, mark),
        )
        if rows
        else paragraph("Not known: there were too few cases for groups."),
    )


def _workload(material: Material) -> Html:
    judgement = material.judgement
    rows = [
        (f"{row.band}, from {row.start} points", count(row.reports), few(row.cases),
         share(row.share), share(row.precision), share(row.recall),
         *((share(row.true_recall),) if material.knows_truth else ()))
        for row in reversed(judgement.bands)
    ]  # fmt: skip
    head = ("Band by points", "Reports", "Cases", "Share of the reports",
            "Of them, with the outcome", "Share of the outcome",
            *(("Share of true harm",) if material.knows_truth else ()))  # fmt: skip
    return join(
        element("h3", "Workload"),
        paragraph("By points alone. Floors of the policy raise some children further."),
        table("What each band holds", head, rows, material.mark),
        picture(material, "bands", "What each band holds, with intervals."),
        picture(
            material,
            "points",
            "Points of the reports that were followed by the outcome and of those that were not, "
            "each as shares of their own, and where bands start.",
        ),
    )


def _months(material: Material) -> Html:
    months = material.judgement.months
    if not months:
        return join(element("h3", "Month by month"), paragraph("Not known: too few cases."))
    rows = [
        (row.month, count(row.reports), few(row.cases), measure_words("auc").write(row.auc),
         share(row.share_high), percent(row.said), percent(row.seen))
        for row in months
    ]  # fmt: skip
    head = ("Month", "Reports", "Cases", "AUC", "Share in the highest band", "Said", "Seen")
    return join(
        element("h3", "Month by month"),
        picture(
            material,
            "months",
            "A month of few cases has a gap, so what was seen looks higher than over the year.",
        ),
        details("Each month", table("The test year", head, rows, material.mark)),
    )
