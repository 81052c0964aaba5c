"""Registries to test with: empty MLflow databases, and cards submitted to them without training."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from scorecard import Card, load_policy
from tests.lib.judgements import a_judgement, an_estimate
from tests.lib.vignette_card import vignette_card
from training.judging.rows import Changes, Gate, GroupRow
from training.judging.verdict import GATES
from training.registry.asking import asking, keep_manners
from training.registry.decisions import Decision, decisions_about
from training.registry.names import model_name
from training.registry.objections import Request
from training.registry.promotion import PromotionRefusedError, promote
from training.registry.reading import aliases_of
from training.registry.submissions import Submission
from training.registry.versions import Version, register

__all__ = [
    "APPROVER",
    "MAIN_MODEL",
    "MLFLOW_WARNINGS",
    "NOTE",
    "TRAINER",
    "a_request",
    "a_submission",
    "aliases",
    "an_own_card",
    "beside",
    "emptied",
    "fair_groups",
    "fresh_registry",
    "gates_with",
    "passed_gates",
    "promote_main",
    "refused",
    "submit",
]

MAIN_MODEL = model_name("main")
TRAINER, APPROVER = "A. Vale", "B. Thorne"
NOTE = "Finds more of the harm at the same workload."
#: MLflow's own models use what the newest SQLAlchemy has deprecated, and it leaves files open.
MLFLOW_WARNINGS = [
    pytest.mark.filterwarnings(f"ignore::{warning}")
    for warning in (
        "DeprecationWarning",
        "FutureWarning",
        "ResourceWarning",
        "sqlalchemy.exc.SADeprecationWarning",
        "pytest.PytestUnraisableExceptionWarning",
    )
]
# Kept for the life of the process: removed when the interpreter ends.
_kept: list[TemporaryDirectory[str]] = []


@cache
def _template() -> Path:
    """An MLflow database with its tables and no rows: they take eight seconds to make."""
    keep_manners(os.environ)
    directory = TemporaryDirectory(prefix="registry-")
    _kept.append(directory)
    file = Path(directory.name, "mlflow.db")
    with asking(f"sqlite:///{file}") as client:
        client.search_experiments()
    return file


def fresh_registry(folder: Path) -> str:
    """The address of a registry in ``folder`` in which nothing was ever registered."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_template(), folder / "mlflow.db")
    return f"sqlite:///{folder}/mlflow.db"


def emptied(address: str) -> str:
    """The same registry, with nothing in it: quicker than a fresh one for each test."""
    with asking(address) as client:
        for model in client.search_registered_models():
            client.delete_registered_model(model.name)
        for experiment in client.search_experiments():
            if experiment.name != "Default":
                # A deleted one keeps its name, so it goes under another.
                client.rename_experiment(experiment.experiment_id, experiment.experiment_id + "-x")
                client.delete_experiment(experiment.experiment_id)
    return address


def an_own_card(number: int = 1, **changed: Any) -> Card:
    """A card that passes the gates that a card alone can pass; another number, another card."""
    card = vignette_card()
    return replace(card, **({"trained": {"made": number}} | changed))


def fair_groups() -> tuple[GroupRow, ...]:
    """Girls and boys whom the highest band finds alike."""
    figures = {"recall": an_estimate(0.41), "said_over_seen": an_estimate(0.9)}
    return tuple(
        GroupRow("sex", group, "recorded", 9_700, 100, figures, harmed_children=40)
        for group in ("female", "male")
    )


def passed_gates() -> tuple[Gate, ...]:
    """Every gate of this release, passed."""
    return tuple(Gate(name, True, f"{name} as it should be") for name in GATES)


def gates_with(name: str, passed: bool | None) -> tuple[Gate, ...]:
    """Every gate passed but the named one."""
    return tuple(
        replace(gate, passed=passed if gate.name == name else True) for gate in passed_gates()
    )


def beside(champion: Version | None, champion_hash: str = "") -> Changes | None:
    """What a judgement says of the champion that it was made beside."""
    if champion is None:
        return None
    told = a_judgement().changes
    assert told is not None
    return replace(told, champion_version=champion.version, champion_hash=champion_hash)


def a_submission(card: Card | None = None, **changed: Any) -> Submission:
    """A card that passed every gate, judged beside no champion, with two files.

    Args:
        changed: fields of the submission, or of its judgement.
    """
    card = card or an_own_card()
    fields = ("files", "trainer", "login", "commit", "run_id", "seconds")
    own = {name: changed.pop(name) for name in fields if name in changed}
    told: dict[str, Any] = {"gates": passed_gates(), "changes": None, "groups": fair_groups()}
    given: dict[str, Any] = {
        "card": card,
        "judgement": a_judgement(card, **(told | changed)),
        "files": {"report.html": b"<!doctype html>", "reference.json": b'{"rows": 1}'},
        "trainer": TRAINER,
    }
    return Submission(**(given | own))


def submit(address: str, card: Card | None = None, **changed: Any) -> Version:
    """Register :func:`a_submission` with few figures, which is quicker."""
    whole = a_judgement()
    few = {
        "candidates": (),
        "questions": {},
        "rankings": {"card": whole.rankings["card"]},
        "over": {"count_rule": whole.over["count_rule"]},
    }
    return register(a_submission(card, **(few | changed)), address)


def promote_main(address: str, version: str, request: Request) -> Decision:
    """As ``missing-risk promote``, under this release's policy."""
    return promote(address, MAIN_MODEL, version, request, load_policy())


def a_request(**changed: Any) -> Request:
    """A request to promote that nothing is wrong with."""
    given: dict[str, Any] = {
        "approver": APPROVER,
        "note": NOTE,
        "at": "2026-11-22T10:00:00.000000Z",
        "login": "bthorne",
    }
    return Request(**(given | changed))


def refused(address: str, version: str, **changed: Any) -> tuple[str, ...]:
    """The reasons of a promotion that must be refused, and must move nothing."""
    before = aliases(address)
    with pytest.raises(PromotionRefusedError) as told:
        promote_main(address, version, a_request(**changed))
    assert aliases(address) == before
    with asking(address) as client:
        kept = decisions_about(client, MAIN_MODEL)[0]
    assert (kept.what, kept.version, kept.reasons) == ("refused", version, told.value.reasons)
    return told.value.reasons


def aliases(address: str) -> dict[str, str]:
    """Alias -> version."""
    with asking(address) as client:
        return aliases_of(client, MAIN_MODEL)
