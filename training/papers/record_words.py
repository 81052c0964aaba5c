"""What stands under the headings of tier 2: from the judgement, the card, and the force's file."""

from __future__ import annotations

from records.unknown import Unknown
from training.papers.headlines import cases_words, headlines
from training.papers.markup import Html, bullets, element, facts, join, paragraph
from training.papers.material import Material
from training.papers.phrases import count, name_words, percent, taken_words
from training.papers.scorecard_table import band_ranges, unknown_words
from training.papers.standing import approved_words, warnings

__all__ = ["tier_two"]

#: An input that is not known this often is named as a weakness of the data.
_OFTEN_UNKNOWN = 0.10


def tier_two(material: Material) -> dict[str, Html]:
    """Heading -> what is said under it."""
    return {
        **_owner(material),
        **_description(material),
        **_process(material),
        **_specification(material),
        **_data(material),
        **_risks(material),
    }


def _owner(material: Material) -> dict[str, Html]:
    organisation = material.organisation
    return {
        "Organisation": paragraph(organisation.force),
        "Team": paragraph(organisation.team),
        "Senior responsible owner": paragraph(organisation.senior_responsible_owner),
        "Supplier and its role": paragraph(organisation.supplier),
        "Procurement": paragraph(organisation.procurement),
        "Supplier's access to data": paragraph(organisation.supplier_access),
    }


def _description(material: Material) -> dict[str, Html]:
    judgement = material.judgement
    tried = [f"{one.words}{' (chosen)' if one.chosen else ''}" for one in judgement.candidates]
    tried += [f"{one.words}{' (chosen)' if one.chosen else ''}" for one in judgement.mitigations]
    return {
        "Detailed description": join(
            paragraph(
                f"A table of {len(material.card.lines)} questions about the child's records. Each "
                "answer has a whole number of points. The points and a start are added up by "
                "hand or by the program, and the total gives the band:"
            ),
            facts(band_ranges(material.card, material.policy)),
            paragraph(
                f"Then {len(material.policy.floors)} rules of policy may raise the band, each "
                "with its reason. None lowers it. The scorecard is published beside this record."
            ),
        ),
        "Scope": paragraph(
            f"Children under {material.policy.adult_age} of whom a missing report or another "
            "record is held. Advice to officers alone; never a grade, never about adults, never "
            "a ground for any step against a child or a family."
        ),
        "Benefit": bullets(headlines(material)),
        "Previous process": paragraph(material.organisation.previous_process),
        "Alternatives considered": join(
            paragraph(
                "Counting reports, a checklist and the officers' own grades are compared below. "
                "A model that nobody can read was measured and is not used."
            ),
            bullets(tried) if tried else None,
        ),
    }


def _process(material: Material) -> dict[str, Html]:
    monthly = (
        " Points are also worked out for every child with a relevant record of the past year."
        if material.outcome.asked_monthly
        else ""
    )
    return {
        "Integration into the process": paragraph(
            "The officer who attends opens the child's page. It shows the records, the plan, "
            "what is due, and the band with its reasons, in one answer."
        ),
        "Information given": paragraph(
            "The band, each reason with its points, record and date, what is not known and who "
            "can settle it. No officer sees a probability: it was misread wherever it was shown."
        ),
        "Frequency and scale of use": paragraph(
            f"At each missing report.{monthly} The service's log counts every look."
        ),
        "Human decisions and review": paragraph(
            "Officers grade the risk themselves, and may go above or below the advice. No part of "
            "the tool can set or change a grade, and nothing is decided by it."
        ),
        "Required training": paragraph(material.organisation.training_given),
        "Appeals and review": paragraph(material.organisation.challenge),
    }


def _specification(material: Material) -> dict[str, Html]:
    card, registration = material.card, material.registration
    name = registration.model if registration else f"Card {card.name}"
    phase = (
        "A demonstration on an invented force. Not in use on real children. "
        if material.organisation.is_invented
        else ""
    )
    return {
        "System architecture": paragraph(
            "Extracts of the force's systems are linked to children inside the force. A plain "
            "file holds the card; nothing is learned while it is in use."
        ),
        "Phase": paragraph(phase + approved_words(material)),
        "Maintenance": paragraph(
            "Drift is looked at, the card trained anew, and every candidate passes the same gates "
            f"and a second person. Next review: {material.organisation.next_review}"
        ),
        "Model name and version": join(
            paragraph(f"{name}, {material.version}."),
            paragraph(element("code", card.content_hash)),
        ),
        "Model task": paragraph(f"At a missing report, to rank children by {material.ranks_by}."),
        "Model input": bullets(material.question(line.feature) for line in card.lines),
        "Model output": paragraph(
            f"Points from {card.base} to {card.most}, their reasons, and a band."
        ),
        "Model architecture": paragraph(
            "A points table: additive, in whole numbers, with a bin of its own for each kind of "
            "not knowing."
        ),
        "Model performance": join(
            bullets(headlines(material)),
            paragraph(cases_words(material)),
            paragraph(material.mark, class_="mark"),
        ),
    }


def _data(material: Material) -> dict[str, Html]:
    judgement = material.judgement
    found = {
        source: None
        for name in material.card.features
        if (feature := material.feature(name)) is not None
        for source in feature.sources
    }
    systems = sorted({source.words for source in found})
    asked = sum(fold.questions for fold in judgement.folds)
    weak = [
        f"{material.question(row.feature)} {unknown_words((Unknown(row.kind),)).capitalize()} for "
        f"{percent(row.share)} of the questions."
        for row in judgement.unknowns
        if row.points is not None and row.share >= _OFTEN_UNKNOWN
    ]
    dropped = [
        f"Dropped, {name_words(name)}: {count(number)} questions."
        for name, number in judgement.dropped.items()
    ]
    return {
        "Source": join(
            paragraph(
                f"A snapshot of {taken_words(judgement.taken_at)}: {count(asked)} questions about "
                "children, each asked as things were known then. The card reads these systems:"
            ),
            bullets(systems) if systems else paragraph("Its features are of another release."),
        ),
        "Sensitive attributes": paragraph(
            "Sex, ethnicity and disability are used to judge the card by group, and are no inputs "
            "of it. Age, being looked after and police records of the child may be inputs."
        ),
        "Quality and completeness": join(
            paragraph("Rows that break a system's format are kept apart with the reason."),
            bullets([*weak, *dropped])
            if weak or dropped
            else paragraph("No line was often without a value, and no question was dropped."),
        ),
        "Sharing": paragraph(
            "Training data stays inside the force. Nothing is shared with a supplier unless said "
            "above."
        ),
        "Storage and retention": paragraph(material.organisation.retention),
    }


def _risks(material: Material) -> dict[str, Html]:
    judgement = material.judgement
    return {
        "Impact assessments": paragraph(material.organisation.impact_assessments),
        "Legal basis": paragraph(material.organisation.legal_basis),
        "Risks and mitigations": join(
            bullets(warnings(material)),
            bullets(
                (
                    (
                        "Trusting it too much: no probability is shown, what is not known stands "
                        "beside the band, with who can settle it."
                    ),
                    (
                        "Unequal recording: errors by group are published below, and fairer cards "
                        "are tried at each training."
                    ),
                    "A card that fits no longer: drift is watched, and a gate refuses it.",
                )
            ),
        ),
        "Standard": paragraph(
            "Headings of the Algorithmic Transparency Recording Standard, version 3. Forces are "
            "not bound to publish it."
        ),
        "Written from": facts(
            (
                ("Card", element("code", judgement.card_hash)),
                ("Snapshot", element("code", judgement.snapshot)),
                (
                    "Run",
                    element("code", material.registration.run_id)
                    if material.registration
                    else "Not registered yet.",
                ),
                ("Code", judgement.code),
            )
        ),
    }
