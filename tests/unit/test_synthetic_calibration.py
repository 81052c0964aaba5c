"""The command that holds a force against published figures: print, page and exit."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from records.sources import EXTRACTED
from synthetic_data.calibration_command import calibration
from synthetic_data.figures import PUBLISHED, TOPICS
from synthetic_data.realism import TABLES
from tests.lib.forces import force_at


def run(*arguments: str) -> Result:
    app = Typer()
    app.command()(calibration)
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def force(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small force of this module's own, since a page is written into it."""
    held = tmp_path_factory.mktemp("calibration") / "force"
    shutil.copytree(force_at(children=3_000, years=2), held)
    return held


@pytest.fixture(scope="module")
def ran(force: Path) -> Result:
    return run(str(force), "--json")


@pytest.fixture(scope="module")
def page(force: Path, ran: Result) -> str:
    assert ran.exit_code in (0, 1)
    return (force / "calibration" / "index.html").read_text(encoding="utf-8")


def test_it_says_with_its_exit_whether_all_figures_are_inside(ran: Result) -> None:
    found = json.loads(ran.stdout)["figures"]
    outside = [figure["name"] for figure in found if not figure["is_inside"]]
    assert ran.exit_code == (1 if outside else 0)
    assert all(name in ran.stderr for name in outside)


def test_json_holds_every_figure_system_and_table(ran: Result) -> None:
    said = json.loads(ran.stdout)
    assert [figure["name"] for figure in said["figures"]] == [f.name for f in PUBLISHED]
    assert [system["system"] for system in said["systems"]] == [s.value for s in EXTRACTED]
    assert len(said["tables"]) == len(TABLES)
    assert said["told_apart"]["children"] > 0


def test_an_interval_holds_its_value_and_no_share_leaves_its_bounds(ran: Result) -> None:
    for figure in json.loads(ran.stdout)["figures"]:
        if figure["low"] is not None:
            assert 0 <= figure["low"] <= figure["value"] <= figure["high"]


class _Outside(HTMLParser):
    """What a browser would fetch, run or send."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "link", "iframe", "img", "object", "form", "image", "base"}:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (
                name.endswith("href") and not (value or "").startswith("#")
            ):
                self.found.append(f"{tag} {name}")


def test_the_page_needs_nothing_from_outside_and_runs_nothing(page: str) -> None:
    reader = _Outside()
    reader.feed(page)
    assert reader.found == []
    assert not re.search(r"url\(|@import|javascript:", page)


def test_the_page_draws_every_topic_and_table_and_says_it_in_figures_too(page: str) -> None:
    assert page.count("<svg") == page.count('<figure role="img"') == len(TOPICS) + len(TABLES)
    for figure in PUBLISHED:
        assert figure.name in page.replace("&#x27;", "'")


def test_no_two_elements_of_the_page_share_an_id(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.slow
def test_the_print_names_every_figure_and_every_system(force: Path) -> None:
    printed = run(str(force)).stdout
    assert all(figure.name in printed for figure in PUBLISHED)
    assert all(f"{source.value} {source.words}" in printed for source in EXTRACTED)


@pytest.mark.parametrize(
    ("spoilt", "content", "says"),
    [
        ("truth/harm.parquet", None, "harm.parquet"),
        ("truth/harm.parquet", "x", "holds no force"),
        ("records/S1_missing_persons.csv", None, "S1"),
        ("records/extract_times.json", "[", "holds no force"),
        ("records/S2_cse_plans.jsonl", '{"entry": "x"}\n', "row 1"),
    ],
)
def test_a_directory_that_holds_no_force_is_refused_with_one_line(
    force: Path, tmp_path: Path, spoilt: str, content: str | None, says: str
) -> None:
    copy = tmp_path / "force"
    shutil.copytree(force, copy)
    (copy / spoilt).unlink()
    if content is not None:
        (copy / spoilt).write_text(content)
    refused(run(str(copy)), says)


def test_a_directory_that_is_not_there_is_refused_with_one_line(tmp_path: Path) -> None:
    refused(run(str(tmp_path / "nowhere")), "holds no force")


def refused(found: Result, says: str) -> None:
    assert found.exit_code == 2
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1
    assert says in found.stderr
