"""What was decided about versions: promoted, refused, rolled back; who, when and why.

Each decision is a run of its own, in an experiment beside the card's, so refusals are kept
as well as approvals: the transparency record tells of both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.calendar import instant_from_text, local_day
from training.registry.asking import experiment_of

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = [
    "PROMOTED",
    "REFUSED",
    "ROLLED_BACK",
    "UNFINISHED",
    "Decision",
    "deciding",
    "decisions_about",
    "log_decision",
]

PROMOTED, REFUSED, ROLLED_BACK = "promoted", "refused", "rolled back"
_LONGEST_TAG = 5_000
_PAGE = 200
#: Follows what was decided, where the moves for it were not all made.
UNFINISHED = " (not finished)"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about one version.

    Attributes:
        what: :data:`PROMOTED`, :data:`REFUSED` (to promote or to roll back to it) or
            :data:`ROLLED_BACK` (to it).
        at: an instant, as text.
        who, login: the name given as the approver's, and who was signed in on the host.
        reasons: why it was refused.
        accepted: the gates without a result that the approver accepted by name.
        despite: why failed gates were overruled; empty unless they were (demo alone).
        replaced: the champion before it; empty if there was none or nothing moved.
    """

    what: str
    model: str
    version: str
    at: str
    who: str
    login: str
    note: str
    reasons: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    despite: str = ""
    replaced: str = ""

    @property
    def day(self) -> str:
        """The local day, as ``2026-11-22``."""
        return local_day(instant_from_text(self.at)).isoformat()


_LISTS = ("reasons", "accepted")


def log_decision(client: MlflowClient, address: str, decision: Decision) -> None:
    """Keep a decision that moves nothing, for good."""
    with deciding(client, address, decision):
        pass


@contextmanager
def deciding(client: MlflowClient, address: str, decision: Decision) -> Iterator[None]:
    """Keep the decision before what it moves is moved: nothing moves that nobody can read of.

    One whose moves didn't all happen stays unfinished, and is listed as that.
    """
    fields = {name: getattr(decision, name) for name in Decision.__dataclass_fields__}
    told = {name: "\n".join(fields[name]) if name in _LISTS else fields[name] for name in fields}
    name = f"{decision.day}-{decision.what.replace(' ', '-')}-c{decision.version}"
    run = client.create_run(
        experiment_of(client, address, _experiment(decision.model)),
        run_name=name,
        tags={name: value[:_LONGEST_TAG] for name, value in told.items()},
    )
    yield
    client.set_terminated(run.info.run_id)


def decisions_about(client: MlflowClient, model: str) -> tuple[Decision, ...]:
    """Every decision about the model's versions, the newest first."""
    experiment = client.get_experiment_by_name(_experiment(model))
    if experiment is None:
        return ()
    runs = _runs(client, experiment.experiment_id)
    found = [
        _from_tags(run.data.tags, is_finished=run.info.status == "FINISHED")
        for run in runs
        if "what" in run.data.tags
    ]
    return tuple(sorted(found, key=lambda decision: decision.at, reverse=True))


def _experiment(model: str) -> str:
    return f"{model}-decisions"


def _runs(client: MlflowClient, experiment: str) -> Iterator[Any]:
    token = None
    while True:
        page = client.search_runs(
            [experiment],
            order_by=["attributes.start_time DESC"],
            max_results=_PAGE,
            page_token=token,
        )
        yield from page
        token = page.token
        if not token:
            return


def _from_tags(tags: Mapping[str, str], *, is_finished: bool) -> Decision:
    fields: dict[str, Any] = {name: tags.get(name, "") for name in Decision.__dataclass_fields__}
    for name in _LISTS:
        fields[name] = tuple(fields[name].split("\n")) if fields[name] else ()
    if not is_finished:
        fields["what"] += UNFINISHED
    return Decision(**fields)
