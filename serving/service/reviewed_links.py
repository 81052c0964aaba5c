"""The pairs that people review: found by an opaque id, with all that was said of them.

A record's reference says who somebody is, so no address bears one: a pair goes by an id
that says nothing to anybody without the store's secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from linkage.results import RefusalReason
from linkage.subjects import Subject
from records.persons import RecordId
from serving.store.decisions import DecisionRow, read_decisions
from serving.store.doubtful import DoubtfulLink, doubtful_among
from serving.store.judgements import JudgementRow, judgements_of_link, pairs_in_doubt
from serving.store.opening import Connection
from serving.tables.who import WHO

__all__ = [
    "LONGEST_REASON",
    "LinkSettledError",
    "NoReviewReasonError",
    "NoSuchLinkError",
    "ReviewedLink",
    "check_written",
    "find_link",
    "last_word",
    "link_id",
]

LONGEST_REASON = 500


class NoSuchLinkError(Exception):
    """No pair of records that was ever in doubt or judged has this id."""

    def __init__(self) -> None:
        super().__init__("No doubtful link has this id. Ask for the list again.")


class LinkSettledError(Exception):
    """The pair is not in doubt any more, or somebody said something since it was read."""

    def __init__(self) -> None:
        super().__init__("This link was settled in the meantime. Look at it again.")


class NoReviewReasonError(Exception):
    """What is said of a link needs its reason in writing."""


def check_written(reason: str) -> str:
    """The written reason, stripped. Raises :class:`NoReviewReasonError` for none, or too much."""
    text = reason.strip()
    if not text:
        raise NoReviewReasonError("Write in a few words why.")
    if len(text) > LONGEST_REASON:
        raise NoReviewReasonError(f"The reason must be {LONGEST_REASON} characters or fewer.")
    if not text.isprintable():
        raise NoReviewReasonError("The reason must be one line of plain text.")
    return text


@dataclass(frozen=True, slots=True)
class ReviewedLink:
    """A pair of records for people to settle, or settled.

    Attributes:
        a, b: in order, ``a < b`` by their text.
        doubtful: how it stands in doubt now; None once it is settled.
        said: everything that people said of it, in order.
        decided: people's word that holds of it; None if there is none.
    """

    id: str
    subject: Subject
    a: RecordId
    b: RecordId
    doubtful: DoubtfulLink | None
    said: tuple[JudgementRow, ...]
    decided: DecisionRow | None

    @property
    def verdict(self) -> tuple[str, RefusalReason | None]:
        """What the machine makes of it: ``possible``, or ``refused`` and why.

        Of a pair that people have settled, what it had made of it when they last said so.
        """
        if self.doubtful is not None:
            reason = self.doubtful.reason
            return ("possible" if reason is None else "refused"), reason
        last = next(row for row in reversed(self.said) if row.kind != "undone")
        return last.verdict, last.refusal

    def was_judged_by(self, officer: str) -> bool:
        """Whether this officer has said what they think: only then is the figure shown."""
        return any(row.judged_by == officer and row.kind != "undone" for row in self.said)


def link_id(secret: bytes, subject: Subject, a: RecordId, b: RecordId) -> str:
    """The opaque id of a pair: always the same in one store, whichever record comes first."""
    first, second = sorted((str(a), str(b)))
    return _id(secret, subject, first, second)


def _id(secret: bytes, subject: Subject, first: str, second: str) -> str:
    about = f"link {subject.value} {first}\x1f{second}"
    digest = hmac.new(secret, about.encode(), hashlib.sha256).digest()
    return "L-" + base64.b32encode(digest[:10]).decode()


def find_link(connection: Connection, secret: bytes, link: str) -> ReviewedLink:
    """The pair of this id as it stands now.

    Raises:
        NoSuchLinkError: it is not in doubt and was never judged.
    """
    said = judgements_of_link(connection, link)
    found = (said[0].subject, str(said[0].a), str(said[0].b)) if said else None
    if found is None:
        found = next(
            (
                (subject, a, b)
                for subject, who in WHO.items()
                for a, b in pairs_in_doubt(connection, who)
                if _id(secret, subject, a, b) == link
            ),
            None,
        )
    if found is None:
        raise NoSuchLinkError
    subject, first, second = found
    who, a, b = WHO[subject], RecordId.parse(first), RecordId.parse(second)
    near = doubtful_among(connection, who, [first])
    doubtful = next((row for row in near if (row.a, row.b) == (a, b)), None)
    decided = last_word(read_decisions(connection, who), a, b)
    return ReviewedLink(link, subject, a, b, doubtful, said, decided)


def last_word(decisions: tuple[DecisionRow, ...], a: RecordId, b: RecordId) -> DecisionRow | None:
    """The decision that holds of a pair: the last one, unless it took the word back."""
    pair = {a, b}
    last = next((row for row in reversed(decisions) if {row.a, row.b} == pair), None)
    return None if last is None or last.kind == "undone" else last
