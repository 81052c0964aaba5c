"""Rules about exceptions to rules: each names what it silences, and why."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

from tests.architecture.source_tree import PACKAGES, fault, python_files

__all__ = ["unexplained_suppressions"]

#: What silences a checker -> how it must read: the code, then at least two words of reason.
_REASON = r"\s+(?:#|-)\s*\w+\W+\w+"
_RULES = {
    "noqa": re.compile(r"#\s*noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*" + _REASON),
    "type: ignore": re.compile(r"#\s*type: ignore\[[\w, -]+\]" + _REASON),
    "pragma": re.compile(r"#\s*pragma: no cover" + _REASON),
    "fmt: off": re.compile(r"#\s*fmt: off" + _REASON),
}
#: A file without any such words needs no reading word by word, which is slow.
_SILENCES = re.compile("|".join(rf"#\s*{what}\b" for what in _RULES))


def unexplained_suppressions(root: Path) -> list[str]:
    """Comments that silence a checker without saying which rule and why on the same line."""
    faults = []
    for path in python_files(root, *PACKAGES, "missing_risk.py", "tests", "docs"):
        text = path.read_text(encoding="utf-8")
        if not _SILENCES.search(text):
            continue
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type != tokenize.COMMENT:
                continue
            faults += [
                fault(root, path, token.start[0], f"'{what}' needs its rule and a reason")
                for what, rule in _RULES.items()
                if re.search(rf"#\s*{what}\b", token.string) and not rule.search(token.string)
            ]
    return faults
