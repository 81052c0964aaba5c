"""No file too long, no name that says nothing, no folder too deep or too thin."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.shape import (
    LONGEST,
    SMELL,
    bad_names,
    deep_or_dusty_folders,
    long_files,
    smells,
)
from tests.architecture.source_tree import plant
from tests.lib.slow_files import SLOW_FILES

#: Files of more than 300 lines, each with the reason why splitting it would be worse.
LISTED_SMELLS: dict[str, str] = {
    "serving/access/kinds.py": "one table of every kind of entry, looked through as one",
    "serving/api/links_of_daily_work.py": "one way through the daily work, followed step by step",
    "serving/api/faults.py": "one table of every error, and what becomes of it",
    "serving/work_store/lists.py": "one list beside the other, each a range of one index",
    "serving/work_store/untold.py": "every reading of what nobody was told of yet",
    "serving/settings.py": "one table of every setting, published as it stands",
    "tests/contract/test_missing_reports.py": "one promise, no act is lost, told act by act",
    "tests/lib/answers.py": "answers by hand, each beside the vignette it is of",
    "tests/lib/plan_machine.py": "every act on one plan, beside what must hold after it",
    "tests/lib/plan_rendered.py": "every state of the pages of plans, side by side",
    "tests/web/test_plans.py": "one plan from its first word to its end",
    "tests/contract/test_look_writer.py": "one promise, no entry no answer, on both engines",
    "tests/contract/test_look_writer_faults.py": "every fault of one writer, told in one order",
    "tests/contract/test_store_opening.py": "every way in which a store may refuse to open",
    "tests/contract/test_store_tampering.py": "every way of spoiling a log, beside how it is named",
    "tests/web/test_missing_now.py": "one list, from who stands on it to who is told of what",
    "tests/web/test_pages_child.py": "one page, from its first line to its last",
}


def test_no_file_is_longer_than_the_limit(root: Path) -> None:
    assert long_files(root) == []


def test_every_long_file_is_listed_with_its_reason(root: Path) -> None:
    assert smells(root) == set(LISTED_SMELLS)
    assert all(len(reason.split()) >= 4 for reason in LISTED_SMELLS.values())


def test_no_module_has_a_name_that_says_nothing(root: Path) -> None:
    assert bad_names(root) == []


def test_folders_are_neither_deep_nor_dusty(root: Path) -> None:
    assert deep_or_dusty_folders(root) == []


def test_every_slow_file_is_there(root: Path) -> None:
    assert [file for file in SLOW_FILES if not (root / file).is_file()] == []
    assert len(set(SLOW_FILES)) == len(SLOW_FILES)


def test_a_file_one_line_over_the_limit_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "features/exact.py", "x = 1\n" * LONGEST)
    plant(tmp_path, "features/long.py", "x = 1\n" * (LONGEST + 1))
    assert long_files(tmp_path) == ["features/long.py:401: has 401 lines; 400 is the most"]


def test_a_smell_is_found_one_line_over(tmp_path: Path) -> None:
    plant(tmp_path, "linkage/short.py", "x = 1\n" * SMELL)
    plant(tmp_path, "linkage/smell.py", "x = 1\n" * (SMELL + 1))
    assert smells(tmp_path) == {"linkage/smell.py"}


def test_an_empty_name_is_found_in_a_file_and_in_a_folder(tmp_path: Path) -> None:
    plant(tmp_path, "duties/utils.py", "")
    plant(tmp_path, "serving/common/cards.py", "")
    plant(tmp_path, "serving/store/database.py", "")
    assert {hit.split(":")[0] for hit in bad_names(tmp_path)} == {
        "duties/utils.py",
        "serving/common/cards.py",
    }


def test_a_deep_folder_and_a_dusty_one_are_found(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        plant(tmp_path, f"serving/{name}.py", "")
        plant(tmp_path, f"serving/store/rows/{name}.py", "")
    plant(tmp_path, "features/__init__.py", "")
    plant(tmp_path, "features/catalogue.py", "")
    faults = deep_or_dusty_folders(tmp_path)
    assert sum("more than two folders deep" in hit for hit in faults) == 3
    assert [hit for hit in faults if "dust" in hit] == [
        "features:1: is dust: a folder has three files or more"
    ]


def test_a_folder_of_code_that_is_no_package_is_found(tmp_path: Path) -> None:
    for name in ("__init__", "one", "two", "three"):
        plant(tmp_path, f"linkage/{name}.py", "")
        plant(tmp_path, f"duties/{name if name != '__init__' else 'four'}.py", "")
    assert deep_or_dusty_folders(tmp_path) == [
        "duties:1: has no __init__.py: import contracts skip it"
    ]
