"""Why a version may not be promoted: every gate and rule asked again, all answers at once.

Nothing is believed because it was true at training: gates are read from the registered
judgement, whose bytes were checked, and compared with the release and the champion of now.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from features.catalogue import CATALOGUE_VERSION
from training.judging.judgement import Judgement
from training.questions.outcomes import OUTCOMES
from training.registry.names import STOPPED_TAG
from training.registry.reading import Registered

__all__ = ["SHORTEST_NOTE", "Request", "is_same_person", "objections", "overruled", "unsettled"]

#: Fewer characters give no reason.
SHORTEST_NOTE = 20


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for, and in whose name.

    Attributes:
        approver: who approves, by name; never the trainer.
        note: why, in words that a stranger understands a year later.
        accepted: gates without a result, each accepted by its name.
        despite: why failed gates are overruled; in the demo alone, never in production.
        is_production: whether the rules for real use apply.
        login: who is signed in on the host; kept beside the approver's name.
        at: the moment, as an instant's text.
    """

    approver: str
    note: str
    at: str
    login: str = ""
    accepted: tuple[str, ...] = ()
    despite: str = ""
    is_production: bool = True


def is_same_person(name: str, other: str) -> bool:
    """Whether two names are written alike but for case, spaces and forms of letters."""
    return _plain(name) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def overruled(judgement: Judgement, request: Request) -> tuple[str, ...]:
    """The gates not passed that the request overrules; none unless it gives its reason."""
    if not request.despite.strip():
        return ()
    return tuple(
        gate.name
        for gate in judgement.gates
        if gate.passed is not True and gate.name not in request.accepted
    )


def unsettled(judgement: Judgement) -> frozenset[str]:
    """The gates for which there were too few cases."""
    return frozenset(gate.name for gate in judgement.gates if gate.passed is None)


def objections(
    chosen: Registered, champion: Registered | None, request: Request
) -> tuple[str, ...]:
    """Every reason against promoting ``chosen`` now, each a line; empty if there is none.

    Raises:
        RegistryError: the version holds no judgement that this release can read.
    """
    judgement = chosen.judgement
    return (
        *request_objections(request, chosen.tags.get("trainer", "")),
        *_version_objections(chosen, judgement),
        *_gate_objections(judgement, request),
        *_champion_objections(chosen, champion, judgement),
    )


def request_objections(request: Request, trainer: str) -> Iterator[str]:
    """What is wrong with who asks, and how."""
    if not request.approver.strip():
        yield "name who approves: a card is promoted by a person"
    elif is_same_person(request.approver, trainer):
        yield f"{request.approver.strip()} trained it: a second person approves"
    if len(" ".join(request.note.split())) < SHORTEST_NOTE:
        yield f"the note says why, in {SHORTEST_NOTE} characters or more"
    if request.despite.strip() and request.is_production:
        yield "gates are not overruled in production: train a card that passes them"


def _version_objections(chosen: Registered, judgement: Judgement) -> Iterator[str]:
    card, outcome = chosen.card, OUTCOMES.get(judgement.card)
    if not chosen.tags.get("trainer", "").strip():
        yield "nobody is named as its trainer: train again"
    if (judgement.card_hash, judgement.card) != (card.content_hash, card.name):
        yield "its judgement is of another card: train again"
    if card.catalogue_version != CATALOGUE_VERSION:
        yield "it was fitted on another feature catalogue: train again with this release"
    if outcome is None or outcome.version != judgement.outcome:
        yield "its outcome is not the one that this release predicts: train again"
    stopped = [probe.name for probe in judgement.probes if not probe.passed]
    if stopped or STOPPED_TAG in chosen.tags:
        named = ", ".join(stopped) or chosen.tags[STOPPED_TAG]
        yield f"a leak probe stopped it ({named}): find the leak and train again"


def _gate_objections(judgement: Judgement, request: Request) -> Iterator[str]:
    gates = {gate.name: gate for gate in judgement.gates}
    if not gates or len(gates) != len(judgement.gates):
        yield "its judgement does not hold every gate once: train again"
    overruling = overruled(judgement, request)
    for name in request.accepted:
        if name not in gates or gates[name].passed is not None:
            yield f"{name} is no gate without a result, so there is nothing to accept"
    for gate in judgement.gates:
        if gate.name in overruling or gate.passed:
            continue
        if gate.passed is False:
            yield f"{gate.name} failed: {gate.words}"
        elif gate.name not in request.accepted:
            yield (
                f"{gate.name} is not settled: {gate.words}; "
                f"--accept {gate.name} takes it on the approver's name"
            )


def _champion_objections(
    chosen: Registered, champion: Registered | None, judgement: Judgement
) -> Iterator[str]:
    changes = judgement.changes
    if champion is not None and champion.version == chosen.version:
        yield f"version {chosen.version} is the champion already"
        return
    beside = None if changes is None else changes.champion_version
    now = None if champion is None else champion.version
    told = f"judged beside {f'version {beside}' if beside else 'no champion'}"
    if beside != now:
        standing = f"version {now} is champion" if now else "nothing is champion"
        yield f"{told}, but {standing} now: run missing-risk train on the same snapshot again"
    elif (
        changes is not None
        and champion is not None
        and (changes.champion_hash != champion.card.content_hash)
    ):
        yield f"{told}, but of another card: run missing-risk train again"
