"""Sending heads to witnesses and keeping what they cosign, off every look's path."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from records.calendar import instant_to_text
from serving.audit.checkpoints import Checkpoint
from serving.audit.notes import NoteError, SignatureLine, SignedNote, VerifierKey
from serving.store.heads import PublishedHead, add_cosignature, last_head
from serving.store.log_hashes import growth_proof
from serving.store.opening import Store
from serving.store.raw import LOG_FAULTS, RawConnection, fault_in_words

__all__ = ["Cosigner", "OtherSizeError", "Witness", "WitnessFigures", "WitnessUnavailableError"]

_EVERY_S = 5.0


class WitnessUnavailableError(Exception):
    """The witness did not cosign; the message says what it did."""


class OtherSizeError(Exception):
    """The witness holds another head than was thought: the one of this size."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the witness holds a head of {size:,} entries")
        self.size = size


class Witness(Protocol):
    """Somebody elsewhere who cosigns heads that have grown from the last one."""

    @property
    def key(self) -> VerifierKey:
        """Whose cosignature is believed."""

    def cosign(
        self, old: int, proof: Sequence[bytes], note: SignedNote
    ) -> tuple[SignatureLine, ...]:
        """The lines that it answers with.

        Raises:
            OtherSizeError: its last head is of another size than ``old``.
            WitnessUnavailableError: anything else.
        """


@dataclass(frozen=True, slots=True)
class WitnessFigures:
    """How one witness stands.

    Attributes:
        size, signed_at: of the last head that it cosigned; None if there is none.
        trouble: why it did not cosign the last one, in words; None if it did.
    """

    name: str
    size: int | None = None
    signed_at: str | None = None
    trouble: str | None = None


class Cosigner:
    """Sends every witness the newest head every few seconds, if it is new to that witness.

    A witness that is away or refuses stops nobody: :attr:`figures` say so.
    """

    def __init__(
        self, store: Store, witnesses: Sequence[Witness], *, every_s: float = _EVERY_S
    ) -> None:
        self._store = store
        self._witnesses = tuple(witnesses)
        self._every_s = every_s
        self._sent: dict[str, tuple[str, str]] = {}
        self._figures = {each.key.name: WitnessFigures(each.key.name) for each in witnesses}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cosigner", daemon=True)
        if self._witnesses:
            self._thread.start()

    @property
    def figures(self) -> tuple[WitnessFigures, ...]:
        """How each stands, as last tried."""
        return tuple(self._figures.values())

    def send_now(self) -> None:
        """Send the newest head to every witness that has not cosigned it."""
        with self._lock:
            for witness in self._witnesses:
                self._send(witness)

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            self.send_now()

    def _send(self, witness: Witness) -> None:
        name = witness.key.name
        try:
            raw = self._store.connect_log(readonly=False)
            try:
                self._cosign(raw, witness)
            finally:
                raw.close()
        except (WitnessUnavailableError, NoteError) as fault:
            self._figures[name] = replace(self._figures[name], trouble=str(fault))
        except LOG_FAULTS as fault:
            self._figures[name] = replace(self._figures[name], trouble=fault_in_words(fault))

    def _cosign(self, raw: RawConnection, witness: Witness) -> None:
        head = last_head(raw)
        name = witness.key.name
        # A head comes again when an hour was quiet: then the witness is asked again too.
        if head is None or self._sent.get(name) == (head.note.body, head.at):
            return
        lines = self._grown_from(raw, witness, head, _last_size(raw, head.checkpoint, name))
        signed = SignedNote(head.note.body, lines)
        seconds = witness.key.signed_at(signed)
        if seconds is None:
            raise WitnessUnavailableError("the witness answered with somebody else's signature")
        line = next(each for each in lines if each.key_id == witness.key.key_id)
        signed_at = instant_to_text(datetime.fromtimestamp(seconds, UTC))
        with raw.transaction():
            add_cosignature(raw, head.checkpoint, name, line.text, signed_at)
        self._sent[name] = (head.note.body, head.at)
        self._figures[name] = WitnessFigures(name, head.checkpoint.size, signed_at)

    def _grown_from(
        self, raw: RawConnection, witness: Witness, head: PublishedHead, old: int
    ) -> tuple[SignatureLine, ...]:
        size = head.checkpoint.size
        try:
            return witness.cosign(old, growth_proof(raw, old, size), head.note)
        except OtherSizeError as other:
            if other.size > size or other.size == old:
                raise WitnessUnavailableError(
                    f"the witness cosigned a head of {other.size:,} entries that this log "
                    "does not hold: find out why before anything else"
                ) from None
            old = other.size
        try:
            return witness.cosign(old, growth_proof(raw, old, size), head.note)
        except OtherSizeError:
            raise WitnessUnavailableError("the witness was sent other heads meanwhile") from None

    def close(self) -> None:
        """Stop; what was not cosigned is sent when the service next runs."""
        self._stop.set()
        if self._witnesses:
            self._thread.join()


def _last_size(raw: RawConnection, head: Checkpoint, witness: str) -> int:
    row = raw.one(
        "SELECT size FROM log_cosignatures WHERE origin = ? AND witness = ?"
        " ORDER BY id DESC LIMIT 1",
        (head.origin, witness),
    )
    return 0 if row is None else int(row[0])
