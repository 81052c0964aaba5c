"""The command that invents a force."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from synthetic_data.force import ForceError
from synthetic_data.force import synthesise as make_force
from synthetic_data.scenarios import NAMES

__all__ = ["synthesise"]


def synthesise(
    out: Annotated[Path, typer.Option("--out", help="A new or empty directory for the force.")],
    children: Annotated[
        int | None,
        typer.Option(help="Children living there at any one time; 20,000 if nothing is given."),
    ] = None,
    years: Annotated[int, typer.Option(help="Recorded years.")] = 5,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
    until: Annotated[
        str | None, typer.Option(help="The day that the extracts are taken; today if not given.")
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(help="A named case, V1 to V16, or all: alone, or with --children among them."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes; all cores if not given. Bytes don't differ.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was made as JSON.")] = False,
) -> None:
    """Invent a force: OUT/records holds its extracts, OUT/truth what is really so.

    Exits with 2 and one line if the force can't be made as asked.
    """
    console = Console(stderr=True)
    try:
        day = date.fromisoformat(until) if until else datetime.now(UTC).date()
    except ValueError:
        _refuse(console, "--until is not a day like 2026-11-21")
    scenarios = NAMES if scenario and "all" in scenario else tuple(dict.fromkeys(scenario or ()))
    if children is None:
        children = 0 if scenarios else 20_000
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    quiet = as_json or not console.is_terminal
    with Progress(*columns, console=console, disable=quiet, transient=True) as bar:
        task = bar.add_task("Inventing neighbourhoods", total=None)

        def show(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        try:
            made = make_force(
                children=children,
                years=years,
                seed=seed,
                until=day,
                out=out,
                scenarios=scenarios,
                workers=workers if workers is not None else os.cpu_count() or 1,
                progress=show,
            )
        except (ForceError, OSError) as fault:
            bar.stop()
            _refuse(console, str(fault))
    if as_json:
        typer.echo(json.dumps(asdict(made), sort_keys=True))
        return
    counts = ", ".join(f"{source} {count:,}" for source, count in made.entries.items())
    typer.echo(f"{out}: {made.persons:,} person records; entries: {counts}")


def _refuse(console: Console, why: str) -> NoReturn:
    console.print(f"synthesise: {why}", highlight=False, soft_wrap=True)
    raise typer.Exit(2)
