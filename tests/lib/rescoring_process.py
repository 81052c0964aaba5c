"""A process of its own that rescores a store and says on its output how far it is.

``python -m tests.lib.rescoring_process STORE PIECE``: a line for each piece that is kept.
"""

from __future__ import annotations

import sys

from serving.store.opening import open_store
from tests.lib.rescoring import NOW, a_rescoring

__all__ = ["main"]


def main(url: str, piece: str) -> None:
    """Rescore once, as of :data:`tests.lib.rescoring.NOW`."""
    with open_store(url, writer=True) as store:
        a_rescoring(store, NOW, piece=int(piece), advance=lambda done: print(done, flush=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
