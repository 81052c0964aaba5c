"""The pages of docs/reference are what the code says."""

from __future__ import annotations

from pathlib import Path

from docs.build import PAGES, check_pages, write_pages


def test_the_reference_pages_are_current(root: Path) -> None:
    assert check_pages(root / "docs" / "reference") == []


def test_a_changed_a_missing_and_an_orphaned_page_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    write_pages(folder)
    changed, missing = "policy.md", "settings.md"
    with (folder / changed).open("a", encoding="utf-8") as page:
        page.write("One more line.\n")
    (folder / missing).unlink()
    (folder / "old.md").write_text("# Old\n", encoding="utf-8")
    assert sorted(check_pages(folder)) == [
        "old.md is written by nothing",
        f"{changed} is not what the code says",
        f"{missing} is missing",
    ]


def test_writing_mends_every_fault(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("# Old\n", encoding="utf-8")
    write_pages(tmp_path)
    assert check_pages(tmp_path) == []
    assert {page.name for page in tmp_path.iterdir()} == set(PAGES)
