"""Notes, keys and proofs in C2SP's formats: strangers' bytes are read, and ours are theirs (N6)."""

from __future__ import annotations

from pathlib import Path

import pytest

from serving.audit.checkpoints import Checkpoint, LogProof, signed_checkpoint, trusted_checkpoint
from serving.audit.key_files import KeyFileError, draw_key, read_key, write_key
from serving.audit.notes import KeyKind, NoteError, SignedNote, SigningKey, VerifierKey
from serving.audit.tree import inclusion_proof, leaf_hash, tree_root
from tests.lib.logs import drawing

# From the documentation of Go's golang.org/x/mod/sumdb/note, made by another program.
STRANGERS_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
STRANGERS_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
STRANGERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"  # noqa: E501 - a stranger's own bytes
)
KEY = draw_key("force.example/looks", KeyKind.LOG, drawing(1))
WITNESS = draw_key("witness.example/w1", KeyKind.WITNESS, drawing(2))
HEAD = Checkpoint("force.example/looks", 5, tree_root([leaf_hash(b"x")] * 5))
NOTE = signed_checkpoint(HEAD, (KEY,))


def test_a_note_that_another_program_signed_is_believed() -> None:
    note = SignedNote.parse(STRANGERS_NOTE)
    assert VerifierKey.parse(STRANGERS_KEY).signed(note)
    assert note.text == STRANGERS_NOTE


def test_the_same_key_gives_another_program_s_very_bytes() -> None:
    key = SigningKey.parse(STRANGERS_SECRET)
    assert (key.verifier.text, key.secret_text) == (STRANGERS_KEY, STRANGERS_SECRET)
    body = SignedNote.parse(STRANGERS_NOTE).body
    assert SignedNote(body, (key.sign(body),)).text == STRANGERS_NOTE


def test_a_signature_that_is_false_is_never_passed_over() -> None:
    spoilt = SignedNote.parse(STRANGERS_NOTE.replace("answer", "ANSWER"))
    with pytest.raises(NoteError, match="false"):
        VerifierKey.parse(STRANGERS_KEY).signed(spoilt)
    # Even beside a true one of another key of the log.
    other = draw_key(HEAD.origin, KeyKind.LOG, drawing(7))
    line = other.sign("something else\n")
    with pytest.raises(NoteError, match="false"):
        trusted_checkpoint(NOTE.with_signatures([line]), (KEY.verifier, other.verifier))


def test_lines_of_unknown_keys_count_for_nothing() -> None:
    stranger = draw_key(HEAD.origin, KeyKind.LOG, drawing(3))
    note = signed_checkpoint(HEAD, (stranger,))
    assert not KEY.verifier.signed(note)
    with pytest.raises(NoteError, match="no key that is trusted"):
        trusted_checkpoint(note, (KEY.verifier,))


def test_a_cosignature_names_its_moment_and_is_no_log_s_signature() -> None:
    line = WITNESS.sign(HEAD.body, 1_679_315_147)
    note = NOTE.with_signatures([line, line])
    assert len(note.signatures) == 2
    assert WITNESS.verifier.signed_at(note) == 1_679_315_147
    as_log = VerifierKey(WITNESS.verifier.name, KeyKind.LOG, WITNESS.verifier.public)
    assert not as_log.signed(note)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "force.example/looks\n5\n",
        HEAD.body,
        HEAD.body + "\n",
        NOTE.text.removesuffix("\n"),
        NOTE.text.replace("— ", "- "),
        NOTE.text.replace("force.example/looks\n5", "force.example/looks\x00\n5"),
        NOTE.text + "x" * 200_000,
    ],
)
def test_what_is_no_signed_note_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        SignedNote.parse(text)


@pytest.mark.parametrize(
    "body",
    ["", "a\n", "a\n5\n", "a\n05\n" + "A" * 43 + "=\n", "a\n5\nshort\n", "a\n-1\n\n"],
)
def test_what_is_no_checkpoint_is_refused(body: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(body)


@pytest.mark.parametrize("text", ["", "a+b", "a+00000000+AQ==", STRANGERS_KEY[:-4] + "AAAA"])
def test_what_is_no_key_is_refused_and_never_repeated(text: str) -> None:
    for parse in (VerifierKey.parse, SigningKey.parse):
        with pytest.raises(NoteError) as refused:
            parse(text)
        assert not text or text not in str(refused.value)


def test_a_proof_is_read_back_as_it_was_written() -> None:
    leaves = [leaf_hash(b"%d" % number) for number in range(5)]
    path = inclusion_proof(3, 5, lambda a, b: tree_root(leaves[a:b]))
    head = Checkpoint(HEAD.origin, 5, tree_root(leaves))
    proof = LogProof(3, path, signed_checkpoint(head, (KEY,)))
    assert LogProof.parse(proof.text) == proof
    assert proof.shows(leaves[3], (KEY.verifier,))
    assert not proof.shows(leaves[2], (KEY.verifier,))
    assert not proof.shows(leaves[3], (WITNESS.verifier,))
    extra = proof.text.replace("\nindex", "\nextra YQ==\nindex", 1)
    assert LogProof.parse(extra) == proof
    for broken in ("", proof.text.replace("@v1", "@v2"), proof.text.replace("index 3", "index 03")):
        with pytest.raises(NoteError):
            LogProof.parse(broken)


def test_a_key_file_is_its_owner_s_alone_and_of_one_kind(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    with pytest.raises(KeyFileError, match="there is no key"):
        read_key(path, KeyKind.LOG)
    write_key(path, KEY)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path, KeyKind.LOG).verifier == KEY.verifier
    with pytest.raises(KeyFileError, match="not a witness's"):
        read_key(path, KeyKind.WITNESS)
    path.chmod(0o604)
    with pytest.raises(KeyFileError, match="others can read"):
        read_key(path, KeyKind.LOG)
    path.write_text("nonsense")
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="not a secret key"):
        read_key(path, KeyKind.LOG)
