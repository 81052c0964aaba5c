"""``make bench``: measure everything, print the figures, write docs/reference/bench.json.

``--only NAME`` measures a part and prints it, on a smaller force if ``--children`` says so; the
file is written by whole runs alone, so that all its figures are of one day and one machine. The
lists (``--only lists``) are of a million children whatever is invented: 20,000 give them histories.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.figures import BENCH_FILE, kind_of_machine, rounded, write
from tests.bench.forces import forces
from tests.bench.growing import growing
from tests.bench.honest import honest
from tests.bench.invented import CHILDREN, Invented, invent
from tests.bench.linking import linking
from tests.bench.lists import lists
from tests.bench.looks import looks
from tests.bench.measuring import measuring
from tests.bench.model import model
from tests.bench.replaying import replaying
from tests.bench.searching import searching
from tests.bench.telling import telling
from tests.peers.publishing import peers

__all__ = ["MEASUREMENTS", "main"]


def _demo(force: Invented) -> dict[str, float]:
    return {"demo.children": CHILDREN, "demo.seconds": force.seconds}


#: Every part, in the order in which they run.
MEASUREMENTS: Mapping[str, Callable[[Invented], dict[str, float]]] = {
    "demo": _demo,
    "force": forces,
    "link": linking,
    "grow": growing,
    "search": searching,
    "lists": lists,
    "features": measuring,
    "peers": peers,
    "model": model,
    "look": looks,
    "honest": honest,
    "replay": replaying,
    "telling": telling,
}


def main(arguments: list[str] | None = None) -> int:
    """Run the measurements; 0 when all of them could be made."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=MEASUREMENTS, help="one part; the file isn't written")
    parser.add_argument("--children", type=int, default=CHILDREN, help="so many are invented")
    chosen = parser.parse_args(arguments)
    if chosen.children != CHILDREN and not chosen.only:
        parser.error("a whole run is of one size; give --only with --children")
    console = Console()
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="missing-risk-bench-") as folder:
        console.rule(f"Inventing a force of {chosen.children:,} children, as make demo does")
        force = invent(Path(folder), chosen.children)
        for name in [chosen.only] if chosen.only else MEASUREMENTS:
            console.rule(f"Measuring: {name}")
            found = MEASUREMENTS[name](force)
            figures |= found
            # Said as they come: a whole run takes half an hour.
            for figure, value in sorted(found.items()):
                console.print(f"{figure}: {rounded(value):,}")
    table = Table(title=kind_of_machine())
    table.add_column("Figure")
    table.add_column("Value", justify="right")
    for name in sorted(figures):
        table.add_row(name, f"{rounded(figures[name]):,}")
    console.print(table)
    if not chosen.only:
        write(BENCH_FILE, figures, datetime.now(UTC).date())
        console.print(f"Written: {BENCH_FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
