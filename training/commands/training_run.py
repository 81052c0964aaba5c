"""``train``: from a snapshot to a registered challenger."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from scorecard.policy import Policy, load_policy
from training.commands.code_versions import code_version
from training.commands.ending import (
    DEFAULT_ADDRESS,
    Address,
    AsJson,
    CardName,
    OrganisationFile,
    ending,
    login,
    model_of,
)
from training.commands.progressing import shown
from training.commands.settings import TRAINER
from training.errors import RegistryError
from training.questions.outcomes import OUTCOMES
from training.settings import Settings

if TYPE_CHECKING:
    from training.judging.case import Champion
    from training.registry.submissions import Submission
    from training.registry.versions import Version
    from training.train import Trained

__all__ = ["train"]


def train(
    snapshot: Annotated[Path, typer.Option(help="A snapshot made by missing-risk snapshot.")],
    card: CardName = "main",
    seed: Annotated[int, typer.Option(help="Same snapshot and seed, same card.")] = 1,
    trainer: Annotated[
        str,
        typer.Option(
            envvar=TRAINER.variable,
            help="Who answers for the training; who is signed in, unless given.",
        ),
    ] = "",
    truth: Annotated[
        Path | None, typer.Option(help="An invented force's truth, to judge by.")
    ] = None,
    organisation: OrganisationFile = None,
    mitigations: Annotated[
        bool, typer.Option(help="Try ways to a fairer card too; they double the time of fitting.")
    ] = True,
    models: Address = DEFAULT_ADDRESS,
    run_id: Annotated[
        str | None,
        typer.Option(envvar="MLFLOW_RUN_ID", help="A run that mlflow run began, to fill in."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Fit a scorecard, judge it on children and a year it has not seen, and register it.

    It is judged beside the champion of now. The new version is the challenger, unless a
    leak probe stopped it: promote makes it the champion. Exits with 2 and one line if the
    snapshot can't be learnt from or the registry can't be written to.
    """
    console, start = Console(stderr=True), time.monotonic()
    with ending(console), shown(console, quiet=as_json) as progress:
        model, name = model_of(card), trainer.strip() or login()
        if not name:
            raise RegistryError(f"name who trains: --trainer or {TRAINER.variable}")
        progress("Asking the registry for the champion", 0.0)
        champion = _champion(models, model)
        from training.registry.submissions import Submission
        from training.registry.versions import register
        from training.train import train as train_card

        policy = load_policy()
        trained = train_card(
            snapshot,
            policy,
            replace(Settings(), seed=seed, mitigations=mitigations),
            progress,
            outcome=OUTCOMES[card],
            truth=truth,
            champion=champion,
            code=code_version().words,
        )
        progress("Drawing and writing the papers", 0.0)
        files = _files(trained, policy, organisation)
        progress("Registering the card", 0.0)
        submission = Submission(
            card=trained.card,
            judgement=trained.judgement,
            files=files,
            trainer=name,
            login=login(),
            commit=code_version().commit,
            seconds=round(time.monotonic() - start, 1),
            run_id=run_id,
        )
        version = register(submission, models)
    if as_json:
        typer.echo(json.dumps(_result(version, submission, len(trained.case.cohort))))
        return
    _tell(version, submission)


def _champion(address: str, model: str) -> Champion | None:
    """The champion of now. Asked first: a silent registry is found before minutes of work."""
    from training.judging.case import Champion
    from training.registry.reading import fetch_champion

    found = fetch_champion(address, model, card_only=True)
    return None if found is None else Champion(found.version, found.card)


def _files(trained: Trained, policy: Policy, organisation: Path | None) -> dict[str, bytes]:
    """Papers, pictures and the reference. Nobody has registered the card yet: the papers say so."""
    from training.papers.organisation import load_organisation
    from training.papers.pictures import draw_all
    from training.papers.writing import write_papers
    from training.registry.names import REFERENCE_FILE

    card, judgement = trained.card, trained.judgement
    pictures = draw_all(card, judgement)
    told = load_organisation(organisation)
    papers = write_papers(judgement, card, policy, None, pictures, told)
    return {
        **papers,
        **{name: picture.encode() for name, picture in pictures.items()},
        REFERENCE_FILE: trained.reference.to_json(),
    }


def _result(version: Version, submission: Submission, questions: int) -> dict[str, object]:
    judgement = submission.judgement
    return {
        "version": version.version,
        "model": version.model,
        "card_hash": submission.card.content_hash,
        "run_id": version.run_id,
        "trainer": submission.trainer,
        "questions": questions,
        "cases": judgement.cases,
        "gates": {gate.name: gate.passed for gate in judgement.gates},
        "stopped_by": list(version.stopped_by),
        "figures": {
            name: round(figure.value, 4)
            for name, figure in judgement.rankings["card"].items()
            if figure.is_known
        },
    }


def _tell(version: Version, submission: Submission) -> None:
    from training.registry.submissions import RESULTS

    typer.echo(f"Version {version.version} of {version.model}: {submission.card.content_hash}")
    for gate in submission.judgement.gates:
        typer.echo(f"  {gate.name}: {RESULTS[gate.passed]} ({gate.words})")
    if version.stopped_by:
        typer.echo(f"Stopped by {', '.join(version.stopped_by)}: it is nobody's challenger.")
        return
    typer.echo(
        "To make it the champion, a second person runs: "
        f'missing-risk promote {version.version} --approver NAME --note "WHY"'
    )
