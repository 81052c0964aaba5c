"""What the report and the record say of groups: by whom, how many are found, and how many not."""

from __future__ import annotations

from collections.abc import Iterable

from training.judging.gaps import fairness_facts
from training.judging.groups import group_words
from training.judging.rows import GroupRow
from training.papers.document import picture
from training.papers.markup import Html, Merged, bullets, details, element, join, paragraph, table
from training.papers.material import Material
from training.papers.measures import measure_words
from training.papers.phrases import count, name_words
from training.papers.report_figures import meanings

__all__ = ["error_rates", "groups", "mitigations"]

_MEASURES = ("recall", "missed", "precision", "share", "said_over_seen", "calibration_error")
_WITHHELD = Merged("withheld: too few cases, or too few children behind them")
_AGAINST = {
    "recorded": "Against what was recorded",
    "true": "Against true harm, recorded or not",
}


def groups(material: Material) -> Html:
    """Every group against recorded and true harm, and what was tried to be fairer."""
    rows = material.judgement.groups
    if not rows:
        return paragraph("Not known: no group was judged in this run.")
    return join(
        paragraph(
            "For monitoring. Sex, ethnicity, disability and local authority are no inputs of the "
            "card. Groups with few cases, or few children behind them, are withheld."
        ),
        picture(
            material,
            "fairness",
            f"Share of each group's cases that stood in {material.high}, with intervals. The "
            "dashed line is that of all reports.",
        ),
        details(
            "Each gap between groups, and where it comes from",
            bullets(f"{fact.what}: {fact.value}." for fact in fairness_facts(rows)),
        ),
        meanings(_MEASURES),
        *(_grouping(material, grouping) for grouping in dict.fromkeys(r.grouping for r in rows)),
        mitigations(material),
    )


def _grouping(material: Material, grouping: str) -> Html:
    name = name_words(grouping).capitalize()
    own = [row for row in material.judgement.groups if row.grouping == grouping]
    tables = []
    for against in dict.fromkeys(row.against for row in own):
        chosen = [row for row in own if row.against == against]
        tables.append(_table(material, f"{name}. {_AGAINST.get(against, against)}", chosen))
    return join(element("h3", name), *tables)


def _table(material: Material, caption: str, rows: Iterable[GroupRow]) -> Html:
    head = ("Group", "Reports", "Cases", *(measure_words(name).label for name in _MEASURES))
    return table(caption, head, (_row(row) for row in rows), material.mark)


def _row(row: GroupRow) -> tuple[str, ...]:
    name = _capital(group_words(row.grouping, row.group))
    if row.is_withheld:
        return (name, _WITHHELD)
    told = (measure_words(measure).write(row.figures.get(measure)) for measure in _MEASURES)
    counts = ("withheld" if n is None else count(n) for n in (row.reports, row.cases))
    return (name, *counts, *told)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def error_rates(material: Material) -> Html:
    """How many cases were missed and how many flags were none, by group: for the public."""
    rows = [row for row in material.judgement.groups if row.against == "recorded"]
    if not rows:
        return paragraph("Not known: no group was judged in this run.")
    told = [
        (
            _capital(group_words(row.grouping, row.group)),
            *(
                (_WITHHELD,)
                if row.is_withheld
                else (
                    measure_words("missed").write(row.figures.get("missed")),
                    measure_words("precision").write(row.figures.get("precision")),
                )
            ),
        )
        for row in rows
    ]
    high = material.high
    head = ("Group", f"Cases below {high}", f"In {high}, were cases")
    return join(
        table("Errors by group, against what was recorded", head, told, material.mark),
        paragraph(
            f"Cases below {high}: of the group's reports that came to the outcome, the share that "
            f"stood lower. In {high}, were cases: of its reports in {high}, the share that did."
        ),
    )


def mitigations(material: Material) -> Html:
    """Each way to a fairer card that was tried in this run, and what it did."""
    tried = material.judgement.mitigations
    heading = element("h3", "Ways to a fairer card that were tried")
    if not tried:
        return join(heading, paragraph("None was tried in this run."))
    names = list(dict.fromkeys(name for row in tried for name in row.figures))
    rows = [
        (row.words + (" (chosen)" if row.chosen else ""),
         *(measure_words(name).write(row.figures.get(name)) for name in names))
        for row in tried
    ]  # fmt: skip
    head = ("What", *(measure_words(name).label for name in names))
    return join(heading, table("What each does", head, rows, material.mark), meanings(names))
