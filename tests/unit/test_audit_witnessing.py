"""A witness keeps one head of each log, and cosigns the next only if it has grown (N6)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from serving.audit.checkpoints import Checkpoint, signed_checkpoint
from serving.audit.key_files import draw_key
from serving.audit.notes import KeyKind, SignatureLine, SignedNote, SigningKey, VerifierKey
from serving.audit.tree import consistency_proof, leaf_hash, tree_root
from serving.audit.witnessing import Refusal, Submission, submission_text
from serving.witness.remembering import WitnessMemory, WitnessMemoryError
from tests.lib.logs import drawing

ORIGIN = "force.example/looks"
LOG = draw_key(ORIGIN, KeyKind.LOG, drawing(1))
WITNESS = draw_key("commissioner.example/w1", KeyKind.WITNESS, drawing(2))
NOON = 1_795_000_000
LEAVES = [leaf_hash(b"%d" % number) for number in range(40)]


def head(size: int, leaves: Sequence[bytes] = LEAVES, key: SigningKey = LOG) -> SignedNote:
    body = Checkpoint(ORIGIN, size, tree_root(leaves[:size]))
    return signed_checkpoint(body, (key,))


def grown(old: int, size: int, leaves: Sequence[bytes] = LEAVES) -> Submission:
    proof = consistency_proof(old, size, lambda a, b: tree_root(leaves[a:b]))
    return Submission(old, proof, head(size, leaves))


@contextmanager
def remembering(
    path: Path, keys: dict[str, list[VerifierKey]] | None = None
) -> Iterator[WitnessMemory]:
    known = {ORIGIN: [LOG.verifier]} if keys is None else keys
    memory = WitnessMemory(path, WITNESS, known, lambda: NOON)
    try:
        yield memory
    finally:
        memory.close()


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[WitnessMemory]:
    """A witness of one log, which has seen nothing yet."""
    with remembering(tmp_path / "heads.json") as opened:
        yield opened


def refused(memory: WitnessMemory, submission: Submission) -> tuple[int, int | None]:
    done = memory.add(submission)
    assert isinstance(done, Refusal)
    return done.status, done.size


def test_a_head_that_has_grown_is_cosigned_at_the_witness_s_own_moment(
    memory: WitnessMemory,
) -> None:
    for old, size in ((0, 3), (3, 17), (17, 17), (17, 40)):
        line = memory.add(grown(old, size))
        assert isinstance(line, SignatureLine)
        note = head(size).with_signatures([line])
        assert WITNESS.verifier.signed_at(SignedNote.parse(note.text)) == NOON
        assert LOG.verifier.signed(note)
    assert memory.held[ORIGIN].size == 40


def test_each_refusal_has_the_status_that_the_protocol_wants(memory: WitnessMemory) -> None:
    memory.add(grown(0, 9))
    stranger = draw_key("stranger.example", KeyKind.LOG, drawing(4))
    other_body = Checkpoint("stranger.example", 1, bytes(32))
    unknown = Submission(0, (), signed_checkpoint(other_body, (stranger,)))
    assert refused(memory, unknown) == (404, None)
    impostor = draw_key(ORIGIN, KeyKind.LOG, drawing(5))
    assert refused(memory, Submission(9, (), head(12, key=impostor))) == (403, None)
    assert refused(memory, grown(8, 12)) == (409, 9)
    assert refused(memory, grown(0, 12)) == (409, 9)
    assert refused(memory, Submission(9, (), head(7))) == (400, None)
    assert refused(memory, Submission(9, (bytes(32),), head(12))) == (422, None)
    rewritten = [leaf_hash(b"rewritten"), *LEAVES[1:]]
    assert refused(memory, grown(9, 12, rewritten)) == (422, None)
    assert refused(memory, grown(9, 9, rewritten)) == (409, 9)
    assert memory.held[ORIGIN].size == 9


def test_a_rewritten_log_finds_no_way_past_the_head_that_a_witness_holds(
    memory: WitnessMemory,
) -> None:
    memory.add(grown(0, 20))
    for victim in range(20):
        rewritten = [*LEAVES[:victim], leaf_hash(b"other"), *LEAVES[victim + 1 :]]
        for size in (20, 21, 32, 40):
            assert isinstance(memory.add(grown(20, size, rewritten)), Refusal)


def test_what_it_has_cosigned_is_on_the_disk_first_and_outlives_it(tmp_path: Path) -> None:
    path = tmp_path / "heads.json"
    with remembering(path) as memory:
        memory.add(grown(0, 9))
        said = json.loads(path.read_text())
        assert said == {"heads": [head(9).body]}
    with remembering(path) as memory:
        assert refused(memory, grown(0, 12)) == (409, 9)


def test_a_memory_that_cannot_be_written_cosigns_nothing(tmp_path: Path) -> None:
    with remembering(tmp_path / "heads.json") as memory:
        (tmp_path / "heads.json.new").mkdir()
        with pytest.raises(WitnessMemoryError):
            memory.add(grown(0, 9))
        assert memory.held == {}


def test_a_memory_that_cannot_be_read_is_never_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "heads.json"
    for broken in ("", "{}", '{"heads": ["x"]}', "nonsense"):
        path.write_text(broken)
        with pytest.raises(WitnessMemoryError, match="bring it back"), remembering(path):
            pass


def test_one_process_holds_a_memory(tmp_path: Path) -> None:
    with (
        remembering(tmp_path / "heads.json"),
        pytest.raises(WitnessMemoryError, match="another process"),
        remembering(tmp_path / "heads.json"),
    ):
        pass


def test_of_many_heads_sent_at_once_each_grew_from_the_one_before(memory: WitnessMemory) -> None:
    """The race of the protocol's own text: two heads are checked against the same old one."""
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(memory.add, [grown(0, size) for size in range(1, 33)]))
    assert sum(isinstance(each, SignatureLine) for each in done) == 1


def test_a_request_is_what_the_protocol_says_and_anything_else_is_refused() -> None:
    text = submission_text(3, grown(3, 9).proof, head(9))
    lines = text.split("\n")
    assert lines[0] == "old 3"
    assert lines[lines.index("") + 1] == ORIGIN
    assert Submission.parse(text.encode()) == grown(3, 9)
    leading_zero = b"old 03\n\n" + head(9).text.encode()
    for broken in (b"", b"old x\n\n", leading_zero, b"\xff", text[4:].encode()):
        with pytest.raises(ValueError, match=r"."):
            Submission.parse(broken)
