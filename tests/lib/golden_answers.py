"""Answers with everything that they were made from, kept in the repository for good (N1).

Each file under ``tests/golden`` holds pairs as the log and the store would: what the entry
names, bytes by digest, and the answer. ``python -m tests.lib.golden_answers`` writes a new
file when wording or catalogue were changed on purpose; the older files stay, and what they
hold must then be told apart by name.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from serving.answer import AnswerInputs, answer
from serving.answer.kept_parts import KEPT_PARTS

__all__ = ["GOLDEN", "Golden", "as_golden", "golden_files", "read_golden", "write_golden"]

GOLDEN = Path(__file__).parents[1] / "golden"


@dataclass(frozen=True)
class Golden:
    """One answer, what its entry would name, and the bytes that it names."""

    inputs: Mapping[str, str]
    kept: Mapping[str, bytes]
    answer: bytes


def golden_files() -> list[Path]:
    """Every file of pairs, the oldest first."""
    return sorted(GOLDEN.glob("answers-v1-*.xz"))


def as_golden(inputs: AnswerInputs) -> Golden:
    """The pair of these inputs, answered now."""
    named = inputs.digests()
    kept = {named["history"]: inputs.look}
    for part in KEPT_PARTS:
        value = part.of(inputs)
        if value is not None:
            kept[named[part.named]] = value
    return Golden(named, kept, answer(inputs))


def read_golden(path: Path) -> Iterator[Golden]:
    """The pairs of a file; every digest is checked."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        kept = {}
        for text in json.loads(file.readline()):
            data = text.encode()
            kept["sha256:" + hashlib.sha256(data).hexdigest()] = data
        common = json.loads(file.readline())
        for line in file:
            inputs, body = json.loads(line)
            yield Golden({**common, **inputs}, kept, body.encode())


def write_golden(path: Path, pairs: Iterable[Golden]) -> None:
    """Write a file of pairs."""
    pairs = list(pairs)
    kept = {value.decode(): None for pair in pairs for value in pair.kept.values()}
    first = pairs[0].inputs
    common = {
        name: value
        for name, value in first.items()
        if all(pair.inputs.get(name) == value for pair in pairs)
    }
    lines = [list(kept), common]
    for pair in pairs:
        said = {name: value for name, value in pair.inputs.items() if name not in common}
        lines.append([said, pair.answer.decode()])
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    from tests.lib.golden_cases import cases

    number = len(golden_files()) + 1
    target = GOLDEN / f"answers-v1-{number}.xz"
    write_golden(target, map(as_golden, cases()))
    sys.stdout.write(f"{target.name}: {target.stat().st_size:,} bytes\n")
