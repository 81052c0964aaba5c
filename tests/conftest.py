"""Rules for every test: nothing random unseeded, nothing skipped silently where CI runs."""

from __future__ import annotations

import os
import random
from collections.abc import Generator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from tests.lib.made_once import SHARED
from tests.lib.slow_files import SLOW_FILES

ROOT = Path(__file__).resolve().parents[1]

#: Set by ``.ci/run``: there every tool is installed, so a skip hides an untried test.
SKIP_NOTHING = os.environ.get("MISSING_RISK_TESTS_SKIP_NOTHING") == "1"

# "quick" is the same on every machine and every day; "night" searches afresh, and long.
settings.register_profile(
    "quick",
    derandomize=True,
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("night", max_examples=5_000, deadline=None)
settings.load_profile(os.environ.get("MISSING_RISK_TESTS_PROFILE", "quick"))


def pytest_configure(config: pytest.Config) -> None:
    """One folder for what is made once for the whole run, known to every worker."""
    if not hasattr(config, "workerinput"):
        folder = TemporaryDirectory(prefix="missing-risk-tests-")
        os.environ[SHARED] = folder.name
        config.add_cleanup(folder.cleanup)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest files first, so that none is left to one worker alone at the end."""
    places = {ROOT / file: place for place, file in enumerate(SLOW_FILES)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(autouse=True)
def global_randomness_untouched(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test whose code drew from a global random generator: seeds are passed in."""
    before = _places()
    yield
    if request.node.get_closest_marker("browser"):
        return  # a browser's driver draws for its own ends, in this process
    drawn_from = [name for name, place in _places().items() if place != before[name]]
    assert not drawn_from, f"drew from the global generator of: {', '.join(drawn_from)}"


def _places() -> dict[str, int]:
    legacy: Any = np.random.get_state(legacy=False)  # noqa: NPY002 - watched, never drawn from
    place = legacy["state"]
    return {
        "random": hash(random.getstate()),
        "numpy.random": hash((place["key"].tobytes(), int(place["pos"]))),
    }


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be skipped, a skip is a failure that keeps its reason."""
    report = yield
    if SKIP_NOTHING and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped where nothing may be: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that skips itself."""
    report = yield
    if SKIP_NOTHING and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped where nothing may be: {_reason(report)}"
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    where = report.longrepr
    return str(where[2]) if isinstance(where, tuple) else str(where)
