"""The command that holds an invented force against published figures.

The libraries that read and draw are imported inside, so that no other command waits for them.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from synthetic_data.estimates import Estimate
    from synthetic_data.examination import Examination
    from synthetic_data.joint_tables import JointTable

__all__ = ["calibration"]

#: Where the page is written, under the force's directory.
PAGE = Path("calibration", "index.html")
_Argument = Annotated[Path, typer.Argument(help="A force that missing-risk synthesise made.")]


def calibration(
    directory: _Argument,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Hold an invented force against published figures: print them, and write a page of plots.

    The page is DIRECTORY/calibration/index.html. Exits with 1 and their names if figures are
    outside their tolerance, and with 2 and one line if the directory holds no force.
    """
    from synthetic_data.calibration_page import write_page
    from synthetic_data.examination import examine
    from synthetic_data.reports import NotAForceError

    errors = Console(stderr=True)
    try:
        found = examine(directory)
        page = directory / PAGE
        page.parent.mkdir(exist_ok=True)
        page.write_text(write_page(found), encoding="utf-8")
    except (NotAForceError, OSError) as fault:
        _refuse(errors, str(fault))
    if as_json:
        typer.echo(json.dumps(_as_json(found), sort_keys=True))
    else:
        _print(found, page)
    if found.outside:
        names = "; ".join(measured.figure.name for measured in found.outside)
        errors.print(f"calibration: outside: {names}", highlight=False, soft_wrap=True)
        raise typer.Exit(1)


def _refuse(console: Console, why: str) -> NoReturn:
    console.print(f"calibration: {why}", highlight=False, soft_wrap=True)
    raise typer.Exit(2)


def _print(found: Examination, page: Path) -> None:
    from synthetic_data.calibration_page import scaled

    # Read in full where nobody sees it at once: a pipe, a log.
    console = Console() if Console().is_terminal else Console(width=150)
    for title, table in (
        _figures(found),
        _systems(found),
        *map(_joint, found.tables),
        _apart(found),
        _rules(found),
    ):
        console.print(f"\n[bold]{title}[/]", highlight=False, soft_wrap=True)
        console.print(table, highlight=False, soft_wrap=isinstance(table, str))
    console.print(f"\n{scaled(found)}", highlight=False, soft_wrap=True)
    console.print(f"{page}", highlight=False, soft_wrap=True)


#: Columns of words, read from the left; all others hold figures.
_WORDS = frozenset({"From", "", "System", "Figure", "Record, in a year", "Rule"})
_Part = tuple[str, Table | str]


def _grid(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for place, name in enumerate(columns):
        justify: Literal["left", "right"] = "left" if name in _WORDS else "right"
        table.add_column(name, justify=justify, no_wrap=not place)
    return table


def _figures(found: Examination) -> _Part:
    from synthetic_data.calibration_page import number, span

    title = f"{found.children:,} children, {found.years} years, {found.reports:,} reports"
    table = _grid("Figure", "Published", "From", "Tolerated", "This force", "95 %", "Of", "")
    for measured in found.figures:
        figure, estimate = measured.figure, measured.estimate
        table.add_row(
            figure.name,
            number(figure.published),
            figure.source,
            f"{number(figure.low)} to {number(figure.high)}",
            number(estimate.value),
            span(estimate),
            f"{estimate.base:,}" if estimate.base else "–",
            "inside" if measured.is_fitted else "[bold red]OUTSIDE[/]",
        )
    return title, table


def _systems(found: Examination) -> _Part:
    from synthetic_data.calibration_page import number

    table = _grid("System", "Entries", "Records", "Person records", "All entries", "From")
    for volume in found.volumes:
        table.add_row(
            f"{volume.system.value} {volume.system.words}",
            number(volume.entries),
            number(volume.records),
            number(volume.persons),
            f"{volume.counts.entries:,}",
            volume.source,
        )
    return "A year, for every 1,000 children", table


def _joint(joint: JointTable) -> _Part:
    """Per cents alone; a table of one row is a line."""
    if len(joint.rows) == 1:
        parts = zip(joint.columns, joint.cells[0], strict=True)
        line = "  ".join(f"{name} {_percent(cell)}" for name, cell in parts)
        return f"{joint.title}, %", line
    table = _grid("", *joint.columns)
    for row, cells in zip(joint.rows, joint.cells, strict=True):
        table.add_row(row, *map(_percent, cells))
    return f"{joint.title}, %", table


def _percent(cell: Estimate | None) -> str:
    return f"{cell.value:.1f}" if cell else "–"


def _apart(found: Examination) -> _Part:
    told = found.told
    title = f"{told.exploited:,} truly exploited of {told.children:,} reported: single records"
    table = _grid("Record, in a year", "Children", "Area")
    for single in told.singles[:8]:
        table.add_row(single.name, f"{single.children:,}", f"{single.area.value:.3f}")
    return title, table


def _rules(found: Examination) -> _Part:
    table = _grid("Rule", "Children harmed", "Area")
    for name, area in found.told.rules:
        table.add_row(name, f"{area.base:,}", f"{area.value:.3f}")
    return "Harm recorded within 90 days of a report", table


def _as_json(found: Examination) -> dict[str, Any]:
    return {
        "children": found.children,
        "years": found.years,
        "reports": found.reports,
        "figures": [
            asdict(measured.figure) | asdict(measured.estimate) | {"is_inside": measured.is_fitted}
            for measured in found.figures
        ],
        "systems": [asdict(volume) | {"system": volume.system.value} for volume in found.volumes],
        "tables": [asdict(table) for table in found.tables],
        "told_apart": asdict(found.told),
    }
