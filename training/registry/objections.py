"""Why a version may not be promoted: every gate and rule asked again, all answers at once.

Nothing is believed because it was true at training: gates are asked again of the registered
card and judgement, whose bytes were checked, under the wording, policy and limits of now.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from features.catalogue import CATALOGUE_VERSION
from scorecard.card import Card
from scorecard.policy import Policy
from training.judging.judgement import Judgement
from training.judging.rows import Gate
from training.judging.verdict import judge_gates
from training.questions.outcomes import OUTCOMES
from training.registry.names import STOPPED_TAG
from training.registry.reading import Registered

__all__ = [
    "SHORTEST_NOTE",
    "Request",
    "gates_now",
    "is_same_person",
    "objections",
    "overruled",
    "release_objections",
    "request_objections",
]

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


def gates_now(chosen: Registered, policy: Policy) -> tuple[Gate, ...]:
    """Every gate, asked again: of the registered result and today's, the worse stands.

    Of a card of another catalogue, whose features may be gone, nothing can be asked again.
    """
    judgement = chosen.judgement
    if chosen.card.catalogue_version != CATALOGUE_VERSION:
        return judgement.gates
    kept = {gate.name: gate for gate in judgement.gates}
    again = {gate.name: gate for gate in judge_gates(judgement, chosen.card, policy)}
    return tuple(
        max((gates[name] for gates in (kept, again) if name in gates), key=_badness)
        for name in dict.fromkeys((*again, *kept))
    )


def _badness(gate: Gate) -> int:
    return {True: 0, None: 1, False: 2}[gate.passed]


def overruled(gates: tuple[Gate, ...], request: Request) -> tuple[str, ...]:
    """The gates not passed that the request overrules; none unless it gives its reason."""
    if not request.despite.strip():
        return ()
    return tuple(
        gate.name for gate in gates if gate.passed is not True and gate.name not in request.accepted
    )


def objections(
    chosen: Registered,
    champion: Registered | None,
    request: Request,
    gates: tuple[Gate, ...],
) -> tuple[str, ...]:
    """Every reason against promoting ``chosen`` now, each a line; empty if there is none.

    Args:
        gates: of :func:`gates_now`.

    Raises:
        RegistryError: the version holds no judgement that this release can read.
    """
    judgement = chosen.judgement
    return (
        *request_objections(request, *(chosen.tags.get(tag, "") for tag in _TRAINERS)),
        *_version_objections(chosen, judgement),
        *_gate_objections(gates, judgement, request),
        *_champion_objections(chosen, champion, judgement),
    )


#: The tags that name who trained a version: as given, and as signed in.
_TRAINERS = ("trainer", "trainer_login")


def request_objections(request: Request, *trainers: str) -> Iterator[str]:
    """What is wrong with who asks, and how."""
    if not request.approver.strip():
        yield "name who approves: a card is promoted by a person"
    elif any(is_same_person(request.approver, trainer) for trainer in trainers):
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
    yield from release_objections(card)
    if outcome is None or outcome.version != judgement.outcome:
        yield "its outcome is not the one that this release predicts: train again"
    if _stopped(judgement) or STOPPED_TAG in chosen.tags:
        named = ", ".join(_stopped(judgement)) or chosen.tags[STOPPED_TAG]
        yield f"a leak probe stopped it ({named}): find the leak and train again"


def release_objections(card: Card) -> Iterator[str]:
    """Why this release couldn't serve the card."""
    if card.catalogue_version != CATALOGUE_VERSION:
        yield "it was fitted on another feature catalogue: train again with this release"


def _stopped(judgement: Judgement) -> list[str]:
    return [probe.name for probe in judgement.probes if probe.passed is False]


def _gate_objections(
    gates: tuple[Gate, ...], judgement: Judgement, request: Request
) -> Iterator[str]:
    unsettled = {gate.name for gate in gates if gate.passed is None}
    for name in request.accepted:
        if name not in unsettled:
            yield f"{name} is no gate without a result, so there is nothing to accept"
    overruling = overruled(gates, request)
    for gate in gates:
        if gate.name in overruling or gate.passed:
            continue
        if gate.name == "probes" and _stopped(judgement):
            continue  # said already, and nobody can overrule it
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
