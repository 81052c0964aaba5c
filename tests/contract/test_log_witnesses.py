"""Heads are sent to witnesses off every look's path, and what they answer is checked (N6)."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from serving.audit.key_files import draw_key
from serving.audit.notes import KeyKind, SignatureLine, SignedNote, VerifierKey
from serving.audit.tree import leaf_hash
from serving.store.cosigning import Cosigner, OtherSizeError, WitnessUnavailableError
from serving.store.heads import youngest_cosigned
from serving.store.opening import Store
from serving.witness.answering import WitnessApp
from serving.witness.remembering import WitnessMemory
from serving.witness.submitting import HttpWitness
from tests.lib.insiders import cut_off_the_end
from tests.lib.logs import drawing
from tests.lib.sealed_logs import Sealed, enter

ORIGIN = "force.example/looks"
LOG = draw_key(ORIGIN, KeyKind.LOG, drawing(1))
WITNESS = draw_key("commissioner.example/w1", KeyKind.WITNESS, drawing(2))
NOON = 1_795_000_000
LEAVES = [leaf_hash(b"%d" % number) for number in range(40)]


# ------------------------------------------------------------- over HTTP, from a store


@contextmanager
def served(memory: WitnessMemory) -> Iterator[str]:
    """The witness on a port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(
        WitnessApp(memory), host="127.0.0.1", port=port, lifespan="off", log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def sealed(store: Store, tmp_path: Path) -> Iterator[Sealed]:
    """A store whose seven entries are sealed."""
    with Sealed(store, tmp_path / "log") as opened:
        enter(store, range(7))
        opened.begin().seal(opened.raw)
        yield opened


def cosigner(sealed: Sealed, address: str) -> Cosigner:
    return Cosigner(sealed.store, [HttpWitness(address, WITNESS.verifier.text)], every_s=3_600)


def witness_of(sealed: Sealed, path: Path) -> WitnessMemory:
    key = sealed.begin().key.verifier
    return WitnessMemory(path, WITNESS, {key.name: [key]}, lambda: NOON)


def test_heads_are_cosigned_over_http_and_the_cosignatures_kept(
    sealed: Sealed, tmp_path: Path
) -> None:
    memory = witness_of(sealed, tmp_path / "heads.json")
    with served(memory) as address:
        sender = cosigner(sealed, address)
        for size in (7, 300):
            if size > 7:
                enter(sealed.store, range(7, size))
            sealed.begin().seal(sealed.raw)
            sender.send_now()
            found = youngest_cosigned(sealed.raw)
            assert found is not None
            assert found.checkpoint.size == size
            assert WITNESS.verifier.signed_at(found.note) == NOON
            assert found.witnesses == ("commissioner.example/w1",)
        (figures,) = sender.figures
        assert (figures.size, figures.trouble) == (300, None)
        sender.close()
    memory.close()


def test_a_store_put_back_is_told_by_the_witness_though_it_lost_its_seals(
    sealed: Sealed, tmp_path: Path
) -> None:
    memory = witness_of(sealed, tmp_path / "heads.json")
    with served(memory) as address:
        sender = cosigner(sealed, address)
        sender.send_now()
        cut_off_the_end(sealed.store, 4)
        with sealed.without_guards() as raw:
            raw.run("DELETE FROM log_heads")
            raw.run("DELETE FROM log_cosignatures")
        sealed.seal_file.unlink()
        sealed.begin().seal(sealed.raw)
        later = cosigner(sealed, address)
        later.send_now()
        (figures,) = later.figures
        assert "cosigned a head of 7 entries that this log does not hold" in (figures.trouble or "")
        for each in (sender, later):
            each.close()
    memory.close()


def test_a_witness_that_is_away_stops_nobody_and_is_said(sealed: Sealed) -> None:
    sender = cosigner(sealed, "http://127.0.0.1:9")
    sender.send_now()
    (figures,) = sender.figures
    assert figures.trouble == "the witness can't be reached"
    assert youngest_cosigned(sealed.raw) is None
    sender.close()


class _Stranger:
    """A witness with a mind of its own."""

    def __init__(self, *answers: SignatureLine | Exception) -> None:
        self._answers = list(answers)
        self.asked: list[int] = []

    @property
    def key(self) -> VerifierKey:
        """The key that was configured."""
        return WITNESS.verifier

    def cosign(
        self, old: int, proof: Sequence[bytes], note: SignedNote
    ) -> tuple[SignatureLine, ...]:
        """The next answer."""
        self.asked.append(old)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return (answer,)


def trouble(sealed: Sealed, stranger: _Stranger) -> str | None:
    sender = Cosigner(sealed.store, [stranger], every_s=3_600)
    sender.send_now()
    sender.close()
    return sender.figures[0].trouble


def test_what_a_witness_answers_is_checked_before_it_is_kept(sealed: Sealed) -> None:
    other = draw_key(WITNESS.verifier.name, KeyKind.WITNESS, drawing(9)).sign("x", NOON)
    false = SignatureLine(WITNESS.verifier.name, WITNESS.verifier.key_id, bytes(72))
    assert "somebody else's signature" in (trouble(sealed, _Stranger(other)) or "")
    assert "is false" in (trouble(sealed, _Stranger(false)) or "")
    assert trouble(sealed, _Stranger(WitnessUnavailableError("it answered 500"))) is not None
    assert youngest_cosigned(sealed.raw) is None


def test_a_witness_that_was_sent_heads_by_another_process_is_caught_up_with(
    sealed: Sealed,
) -> None:
    stranger = _Stranger(OtherSizeError(3), OtherSizeError(5))
    assert trouble(sealed, stranger) == "the witness was sent other heads meanwhile"
    assert stranger.asked == [0, 3]
