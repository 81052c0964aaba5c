"""What a model's history looks like: its versions, who approved them, and what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from training.judging.rows import Fact
from training.papers.registration import Refusal, Registration
from training.registry.asking import asking
from training.registry.decisions import REFUSED, Decision, decisions_about
from training.registry.names import CARD_TAG, STOPPED_TAG
from training.registry.reading import Registered, aliases_of, find_version, read_version

__all__ = ["Listed", "VersionRow", "fetch_registration", "list_model"]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in a list. Texts are empty where nothing is known or was done.

    Attributes:
        aliases: those that name it now.
        failed, unsettled: its gates that were not passed.
    """

    version: str
    aliases: tuple[str, ...]
    card_hash: str
    snapshot: str
    trainer: str
    run_id: str
    failed: tuple[str, ...]
    unsettled: tuple[str, ...]
    stopped_by: str
    approved_by: str
    approved_on: str
    approved_note: str
    accepted: str
    promoted_despite: str
    monitored: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A model's versions and the decisions about them, the newest first."""

    model: str
    versions: tuple[VersionRow, ...]
    decisions: tuple[Decision, ...]


def list_model(address: str, model: str) -> Listed:
    """The history of one model; empty if nothing of it is registered.

    Raises:
        RegistryError: the registry can't be asked.
    """
    with asking(address) as client:
        aliases = aliases_of(client, model)
        entries = client.search_model_versions(f"name='{model}'")
        rows = [_row(entry, aliases) for entry in entries if CARD_TAG in entry.tags]
        rows.sort(key=lambda row: int(row.version), reverse=True)
        return Listed(model, tuple(rows), decisions_about(client, model))


_AS_TAGGED = (
    "snapshot", "trainer", "approved_by", "approved_on", "approved_note", "accepted",
    "promoted_despite", "monitored",
)  # fmt: skip


def _row(entry: Any, aliases: dict[str, str]) -> VersionRow:
    version = str(entry.version)
    told: dict[str, str] = dict(entry.tags)
    gates = {name.removeprefix("gate_"): told[name] for name in told if name.startswith("gate_")}
    return VersionRow(
        version=version,
        aliases=tuple(sorted(alias for alias, named in aliases.items() if named == version)),
        card_hash=told[CARD_TAG],
        run_id=str(entry.run_id),
        failed=tuple(sorted(name for name, result in gates.items() if result == "failed")),
        unsettled=tuple(sorted(name for name, result in gates.items() if result == "not settled")),
        stopped_by=told.get(STOPPED_TAG, ""),
        **{name: told.get(name, "") for name in _AS_TAGGED},
    )


def fetch_registration(address: str, model: str, which: str) -> tuple[Registered, Registration]:
    """A version with its files, and what papers say of how it came to be registered.

    Raises:
        RegistryError: as :func:`training.registry.reading.fetch_version`.
    """
    with asking(address) as client:
        found = read_version(client, model, find_version(client, model, which))
        told = found.tags
        return found, Registration(
            model=model,
            version=found.version,
            trainer=told.get("trainer", "not known"),
            run_id=found.run_id,
            approved_by=told.get("approved_by"),
            approved_on=told.get("approved_on"),
            note=_note(found),
            refusals=tuple(
                Refusal(decision.version, decision.day, decision.who, decision.reasons)
                for decision in decisions_about(client, model)
                if decision.what == REFUSED
            ),
            monitored=_monitored(found),
        )


def _note(found: Registered) -> str:
    """The approver's words, and whatever was let through in their name."""
    told = found.tags
    parts = [told.get("approved_note", "")]
    if (login := told.get("approved_login")) and login == told.get("trainer_login"):
        parts.append("Approved under the same login as trained it.")
    if accepted := told.get("accepted"):
        parts.append(f"Accepted without a result: {accepted}.")
    if despite := told.get("promoted_despite"):
        reason = told.get("despite_reason", "")
        parts.append(f"PROMOTED DESPITE GATES THAT WERE NOT PASSED: {despite}. Reason: {reason}")
    return " ".join(part for part in parts if part)


def _monitored(found: Registered) -> tuple[Fact, ...]:
    told = found.tags
    facts = (
        ("What was last found", told.get("monitored")),
        ("On", told.get("monitored_on")),
        ("In run", told.get("monitored_run")),
    )
    return tuple(Fact(what, value) for what, value in facts if value)
