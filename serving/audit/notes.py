"""Signed notes as C2SP writes them: a text, and under it a line for each key that signs it.

``c2sp.org/signed-note`` and ``c2sp.org/tlog-cosignature``, with Ed25519: a log signs with
keys of the kind :attr:`KeyKind.LOG`, a witness with those of :attr:`KeyKind.WITNESS`, whose
signature names its moment. Strangers' tools read and make the same bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

__all__ = [
    "KEY_BYTES",
    "KeyKind",
    "NoteError",
    "SignatureLine",
    "SignedNote",
    "SigningKey",
    "VerifierKey",
    "read_signature_lines",
]

#: Room for a checkpoint with sixteen signatures of any kind that is in use.
LONGEST_NOTE = 128 * 1024
KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_SECRET = "PRIVATE+KEY+"  # noqa: S105 - how a secret key's text begins
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class NoteError(ValueError):
    """The text is no signed note, no key, or no signature. The message names the rule."""


class KeyKind(Enum):
    """What a key signs; the byte that stands before it in its text."""

    LOG = 1
    WITNESS = 4


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise NoteError("not base64") from None


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature under a note.

    Attributes:
        key_id: four bytes; with the name they say which key it is.
        signature: what follows the id; of a witness with eight bytes of time before it.
    """

    name: str
    key_id: bytes
    signature: bytes

    @property
    def text(self) -> str:
        """The line, without its end."""
        return f"— {self.name} {base64.b64encode(self.key_id + self.signature).decode()}"


def read_signature_lines(text: str) -> tuple[SignatureLine, ...]:
    """The signature lines of a note's end or of a witness's answer.

    Raises:
        NoteError: there is none, or one is malformed.
    """
    lines = []
    for line in text.removesuffix("\n").split("\n"):
        match = _LINE.fullmatch(line)
        raw = _from_base64(match[2]) if match else b""
        if match is None or len(raw) < 5:
            raise NoteError("a signature line is malformed")
        lines.append(SignatureLine(match[1], raw[:4], raw[4:]))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A text, ending with a line break, and the lines that sign it."""

    body: str
    signatures: tuple[SignatureLine, ...]

    @property
    def text(self) -> str:
        """The whole note."""
        return self.body + "\n" + "".join(f"{line.text}\n" for line in self.signatures)

    def with_signatures(self, more: Iterable[SignatureLine]) -> SignedNote:
        """The same note with these lines added, each once."""
        added = [line for line in more if line not in self.signatures]
        return SignedNote(self.body, (*self.signatures, *dict.fromkeys(added)))

    @classmethod
    def parse(cls, text: str) -> SignedNote:
        """Raises :class:`NoteError` if the text is no signed note."""
        if len(text) > LONGEST_NOTE:
            raise NoteError("the note is too long")
        if any(ord(letter) < 32 and letter != "\n" for letter in text):
            raise NoteError("the note holds control characters")
        body, blank, signatures = text.rpartition("\n\n")
        if not blank or not body or not text.endswith("\n"):
            raise NoteError("the note has no signatures after an empty line")
        return cls(body + "\n", read_signature_lines(signatures))


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signature to trust: a name and a public key.

    Raises:
        NoteError: the name holds spaces or a plus, or the key is not 32 bytes.
    """

    name: str
    kind: KeyKind
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise NoteError("a key's name is one word without plus")
        if len(self.public) != KEY_BYTES:
            raise NoteError("a key is 32 bytes")

    @property
    def key_id(self) -> bytes:
        """Four bytes of its hash."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._typed).digest()[:4]

    @property
    def _typed(self) -> bytes:
        return bytes([self.kind.value]) + self.public

    @property
    def text(self) -> str:
        """``name+id+key``: what is published, pinned and configured."""
        key = base64.b64encode(self._typed).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Raises :class:`NoteError` if the text is no Ed25519 verifier key."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise NoteError("a verifier key is name+id+key")
        raw = _from_base64(parts[2])
        if len(raw) != KEY_BYTES + 1 or raw[0] not in {kind.value for kind in KeyKind}:
            raise NoteError("the verifier key is of a kind that is not known here")
        key = cls(parts[0], KeyKind(raw[0]), raw[1:])
        if key.key_id.hex() != parts[1]:
            raise NoteError("the verifier key's id is not its own")
        return key

    def signed(self, note: SignedNote) -> bool:
        """Whether a line of this key is there and is true of the text.

        Raises:
            NoteError: a line bears this key's name and id, and is false.
        """
        return self.signed_at(note) is not None

    def signed_at(self, note: SignedNote) -> int | None:
        """When it signed, in POSIX seconds (0 for a log's key); None if it didn't.

        Raises:
            NoteError: a line bears this key's name and id, and is false.
        """
        latest = None
        for line in note.signatures:
            if (line.name, line.key_id) == (self.name, self.key_id):
                latest = max(latest or 0, self._checked(note.body, line))
        return latest

    def _checked(self, body: str, line: SignatureLine) -> int:
        seconds, signature = 0, line.signature
        message = body.encode()
        if self.kind is KeyKind.WITNESS:
            seconds, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = _cosigned(body, seconds)
        try:
            if len(signature) != _SIGNATURE_BYTES:
                raise InvalidSignature
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise NoteError(f"a signature of {self.name} is false") from None
        return seconds


def _cosigned(body: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()


class SigningKey:
    """A secret key with the name under which it signs."""

    def __init__(self, name: str, kind: KeyKind, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise NoteError("a key is 32 bytes")
        self._secret = secret
        self._private = Ed25519PrivateKey.from_private_bytes(secret)
        public = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.verifier = VerifierKey(name, kind, public)

    @property
    def secret_text(self) -> str:
        """``PRIVATE+KEY+name+id+key``, as other tools for notes keep it. Never shown."""
        key = self.verifier
        secret = base64.b64encode(bytes([key.kind.value]) + self._secret).decode()
        return f"{_SECRET}{key.name}+{key.key_id.hex()}+{secret}"

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """The inverse of :attr:`secret_text`.

        Raises:
            NoteError: the text is no secret key; it is never repeated.
        """
        parts = text.strip().removeprefix(_SECRET).split("+", 2)
        if not text.startswith(_SECRET) or len(parts) != 3:
            raise NoteError("not a secret key of a log or a witness")
        raw = _from_base64(parts[2])
        if len(raw) != KEY_BYTES + 1 or raw[0] not in {kind.value for kind in KeyKind}:
            raise NoteError("the secret key is of a kind that is not known here")
        key = cls(parts[0], KeyKind(raw[0]), raw[1:])
        if key.verifier.key_id.hex() != parts[1]:
            raise NoteError("the secret key's id is not its own")
        return key

    def sign(self, body: str, seconds: int = 0) -> SignatureLine:
        """The line that signs this text; ``seconds`` is a witness's moment."""
        key, stamp, message = self.verifier, b"", body.encode()
        if key.kind is KeyKind.WITNESS:
            stamp, message = seconds.to_bytes(8, "big"), _cosigned(body, seconds)
        return SignatureLine(key.name, key.key_id, stamp + self._private.sign(message))
