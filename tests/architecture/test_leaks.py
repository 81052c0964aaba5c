"""No file says where it was written, nor where packages come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.leaks import machine_paths, registry_hosts
from tests.architecture.source_tree import plant


def test_no_file_holds_a_path_of_somebodys_machine(root: Path) -> None:
    assert machine_paths(root) == []


def test_no_file_names_a_registry(root: Path) -> None:
    assert registry_hosts(root) == []


@pytest.mark.parametrize("folder", ["work", "home", "root", "Users"])
def test_a_planted_path_is_found(tmp_path: Path, folder: str) -> None:
    plant(tmp_path, "docs/guide/start.md", f"one\ntwo: cd /{folder}/ana/checkout\n")
    assert machine_paths(tmp_path) == [
        "docs/guide/start.md:2: holds an absolute path of one machine"
    ]


@pytest.mark.parametrize("path", ["./var/home/x", "childrens_home/x", "a/work/b", "/roots/x"])
def test_a_relative_path_passes(tmp_path: Path, path: str) -> None:
    plant(tmp_path, "Makefile", path)
    assert machine_paths(tmp_path) == []


def test_a_planted_registry_is_found(tmp_path: Path) -> None:
    host = ".".join(("files", "pythonhosted", "org"))
    plant(tmp_path, "requirements.lock", f"numpy==2.4.6\n# from https://{host}/packages\n")
    plant(tmp_path, ".venv/pip.conf", f"https://{host}\n")
    assert registry_hosts(tmp_path) == ["requirements.lock:2: names the host of a package registry"]
