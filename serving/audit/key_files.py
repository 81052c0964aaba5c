"""Secret keys in files of their own: readable by nobody else, replaced whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from serving.audit.notes import KEY_BYTES, KeyKind, NoteError, SigningKey

__all__ = ["KeyFileError", "draw_key", "read_key", "write_key"]


class KeyFileError(Exception):
    """The file is missing, can be read by others, or holds no key. The message says which."""


def draw_key(name: str, kind: KeyKind, draw: Callable[[int], bytes]) -> SigningKey:
    """A new key."""
    return SigningKey(name, kind, draw(KEY_BYTES))


def read_key(path: Path, kind: KeyKind) -> SigningKey:
    """The key of the file.

    Raises:
        KeyFileError: it is not there, is not its owner's alone (mode 0600), or holds no key
            of this kind.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        raise KeyFileError(f"{path}: there is no key") from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(f"{path}: the key can't be read") from None
    if mode & 0o077:
        raise KeyFileError(f"{path}: others can read the key; run chmod 600 on it")
    try:
        key = SigningKey.parse(text)
    except NoteError as fault:
        raise KeyFileError(f"{path}: {fault}") from None
    if key.verifier.kind is not kind:
        raise KeyFileError(f"{path}: the key is not a {kind.name.lower()}'s")
    return key


def write_key(path: Path, key: SigningKey) -> None:
    """Put the key into the file in one step, on the disk when this returns.

    Raises:
        KeyFileError: the file can't be written.
    """
    aside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.secret_text + "\n")
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as fault:
        raise KeyFileError(f"{path}: {fault.strerror}") from None
