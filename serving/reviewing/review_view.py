"""The pages of a review: the own view first, then the advice beside it and what is to be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from serving.pages.addresses import child_address
from serving.pages.band_marks import BandMark, band_mark
from serving.pages.frames import Frame
from serving.pages.judgements import ReviewedView, judged_view
from serving.pages.typography import bind
from serving.pages.vantage import Vantage
from serving.reviewing.addresses import correction_address, judgement_address, review_address
from serving.reviewing.forms import HEARD, OUTCOMES
from serving.reviewing.own_views import OwnView

__all__ = [
    "ANCHORS",
    "BANDS",
    "CorrectionView",
    "DoneView",
    "OwnViewView",
    "ReviewFormView",
    "Shown",
    "compared_words",
    "done_review",
    "done_withdrawal",
    "shown_advice",
]

BANDS = ("Low", "Medium", "High")
#: The field of a fault -> the id of the first input that it is about.
ANCHORS: Mapping[str, str] = {
    "said_on": "said_on-day",
    "next_review": "next_review-day",
    "until": "until-day",
}


@dataclass(frozen=True, slots=True)
class OwnViewView:
    """What would you say? Nothing of the child is read or shown yet.

    Attributes:
        asks_note: this look was drawn, and is asked to be justified in words.
    """

    frame: Frame
    child_id: str
    asks_note: bool
    note: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    bands: tuple[str, ...] = BANDS

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return review_address(self.child_id)


@dataclass(frozen=True, slots=True)
class Shown:
    """The child and the advice, once the own view was in the log."""

    name: str
    age: int | None
    band: BandMark
    reasons: tuple[str, ...]
    unknowns: tuple[str, ...]
    last: ReviewedView | None
    entry: str


@dataclass(frozen=True, slots=True)
class ReviewFormView:
    """What is to be written down.

    Attributes:
        compared: the own view and the advice, in one sentence.
        shown: None where the form is asked again after a fault: what was shown was logged
            once, and is not shown anew.
        given: what was sent, by field.
    """

    frame: Frame
    child_id: str
    view: str
    seen: str
    compared: str
    shown: Shown | None
    given: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    heard: tuple[tuple[str, str], ...] = HEARD
    outcomes: tuple[tuple[str, str], ...] = OUTCOMES
    anchors: Mapping[str, str] = field(default_factory=lambda: dict(ANCHORS))

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return review_address(self.child_id)

    @property
    def where(self) -> Mapping[str, str]:
        """Where the summary of faults leads."""
        return {name: self.anchors.get(name, name) for name in self.faults}


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """The last review, to be corrected or taken back.

    Attributes:
        name: "" before the look, and after a fault: what was shown is not shown anew.
        words: of the review as it stands.
        refused: why it can't be corrected by whoever looks; "" if it can.
        asks: nothing was read yet: what it is about, and whether words are asked for.
    """

    frame: Frame
    child_id: str
    name: str = ""
    words: str = ""
    seen: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    asks: bool = False
    asks_note: bool = False
    entry: str = ""
    heard: tuple[tuple[str, str], ...] = HEARD
    outcomes: tuple[tuple[str, str], ...] = OUTCOMES

    @property
    def address(self) -> str:
        """Where the forms are sent."""
        return correction_address(self.child_id)

    @property
    def back(self) -> str:
        """The child's page."""
        return child_address(self.child_id)

    @property
    def where(self) -> Mapping[str, str]:
        """Where the summary of faults leads."""
        return {name: ANCHORS.get(name, name) for name in self.faults}


@dataclass(frozen=True, slots=True)
class DoneView:
    """That something was written down, how it stands, and where to go on."""

    frame: Frame
    title: str
    words: tuple[str, ...]
    entry: str
    links: tuple[tuple[str, str], ...]
    address: str


def shown_advice(answer: Mapping[str, Any], entry: str) -> Shown:
    """What a reviewer sees of an answer beside the own view."""
    judged = judged_view(answer, Vantage.of(answer))
    return Shown(
        name=answer["child"]["name"],
        age=answer["child"]["age"],
        band=band_mark(answer),
        reasons=tuple(bind(reason) for reason in answer["headline"]),
        unknowns=tuple(bind(one["words"]) for one in answer["unknowns"]),
        last=None if judged is None else judged.review,
        entry=entry,
    )


def compared_words(view: OwnView) -> str:
    """``You said Low before you saw the advice. The advice was High.``"""
    advised = "There was no band" if view.advised is None else f"The advice was {view.advised}"
    same = view.advised == view.own_view
    return f"You said {view.own_view} before you saw the advice. {advised}" + (
        " too." if same else "."
    )


def done_withdrawal(values: Mapping[str, Any], frame: Frame, entry: str) -> DoneView:
    """The page after a review was taken back."""
    child, last = values["child"], values["last_review"]
    now = "No review of the child stands now." if last is None else bind(last["words"])
    return DoneView(
        frame,
        "The review is taken back",
        ("It stays in the record and in the access log, with your reason.", now),
        entry,
        (("Open the record", child_address(child)), ("Flagged children", "/flagged")),
        correction_address(child),
    )


def done_review(
    values: Mapping[str, Any], frame: Frame, entry: str, title: str = "The review is written down"
) -> DoneView:
    """The page after a review, or after a correction of one."""
    child = values["child"]
    words = bind(values["last_review"]["words"])
    return DoneView(
        frame,
        title,
        (words, "Whoever looks at the child next sees it."),
        entry,
        (
            ("Judge the advice", judgement_address(child)),
            ("Correct the review", correction_address(child)),
            ("Open the record", child_address(child)),
            ("Flagged children", "/flagged"),
        ),
        review_address(child),
    )
