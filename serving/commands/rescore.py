"""``rescore``: every child's band, points and reasons at one moment, and what changed."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from duties.intervals import load_intervals
from records.calendar import instant_to_text
from scorecard import FeatureMismatchError, Policy, PolicyMismatchError, load_policy
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
from serving.commands.given import fresh_cards, host_actor, moment
from serving.commands.shadow import told
from serving.service.rescored_beside import beside_values
from serving.service.rescored_changes import Change

if TYPE_CHECKING:  # The compiled engine takes a second to import and is not needed to serve.
    from serving.service.rescore import Rescored

__all__ = ["rescore"]


def rescore(
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="A past moment with its offset; else now.")
    ] = None,
    store: StoreAddress = None,
    as_json: AsJson = False,
) -> None:
    """Score every child for the lists that teams read. Stopped, it goes on where it was."""
    from serving.service.rescore import CantRescoreError, Rules, rescore_store

    policy = load_policy()
    with ending(CantRescoreError, FeatureMismatchError, PolicyMismatchError):
        asked = moment(as_of)
        settings = read_settings(store)
        cards = fresh_cards(settings).cards()
        if cards.champion is None:
            screen.print("No scorecard could be loaded: bands rest on policy alone.")
        with opened(settings, writer=True) as kept, _progress() as progress:
            task = progress.add_task("Scoring", total=None)
            gc.freeze()  # What was imported is never garbage: not looked through again and again.
            done = rescore_store(
                kept,
                Rules(cards.champion, policy, load_intervals(), cards.challenger, cards.again),
                now(),
                asked,
                by=host_actor(),
                say=screen.print,
                advance=lambda children: progress.update(task, completed=children),
            )
    if as_json:
        say_json(_values(done, policy))
        return
    screen.print(_table(done, policy))
    if (beside := _beside(done, policy)) is not None:
        _print_beside(beside, policy)
    if not done.is_new:
        screen.print("This had been scored already; nothing changed.")


def _values(done: Rescored, policy: Policy) -> dict[str, Any]:
    run = done.run
    return {
        "run": run.id,
        "is_new": done.is_new,
        "as_of": instant_to_text(run.as_of),
        "compared_with": run.before,
        "children": run.children,
        "bands": dict(run.counts["bands"]),
        "changes": dict(run.counts["changes"]),
        "beside": _beside(done, policy),
        "inputs": run.inputs,
        "digest": run.digest,
        "versions": dict(run.versions),
    }


def _beside(done: Rescored, policy: Policy) -> dict[str, Any] | None:
    return beside_values(done.run.counts, done.run.versions.get("challenger", ""), policy)


def _print_beside(beside: dict[str, Any], policy: Policy) -> None:
    """Whom the challenger would move, in counts."""
    few = beside["withheld_below"]
    screen.print(
        f"\nThe challenger {beside['challenger'][:19]} would put about {beside['up']:,} children "
        f"into a higher band and {beside['down']:,} into a lower one, policy included. "
        "Counts to the nearest five:"
    )
    bands = Table("Champion", *(f"Challenger {name}" for name in policy.labels), box=None)
    for was in policy.labels:
        cells = [cell for cell in beside["bands"] if cell["champion"] == was]
        bands.add_row(was, *(told(cell["children"], few) for cell in cells))
    screen.print(bands)
    if beside["places"]:
        places = Table("Where", "Higher", "Lower", box=None)
        for place in beside["places"]:
            places.add_row(place["place"], told(place["up"], few), told(place["down"], few))
        screen.print(places)


#: What stands in the place of a band.
_NO_BAND = {"adult": "18 or over, not scored", "failed": "No band"}


def _table(done: Rescored, policy: Policy) -> Table:
    """Counts alone: no child is named."""
    run = done.run
    table = Table(f"As of {instant_to_text(run.as_of)}", "Children", box=None)
    table.columns[1].justify = "right"
    bands, changes = run.counts["bands"], run.counts["changes"]
    for band in (*reversed(policy.labels), *_NO_BAND):
        if band in policy.labels or bands.get(band):
            table.add_row(_NO_BAND.get(band, band), f"{bands.get(band, 0):,}")
    table.add_row("All", f"{run.children:,}", end_section=True)
    if run.before is not None:
        table.add_row("Since the run before", "")
        for change in Change:
            table.add_row(change.value, f"{changes.get(change.name, 0):,}")
    return table


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} children"),
        console=screen,
        transient=True,
    )
