"""Every paper about one card, written at once from what the registry holds of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scorecard.card import Card
from scorecard.policy import Policy
from training.judging.judgement import Judgement
from training.papers.material import Material
from training.papers.model_card import write_model_card
from training.papers.organisation import Organisation, load_organisation
from training.papers.registration import Registration
from training.papers.report_page import write_report
from training.papers.scorecard_page import write_scorecard
from training.papers.scorecard_table import card_as_markdown
from training.papers.transparency import write_transparency_record

__all__ = ["PAPERS", "write_papers"]

#: File name -> what writes it.
PAPERS: Mapping[str, Callable[[Material], str]] = {
    "report.html": write_report,
    "model-card.html": write_model_card,
    "transparency-record.html": write_transparency_record,
    "scorecard.html": write_scorecard,
    "card.md": card_as_markdown,
}


def write_papers(
    judgement: Judgement,
    card: Card,
    policy: Policy,
    registration: Registration | None,
    pictures: Mapping[str, str],
    organisation: Organisation | None = None,
) -> dict[str, bytes]:
    """File name -> bytes of every paper; the same arguments always give the same bytes.

    Args:
        registration: None at training time, before there is a version.
        pictures: file name -> SVG, of :func:`training.papers.pictures.draw_all`.
        organisation: what the force says of itself; the shipped file of an invented force
            if None.

    Raises:
        OtherCardError: the judgement is of another card.
        BlankHeadingError: a paper would have nothing under a heading that it must have.
        TooLongError: tier 1 of the transparency record is too long.
    """
    material = Material(
        judgement, card, policy, organisation or load_organisation(), registration, pictures
    )
    return {name: write(material).encode() for name, write in PAPERS.items()}
