"""Rules about settings: what is read from the environment is documented."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.source_tree import PACKAGES, fault, modules

__all__ = ["undocumented_settings"]

_SETTING = re.compile(r"MISSING_RISK_[A-Z][A-Z_]*")


def undocumented_settings(root: Path) -> list[str]:
    """Settings that the code names and ``docs/reference/settings.md`` doesn't."""
    page = root / "docs" / "reference" / "settings.md"
    documented = set(_SETTING.findall(page.read_text(encoding="utf-8") if page.exists() else ""))
    return [
        fault(root, path, node.lineno, f"{name} is not in docs/reference/settings.md")
        for path, tree in modules(root, *PACKAGES, "missing_risk.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for name in sorted(set(_SETTING.findall(node.value)) - documented)
    ]
