"""A force's extracts, taken in and asked about through the public door."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.lib.door import Door
from tests.lib.extracts import Extracts


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Extracts], Door]]:
    """Takes in a force's extracts and opens the service on them."""
    numbers = itertools.count(1)
    with ExitStack() as stack:

        def open_on(extracts: Extracts) -> Door:
            folder = tmp_path / f"force-{next(numbers)}"
            return stack.enter_context(Door(folder, extracts))

        yield open_on
