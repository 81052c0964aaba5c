"""How far a training run has come, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

__all__ = ["shown"]


@contextmanager
def shown(console: Console, *, quiet: bool) -> Iterator[Callable[[str, float], None]]:
    """A bar for each stage; told (what is being done, how far it has come from 0 to 1)."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=quiet) as bar:
        task = bar.add_task("Starting", total=None)
        said = ""

        def progress(words: str, share: float) -> None:
            nonlocal said
            if words != said:
                total = 1.0 if share or "Reading" in words else None
                bar.reset(task, description=words, total=total)
                said = words
            bar.update(task, completed=share)

        yield progress
