"""One engine, once, in a process of its own: ``python -m tests.peers ENGINE FOLDER N``.

Prints one line of JSON: seconds to read and to compute, and the most memory that it took
in MB, beside what the process had before. It is warmed on data of another size first.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from tests.peers.engines import PEERS
from tests.peers.inventing import Data
from tests.peers.ours import OURS

__all__ = ["WARMED_ON", "main"]

#: How many children the data hold on which every engine is warmed.
WARMED_ON = 1_000


def main(arguments: list[str]) -> int:
    """Run it; the values are put down beside the data, for comparison."""
    name, folder, children = arguments[0], Path(arguments[1]), int(arguments[2])
    engine = {**OURS, **PEERS}[name]
    warm, data = Data(folder, WARMED_ON), Data(folder, children)
    engine.values(engine.compute(engine.read(warm)))
    before = _peak_mb(reset=True)
    begun = time.perf_counter()
    read = engine.read(data)
    middle = time.perf_counter()
    result = engine.compute(read)
    done = time.perf_counter()
    peak = _peak_mb(reset=False)
    np.save(data.values(name), engine.values(result))
    figures = {"read": middle - begun, "compute": done - middle, "peak": peak, "before": before}
    sys.stdout.write("\n" + json.dumps(figures) + "\n")
    return 0


def _peak_mb(reset: bool) -> float:
    """The most memory that the process has had; 0 where the system doesn't say."""
    try:
        if reset:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
