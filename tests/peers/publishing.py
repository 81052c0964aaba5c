"""The comparison as a whole: ``python -m tests.peers.publishing``.

Writes docs/reference/performance.json, from which ``make docs`` writes performance.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.figures import kind_of_machine, rounded
from tests.bench.invented import Invented
from tests.peers.comparing import Compared, compare
from tests.peers.engines import PEERS
from tests.peers.ours import FROM_LOG, FROM_STORE, WHOLE

__all__ = ["PERFORMANCE_FILE", "figures", "main", "peers", "publish", "write"]

PERFORMANCE_FILE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "performance.json"
SMALL, LARGE = 100_000, 1_000_000
#: At the large size the others take minutes, so the best frame library and pandas run alone.
AT_LARGE = ("polars, lazy join and aggregation", "pandas")


def publish(
    folder: Path,
    say: Callable[[str], None],
    rounds: int = 5,
    large_rounds: int = 3,
    peers_at_large: bool = True,
) -> list[Compared]:
    """Compare at both sizes; ``folder`` keeps the data for the next time."""
    compared = [compare(folder, SMALL, rounds, say)]
    if large_rounds:
        peers = AT_LARGE if peers_at_large else ()
        compared.append(compare(folder, LARGE, large_rounds, say, peers, peer_rounds=1))
    return compared


def write(path: Path, compared: Sequence[Compared]) -> None:
    """Write all that was found, beside the kind of machine and the day."""
    whole = {
        "machine": kind_of_machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "sizes": [size.as_json() for size in compared],
    }
    text = json.dumps(whole, indent=1, default=str)
    path.write_text(text + "\n", encoding="utf-8")


def figures(compared: Sequence[Compared]) -> dict[str, float]:
    """The figures that goals are set for, by name."""
    found: dict[str, float] = {}
    per_child = {}
    for size in compared:
        ending = "_1m" if size.children == LARGE else "_100k"
        by_engine = {m.engine: m for m in size.measurements}
        ours = by_engine[FROM_STORE]
        per_child[size.children] = ours.compute / size.children
        found[f"features.compute_seconds{ending}"] = ours.compute
        found[f"features.from_log_seconds{ending}"] = (
            by_engine[FROM_LOG].read + by_engine[FROM_LOG].compute
        )
        found[f"features.whole_catalogue_seconds{ending}"] = by_engine[WHOLE].compute
        found[f"features.peak_share{ending}"] = ours.peak / (size.output_mb + size.records_mb)
        for measured in size.measurements:
            if measured.engine in PEERS:
                name = "_".join(measured.engine.replace(",", "").split()[:2]).lower()
                found[f"features.ratio_{name}{ending}"] = measured.compute_ratio
                found[f"features.store_ratio_{name}{ending}"] = measured.store_ratio
                found[f"features.log_ratio_{name}{ending}"] = measured.log_ratio
    if len(per_child) == 2:
        found["features.per_child_1m_to_100k"] = per_child[LARGE] / per_child[SMALL]
    return found


def peers(_: Invented) -> dict[str, float]:
    """The whole comparison as a part of the bench, on data of its own; writes its file too."""
    with tempfile.TemporaryDirectory(prefix="missing-risk-peers-") as folder:
        compared = publish(Path(folder), _say)
    write(PERFORMANCE_FILE, compared)
    return figures(compared)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison and write its file; 0 when all of it could be made."""
    parser = argparse.ArgumentParser(prog="python -m tests.peers.publishing")
    parser.add_argument("--rounds", type=int, default=5, help="rounds at 100,000 children")
    parser.add_argument("--large-rounds", type=int, default=3, help="rounds at 1,000,000; 0: none")
    parser.add_argument("--no-peers-at-large", action="store_true", help="ours alone at 1,000,000")
    parser.add_argument("--folder", type=Path, help="keep the data here, to be used again")
    parser.add_argument("--dry", action="store_true", help="print, and write no file")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="missing-risk-peers-") as temporary:
        compared = publish(
            chosen.folder or Path(temporary),
            _say,
            chosen.rounds,
            chosen.large_rounds,
            not chosen.no_peers_at_large,
        )
    for name, value in sorted(figures(compared).items()):
        _say(f"{name}: {rounded(value):,}")
    if not chosen.dry:
        write(PERFORMANCE_FILE, compared)
        _say(f"Written: {PERFORMANCE_FILE.name}; make docs writes the page")
    return 0


if __name__ == "__main__":
    sys.exit(main())
