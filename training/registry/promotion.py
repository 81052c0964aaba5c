"""Promoting a version to champion, refusing it, and going back: one at a time.

The order of writing is the order in which serving may read: the version that goes is made
``previous`` first, then the alias ``champion`` moves in one step. Whoever reads in between
sees the old champion or the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scorecard.policy import Policy
from training.errors import RegistryError
from training.registry.asking import asking
from training.registry.decisions import (
    PROMOTED,
    REFUSED,
    ROLLED_BACK,
    Decision,
    deciding,
    log_decision,
)
from training.registry.names import CHAMPION, PREVIOUS
from training.registry.objections import (
    Request,
    gates_now,
    objections,
    overruled,
    release_objections,
    request_objections,
)
from training.registry.reading import (
    Registered,
    aliases_of,
    find_version,
    read_champion,
    read_version,
)
from training.registry.turns import turn

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = ["REPLACED_TAG", "PromotionRefusedError", "promote", "rollback"]

#: The champion that a promoted version took over from: where a second rollback leads.
REPLACED_TAG = "replaced"


class PromotionRefusedError(RegistryError):
    """A promotion or rollback was refused; the refusal is kept. One reason a line."""

    def __init__(self, version: str, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__("\n".join((f"version {version} is not promoted:", *reasons)))


@dataclass(frozen=True, slots=True)
class _Errand:
    """One decision in the making: the registry that it is made in, and who asks for it."""

    client: MlflowClient
    address: str
    model: str
    request: Request

    def refuse(self, version: str, reasons: tuple[str, ...]) -> None:
        """Keep the refusal and tell it; nothing if there is no reason."""
        if reasons:
            decision = replace(self.decided(REFUSED, version), reasons=reasons)
            log_decision(self.client, self.address, decision)
            raise PromotionRefusedError(version, reasons)

    def decided(self, what: str, version: str) -> Decision:
        asked = self.request
        return Decision(
            what=what,
            model=self.model,
            version=version,
            at=asked.at,
            who=" ".join(asked.approver.split()),
            login=asked.login,
            note=" ".join(asked.note.split()),
        )

    def tag(self, version: Registered, tags: Mapping[str, str]) -> None:
        """Set the tags; one without a value goes, whatever an earlier promotion left there."""
        for name, value in tags.items():
            if value:
                self.client.set_model_version_tag(self.model, version.version, name, value)
            elif name in version.tags:
                self.client.delete_model_version_tag(self.model, version.version, name)

    def move(self, alias: str, version: str) -> None:
        self.client.set_registered_model_alias(self.model, alias, version)


def promote(address: str, model: str, version: str, request: Request, policy: Policy) -> Decision:
    """Make the version the champion; the one before becomes ``previous``.

    Every gate and rule is asked again. Two promotions at once are made one after the other,
    and the later one is asked beside the champion that the earlier one made.

    Raises:
        PromotionRefusedError: with every reason; the refusal is kept in the registry.
        RegistryError: there is no such version, a file of it was changed, or the registry
            can't be asked.
    """

    def decide(errand: _Errand) -> Decision:
        chosen = _read_or_refuse(errand, version)
        champion = read_champion(errand.client, model, card_only=True)
        gates = gates_now(chosen, policy)
        errand.refuse(chosen.version, objections(chosen, champion, request, gates))
        despite = overruled(gates, request)
        decision = replace(
            errand.decided(PROMOTED, chosen.version),
            accepted=request.accepted,
            despite=" ".join(request.despite.split()) if despite else "",
            replaced="" if champion is None else champion.version,
        )
        with deciding(errand.client, address, decision):
            errand.tag(chosen, _approval(decision, despite))
            if champion is not None:
                errand.move(PREVIOUS, champion.version)
            errand.move(CHAMPION, chosen.version)
        return decision

    return _decide(address, model, request, decide)


def _approval(decision: Decision, despite: tuple[str, ...]) -> dict[str, str]:
    return {
        "approved_by": decision.who,
        "approved_on": decision.day,
        "approved_note": decision.note,
        "approved_login": decision.login,
        "accepted": ", ".join(decision.accepted),
        "promoted_despite": ", ".join(despite),
        "despite_reason": decision.despite,
        REPLACED_TAG: decision.replaced,
        "rolled_back_on": "",
        "rolled_back_by": "",
    }


def rollback(address: str, model: str, request: Request) -> Decision:
    """Make the champion's forerunner champion again.

    ``previous`` then names the one before that, if there was one, so one can go back
    again. Gates aren't asked: this card served before. Its files are checked as ever, and
    this release must be able to serve it.

    Raises:
        PromotionRefusedError: nobody is named, no reason is given, or there is nothing to
            go back to; kept in the registry.
        RegistryError: as :func:`promote`.
    """

    def decide(errand: _Errand) -> Decision:
        aliases = aliases_of(errand.client, model)
        now, before = aliases.get(CHAMPION), aliases.get(PREVIOUS)
        reasons = list(request_objections(request))
        if now is None or before is None or before == now:
            reasons.append("there is no version to go back to")
        errand.refuse(before or now or "none", tuple(reasons))
        assert now is not None
        assert before is not None
        former = _read_or_refuse(errand, PREVIOUS)
        errand.refuse(before, tuple(release_objections(former.card)))
        decision = replace(errand.decided(ROLLED_BACK, before), replaced=now)
        with deciding(errand.client, address, decision):
            for name, value in (("on", decision.day), ("by", decision.who)):
                errand.client.set_model_version_tag(model, now, f"rolled_back_{name}", value)
            errand.move(CHAMPION, before)
            earlier = former.tags.get(REPLACED_TAG)
            if earlier:
                errand.move(PREVIOUS, earlier)
            else:
                errand.client.delete_registered_model_alias(model, PREVIOUS)
        return decision

    return _decide(address, model, request, decide)


def _read_or_refuse(errand: _Errand, which: str) -> Registered:
    """The version; one whose files were changed is refused, and that is kept."""
    entry: Any = find_version(errand.client, errand.model, which)
    try:
        registered = read_version(errand.client, errand.model, entry)
        _ = registered.judgement
    except RegistryError as fault:
        errand.refuse(str(entry.version), (str(fault),))
        raise
    return registered


def _decide(
    address: str, model: str, request: Request, decide: Callable[[_Errand], Decision]
) -> Decision:
    with asking(address) as client, turn(client, model, request.login):
        return decide(_Errand(client, address, model, request))
