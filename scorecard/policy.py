"""The policy in one versioned file: bands, floors with their wording, what a band asks for.

``policy.json`` is data that a force reviews and signs. This module reads it strictly and
refuses a policy that could fail, or say less than it means, in front of an officer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from records.serial import canonical
from scorecard.floor_kinds import Floor, FloorKind, PolicyError
from scorecard.parsing import (
    DocumentError,
    as_items,
    as_number,
    as_object,
    as_text,
    parse_object,
)

__all__ = ["Band", "Floor", "FloorKind", "Policy", "PolicyError", "load_policy"]

SCHEMA = "policy/v1"
_LARGEST_FILE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Band:
    """One band: its label, and how many of three bars its mark fills."""

    label: str
    bars: int


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy. Bands stand from the lowest to the highest.

    Attributes:
        content_hash: ``sha256:`` and the digest of :meth:`to_json`'s bytes.

    Raises:
        PolicyError: with every fault at once.
    """

    version: str
    note: str
    predicts: str
    adult_age: int
    bands: tuple[Band, ...]
    floors: tuple[Floor, ...]
    actions: Mapping[str, tuple[str, ...]]
    ask_whom: Mapping[str, str]
    schema: str = SCHEMA
    content_hash: str = field(init=False)

    def __post_init__(self) -> None:
        labels = self.labels
        faults = []
        if len(labels) < 2 or len(set(labels)) != len(labels):
            faults.append("needs two bands or more, each with a label of its own")
        if [band.bars for band in self.bands] != sorted({band.bars for band in self.bands}):
            faults.append("a higher band does not fill more bars")
        if not 10 <= self.adult_age <= 25:
            faults.append("adult_age is not an age at which childhood ends")
        faults += [
            f"floor {floor.id} raises to no band above the lowest"
            for floor in self.floors
            if floor.band not in labels[1:] or floor.params.get("agreed", floor.band) not in labels
        ]
        if len({floor.id for floor in self.floors}) != len(self.floors):
            faults.append("two floors share an id")
        if set(self.actions) != set(labels) or not all(self.actions.values()):
            faults.append("actions do not say what every band asks for in the next hour")
        if "otherwise" not in self.ask_whom:
            faults.append("ask_whom does not say whom to ask otherwise")
        if faults:
            raise PolicyError("policy: " + "; ".join(faults))
        object.__setattr__(self, "actions", MappingProxyType(dict(self.actions)))
        object.__setattr__(self, "ask_whom", MappingProxyType(dict(self.ask_whom)))
        digest = hashlib.sha256(self.to_json()).hexdigest()
        object.__setattr__(self, "content_hash", f"sha256:{digest}")

    def to_json(self) -> bytes:
        """The policy's bytes: canonical, so the same rules always give the same ones."""
        return canonical(
            {
                "schema": self.schema,
                "version": self.version,
                "note": self.note,
                "predicts": self.predicts,
                "adult_age": self.adult_age,
                "bands": [{"label": band.label, "bars": band.bars} for band in self.bands],
                "floors": [
                    {
                        "id": floor.id,
                        "kind": floor.kind.value,
                        "params": dict(floor.params),
                        "band": floor.band,
                        "short": floor.short,
                        "full": floor.full,
                    }
                    for floor in self.floors
                ],
                "actions": {band: list(actions) for band, actions in self.actions.items()},
                "ask_whom": dict(self.ask_whom),
            }
        )

    @classmethod
    def from_json(cls, data: bytes) -> Policy:
        """The inverse of :meth:`to_json`; takes a policy file, in whatever order it is.

        Raises:
            PolicyError: it is not exactly a policy.
        """
        if len(data) > _LARGEST_FILE:
            raise PolicyError(f"the policy file is larger than {_LARGEST_FILE} bytes")
        try:
            raw = parse_object(data, "policy")
            if raw.get("schema") != SCHEMA:
                raise PolicyError(f"the policy's schema is not {SCHEMA}")
            return _policy(raw)
        except DocumentError as fault:
            raise PolicyError(str(fault)) from None

    @property
    def labels(self) -> tuple[str, ...]:
        """The bands' labels, the lowest first."""
        return tuple(band.label for band in self.bands)

    def rank(self, label: str) -> int:
        """A band's place from the lowest, 0. Raises PolicyError for no band of this policy."""
        if label not in self.labels:
            raise PolicyError(f"the policy of {self.version} has no such band")
        return self.labels.index(label)

    def highest(self, labels: tuple[str, ...]) -> str:
        """The highest of these bands; at least one must be given."""
        return max(labels, key=self.rank)

    def bars(self, label: str) -> int:
        """How many bars the band's mark fills."""
        return self.bands[self.rank(label)].bars

    def next_hour(self, label: str) -> tuple[str, ...]:
        """What the band asks for in the next hour, in order."""
        return self.actions[self.labels[self.rank(label)]]

    def ask(self, what: str) -> str:
        """Who can settle something that isn't known; someone is always named."""
        return self.ask_whom.get(what, self.ask_whom["otherwise"])


def load_policy(path: Path | None = None) -> Policy:
    """The policy of this release, or of the file given.

    Raises:
        PolicyError: the file can't be read, or is not exactly a policy.
    """
    try:
        if path is None:
            data = resources.files("scorecard").joinpath("policy.json").read_bytes()
        else:
            data = path.read_bytes()
    except OSError as fault:
        raise PolicyError(f"the policy file can't be read ({fault.strerror})") from None
    return Policy.from_json(data)


def _policy(raw: Mapping[str, object]) -> Policy:
    names = [one.name for one in fields(Policy) if one.init]
    given = as_object(raw, names, "policy")
    bands = [as_object(b, ["label", "bars"], "band") for b in as_items(given["bands"], "bands")]
    hours = as_object(given["actions"], None, "actions")
    whom = as_object(given["ask_whom"], None, "ask_whom")
    return Policy(
        schema=as_text(given["schema"], "schema"),
        version=as_text(given["version"], "version"),
        note=as_text(given["note"], "note"),
        predicts=as_text(given["predicts"], "predicts"),
        adult_age=as_number(given["adult_age"], "adult_age"),
        bands=tuple(
            Band(as_text(b["label"], "label"), as_number(b["bars"], "bars")) for b in bands
        ),
        floors=tuple(_floor(floor) for floor in as_items(given["floors"], "floors")),
        actions={
            band: tuple(as_text(action, "action") for action in as_items(actions, "actions"))
            for band, actions in hours.items()
        },
        ask_whom={what: as_text(who, "ask_whom") for what, who in whom.items()},
    )


def _floor(raw: object) -> Floor:
    given = as_object(raw, [one.name for one in fields(Floor)], "floor")
    name = as_text(given["id"], "id")
    try:
        kind = FloorKind(given["kind"])
    except ValueError:
        raise PolicyError(f"floor {name}: there is no such kind of floor") from None
    return Floor(
        id=name,
        kind=kind,
        params=as_object(given["params"], None, "params"),
        band=as_text(given["band"], "band"),
        short=as_text(given["short"], "short"),
        full=as_text(given["full"], "full"),
    )
