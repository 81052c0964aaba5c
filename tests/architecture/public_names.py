"""Rules about what a module shows to others: ``__all__``, docstrings, nothing private taken."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.source_tree import PACKAGES, fault, modules

__all__ = ["private_imports", "unlisted_or_undocumented"]

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def unlisted_or_undocumented(root: Path) -> list[str]:
    """Public functions and classes that ``__all__`` doesn't name or no docstring describes.

    Also modules without a docstring, and names in ``__all__`` that nothing defines.
    """
    faults = []
    for path, tree in modules(root, *PACKAGES, "missing_risk.py"):
        listed = _listed(tree)
        if ast.get_docstring(tree) is None:
            faults.append(fault(root, path, 1, "has no docstring"))
        for node in tree.body:
            if not isinstance(node, _Definition) or node.name.startswith("_"):
                continue
            if node.name not in listed and not _is_route(node):
                faults.append(fault(root, path, node.lineno, f"{node.name} is not in __all__"))
            if ast.get_docstring(node) is None:
                faults.append(fault(root, path, node.lineno, f"{node.name} has no docstring"))
        faults += [
            fault(root, path, 1, f"__all__ names {name}, which is not defined")
            for name in sorted(listed - _bound(tree))
        ]
    return faults


def _is_route(node: _Definition) -> bool:
    """A route is offered by its router, which is what its module lists."""
    return any("router." in ast.unparse(decorator) for decorator in node.decorator_list)


def private_imports(root: Path) -> list[str]:
    """Imports between our modules of a name that its module doesn't list in ``__all__``."""
    listed = {_dotted(root, path): _listed(tree) for path, tree in modules(root, *PACKAGES)}
    faults = []
    for path, tree in modules(root, *PACKAGES, "missing_risk.py"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or node.module not in listed:
                continue
            faults += [
                fault(root, path, node.lineno, f"{node.module} does not offer {alias.name}")
                for alias in node.names
                if alias.name not in listed[node.module]
                and f"{node.module}.{alias.name}" not in listed
            ]
    return faults


def _dotted(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _listed(tree: ast.Module) -> set[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def _bound(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Import() | ast.ImportFrom():
                names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
    return names
