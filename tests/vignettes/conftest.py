"""The named scenarios' extracts, taken in and asked about through the public door."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest

from synthetic_data.scenarios import NAMES
from tests.lib.door import Door
from tests.lib.scenarios import Played, played


@pytest.fixture(scope="session")
def force() -> Played:
    """All scenarios in one force: each must come out right among the others."""
    return played(*NAMES)


@pytest.fixture(scope="session")
def door(force: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The service on them, asked as the extracts are taken. Don't move its moment."""
    folder = tmp_path_factory.mktemp("vignettes")
    with Door(folder, force.write(folder / "extracts"), moment=force.taken) as opened:
        yield opened


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Played, datetime], Door]]:
    """Opens a service of its own on some scenarios, as their extracts stood at a moment."""
    numbers = itertools.count(1)
    with ExitStack() as stack:

        def open_on(force: Played, moment: datetime) -> Door:
            folder = tmp_path / f"force-{next(numbers)}"
            extracts = force.write(folder / "extracts", taken=moment)
            return stack.enter_context(Door(folder, extracts, moment=moment))

        yield open_on
