"""What a witness decides about a head that a log sends it (``c2sp.org/tlog-witness``).

A witness keeps one head of each log and cosigns the next only if it has grown from that
one: whoever rewrites a log finds a head elsewhere that the rewritten log never had.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serving.audit.checkpoints import MOST_HASHES, Checkpoint, read_hash, trusted_checkpoint
from serving.audit.notes import NoteError, SignedNote, VerifierKey
from serving.audit.proofs import is_consistent

__all__ = ["Refusal", "Submission", "check_submission", "submission_text"]

_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Submission:
    """The body of an add-checkpoint request, taken apart."""

    old: int
    proof: tuple[bytes, ...]
    note: SignedNote

    @classmethod
    def parse(cls, body: bytes) -> Submission:
        """Raises :class:`NoteError` if it is malformed."""
        try:
            before, blank, note = body.decode().partition("\n\n")
        except UnicodeDecodeError:
            raise NoteError("the body is not UTF-8") from None
        first, *lines = before.split("\n")
        match = _OLD.fullmatch(first)
        if match is None or not blank or len(lines) > MOST_HASHES:
            raise NoteError("the body is not an old size, a proof and a checkpoint")
        return cls(int(match[1]), tuple(map(read_hash, lines)), SignedNote.parse(note))


def submission_text(old: int, proof: Sequence[bytes], note: SignedNote) -> str:
    """The body of an add-checkpoint request; the inverse of :meth:`Submission.parse`."""
    hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in proof)
    return f"old {old}\n{hashes}\n{note.text}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a head is not cosigned.

    Attributes:
        status: of HTTP, as the protocol wants it.
        size: with 409, the size of the head that the witness holds.
    """

    status: int
    why: str
    size: int | None = None


def check_submission(
    submission: Submission,
    keys: Mapping[str, Sequence[VerifierKey]],
    held: Mapping[str, Checkpoint],
) -> Checkpoint | Refusal:
    """The head to be cosigned, or why not.

    Args:
        keys: a log's name -> whose signature is trusted.
        held: a log's name -> the last head that was cosigned.
    """
    try:
        origin = Checkpoint.parse(submission.note.body).origin
    except NoteError as fault:
        return Refusal(400, str(fault))
    if origin not in keys:
        return Refusal(404, "this witness does not know the log")
    try:
        head = trusted_checkpoint(submission.note, keys[origin])
    except NoteError as fault:
        return Refusal(403, str(fault))
    if submission.old > head.size:
        return Refusal(400, "the old size is larger than the head's")
    last = held.get(origin)
    size = 0 if last is None else last.size
    if submission.old != size:
        return Refusal(409, "the old size is not that of the last head", size)
    if last is None or last.size == 0:
        grown = not submission.proof
    elif last.size == head.size:
        if last.root != head.root:
            return Refusal(409, "another tree of the same size was cosigned", size)
        grown = not submission.proof
    else:
        grown = is_consistent(last.size, last.root, head.size, head.root, submission.proof)
    return head if grown else Refusal(422, "the proof does not show that the log has grown")
