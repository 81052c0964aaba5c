"""A silenced checker says which rule and why, on the same line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.source_tree import plant
from tests.architecture.suppressions import unexplained_suppressions


def test_every_suppression_has_its_rule_and_its_reason(root: Path) -> None:
    assert unexplained_suppressions(root) == []


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: S608",
        "# noqa: S608 sql",
        "# type: ignore",
        "# type: ignore[arg-type]",
        "# pragma: no cover",
        "# fmt: off",
    ],
)
def test_a_bare_suppression_is_found(tmp_path: Path, comment: str) -> None:
    plant(tmp_path, "scorecard/card.py", f"points = 1\npoints = 2  {comment}\n")
    (hit,) = unexplained_suppressions(tmp_path)
    assert hit.startswith("scorecard/card.py:2: ")


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa: S608 - the name comes from our own table",
        "x = 1  # noqa: A001, A002 - the name is the format's own",
        "x = 1  # type: ignore[no-untyped-call]  # the library has no types",
        "x = '# noqa'",
    ],
)
def test_an_explained_suppression_passes(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "scorecard/card.py", line + "\n")
    assert unexplained_suppressions(tmp_path) == []
