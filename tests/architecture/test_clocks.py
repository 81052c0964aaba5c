"""The moment, the seed and the settings are passed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.clocks import clock_reads, environment_reads, global_randomness
from tests.architecture.source_tree import plant


def test_no_science_reads_the_clock(root: Path) -> None:
    assert clock_reads(root) == []


def test_nothing_draws_from_a_global_generator(root: Path) -> None:
    assert global_randomness(root) == []


def test_the_environment_is_read_at_the_edge_only(root: Path) -> None:
    assert environment_reads(root) == []


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.datetime.now(datetime.UTC)",
        "import datetime as dt\nx = dt.date.today()",
        "from time import time\nx = time()",
        "import uuid\nx = uuid.uuid4()",
        "from secrets import token_hex\nx = token_hex()",
    ],
)
def test_a_clock_read_in_a_science_is_found(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "duties/due.py", code)
    plant(tmp_path, "serving/commands.py", code)
    (hit,) = clock_reads(tmp_path)
    assert hit.startswith("duties/due.py:2: ")


def test_an_instant_made_of_numbers_is_no_clock_read(tmp_path: Path) -> None:
    code = "from datetime import datetime, timedelta\nx = datetime(2026, 1, 1) + timedelta(1)"
    plant(tmp_path, "duties/due.py", code)
    assert clock_reads(tmp_path) == []


@pytest.mark.parametrize(
    "code",
    [
        "import random\nx = random.random()",
        "from random import shuffle\nx = shuffle([])",
        "import numpy as np\nx = np.random.rand()",
        "import numpy as np\nx = np.random.default_rng()",
        "import random\nx = random.Random()",
    ],
)
def test_global_or_unseeded_randomness_is_found(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "synthetic_data/children.py", code)
    (hit,) = global_randomness(tmp_path)
    assert hit.startswith("synthetic_data/children.py:2: ")


def test_a_seeded_generator_passes(tmp_path: Path) -> None:
    code = "import numpy as np\ndef draw(rng: np.random.Generator): np.random.default_rng(7)"
    plant(tmp_path, "synthetic_data/children.py", code)
    assert global_randomness(tmp_path) == []


def test_the_environment_read_inside_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "serving/store/opening.py", "import os\nx = os.environ['A']")
    plant(tmp_path, "serving/settings.py", "import os\nx = os.environ['A']")
    (hit,) = environment_reads(tmp_path)
    assert hit.startswith("serving/store/opening.py:2: ")
