"""Heads and proofs of the log as files that a stranger's tools read: C2SP checkpoints and
``tlog-proof`` files."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serving.audit.notes import NoteError, SignedNote, SigningKey, VerifierKey
from serving.audit.proofs import is_included
from serving.audit.tree import HASH_BYTES

__all__ = [
    "MOST_HASHES",
    "Checkpoint",
    "LogProof",
    "read_hash",
    "signed_checkpoint",
    "trusted_checkpoint",
]

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_PROOF = "c2sp.org/tlog-proof@v1"
#: The longest path in a tree of 2**63 leaves.
MOST_HASHES = 63


def read_hash(line: str) -> bytes:
    """Raises :class:`NoteError` unless the line is one hash in base64."""
    try:
        raw = base64.b64decode(line, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != HASH_BYTES:
        raise NoteError("a line is no hash in base64")
    return raw


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head of one log: its name, its size and its root."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, body: str) -> Checkpoint:
        """Raises :class:`NoteError` if the text is no checkpoint; lines after the third are
        taken and ignored, as the format wants."""
        lines = body.removesuffix("\n").split("\n")
        if len(lines) < 3 or not all(lines) or not _SIZE.fullmatch(lines[1]):
            raise NoteError("a checkpoint is a name, a size and a hash, each on its line")
        return cls(lines[0], int(lines[1]), read_hash(lines[2]))


def signed_checkpoint(checkpoint: Checkpoint, keys: Iterable[SigningKey]) -> SignedNote:
    """The checkpoint as a note signed by each of the log's keys."""
    return SignedNote(checkpoint.body, tuple(key.sign(checkpoint.body) for key in keys))


def trusted_checkpoint(note: SignedNote, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint of a note that one of the keys signed.

    Raises:
        NoteError: none of the keys signed it, or a line of theirs is false.
    """
    # Every key is tried: a false line of any of them is a reason to take none.
    signed = [key.signed(note) for key in keys]
    if not any(signed):
        raise NoteError("no key that is trusted signed the head")
    return Checkpoint.parse(note.body)


@dataclass(frozen=True, slots=True)
class LogProof:
    """What shows one entry to be in the log: its number, the path, and a signed head.

    Attributes:
        index: from 0.
        path: hashes from the leaf's neighbour upwards.
        note: the head, with whatever cosignatures there are.
    """

    index: int
    path: tuple[bytes, ...]
    note: SignedNote

    @property
    def text(self) -> str:
        """The whole file."""
        hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in self.path)
        return f"{_PROOF}\nindex {self.index}\n{hashes}\n{self.note.text}"

    @classmethod
    def parse(cls, text: str) -> LogProof:
        """Raises :class:`NoteError` if the text is no proof of this version."""
        before, blank, note = text.partition("\n\n")
        lines = before.split("\n")
        if not blank or lines[0] != _PROOF:
            raise NoteError("not a tlog-proof of version 1")
        lines = lines[2:] if len(lines) > 1 and lines[1].startswith("extra ") else lines[1:]
        word, _, number = (lines[0] if lines else "").partition(" ")
        if word != "index" or not _SIZE.fullmatch(number) or len(lines) > MOST_HASHES + 1:
            raise NoteError("the proof names no number, or too many hashes")
        path = tuple(read_hash(line) for line in lines[1:])
        return cls(int(number), path, SignedNote.parse(note))

    def shows(self, leaf: bytes, keys: Sequence[VerifierKey]) -> bool:
        """Whether it shows this leaf under a head that one of the keys signed."""
        try:
            head = trusted_checkpoint(self.note, keys)
        except NoteError:
            return False
        return is_included(leaf, self.index, head.size, head.root, self.path)
