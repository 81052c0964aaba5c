"""The analyst's report: one HTML file that needs nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import numpy as np

from records.calendar import instant_from_text, local_day
from records.unknown import UNKNOWN_CODES
from records.words import day_words
from scorecard.card import Card
from training.judging.verdict import Gate, verdict_words
from training.papers.plots import WORDS
from training.settings import settings_as_text
from training.train import Trained

__all__ = ["write_report"]

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{border-bottom:1px solid #b1b4b6;"
    "padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top}"
    "caption{text-align:left;font-weight:bold}svg{max-width:100%;height:auto}"
    "code{overflow-wrap:anywhere}"
)
_GROUPS = (
    "<p>For monitoring alone: none of these is an input. Groups with fewer than 10 cases are "
    "withheld, since their figures would be noise.</p>"
)
_FAULTS = (
    "<p>The outcome is harm that was <em>recorded</em>: harm that nobody was told of counts as "
    "none, so a group whose harm is recorded less often looks safer than it is. {cases} cases "
    "judge this card; read the intervals, not the figures alone.</p>"
)
_REPRODUCE = (
    "<p><code>missing-risk train --snapshot DIR</code> on the snapshot of the digest above, with "
    "these settings, gives the same card byte for byte.</p>"
)
_PICTURES = {
    "harm_found.svg": "Of the harm recorded within 90 days, how much lies in the reports that each "
    "ranking puts first. At 10 % the force can act at once.",
    "calibration.svg": "What the table says against what was seen, in ten groups of reports. On "
    "the dashed line both agree.",
    "points.svg": "Points of the reports that were, and were not, followed by recorded harm, and "
    "where the bands start.",
}


def write_report(trained: Trained, pictures: Mapping[str, str]) -> str:
    """The report's HTML. The first screen says: promote or not, and why."""
    card, evaluation = trained.card, trained.evaluation
    taken = day_words(local_day(instant_from_text(trained.manifest.taken_at)))
    parts = [
        f"<h1>Scorecard {escape(card.name)}, snapshot of {taken}</h1>",
        f"<p><strong>{escape(verdict_words(trained.gates))}</strong></p>",
        _table("Gates", ("Gate", "Result", "Figure"), map(_gate_row, trained.gates)),
        _against(trained),
        *(
            f"<figure>{svg}<figcaption>{escape(_PICTURES[name])}</figcaption></figure>"
            for name, svg in pictures.items()
        ),
        "<h2>The card</h2>",
        f"<p><code>{card.content_hash}</code></p>",
        _card(card),
        "<h2>Groups, at missing reports</h2>",
        _GROUPS,
        _groups(trained),
        "<h2>What was not known</h2>",
        _unknowns(trained),
        "<h2>Data</h2>",
        _table("Where the figures come from", ("What", "Value"), _data(trained)),
        "<h2>Known faults</h2>",
        _FAULTS.format(cases=evaluation.cases),
        "<h2>Reproduce</h2>",
        _REPRODUCE,
        _table("Settings", ("Setting", "Value"), settings_as_text(trained.settings).items()),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Scorecard {escape(card.name)}, snapshot of {taken}</title>"
        f"<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def _gate_row(gate: Gate) -> tuple[str, str, str]:
    result = {True: "passed", False: "FAILED", None: "not settled"}[gate.passed]
    return gate.name.replace("_", " "), result, gate.words


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    heading = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{heading}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _against(trained: Trained) -> str:
    figures = trained.evaluation.reports
    rows = []
    for name, words in WORDS.items():
        end = "" if name == "card" else f"_{name}"
        measures = ("auc", "average_precision", "recall_at_10", "precision_at_10")
        rows.append((words, *(figures[f"{measure}{end}"].words for measure in measures)))
    caption = (
        f"At {trained.evaluation.reports_count} missing reports of children and a year that the "
        f"card has not seen, {trained.evaluation.cases} of them cases (95 % intervals)"
    )
    head = ("Ranked by", "AUC", "Average precision", "Recall at 10 %", "Precision at 10 %")
    return _table(caption, head, rows)


def _card(card: Card) -> str:
    rows: list[tuple[object, ...]] = [("Every child starts with", "", card.base)]
    for line in card.lines:
        rows += [(line.feature, bin_.words, bin_.points) for bin_ in line.bins]
        rows += [
            (line.feature, kind.value.replace("_", " "), points)
            for kind, points in line.unknown.items()
        ]
    bands = "".join(
        f"<li>{escape(band)} from {start} points</li>" for band, start in card.thresholds.items()
    )
    return _table("Points", ("Line", "Value", "Points"), rows) + f"<ul>{bands}</ul>"


def _groups(trained: Trained) -> str:
    measures = ("recall_high", "precision_high", "share_high", "calibration_error")
    rows = []
    for group in trained.evaluation.groups:
        told = ["withheld"] * len(measures)
        if not group.is_withheld:
            told = [group.figures[measure].words for measure in measures]
        cases = "withheld" if group.is_withheld else group.cases
        words = group.group.replace("_", " ")
        rows.append((group.grouping, words, group.reports, cases, *told))
    head = ("Grouping", "Group", "Reports", "Cases", "Recall of High", "Precision of High")
    return _table("By group", (*head, "Share in High", "Calibration error"), rows)


def _unknowns(trained: Trained) -> str:
    table, lines = trained.table, {line.feature: line for line in trained.card.lines}
    rows = []
    for name in table.names:
        column = table.column(name)
        for kind, code in UNKNOWN_CODES.items():
            share = float(np.mean(column == code)) if len(column) else 0.0
            if share > 0:
                points = lines[name].unknown[kind] if name in lines else "not on the card"
                rows.append((name, kind.value.replace("_", " "), f"{share:.1%}", points))
    return _table("Values not known", ("Feature", "Kind", "Share", "Points for it"), rows)


def _data(trained: Trained) -> list[tuple[str, object]]:
    cohort, folds = trained.cohort, trained.folds
    rows: list[tuple[str, object]] = [
        ("Snapshot", trained.manifest.digest),
        ("Children with records", trained.manifest.children),
        ("Questions asked and labelled", len(cohort)),
        *((f"Dropped: {name.replace('_', ' ')}", count) for name, count in cohort.dropped.items()),
    ]
    for name, chosen in (
        ("training", folds.train),
        ("calibration", folds.calibration),
        ("test", folds.test),
    ):
        cases = int(cohort.harmed[chosen].sum())
        rows.append((f"Questions of the {name} fold", f"{len(chosen)}, {cases} of them cases"))
    rows += list(trained.card.trained.items())
    return rows
