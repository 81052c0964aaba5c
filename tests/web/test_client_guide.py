"""The guide's examples of the client run, in order, against a small invented force."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.lib.door import Door
from tests.lib.served import served
from tests.web.conftest import small_force

_GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "using-the-api.md"


def test_every_example_of_the_guide_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = re.findall(r"```python\n(.*?)```", _GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 3
    with Door(tmp_path, small_force()) as door, served(door) as address:
        names = {
            "address": address,
            "token": door.token("officer"),
            "reviewer_token": door.token("reviewer"),
        }
        for example in examples:
            exec(compile(example, "using-the-api.md", "exec"), names)  # noqa: S102 - our own page
    said = capsys.readouterr().out
    assert "Not known:" in said
    assert "no-such-child 404" in said
