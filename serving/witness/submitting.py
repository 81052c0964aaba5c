"""Asking a witness over HTTP to cosign a head, as ``c2sp.org/tlog-witness`` says."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Sequence

from serving.audit.notes import (
    NoteError,
    SignatureLine,
    SignedNote,
    VerifierKey,
    read_signature_lines,
)
from serving.audit.witnessing import submission_text
from serving.store.cosigning import OtherSizeError, WitnessUnavailableError

__all__ = ["HttpWitness"]

_TIMEOUT_S = 10
_MOST_BYTES = 64 * 1024
_SIZE = re.compile(rb"(0|[1-9][0-9]{0,18})\n?")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A witness that sends us elsewhere is not the one that was configured."""

    def redirect_request(self, *_: object) -> None:
        return None


class HttpWitness:
    """A witness by its address and its verifier key.

    Raises:
        NoteError: the key is none.
    """

    def __init__(self, address: str, key: str) -> None:
        self._address = address.rstrip("/") + "/add-checkpoint"
        self._key = VerifierKey.parse(key)
        self._opener = urllib.request.build_opener(_NoRedirects)

    @property
    def key(self) -> VerifierKey:
        """Whose cosignature is believed."""
        return self._key

    def cosign(
        self, old: int, proof: Sequence[bytes], note: SignedNote
    ) -> tuple[SignatureLine, ...]:
        """Its signature lines; see :class:`serving.store.cosigning.Witness`."""
        body = submission_text(old, proof, note).encode()
        request = urllib.request.Request(  # noqa: S310 - the settings allow http and https alone
            self._address, body, {"Content-Type": "text/plain; charset=utf-8"}, method="POST"
        )
        try:
            with self._opener.open(request, timeout=_TIMEOUT_S) as answer:
                return read_signature_lines(answer.read(_MOST_BYTES).decode())
        except urllib.error.HTTPError as refusal:
            said = _SIZE.fullmatch(_body(refusal))
            if refusal.code == 409 and said:
                raise OtherSizeError(int(said[1])) from None
            raise WitnessUnavailableError(f"the witness answered {refusal.code}") from None
        except (OSError, http.client.HTTPException):
            raise WitnessUnavailableError("the witness can't be reached") from None
        except (NoteError, UnicodeDecodeError):
            raise WitnessUnavailableError("the witness's answer can't be read") from None


def _body(refusal: urllib.error.HTTPError) -> bytes:
    with refusal:
        return refusal.read(_MOST_BYTES)
