"""The model card: page 1 for anyone who meets the tool, then the detail for those who judge it."""

from __future__ import annotations

from training.papers.document import document, picture
from training.papers.headlines import cases_words, gate_result, headlines
from training.papers.markup import (
    Html,
    bullets,
    details,
    element,
    facts,
    join,
    paragraph,
    sections,
    table,
)
from training.papers.material import Material, verdict
from training.papers.phrases import count, name_words, taken_words
from training.papers.report_figures import few, rivals, truth
from training.papers.report_groups import error_rates, mitigations
from training.papers.scorecard_table import band_ranges
from training.papers.standing import approved_words, refusals, review_facts, warnings

__all__ = ["FIRST_PAGE", "HEADINGS", "write_model_card"]

#: What page 1 holds, in order.
FIRST_PAGE = (
    "What it says",
    "For whom",
    "Not for",
    "Three warnings",
    "Four numbers",
    "Last review",
)
#: What the pages after it hold.
HEADINGS = (
    "The card itself",
    "How it was made",
    "How well it ranks",
    "For whom it works less well",
    "What is not known of it",
    "Gates, approval and refusals",
    "How to challenge it",
)
_STYLE = """\
@media print{@page{size:A4;margin:9mm 11mm}html{font-size:8pt}
#the-card-itself{break-before:page}body{line-height:1.3}
h2{margin:3mm 0 1mm;padding-top:1mm;font-size:11pt}h3{margin:2mm 0 1mm;font-size:9.5pt}
p,ul,dl,.scroll,figure{margin:1mm 0}li{margin:0}dl div{padding:.5mm 0}
th,td{padding:.4mm 2mm .4mm 0}figure svg{max-width:6cm}
/* On paper four sides; the file on a screen folds out more. */
details{display:none}.pair{display:grid;grid-template-columns:1fr 6cm;gap:0 4mm}
dl{columns:2}.pair dl{columns:1}dl div{break-inside:avoid;grid-template-columns:7rem 1fr}}
"""


def write_model_card(material: Material) -> str:
    """The model card's HTML.

    Raises:
        BlankHeadingError: nothing is said under a heading that it must have.
    """
    first = {
        "What it says": _says(material),
        "For whom": paragraph(
            "For officers at a missing report, neighbourhood teams and supervisors: to see at "
            "once what is recorded, beside the child's plan. A person decides."
        ),
        "Not for": bullets(
            (
                "Grading a child. Only the police grade, and they may go above or below.",
                "Doing less: a low band is no reason to wait, and closes nothing.",
                "Deciding anything against a child or a family, or about an adult.",
                "Children of another force, before it is tested on that force's records.",
            )
        ),
        "Three warnings": bullets(warnings(material)),
        "Four numbers": join(
            bullets(headlines(material)),
            paragraph(cases_words(material)),
            paragraph(material.mark, class_="mark"),
        ),
        "Last review": facts(review_facts(material)),
    }
    detail = {
        "The card itself": _itself(material),
        "How it was made": _made(material),
        "How well it ranks": join(rivals(material), truth(material)),
        "For whom it works less well": join(
            element(
                "div",
                element("div", error_rates(material)),
                picture(
                    material,
                    "fairness",
                    f"Share of each group's cases that stood in {material.high}, with intervals.",
                ),
                class_="pair",
            ),
            details("Ways to a fairer card that were tried", mitigations(material)),
        ),
        "What is not known of it": _not_known(material),
        "Gates, approval and refusals": _gates(material),
        "How to challenge it": paragraph(material.organisation.challenge),
    }
    return document(
        material,
        f"Model card: {material.card.name}, {material.version}",
        sections(FIRST_PAGE, first),
        sections(HEADINGS, detail),
        style=_STYLE,
    )


def _says(material: Material) -> Html:
    policy = material.policy
    low, high = policy.labels[0], policy.labels[-1]
    return join(
        paragraph(
            f"It adds points for what the force has recorded of a child, and advises a band from "
            f"{low} to {high}. It ranks children by {material.ranks_by}. "
            f"{material.predicts}"
        ),
        paragraph("Every point is shown with the record that it rests on."),
    )


def _itself(material: Material) -> Html:
    policy = material.policy
    return join(
        paragraph(
            f"{len(material.card.lines)} lines of whole numbers, added up. The same points are "
            "shown to officers, written to the log and judged here."
        ),
        facts(band_ranges(material.card, policy)),
        picture(
            material, "shapes", "Points of each line. Open bars are values that are not known."
        ),
        paragraph(
            f"Every answer and its points, and the {len(policy.floors)} floors of the policy that "
            "may raise a band, stand on the scorecard that is published beside this card."
        ),
    )


def _made(material: Material) -> Html:
    judgement = material.judgement
    folds = [
        (name_words(fold.name), f"{taken_words(fold.start)} to {taken_words(fold.end)}",
         count(fold.questions), count(fold.children), few(fold.cases))
        for fold in judgement.folds
    ]  # fmt: skip
    chosen = next((one for one in judgement.candidates if one.chosen), None)
    monthly = " and at each month's start" if material.outcome.asked_monthly else ""
    return join(
        paragraph(
            f"Fitted on a snapshot of {taken_words(judgement.taken_at)}. Asked at each missing "
            f"report{monthly}. No child is in two folds, and the test comes after the training."
        ),
        paragraph(
            f"Learners tried, and compared by cross-validation: {len(judgement.candidates)}. "
            f"Chosen: {chosen.words}."
        )
        if chosen
        else None,
        paragraph(
            "Never an input: ethnicity, religion, nationality, sex, learning disability, postcode "
            "or area, benefits, health records and the officers' own grade."
        ),
        table(
            "Folds",
            ("Fold", "Asked", "Questions", "Children", "Cases"),
            folds,
            material.mark,
        ),
        facts(
            (
                ("Snapshot", element("code", judgement.snapshot)),
                ("Feature catalogue", element("code", judgement.catalogue)),
                ("Code and seed", f"{judgement.code}, seed {judgement.seed}"),
            )
        ),
    )


def _not_known(material: Material) -> Html:
    said = [
        "How much harm nobody recorded: what is not recorded counts here as not having happened.",
        "How officers act on it, and whether children fare better for it: that needs a trial.",
        "How it would do in another force, or after recording changes.",
    ]
    if material.organisation.is_invented:
        said.insert(0, "How it would do on real children: it has seen none.")
    months = len(material.judgement.months)
    said.append(f"How it holds over years: it was judged on {months} months.")
    return bullets(said)


def _gates(material: Material) -> Html:
    judgement = material.judgement
    rows = [(name_words(gate.name), gate_result(gate), gate.words) for gate in judgement.gates]
    return join(
        paragraph(verdict(judgement.gates)[1]),
        table("Gates", ("Gate", "Result", "Figure and limit"), rows, material.mark),
        paragraph(approved_words(material)),
        element("h3", "Refusals"),
        refusals(material),
    )
