"""Killed, cut off from the disk, refused by it: what was answered is there, and the log is sound.

The whole sweep over every system call runs at night (profile ``night``); by day a few of each.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from serving.store.opening import open_store
from serving.store.verifying import verify_log

CLIENTS = 4
IS_NIGHT = os.environ.get("MISSING_RISK_TESTS_PROFILE") == "night"
SEEDS = range(300 if IS_NIGHT else 2)


def looking(root: Path, *words: str, trace: Sequence[str] = ()) -> subprocess.Popen[str]:
    """The looking process on its way, its output to be read line by line."""
    command = [*trace, sys.executable, "-m", "tests.lib.looking_process", *words]
    return subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def check(url: str, lines: Sequence[str], in_flight: int) -> int:
    """I1 to I3 after whatever happened; how many looks were answered."""
    told = [line.split() for line in lines if line.endswith("\n") and len(line.split()) == 2]
    answered = {entry_id for word, entry_id in told if word == "yes"}
    refused = {entry_id for word, entry_id in told if word == "no"}
    with open_store(url, writer=True) as store:
        with store.reading() as connection:
            stored = set(connection.execute(text("SELECT id FROM log_entries")).scalars())
        assert answered <= stored, "an answered look was lost"
        assert len(stored - answered - refused) <= in_flight, "more extras than were in flight"
        report = verify_log(store)
        assert report.faults == (), "an honest log was accused"
        assert report.entries + report.waiting == len(stored)
    return len(answered)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_process_killed_with_looks_in_flight_loses_none_that_was_answered(
    store_url: str, root: Path, seed: int
) -> None:
    open_store(store_url, writer=True).close()
    after = random.Random(seed).randint(1, 40)
    with looking(root, store_url, "together", "500", str(CLIENTS)) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(after)]
        process.kill()
        lines += process.stdout.readlines()
    assert check(store_url, lines, CLIENTS) >= after


def test_a_full_disk_stops_answers_and_space_brings_them_back(tmp_path: Path, root: Path) -> None:
    path = str(tmp_path / "force.db")
    open_store(path, writer=True).close()
    with looking(root, path, "full", "3", "1") as process:
        assert process.stdout is not None
        lines = process.stdout.readlines()
    assert process.returncode == 0, "it did not get back on by itself"
    assert [line.split()[0] for line in lines] == ["yes"] * 3 + ["no"] * 3 + ["yes"] * 3
    check(path, lines, 0)


BY_DAY = (
    ("pwrite64", "error=ENOSPC", 29),
    ("pwrite64", "signal=KILL", 13),
    ("pwrite64", "signal=KILL", 29),
    ("fsync", "error=EIO", 3),
    ("fsync", "signal=KILL", 3),
)
BY_NIGHT = tuple(
    (call, fault, number)
    for call, last in (("pwrite64", 120), ("fsync", 13))
    for fault in ("error=EIO", "error=ENOSPC", "signal=KILL")
    for number in range(1, last)
)


@pytest.fixture(scope="session")
def strace() -> str:
    """The tracer, allowed to trace."""
    program = shutil.which("strace")
    if program is None:
        pytest.skip("strace is not installed (apt-get install strace)")
    tried = subprocess.run([program, "-qq", "-o", os.devnull, "true"], stderr=subprocess.DEVNULL)
    if tried.returncode != 0:
        pytest.skip("this machine lets no process be traced")
    return program


def looked_under(
    strace: str, root: Path, path: str, call: str, fault: str, number: int
) -> list[str]:
    """What was answered and refused while the fault hit the call's Nth use in each thread."""
    open_store(path, writer=True).close()
    trace = (
        strace, "-f", "--seccomp-bpf", "-qq", "-o", os.devnull,
        "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}",
    )  # fmt: skip
    with looking(root, path, "together", "4", "2", trace=trace) as process:
        assert process.stdout is not None
        return process.stdout.readlines()


@pytest.mark.parametrize(("call", "fault", "number"), BY_NIGHT if IS_NIGHT else BY_DAY)
def test_a_system_call_that_fails_or_kills_costs_no_answered_look(
    tmp_path: Path, root: Path, strace: str, call: str, fault: str, number: int
) -> None:
    path = str(tmp_path / "force.db")
    check(path, looked_under(strace, root, path, call, fault, number), 2)


def test_the_tracer_does_reach_the_looks(tmp_path: Path, root: Path, strace: str) -> None:
    path = str(tmp_path / "force.db")
    lines = looked_under(strace, root, path, "pwrite64", "error=EIO", 29)
    assert {line.split()[0] for line in lines} == {"yes", "no"}
    check(path, lines, 2)
