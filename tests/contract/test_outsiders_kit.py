"""A stranger checks one look: the kit alone, in a process without our packages, and a library
that is not ours (N6)."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pymerkle import (  # type: ignore[import-untyped]  # the library has no types
    InclusionProof,
    InmemoryTree,
    InvalidProof,
    verify_inclusion,
)
from pymerkle.core import _inclusion_path_layout  # type: ignore[import-untyped]  # as above

from serving.audit.checkpoints import LogProof
from serving.audit.key_files import draw_key
from serving.audit.notes import KeyKind
from serving.audit.tree import leaf_hash
from serving.audit.witnessing import Submission, submission_text
from serving.commands.log import write_public_files
from serving.store.heads import prove
from serving.store.log_hashes import frontier_at, path_of
from serving.store.opening import Store, open_store
from serving.witness.remembering import WitnessMemory
from tests.lib.logs import a_look, drawing
from tests.lib.sealed_logs import Sealed, enter

KIT = Path(__file__).resolve().parents[2] / "docs" / "outsider" / "check_look.py"
LOOKED_AT = 123


class Bundle:
    """What an outsider is handed: a folder, and the keys that they pinned."""

    def __init__(self, folder: Path, sealed: Sealed) -> None:
        self.folder = folder
        sealing = sealed.begin()
        enter(sealed.store, range(200))
        first = sealing.seal(sealed.raw)
        enter(sealed.store, range(200, 700))
        last = sealing.seal(sealed.raw)
        self.key = sealing.key.verifier
        witness = draw_key("commissioner.example/w1", KeyKind.WITNESS, drawing(8))
        memory = WitnessMemory(
            folder / "heads.json", witness, {self.key.name: [self.key]}, lambda: 1_795_000_000
        )
        line = memory.add(Submission.parse(submission_text(0, (), last.note).encode()))
        memory.close()
        self.witness = witness.verifier
        found = prove(sealed.store, a_look(LOOKED_AT).id)
        assert found is not None
        assert found.proof is not None
        note = found.proof.note.with_signatures([line])  # type: ignore[list-item]  # a line
        self.entry = found.entry
        self.proof = LogProof(found.proof.index, found.proof.path, note)
        (folder / "entry.json").write_bytes(found.entry)
        (folder / "look.tlog-proof").write_text(self.proof.text, encoding="utf-8")
        (folder / "first").write_text(first.note.text, encoding="utf-8")
        row = sealed.raw.one(
            "SELECT salt, value FROM log_private WHERE entry_id = ? AND label = 'reason'",
            (a_look(LOOKED_AT).id,),
        )
        assert row is not None
        opening = {"label": "reason"} | {
            name: base64.b64encode(bytes(raw)).decode()
            for name, raw in zip(("salt", "value"), row, strict=True)
        }
        (folder / "openings.json").write_text(json.dumps([opening]))
        write_public_files(sealed.store, folder / "public")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The kit, in a Python that sees the standard library alone."""
        return subprocess.run(
            [sys.executable, "-I", "-S", "check_look.py", *arguments],
            cwd=self.folder, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    def look(self) -> subprocess.CompletedProcess[str]:
        return self.run(
            "look", "--key", self.key.text, "--witness", self.witness.text,
            "--proof", "look.tlog-proof", "--entry", "entry.json",
            "--openings", "openings.json", "--receipt", leaf_hash(self.entry).hex(),
        )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The bundle, made once."""
    folder = tmp_path_factory.mktemp("outsider")
    (folder / "out").mkdir()
    with (
        open_store(f"sqlite:///{folder}/force.db", writer=True) as store,
        Sealed(store, folder / "log") as sealed,
    ):
        bundle = Bundle(folder / "out", sealed)
    shutil.copy(KIT, bundle.folder)
    return bundle


@pytest.fixture
def bundle(made: Bundle, tmp_path: Path) -> Bundle:
    """A copy that a test may spoil."""
    shutil.copytree(made.folder, tmp_path / "out")
    copy = object.__new__(Bundle)
    copy.__dict__ |= made.__dict__ | {"folder": tmp_path / "out"}
    return copy


def test_the_kit_is_one_short_file_that_imports_the_standard_library_alone(made: Bundle) -> None:
    lines = KIT.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 250
    imports = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imports <= sys.stdlib_module_names
    probe = [sys.executable, "-I", "-S", "-c", "import serving"]
    alone = subprocess.run(probe, cwd=made.folder, capture_output=True, check=False)
    assert alone.returncode != 0, "the process would have found our package"


def test_a_look_is_proved_from_its_private_value_to_the_cosigned_head(bundle: Bundle) -> None:
    done = bundle.look()
    assert (done.returncode, done.stderr) == (0, "")
    assert "entry 123 of" in done.stdout
    assert "1 private values and 1 cosignatures fit" in done.stdout


def test_what_an_outsider_needs_is_about_a_kilobyte_and_names_nobody(bundle: Bundle) -> None:
    text = bundle.proof.text
    assert len(text.encode()) < 1_300
    for named in (b"officer-17", b"C-7Q2M4K9T0A", b"reported missing tonight"):
        assert named not in bundle.entry + text.encode()


def _change(name: str, old: bytes, new: bytes) -> Callable[[Bundle], None]:
    def spoil(bundle: Bundle) -> None:
        path = bundle.folder / name
        raw = path.read_bytes()
        assert old in raw
        path.write_bytes(raw.replace(old, new, 1))

    return spoil


SPOILT = {
    "the entry": _change("entry.json", b"CHILD_VIEWED", b"CHILD_HIDDEN"),
    "the number": _change("look.tlog-proof", b"index 123", b"index 124"),
    "the head's size": _change("look.tlog-proof", b"\n700\n", b"\n701\n"),
    "a private value": _change("openings.json", b'"reason"', b'"who"'),
    "the cosignature": _change("look.tlog-proof", "— commissioner".encode(), "— other".encode()),
    "the log's signature": _change("look.tlog-proof", "— missing".encode(), "— other".encode()),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_was_changed_is_not_proved(bundle: Bundle, what: str) -> None:
    SPOILT[what](bundle)
    done = bundle.look()
    assert done.returncode == 1
    assert done.stderr.startswith("NOT PROVED")


def test_any_bit_of_the_signatures_and_the_path_counts(bundle: Bundle) -> None:
    path = bundle.folder / "look.tlog-proof"
    whole = path.read_text(encoding="utf-8")
    lines = whole.split("\n")
    places = [at for at, line in enumerate(lines) if len(line) > 40]
    assert len(places) == 10 + 1 + 2
    for at in places:
        swapped = lines[at][:-8] + lines[at][-8:].swapcase()
        path.write_text("\n".join([*lines[:at], swapped, *lines[at + 1 :]]), encoding="utf-8")
        assert bundle.look().returncode == 1, lines[at]


def test_growth_between_two_heads_needs_hashes_alone(bundle: Bundle) -> None:
    given = ("growth", "--key", bundle.key.text, "--tiles", "public", "--old", "first")
    done = bundle.run(*given)
    assert (done.returncode, done.stdout.strip()) == (
        0, "Proved: the log only grew, from 200 to 700 entries",
    )  # fmt: skip
    tile = bundle.folder / "public" / "tile" / "0" / "000"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    assert bundle.run(*given).returncode == 1


def test_entries_of_a_day_are_counted_between_heads_that_were_kept(bundle: Bundle) -> None:
    given = ("count", "--key", bundle.key.text, "--tiles", "public", "--heads")
    done = bundle.run(*given, "first", "public/checkpoint")
    assert (done.returncode, done.stdout.strip()) == (0, "Proved: entries between the heads: 500")


def test_another_log_s_key_proves_nothing(bundle: Bundle) -> None:
    other = draw_key(bundle.key.name, KeyKind.LOG, drawing(99)).verifier
    bundle.key = other
    assert bundle.look().returncode == 1


def test_an_independent_library_takes_the_same_proofs(store: Store, tmp_path: Path) -> None:
    with Sealed(store, tmp_path) as sealed:
        enter(store, range(300))
        root = frontier_at(sealed.raw, 300).root
        for position in (0, 1, 127, 255, 256, 299):
            path = path_of(sealed.raw, position, 300)
            row = sealed.raw.one("SELECT leaf FROM log_leaves WHERE position = ?", (position,))
            assert row is not None
            rule, _ = _inclusion_path_layout(position + 1, 300)
            leaf = bytes(row[0])
            proof = InclusionProof("sha256", True, 300, position + 1, rule, [leaf, *path])
            verify_inclusion(leaf, root, proof, index=position + 1, size=300)
            with pytest.raises(InvalidProof):
                verify_inclusion(leaf, bytes(32), proof)
        tree = InmemoryTree(algorithm="sha256")
        for (entry,) in sealed.raw.all(
            "SELECT e.entry FROM log_leaves l JOIN log_entries e ON e.id = l.entry_id"
            " ORDER BY l.position"
        ):
            tree.append_entry(bytes(entry))
        for size in (1, 128, 200, 256, 299, 300):
            assert tree.get_root(size) == frontier_at(sealed.raw, size).root
