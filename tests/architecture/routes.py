"""Rules about what runs after an answer has gone: nothing of ours (no entry, no answer)."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.source_tree import fault, modules

__all__ = ["late_work"]

_LATE = {
    "BaseHTTPMiddleware": "wraps the answer; write pure ASGI middleware",
    "BackgroundTask": "runs after the answer has gone; the use-case does the work before",
    "BackgroundTasks": "runs after the answer has gone; the use-case does the work before",
}


def late_work(root: Path) -> list[str]:
    """Code of ``serving`` that runs once the answer has gone.

    FastAPI runs what stands after ``yield`` in a dependency when the response was sent, so
    a dependency that yields is refused whatever it does; so are background tasks, the
    ``middleware`` decorator and Starlette's base middleware.
    """
    trees = list(modules(root, "serving", "missing_risk.py"))
    depended = {
        ast.unparse(call.args[0]).split(".")[-1]
        for _, tree in trees
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).split(".")[-1] in ("Depends", "Security")
        and call.args
    }
    faults = []
    for path, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                if node.name in depended and _yields(node):
                    rule = f"the dependency {node.name} yields: its end runs after the answer"
                    faults.append(fault(root, path, node.lineno, rule))
                faults += [
                    fault(root, path, node.lineno, "@middleware wraps the answer; write pure ASGI")
                    for decorator in node.decorator_list
                    if ast.unparse(decorator).split("(")[0].endswith(".middleware")
                ]
            elif isinstance(node, (ast.Name, ast.Attribute)):
                name = ast.unparse(node).split(".")[-1]
                if name in _LATE:
                    faults.append(fault(root, path, node.lineno, f"{name} {_LATE[name]}"))
    return faults


def _yields(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ast.walk(function))
