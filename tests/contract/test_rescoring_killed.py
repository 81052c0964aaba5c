"""Killed at any moment of a rescoring, the next one ends in the bytes of an undisturbed one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from serving.store.opening import Store, open_store
from serving.store.rescorings import current_run
from tests.lib.cards import a_small_force
from tests.lib.rescoring import NOW, a_rescoring, everything_kept, put_in, rules

IS_NIGHT = os.environ.get("MISSING_RISK_TESTS_PROFILE") == "night"
SEEDS = range(100 if IS_NIGHT else 2)
CHILDREN = 60


def test_a_rescoring_killed_on_its_way_ends_in_the_same_bytes(
    store_url: str, root: Path, random_seed: int
) -> None:
    histories = a_small_force(CHILDREN)
    with open_store(store_url, writer=True) as store:
        put_in(store, histories[5:])
        a_rescoring(store, NOW, rules=rules(version="2"))
        put_in(store, histories, linkage="sha256:22")
        held = everything_kept(store)
    chosen = random.Random(random_seed)
    command = [sys.executable, "-m", "tests.lib.rescoring_process", store_url, "1"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(chosen.randint(1, CHILDREN - 5)):
            process.stdout.readline()
        time.sleep(chosen.random() / 100)
        process.kill()
    with open_store(store_url, writer=True) as store:
        assert everything_kept(store) == held or is_finished(store), "a mixture was seen"
        a_rescoring(store, NOW, piece=1)
        ended = everything_kept(store)
        a_rescoring(store, NOW, rules=rules(version="3"))
        undisturbed = everything_kept(store)
    assert len(ended[2]) == CHILDREN
    assert ended[0] == undisturbed[0]
    assert ended[2] == undisturbed[2]
    assert ended[1]["changes"] == {"NEW_CHILD": 5}


def is_finished(store: Store) -> bool:
    """Whether the killed one came to its end first."""
    with store.reading() as connection:
        run = current_run(connection)
    return run is not None and run.children == CHILDREN


@pytest.fixture(params=SEEDS)
def random_seed(request: pytest.FixtureRequest) -> int:
    """Where the process is killed."""
    return int(request.param)
