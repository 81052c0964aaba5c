"""Nothing of ours runs once an answer has gone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.routes import late_work
from tests.architecture.source_tree import modules, plant


def test_nothing_runs_after_the_answer(root: Path) -> None:
    assert late_work(root) == []


def test_the_rule_sees_the_routes(root: Path) -> None:
    routes = [
        decorator
        for _, tree in modules(root, "serving")
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncFunctionDef)
        for decorator in node.decorator_list
        if "router." in ast.unparse(decorator)
    ]
    assert len(routes) >= 3, "hardly a route found in serving: the rule looks at nothing"


@pytest.mark.parametrize(
    "code",
    [
        "def store():\n    yield 1\nx = Depends(store)",
        "async def store():\n    yield 1\ndef route(s: Annotated[int, Depends(store)]): ...",
        "def route(tasks: BackgroundTasks): ...",
        "@app.middleware('http')\nasync def log(request, call_next): ...",
        "class Log(BaseHTTPMiddleware): ...",
    ],
)
def test_work_after_the_answer_is_found(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "serving/api/routes.py", code)
    (hit,) = late_work(tmp_path)
    assert hit.startswith("serving/api/routes.py:")


def test_a_dependency_that_returns_and_a_lifespan_that_yields_pass(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "serving/api/application.py",
        "def officer(): return 1\n"
        "@asynccontextmanager\nasync def lifespan(app):\n    yield\n"
        "def route(s: Annotated[int, Depends(officer)]): ...\n",
    )
    assert late_work(tmp_path) == []
