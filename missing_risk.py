"""The command line: mounts the applications' commands under ``missing-risk``."""

from __future__ import annotations

import gc
import os

import typer

import serving.commands
import synthetic_data.calibration_command
import synthetic_data.commands
import training.commands
import training.feature_command
from training.registry.asking import keep_manners

__all__ = ["app", "main"]

app = typer.Typer(
    name="missing-risk",
    help="What the force knows about a missing child, in one answer. Advice, never a grade.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command("synthesise")(synthetic_data.commands.synthesise)
app.command("calibration")(synthetic_data.calibration_command.calibration)
app.command("features")(training.feature_command.features)
training.commands.mount(app)
serving.commands.mount(app)


#: What these answer must not wait while a hundred thousand objects are looked through at once.
_SERVING = ("serve", "demo")


@app.callback()
def _begin(context: typer.Context) -> None:
    # What a command reads lives until it ends: to look for garbage among millions of objects
    # every seven hundred takes a fifth of its time.
    if context.invoked_subcommand not in _SERVING:
        gc.set_threshold(100_000, 20, 20)


def main() -> None:
    """Run the command line. Each command ends with 0, or 2 and one line for bad input."""
    # Libraries ask the network for news at start; a police host must not be seen to call out.
    # And by its own defaults MLflow waits minutes for a server that doesn't answer.
    keep_manners(os.environ)
    app(prog_name="missing-risk")


if __name__ == "__main__":
    main()
