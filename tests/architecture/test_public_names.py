"""What a module offers is listed and described; what it doesn't offer isn't taken."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.public_names import private_imports, unlisted_or_undocumented
from tests.architecture.source_tree import plant


def test_every_public_name_is_listed_and_described(root: Path) -> None:
    assert unlisted_or_undocumented(root) == []


def test_nothing_is_imported_that_its_module_does_not_offer(root: Path) -> None:
    assert private_imports(root) == []


def test_an_unlisted_an_undescribed_and_an_undefined_name_are_found(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "features/catalogue.py",
        '"""Rows."""\n'
        '__all__ = ["bare", "ghost", "good"]\n'
        "def bare(): ...\n"
        'def good():\n    """Good."""\n'
        'def hidden():\n    """Not listed."""\n'
        "def _own(): ...\n",
    )
    plant(tmp_path, "features/rows.py", "x = 1\n")
    assert unlisted_or_undocumented(tmp_path) == [
        "features/catalogue.py:3: bare has no docstring",
        "features/catalogue.py:6: hidden is not in __all__",
        "features/catalogue.py:1: __all__ names ghost, which is not defined",
        "features/rows.py:1: has no docstring",
    ]


def test_taking_a_private_name_of_another_module_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "records/history.py", '__all__ = ["known_at"]\n_gate = known_at = 1\n')
    plant(tmp_path, "records/__init__.py", "")
    plant(
        tmp_path,
        "features/one_child.py",
        "from records import history\nfrom records.history import _gate, known_at\n",
    )
    assert private_imports(tmp_path) == [
        "features/one_child.py:2: records.history does not offer _gate"
    ]


def test_a_route_is_offered_by_its_router(tmp_path: Path) -> None:
    code = (
        '"""Routes."""\n__all__ = ["router"]\nrouter = 1\n@router.get("/")\nasync def show():\n    '
    )
    plant(tmp_path, "serving/api/routes.py", code + '"""Show."""\n')
    assert unlisted_or_undocumented(tmp_path) == []
