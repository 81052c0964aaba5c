"""What the pages for people point at is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer.main

import missing_risk
from tests.architecture.links import broken_links, unknown_commands, unknown_targets
from tests.architecture.source_tree import plant


def test_every_link_leads_to_a_file(root: Path) -> None:
    assert broken_links(root) == []


def test_every_command_that_a_page_names_exists(root: Path) -> None:
    group: Any = typer.main.get_command(missing_risk.app)
    assert unknown_commands(root, set(group.commands)) == []


def test_every_make_target_that_a_page_names_exists(root: Path) -> None:
    assert unknown_targets(root) == []


def test_a_broken_link_a_wrong_command_and_a_wrong_target_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "Makefile", "demo: install\n")
    plant(
        tmp_path,
        "docs/guide/start.md",
        "[there](start.md#top) [gone](../gone.md)\n"
        "`make demo` then `make coffee`\n```\nmissing-risk serve\nmissing-risk dance\n```\n",
    )
    assert broken_links(tmp_path) == ["docs/guide/start.md:1: leads to no file: ../gone.md"]
    assert unknown_targets(tmp_path) == ["docs/guide/start.md:2: there is no make coffee"]
    assert unknown_commands(tmp_path, {"serve"}) == [
        "docs/guide/start.md:5: there is no missing-risk dance"
    ]
