"""The algorithmic transparency record: ATRS v3's headings, then what its critics miss."""

from __future__ import annotations

from collections.abc import Mapping

from training.errors import TrainingError
from training.judging.rows import RANKINGS
from training.papers import record_words
from training.papers.document import document
from training.papers.headlines import headlines
from training.papers.markup import (
    Html,
    bullets,
    element,
    facts,
    join,
    paragraph,
    sections,
    slug,
    words_of,
)
from training.papers.material import Material, ranking_words
from training.papers.phrases import of_many
from training.papers.report_groups import error_rates
from training.papers.standing import refusals, review_facts

__all__ = ["MOST_WORDS", "TIER_ONE", "TIER_TWO", "WHAT_CRITICS_MISS", "TooLongError",
           "write_transparency_record"]  # fmt: skip

#: Tier 1 holds no more words than these.
MOST_WORDS = 250
TIER_ONE = ("Name", "Description", "Website", "Contact")
#: Tier 2: section -> its headings, as the standard has them.
TIER_TWO: Mapping[str, tuple[str, ...]] = {
    "Owner and responsibility": (
        "Organisation",
        "Team",
        "Senior responsible owner",
        "Supplier and its role",
        "Procurement",
        "Supplier's access to data",
    ),
    "Description and rationale": (
        "Detailed description",
        "Scope",
        "Benefit",
        "Previous process",
        "Alternatives considered",
    ),
    "Decision-making process": (
        "Integration into the process",
        "Information given",
        "Frequency and scale of use",
        "Human decisions and review",
        "Required training",
        "Appeals and review",
    ),
    "Tool and model specification": (
        "System architecture",
        "Phase",
        "Maintenance",
        "Model name and version",
        "Model task",
        "Model input",
        "Model output",
        "Model architecture",
        "Model performance",
    ),
    "Data": (
        "Source",
        "Sensitive attributes",
        "Quality and completeness",
        "Sharing",
        "Storage and retention",
    ),
    "Risks, mitigations and impact assessments": (
        "Impact assessments",
        "Legal basis",
        "Risks and mitigations",
    ),
    "Metadata": ("Standard", "Written from"),
}
WHAT_CRITICS_MISS = (
    "Error rates by group",
    "The comparator",
    "Cost to run",
    "Reviews",
    "Refusals and why",
    "How to challenge it",
)


class TooLongError(TrainingError):
    """Tier 1 has more words than the public is asked to read. The message says how many."""


def write_transparency_record(material: Material) -> str:
    """The record's HTML.

    Raises:
        BlankHeadingError: nothing is said under a heading of the standard.
        TooLongError: tier 1 has more than :data:`MOST_WORDS` words.
    """
    tier_one = _tier_one(material)
    words = len(words_of(tier_one).split())
    if words > MOST_WORDS:
        raise TooLongError(
            f"tier 1 has {words} words, not at most {MOST_WORDS}: shorten the website's and the "
            "contact's words in the organisation's file"
        )
    said = record_words.tier_two(material)
    tier_two = join(
        *(
            element("section", element("h3", heading, id=slug(heading)), _under(inner, said))
            for heading, inner in TIER_TWO.items()
        )
    )
    return document(
        material,
        f"Algorithmic transparency record: {_name(material)}",
        _tier("Tier 1", tier_one),
        _tier("Tier 2", tier_two),
        _tier(
            "What the standard does not ask for", sections(WHAT_CRITICS_MISS, _missed(material), 3)
        ),
    )


def _tier(heading: str, inner: Html) -> Html:
    return element(
        "section", element("h2", heading, id=slug(heading)), inner, aria_labelledby=slug(heading)
    )


def _under(headings: tuple[str, ...], said: Mapping[str, Html]) -> Html:
    return sections(headings, {name: said[name] for name in headings if name in said}, 4)


def _name(material: Material) -> str:
    return f"Missing children risk, card {material.card.name}"


def _tier_one(material: Material) -> Html:
    organisation = material.organisation
    invented = (
        "It was trained on an invented force and is not validated on real children. "
        if organisation.is_invented
        else ""
    )
    return sections(
        TIER_ONE,
        {
            "Name": paragraph(_name(material)),
            "Description": paragraph(
                "When a child is reported missing, officers must decide quickly how serious it "
                "is. This tool puts what the force has recorded of the child on one page, with "
                "the child's plan. It adds points for what is recorded, and advises a band: "
                f"{', '.join(material.policy.labels)}. Each point names its record. "
                f"The points rank children by {material.ranks_by}. "
                f"They say nothing of what happens tonight. {invented}"
                "It is advice: officers grade the risk themselves, and may go above or below. "
                "What is not known is said, and never counts as reassuring. Every look is logged."
            ),
            "Website": paragraph(organisation.website),
            "Contact": paragraph(organisation.contact),
        },
        3,
    )


def _missed(material: Material) -> dict[str, Html]:
    organisation = material.organisation
    return {
        "Error rates by group": error_rates(material),
        "The comparator": _comparators(material),
        "Cost to run": paragraph(organisation.cost_to_run),
        "Reviews": facts(review_facts(material)),
        "Refusals and why": refusals(material),
        "How to challenge it": paragraph(organisation.challenge),
    }


def _comparators(material: Material) -> Html:
    rows = []
    for ranking in RANKINGS:
        found = material.of(ranking, "recall_at_10")
        if found is not None:
            told, base = of_many(found)
            known = f"{told} of {base}" if found.is_known else told
            rows.append((ranking_words(ranking), known))
    return join(
        paragraph(
            "Acting on the same tenth of the missing reports, each of these would have found, of "
            f"those of children who {material.happened}:"
        ),
        facts(rows),
        bullets(headlines(material)),
        paragraph(material.mark, class_="mark"),
    )
