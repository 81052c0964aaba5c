"""A witness's memory: the last head of each log that it cosigned, in one file."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from serving.audit.checkpoints import Checkpoint
from serving.audit.notes import NoteError, SignatureLine, SigningKey, VerifierKey
from serving.audit.witnessing import Refusal, Submission, check_submission

__all__ = ["WitnessMemory", "WitnessMemoryError"]


class WitnessMemoryError(Exception):
    """The memory can't be read or written, or another process holds it. Nothing is cosigned."""


class WitnessMemory:
    """Checks a head and remembers it in one step, on the disk before it is cosigned.

    One process holds the file, for as long as it lasts.

    Args:
        keys: a log's name -> whose signature is trusted.
        seconds: POSIX seconds.

    Raises:
        WitnessMemoryError: see there. A file that can't be read is never begun anew by itself:
            that would forget what was cosigned.
    """

    def __init__(
        self,
        path: Path,
        key: SigningKey,
        keys: Mapping[str, Sequence[VerifierKey]],
        seconds: Callable[[], int],
    ) -> None:
        self._path, self._key, self._keys, self._seconds = path, key, dict(keys), seconds
        self._lock = Lock()
        self._fence = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fence, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._held = _read(path)
        except BlockingIOError:
            os.close(self._fence)
            raise WitnessMemoryError(f"{path}: another process holds the memory") from None
        except WitnessMemoryError:
            os.close(self._fence)
            raise

    @property
    def held(self) -> Mapping[str, Checkpoint]:
        """The last head of each log."""
        return dict(self._held)

    def add(self, submission: Submission) -> SignatureLine | Refusal:
        """The cosignature, once the head is on the disk; or why there is none.

        Raises:
            WitnessMemoryError: the head can't be kept, so it is not cosigned.
        """
        with self._lock:
            judged = check_submission(submission, self._keys, self._held)
            if isinstance(judged, Refusal):
                return judged
            held = {**self._held, judged.origin: judged}
            _write(self._path, held)
            self._held = held
            return self._key.sign(submission.note.body, self._seconds())

    def close(self) -> None:
        """Let another process hold it."""
        with suppress(OSError):
            os.close(self._fence)


def _read(path: Path) -> dict[str, Checkpoint]:
    if not path.exists():
        return {}
    try:
        bodies = json.loads(path.read_text(encoding="utf-8"))["heads"]
        heads = [Checkpoint.parse(body) for body in bodies]
    except (OSError, ValueError, KeyError, TypeError, NoteError):
        raise WitnessMemoryError(
            f"{path}: the witness's memory can't be read; bring it back, or cosign with a new key"
        ) from None
    return {head.origin: head for head in heads}


def _write(path: Path, held: Mapping[str, Checkpoint]) -> None:
    aside = path.with_name(path.name + ".new")
    text = json.dumps({"heads": [held[origin].body for origin in sorted(held)]}, indent=1)
    try:
        with aside.open("w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as fault:
        raise WitnessMemoryError(f"{path}: {fault.strerror}") from None
