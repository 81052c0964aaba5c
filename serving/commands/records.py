"""``ingest``, ``link``, ``snapshot``: from extracts to linked histories."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from linkage.subjects import Subject
from linkage.weights import load_weights
from serving.commands.ending import (
    AsJson,
    StoreAddress,
    ending,
    now,
    opened,
    read_settings,
    say_json,
    screen,
)
from serving.commands.given import host_actor
from serving.service.export_snapshot import export_snapshot
from serving.service.ingest_extracts import Ingested, ingest_extracts
from serving.service.link_records import link_store
from serving.telling.look_around import tell_of_links
from serving.telling.tellers import host_teller

__all__ = ["ingest", "link", "snapshot"]


def ingest(
    directory: Annotated[Path, typer.Argument(help="Folder with the extracts.")],
    store: StoreAddress = None,
    as_json: AsJson = False,
) -> None:
    """Take in extracts: every row is stored, quarantined with its reason, or already known."""
    with ending(), opened(read_settings(store), writer=True) as kept, _progress() as progress:
        tasks = {}

        def advance(file: str, done: int, total: int) -> None:
            if file not in tasks:
                tasks[file] = progress.add_task(file, total=total)
            progress.update(tasks[file], completed=done, total=total)

        found = ingest_extracts(kept, directory, now(), host_actor(), advance)
    if as_json:
        say_json([_counted(one) for one in found])
        return
    table = Table("Extract", "Rows", "Stored", "Quarantined", "Already known", box=None)
    for one in found:
        counts = one.counts
        table.add_row(
            one.file,
            *(
                f"{number:,}"
                for number in (
                    counts.rows, counts.stored, counts.quarantined, counts.already_known,
                )
            ),
        )  # fmt: skip
    screen.print(table)


def _counted(one: Ingested) -> dict[str, object]:
    return {"system": one.source.value, "file": one.file, **asdict(one.counts)}


def link(
    store: StoreAddress = None,
    whole: Annotated[
        bool, typer.Option("--all", help="Weigh every record again, not only new ones.")
    ] = False,
    engine: Annotated[
        str, typer.Option("--engine", help="What weighs pairs: duckdb, or spark (make spark).")
    ] = "duckdb",
    master: Annotated[
        str, typer.Option("--master", help="The Spark cluster, e.g. spark://host:7077.")
    ] = "local[*]",
    as_json: AsJson = False,
) -> None:
    """Link new person records to children and adults, and remake histories."""
    # Splink and DuckDB take seconds to import and are not on a serving host.
    from linkage.engines import DuckDb, EngineError, Spark

    if engine not in ("duckdb", "spark"):
        raise typer.BadParameter("is duckdb or spark", param_hint="--engine")
    weigher = Spark(master) if engine == "spark" else DuckDb()
    settings = read_settings(store)
    with ending(EngineError), opened(settings, writer=True) as kept, _progress() as progress:
        task = progress.add_task("Reading records", total=None)
        linked = link_store(
            kept,
            {subject: load_weights(subject, settings.weights) for subject in Subject},
            now(),
            host_actor(),
            whole=whole,
            engine=weigher,
            say=lambda step: progress.update(task, description=step),
            tell=tell_of_links(host_teller(kept, settings, host_actor().draw)),
        )
    if as_json:
        say_json(asdict(linked))
        return
    screen.print(
        f"{linked.records:,} person records are {linked.children:,} children, "
        f"{linked.adult_records:,} records of adults {linked.adults:,} adults; "
        f"{linked.possible:,} possible matches are kept apart, "
        f"{linked.doubtful:,} links are doubtful."
    )


def snapshot(
    out: Annotated[Path, typer.Option("--out", help="A new folder for the snapshot.")],
    store: StoreAddress = None,
    as_json: AsJson = False,
) -> None:
    """Export every linked history as an immutable snapshot for training."""
    with ending(), opened(read_settings(store), writer=True) as kept:
        manifest = export_snapshot(kept, out, now(), host_actor())
    if as_json:
        say_json(asdict(manifest))
        return
    screen.print(f"{manifest.children:,} children, {manifest.events:,} entries: {manifest.digest}")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=screen,
        transient=True,
    )
