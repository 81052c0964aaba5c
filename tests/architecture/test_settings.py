"""Every setting is documented."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.settings import undocumented_settings
from tests.architecture.source_tree import plant


def test_every_setting_is_documented(root: Path) -> None:
    assert undocumented_settings(root) == []


def test_an_undocumented_setting_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "docs/reference/settings.md", "`MISSING_RISK_STORE` says where\n")
    plant(tmp_path, "serving/settings.py", "A = 'MISSING_RISK_STORE'\nB = 'MISSING_RISK_COLOUR'\n")
    assert undocumented_settings(tmp_path) == [
        "serving/settings.py:2: MISSING_RISK_COLOUR is not in docs/reference/settings.md"
    ]
