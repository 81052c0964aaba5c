"""The seal store: the log's last signed head in a file on another path, ahead of the store.

One line for each head, only ever added to, on the disk before the head is published: a
store that was put back to an earlier day can then be told from one that has all its looks.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from serving.audit.checkpoints import Checkpoint
from serving.audit.notes import NoteError, SignedNote
from serving.store.errors import SealsError

__all__ = ["Seal", "SealFile"]

#: A line is a note with a few signatures: the tail that surely holds two of them.
_TAIL = 64 * 1024


@dataclass(frozen=True, slots=True)
class Seal:
    """One signed head and when it was sealed, as :func:`records.calendar.instant_to_text`."""

    note: SignedNote
    at: str

    @property
    def head(self) -> Checkpoint:
        """What the note says. Raises NoteError if it is no checkpoint."""
        return Checkpoint.parse(self.note.body)

    @property
    def line(self) -> bytes:
        """The seal as it stands in the file."""
        said = {"at": self.at, "note": self.note.text, "v": 1}
        return json.dumps(said, ensure_ascii=False, sort_keys=True).encode() + b"\n"

    @classmethod
    def parse(cls, line: bytes) -> Seal | None:
        """The seal of a line; None if the line is torn."""
        try:
            said = json.loads(line)
            seal = cls(SignedNote.parse(said["note"]), str(said["at"]))
            Checkpoint.parse(seal.note.body)
        except (NoteError, ValueError, KeyError, TypeError):
            return None
        return seal


class SealFile:
    """The file. Several processes may hold one each: a seal is added only after the very
    seal that the adder saw."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        """Whether anything was ever sealed here."""
        return self.path.exists()

    def last(self) -> Seal | None:
        """The last whole line; None if there is none.

        Raises:
            SealsError: the file can't be read.
        """
        if not self.exists:
            return None
        with self._open(os.O_RDONLY) as handle:
            return _last(handle)

    @property
    def torn(self) -> int:
        """How many lines are torn: left behind by a power cut, or spoilt by somebody."""
        return sum(seal is None for seal in self._lines())

    def every(self) -> Iterator[Seal]:
        """Every seal, the first one first; torn lines are left out."""
        return (seal for seal in self._lines() if seal is not None)

    def _lines(self) -> Iterator[Seal | None]:
        if self.exists:
            with self._open(os.O_RDONLY) as handle, os.fdopen(os.dup(handle), "rb") as file:
                for line in file:
                    if line.strip():
                        yield Seal.parse(line) if line.endswith(b"\n") else None

    def add(self, seal: Seal, after: Seal | None) -> None:
        """Add a seal behind ``after``, on the disk when this returns.

        Raises:
            SealsError: another seal is the last one, or the file can't be written.
        """
        new = not self.exists
        with self._open(os.O_RDWR | os.O_APPEND | os.O_CREAT) as handle:
            if _last(handle) != after:
                raise SealsError(f"{self.path}: another process sealed the log meanwhile")
            size = os.fstat(handle).st_size
            ends_whole = size == 0 or os.pread(handle, 1, size - 1) == b"\n"
            # A torn line is ended, not cut off: the file may be append-only.
            written = (b"" if ends_whole else b"\n") + seal.line
            if os.write(handle, written) != len(written):
                raise SealsError(f"{self.path}: the disk is full")
            os.fsync(handle)
        if new:
            _sync_folder(self.path.parent)

    @contextmanager
    def _open(self, flags: int) -> Iterator[int]:
        try:
            handle = os.open(self.path, flags | os.O_CLOEXEC, 0o600)
        except OSError as fault:
            raise SealsError(f"{self.path}: {fault.strerror}") from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if flags & os.O_RDWR else fcntl.LOCK_SH)
            yield handle
        except OSError as fault:
            raise SealsError(f"{self.path}: {fault.strerror}") from None
        finally:
            os.close(handle)


def _last(handle: int) -> Seal | None:
    """The last whole seal, looking further back if the tail holds none."""
    size, tail = os.fstat(handle).st_size, _TAIL
    while True:
        start = max(size - tail, 0)
        lines = os.pread(handle, size - start, start).split(b"\n")
        whole = lines[:-1] if start == 0 else lines[1:-1]
        for line in reversed(whole):
            if (seal := Seal.parse(line)) is not None:
                return seal
        if start == 0:
            return None
        tail *= 16


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
