"""Rules about what may never be an input: who a child is, where from, what an officer guessed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.source_tree import fault, modules

__all__ = ["forbidden_features", "forbidden_reads"]

#: Words that no feature's name or question may hold, each a whole word.
_WORDS = frozenset(
    {"ethnicity", "ethnic", "race", "religion", "faith", "nationality", "immigration", "language"}
    | {"sex", "gender", "girl", "boy", "female", "male", "postcode", "deprivation", "benefits"}
    | {"health", "medical", "disability", "grade"}
)
#: Words that a feature's name may not hold; a question may need them ("a local authority").
_PLACES = frozenset({"neighbourhood", "authority", "team", "area", "address"})
#: Columns and fields that no engine of the features may read.
_COLUMNS = frozenset(
    {"ethnicity", "sex", "postcode", "address", "local_authority", "team", "police_grade"}
    | {"learning_disability", "forename", "surname", "other_names", "child_name"}
    | {"adult_forename", "adult_surname", "adult_date_of_birth"}
)


def forbidden_features(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Rows (name, question) that ask for a protected characteristic or an officer's grade."""
    return [
        f"{name}: '{word}' is never an input (design.md, What is predicted)"
        for name, question in rows
        for word in sorted((_WORDS & _words(f"{name} {question}")) | (_PLACES & _words(name)))
    ]


def forbidden_reads(root: Path) -> list[str]:
    """Code of ``features`` that reads a protected column, whatever its feature is called."""
    faults = []
    for path, tree in modules(root, "features"):
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(attr=name) if name in _COLUMNS:
                    faults.append(fault(root, path, node.lineno, f"reads .{name}: never an input"))
                case ast.Constant(value=str(name)) if name in _COLUMNS:
                    faults.append(fault(root, path, node.lineno, f"names {name!r}: never an input"))
    return faults


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))
