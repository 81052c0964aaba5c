"""The scorecard artefact: whole numbers as canonical JSON, named by their hash.

What is served is this file and nothing else. Its bytes are canonical, so ``sha256sum``
of the file is the card's ``content_hash``: anyone can check it without this program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from records.serial import canonical
from records.unknown import Unknown
from scorecard.bins import MOST_POINTS, Bin, CardError, CardLine
from scorecard.parsing import DocumentError, as_items, as_number, as_object, as_text, parse_object

__all__ = ["MOST_LINES", "SCHEMA", "Card"]

SCHEMA = "card/v1"
MOST_LINES = 20
_LARGEST_FILE = 256 * 1024
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Card:
    """One fitted scorecard.

    Attributes:
        base: what every child starts with.
        calibration: (points from, probability in millionths), for analysts alone: no
            officer sees a probability. Starts at 0 points; never falls.
        thresholds: from how many points each band but the lowest starts, rising; they
            follow the workload that the force can act on, under a version of their own.
        catalogue_version: the features' definitions that its lines were fitted on.
        trained: facts for the record (snapshot, period, rows), texts and whole numbers.

    Raises:
        CardError: with every fault at once.
    """

    name: str
    base: int
    lines: tuple[CardLine, ...]
    calibration: tuple[tuple[int, int], ...]
    thresholds: Mapping[str, int]
    thresholds_version: str
    catalogue_version: str
    trained: Mapping[str, str | int] = field(default_factory=dict)
    schema: str = SCHEMA

    def __post_init__(self) -> None:
        faults = _card_faults(self)
        if faults:
            raise CardError(f"card {self.name[:40]}: " + "; ".join(faults))
        object.__setattr__(self, "trained", MappingProxyType(dict(self.trained)))
        object.__setattr__(self, "thresholds", MappingProxyType(dict(self.thresholds)))

    @property
    def features(self) -> tuple[str, ...]:
        """The features that :func:`scorecard.scoring.score` asks for: these, and no others."""
        return tuple(line.feature for line in self.lines)

    @property
    def most(self) -> int:
        """The highest total that any child can reach."""
        return self.base + sum(line.most for line in self.lines)

    def band_of(self, points: int) -> str | None:
        """The highest band whose start ``points`` reach; None below all of them."""
        reached = [band for band, start in self.thresholds.items() if points >= start]
        return reached[-1] if reached else None

    def probability_ppm(self, points: int) -> int:
        """The calibrated probability of a total, in millionths. Never shown to officers."""
        return [ppm for start, ppm in self.calibration if start <= max(points, 0)][-1]

    @property
    def content_hash(self) -> str:
        """``sha256:`` and the digest of :meth:`to_json`'s bytes."""
        return "sha256:" + hashlib.sha256(self.to_json()).hexdigest()

    def to_json(self) -> bytes:
        """The artefact's bytes: canonical, so the same card always gives the same ones."""
        return canonical(
            {
                "schema": self.schema,
                "name": self.name,
                "base": self.base,
                "lines": [_line_to_json(line) for line in self.lines],
                "calibration": [list(step) for step in self.calibration],
                "thresholds": [list(start) for start in self.thresholds.items()],
                "thresholds_version": self.thresholds_version,
                "catalogue_version": self.catalogue_version,
                "trained": dict(self.trained),
            }
        )

    @classmethod
    def from_json(cls, data: bytes, expected_hash: str | None = None) -> Card:
        """The inverse of :meth:`to_json`.

        Args:
            expected_hash: the ``content_hash`` that the registry or audit entry names.
                Pass it wherever one is known; None only says that the bytes are a card.

        Raises:
            CardError: too large, another hash, another schema, not canonical, a field
                missing or added, or a card that breaks its own rules. Nothing is read
                from bytes whose hash differs.
        """
        if len(data) > _LARGEST_FILE:
            raise CardError(f"the card is larger than {_LARGEST_FILE} bytes")
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        if expected_hash is not None and digest != expected_hash:
            raise CardError("the card is not the one its hash names; fetch it again")
        try:
            raw = parse_object(data, "card")
            if raw.get("schema") != SCHEMA:
                raise CardError(f"the card's schema is not {SCHEMA}; this release can't read it")
            card = _card_from_raw(raw)
        except DocumentError as fault:
            raise CardError(str(fault)) from None
        if card.to_json() != data:
            raise CardError("the card's bytes are not in canonical form")
        return card


def _card_faults(card: Card) -> list[str]:
    faults = []
    if card.schema != SCHEMA:
        faults.append(f"schema is not {SCHEMA}")
    if not card.name.isidentifier() or len(card.name) > 40:
        faults.append("the card's name is not a name")
    if type(card.base) is not int or not 0 <= card.base <= MOST_POINTS:
        faults.append(f"base is not a whole number from 0 to {MOST_POINTS}")
    if not 1 <= len(card.lines) <= MOST_LINES:
        faults.append(f"has {len(card.lines)} lines, not 1 to {MOST_LINES}")
    if len(set(card.features)) != len(card.lines):
        faults.append("a feature stands on two lines")
    faults += [f"line {line.feature} never gives points" for line in card.lines if line.most == 0]
    if not card.catalogue_version:
        faults.append("does not name the catalogue it was fitted on")
    if any(type(fact) not in (str, int) for fact in card.trained.values()):
        faults.append("facts of training are texts and whole numbers")
    return [*faults, *_calibration_faults(card.calibration), *_thresholds_faults(card)]


def _calibration_faults(steps: tuple[tuple[int, int], ...]) -> list[str]:
    if not steps or steps[0][0] != 0:
        return ["the calibration table does not start at 0 points"]
    if any(type(part) is not int for step in steps for part in step):
        return ["the calibration table holds something else than whole numbers"]
    faults = []
    if any(a[0] >= b[0] or a[1] > b[1] for a, b in pairwise(steps)):
        faults.append("the calibration table does not rise")
    if not all(0 <= ppm <= _MILLION for _, ppm in steps):
        faults.append("a probability lies outside 0 to 1,000,000 millionths")
    return faults


def _thresholds_faults(card: Card) -> list[str]:
    starts = list(card.thresholds.values())
    faults = [] if card.thresholds_version else ["the thresholds have no version"]
    if not starts or any(type(start) is not int or start < 1 for start in starts):
        return [*faults, "a band starts at a whole number of points above 0"]
    if any(a >= b for a, b in pairwise(starts)):
        faults.append("the bands' starts do not rise in the order given")
    return faults


def _line_to_json(line: CardLine) -> dict[str, object]:
    return {
        "feature": line.feature,
        "direction": line.direction,
        "bins": [[bin_.low, bin_.high, bin_.points] for bin_ in line.bins],
        "unknown": {kind.value: line.unknown[kind] for kind in Unknown},
        "neutral": line.neutral,
    }


def _card_from_raw(raw: Mapping[str, object]) -> Card:
    fields = as_object(raw, [*Card.__dataclass_fields__], "card")
    starts = [as_items(pair, "start", 2) for pair in as_items(fields["thresholds"], "thresholds")]
    steps = [as_items(step, "step", 2) for step in as_items(fields["calibration"], "calibration")]
    trained = as_object(fields["trained"], None, "trained")
    return Card(
        schema=as_text(fields["schema"], "schema"),
        name=as_text(fields["name"], "name"),
        base=as_number(fields["base"], "base"),
        lines=tuple(_line_from_raw(line) for line in as_items(fields["lines"], "lines")),
        calibration=tuple((as_number(a, "points"), as_number(b, "ppm")) for a, b in steps),
        thresholds={as_text(band, "band"): as_number(start, "start") for band, start in starts},
        thresholds_version=as_text(fields["thresholds_version"], "thresholds_version"),
        catalogue_version=as_text(fields["catalogue_version"], "catalogue_version"),
        trained={
            name: fact if isinstance(fact, str) else as_number(fact, "fact")
            for name, fact in trained.items()
        },
    )


def _line_from_raw(raw: object) -> CardLine:
    fields = as_object(raw, [*CardLine.__dataclass_fields__], "line")
    unknown = as_object(fields["unknown"], [kind.value for kind in Unknown], "unknown")
    bins = [as_items(bin_, "bin", 3) for bin_ in as_items(fields["bins"], "bins")]
    return CardLine(
        feature=as_text(fields["feature"], "feature"),
        direction=as_text(fields["direction"], "direction"),
        bins=tuple(
            Bin(
                None if low is None else as_number(low, "edge"),
                None if high is None else as_number(high, "edge"),
                as_number(points, "points"),
            )
            for low, high, points in bins
        ),
        unknown={kind: as_number(unknown[kind.value], "points") for kind in Unknown},
        neutral=as_number(fields["neutral"], "neutral"),
    )
