"""``fit-weights``: the linkage's weights for a force of another size or with other habits."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linkage.subjects import Subject
from linkage.weights import WEIGHTS_FILES, Expected, load_weights
from serving.commands.ending import StoreAddress, ending, opened, read_settings, screen
from serving.store.persons import read_persons
from serving.tables.who import WHO

__all__ = ["fit_weights"]


def fit_weights(
    out: Annotated[Path, typer.Argument(help="Folder for the weights file, not there yet.")],
    records: Annotated[
        int, typer.Option("--records", min=2, help="Person records in the whole force.")
    ],
    matches: Annotated[
        int,
        typer.Option(
            "--matches-per-1000", min=1, help="Pairs of one person for every 1,000 of them."
        ),
    ],
    subject: Annotated[
        Subject, typer.Option("--subject", help="Whose records: of children or of adults.")
    ] = Subject.CHILD,
    seed: Annotated[int, typer.Option("--seed", help="Draws the strangers compared.")] = 7,
    store: StoreAddress = None,
) -> None:
    """Fit the linkage's weights to the records of a store; how many match is stated, not guessed.

    The same store, numbers and seed give the same bytes. Have the file reviewed, then set
    MISSING_RISK_WEIGHTS to its folder, which must hold the file of either subject.
    """
    # Splink and DuckDB take seconds to import and are not on a serving host.
    from linkage.fitting import FittingError, fit

    with ending(FittingError), opened(read_settings(store), writer=False) as kept:
        path = out / WEIGHTS_FILES[subject]
        if path.exists():
            raise FittingError(f"{path} is there already; give another folder")
        with kept.reading() as connection:
            persons = read_persons(connection, WHO[subject])
        text = fit(
            persons,
            seed,
            expected=Expected(records, matches),
            thresholds=load_weights(subject).thresholds,
        )
        out.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    screen.print(f"{path}: fitted to {len({person.id for person in persons}):,} records.")
