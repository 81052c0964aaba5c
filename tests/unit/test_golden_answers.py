"""A thousand answers with their inputs, kept in the repository: the same bytes for years (N1)."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from records.formats import FORMATS
from records.states import JudgementState
from scorecard import load_policy
from serving.answer import answer
from serving.replay import code_in_use, rebuild
from serving.replay.code import PARTS
from serving.replay.differences import name_cause
from tests.lib.golden_answers import Golden, golden_files, read_golden

_LARGEST = 1_500_000


@pytest.fixture(scope="module")
def newest() -> list[Golden]:
    """The pairs of the newest file."""
    return list(read_golden(golden_files()[-1]))


def test_every_golden_answer_comes_out_the_same(newest: list[Golden]) -> None:
    differing = [
        place
        for place, pair in enumerate(newest)
        if answer(rebuild(pair.inputs, pair.kept)) != pair.answer
    ]
    assert len(newest) == 1_000
    assert differing == [], (
        "the same inputs give other bytes than before. If the wording or the catalogue was "
        "changed on purpose, write a new file: python -m tests.lib.golden_answers"
    )


def test_older_golden_answers_differ_by_a_named_cause_or_not_at_all() -> None:
    for path in golden_files()[:-1]:
        for pair in read_golden(path):
            inputs = rebuild(pair.inputs, pair.kept)
            if answer(inputs) != pair.answer:
                named = name_cause(pair.inputs, inputs.digests(), None, code_in_use())
                assert named is not None, path.name


def test_the_golden_files_stay_small() -> None:
    for path in golden_files():
        assert path.stat().st_size < _LARGEST, path.name


def test_a_changed_byte_of_a_golden_input_is_seen(newest: list[Golden]) -> None:
    pair = newest[0]
    assert answer(rebuild({**pair.inputs, "linkage": "other"}, pair.kept)) != pair.answer


def test_the_golden_answers_say_whatever_an_answer_can_say(newest: list[Golden]) -> None:
    said = [json.loads(pair.answer) for pair in newest]
    seen = Counter(word for one in said for word in _what_it_says(one))
    floors = {f"floor {floor.id}" for floor in load_policy().floors}
    wanted = floors | {
        *(f"advice {state}" for state in ("advised", "adult", "failed")),
        *(f"plan {state}" for state in ("linked", "possible", "none", "not_connected")),
        *(f"source {state}" for state in ("fresh", "stale", "never")),
        *(f"due {state}" for state in ("overdue", "due", "coming", "done")),
        *(f"some {part}" for part in _LISTS),
        *(f"judgement {state.value}" for state in JudgementState), "reviewed",
        "missing now", "stopped", "withheld", "again", "no again",
    }  # fmt: skip
    assert sorted(wanted - set(seen)) == []
    kinds = {kind.value for format_ in FORMATS.values() for kind in format_.entries}
    found = {
        event["kind"]
        for pair in newest
        for event in json.loads(pair.kept[pair.inputs["history"]])["history"]["events"]
    }
    assert len(kinds - found) <= len(kinds) // 10, sorted(kinds - found)


_LISTS = (
    "reasons", "floors", "headline", "unknowns", "plans_other", "possible_plans",
    "protection_plans_other", "notices", "adults", "places", "due",
)  # fmt: skip


def _what_it_says(one: dict[str, Any]) -> set[str]:
    said = {f"advice {one['advice']['state']}", f"plan {one['plan']['state']}"}
    said |= {f"floor {floor['id']}" for floor in one["floors"]}
    said |= {f"source {source['state']}" for source in one["sources"]}
    said |= {f"due {duty['state']}" for duty in one["due"]}
    said |= {f"some {part}" for part in _LISTS if one[part]}
    said |= {"reviewed"} if one["last_review"] else set()
    said |= {
        f"judgement {one['judgement'][place]['state']}"
        for place in ("standing", "waiting", "last")
        if one["judgement"][place]
    }
    said |= {"missing now"} if one["missing_now"] else set()
    said |= {"stopped"} if one["versions"]["card_state"] == "stopped" else set()
    said |= {"withheld"} if any(u["kind"] == "withheld" for u in one["unknowns"]) else set()
    return said | {"again" if one["again"]["level"] else "no again"}


_WHEREVER = [
    {"TZ": "UTC", "LC_ALL": "C"},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"},
    {"TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
]


@pytest.mark.parametrize("where", range(len(_WHEREVER)))
def test_the_bytes_are_the_same_in_any_zone_language_order_and_number_of_threads(
    newest: list[Golden], where: int, root: Path
) -> None:
    """With the standard library alone, in a process where asking for the time fails: what
    holds there holds in 2050 too."""
    every, threads = 5, 1 + where % 2
    seed = random.Random(where).randrange(2**32 - 1)
    path = os.environ.get("PATH", "")
    done = subprocess.run(
        [sys.executable, "-S", "-m", "tests.lib.recomputing_process", str(every), str(threads)],
        cwd=root,
        env={"PATH": path, "PYTHONHASHSEED": str(seed), **_WHEREVER[where]},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    digest, count, strangers = done.stdout.split()
    whole = hashlib.sha256()
    for pair in newest[::every]:
        whole.update(hashlib.sha256(pair.answer).digest())
    assert (digest, int(count), strangers) == (whole.hexdigest(), len(newest[::every]), "-")


def test_the_code_that_is_hashed_is_all_that_an_answer_loads(root: Path) -> None:
    asked = (
        "import sys, serving.answer; "
        "print(*[m.__file__ for m in sys.modules.values() if getattr(m, '__file__', None)])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", asked], cwd=root, capture_output=True, text=True, check=True
    )
    files = [Path(name) for name in done.stdout.split()]
    loaded = {str(f.relative_to(root)) for f in files if f.is_relative_to(root)}
    hashed = set(code_in_use().files)
    empty = {"serving/__init__.py", "linkage/__init__.py"}
    assert sorted(loaded - hashed - empty) == []
    assert sorted(path for path in hashed - loaded if path.endswith(".py")) == []
    assert all("." not in part or (root / f"{part.replace('.', '/')}").exists()
               or (root / f"{part.replace('.', '/')}.py").exists() for part in PARTS)  # fmt: skip
