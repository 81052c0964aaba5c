"""``monitor``: whether the champion still fits what it is asked, and what is demanded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from training.commands.ending import (
    DEFAULT_ADDRESS,
    Address,
    AsJson,
    CardName,
    ending,
    model_of,
)
from training.commands.progressing import shown
from training.errors import RegistryError

if TYPE_CHECKING:
    from training.watching.findings import Findings

__all__ = ["monitor"]

_FINDINGS, _PAGE = "monitor.json", "monitor.html"


def monitor(
    snapshot: Annotated[Path, typer.Option(help="A recent snapshot of missing-risk snapshot.")],
    card: CardName = "main",
    days: Annotated[int, typer.Option(min=28, max=364, help="How many days count as recent.")] = 91,
    out: Annotated[
        Path | None, typer.Option(help="A folder for monitor.json and monitor.html.")
    ] = None,
    models: Address = DEFAULT_ADDRESS,
    as_json: AsJson = False,
) -> None:
    """Hold recent questions against those that the champion was made for.

    The findings are kept as a run beside the champion, whose tag then says what is
    demanded: none, review, retest, retrain or stop. Exits with 0 whatever is demanded, and
    with 2 and one line if there is no champion, it holds no reference, or the snapshot
    can't be read.
    """
    console = Console(stderr=True)
    with ending(console), shown(console, quiet=as_json) as progress:
        from training.papers.monitoring_page import write_monitoring
        from training.registry.monitoring import log_findings
        from training.registry.reading import fetch_champion
        from training.watching.reference import reference_from_json
        from training.watching.watch import WatchSettings, watch

        model = model_of(card)
        progress("Asking the registry for the champion", 0.0)
        champion = fetch_champion(models, model)
        if champion is None:
            raise RegistryError(f"{model} has no champion to watch: promote a version first")
        if champion.reference is None:
            raise RegistryError(
                f"version {champion.version} of {model} holds no reference.json: train again"
            )
        reference = reference_from_json(champion.reference)
        settings = WatchSettings(days=days)
        findings = watch(snapshot, champion.card, reference, settings, progress)
        page = write_monitoring(findings).encode()
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            (out / _FINDINGS).write_bytes(findings.to_json())
            (out / _PAGE).write_bytes(page)
        progress("Keeping what was found", 0.0)
        run_id = log_findings(
            models,
            model,
            findings.to_json(),
            page,
            findings.demand,
            champion.version,
            _figures(findings),
        )
    if as_json:
        typer.echo(json.dumps(_result(findings, champion.version, run_id)))
        return
    typer.echo(f"Version {champion.version} of {model}: {findings.demand}")
    typer.echo(f"  {findings.asks}")
    for finding in findings.raised:
        typer.echo(f"  {finding.demand}: {finding.words}")


def _figures(findings: Findings) -> dict[str, float]:
    """The largest figure of each limit, for the registry's table of runs."""
    largest: dict[str, float] = {"raised": float(len(findings.raised))}
    for finding in findings.findings:
        if finding.figure.is_known:
            before = largest.get(finding.limit, finding.figure.low)
            largest[finding.limit] = max(before, finding.figure.low)
    return largest


def _result(findings: Findings, version: str, run_id: str) -> dict[str, object]:
    return {
        "version": version,
        "card_hash": findings.card_hash,
        "run_id": run_id,
        "demand": findings.demand,
        "raised": [
            {"demand": f.demand, "limit": f.limit, "subject": f.subject, "words": f.words}
            for f in findings.raised
        ],
        "unjudged": len(findings.unjudged),
    }
