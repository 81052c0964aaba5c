"""Rules about what must be passed in: the clock, randomness, the environment."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.source_tree import PACKAGES, SCIENCES, VOCABULARY, fault, modules

__all__ = ["clock_reads", "environment_reads", "global_randomness"]

_CLOCKS = frozenset(
    {
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
        "date.today",
        "time.time",
        "time.time_ns",
        "time.monotonic",
        "time.monotonic_ns",
        "time.perf_counter",
        "time.perf_counter_ns",
        "time.localtime",
        "time.gmtime",
    }
)
_UNREPEATABLE = frozenset({"os.urandom", "uuid.uuid1", "uuid.uuid4"})
#: Seeded, or not a draw at all: putting the generator back after a library drew from it.
_SEEDED_RANDOMNESS = frozenset(
    {"random.Random", "random.SystemRandom", "random.getstate", "random.setstate"}
)
_NUMPY_SEEDED = frozenset({"Generator", "SeedSequence", "PCG64", "Philox", "default_rng"})
#: Where the environment may be read: the commands, and the modules that read settings.
_EDGES = frozenset({"commands", "settings", "missing_risk"})


def clock_reads(root: Path) -> list[str]:
    """The clock read, or unrepeatable bytes drawn, in the vocabulary or in a science."""
    return [
        fault(root, path, node.lineno, f"{name}: the moment is passed in (design.md, Time)")
        for path, tree in modules(root, *VOCABULARY, *SCIENCES)
        for node, name in _names_used(tree)
        if name in _CLOCKS | _UNREPEATABLE or name.startswith("secrets.")
    ]


def global_randomness(root: Path) -> list[str]:
    """A global or unseeded random generator used anywhere in the packages."""
    faults = []
    for path, tree in modules(root, *PACKAGES, "missing_risk.py", holding=("random", "_rng")):
        for node, name in _names_used(tree):
            rule = f"{name} draws from a global generator: pass a seeded one in"
            if name.startswith("random.") and name not in _SEEDED_RANDOMNESS:
                faults.append(fault(root, path, node.lineno, rule))
            head, _, tail = name.rpartition(".")
            if head in ("np.random", "numpy.random") and tail not in _NUMPY_SEEDED:
                faults.append(fault(root, path, node.lineno, rule))
        faults += [
            fault(root, path, node.lineno, "a generator without a seed: pass the seed in")
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and not node.args
            and not node.keywords
            and ast.unparse(node.func).endswith(("default_rng", "random.Random"))
        ]
    return faults


def environment_reads(root: Path) -> list[str]:
    """The environment read anywhere but at the edge."""
    return [
        fault(root, path, node.lineno, f"{name}: the environment is read at the edge only")
        for path, tree in modules(root, *PACKAGES, "missing_risk.py", holding=("environ", "getenv"))
        if not _EDGES & {path.stem, path.parent.name}
        for node, name in _names_used(tree)
        if name in ("os.environ", "os.getenv")
    ]


def _names_used(tree: ast.Module) -> list[tuple[ast.expr, str]]:
    """Every imported name that is used, in full: renamed imports are seen through.

    ``datetime.datetime.now`` and ``datetime.now`` are both given as ``datetime.now``. A name
    that no import brought in (a parameter called ``random``) is not given.
    """
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {a.asname or a.name.split(".")[0]: a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    found: list[tuple[ast.expr, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Load):
            head, *tail = _dotted(node)
            if head in imported:
                name = ".".join((imported[head], *tail))
                found.append((node, re.sub(r"^datetime\.(?=date)", "", name)))
    return found


def _dotted(node: ast.expr) -> list[str]:
    """The parts of ``a.b.c``. Of what is more than names and dots the head is empty: the names
    inside it are looked at by themselves."""
    tail: list[str] = []
    while isinstance(node, ast.Attribute):
        tail.append(node.attr)
        node = node.value
    return [node.id if isinstance(node, ast.Name) else "", *reversed(tail)]
