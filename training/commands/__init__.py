"""The commands of training: the only part of it that knows a terminal.

A serving host mounts these too but may lack what they need, and every command would wait
for it, so the libraries that fit, draw and track are imported inside each.
"""

from __future__ import annotations

import typer

from training.commands.decide import promote, rollback
from training.commands.monitor import monitor
from training.commands.show import mlflow, models, papers
from training.commands.training_run import train

__all__ = ["mount"]


def mount(app: typer.Typer) -> None:
    """Add the commands to a command line."""
    for command in (train, promote, rollback, models, papers, monitor, mlflow):
        app.command(command.__name__)(command)
