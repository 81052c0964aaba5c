"""The weights file: how much each agreement tells, fixed, dated and reviewed like code.

Whole numbers only. A weight is in hundredths of a bit: 100 makes a pair twice as likely
to be one person. The file is text, so that a change to it can be read before it counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log2
from pathlib import Path
from typing import Any

from linkage.frequencies import BANDS, Frequencies
from linkage.levels import DIFFERENT, FIELDS, UNKNOWN, Field
from linkage.names import FOLD_VERSION
from linkage.subjects import Subject

__all__ = [
    "WEIGHTS_FILES",
    "Expected",
    "LevelWeight",
    "Thresholds",
    "Weights",
    "WeightsError",
    "load_weights",
    "weighed_levels",
]

SCHEMA = "linkage-weights/v1"
_LARGEST = 8 * 1024 * 1024
_BILLION = 1_000_000_000


class WeightsError(Exception):
    """The text is no weights file that this release can use. Nothing was taken from it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The prior, stated and not guessed: how many others are the same person as a record.

    Attributes:
        records: person records in the force meant.
        matches_per_1000_records: other records of the same person, for 1,000 records.
    """

    records: int
    matches_per_1000_records: int

    @property
    def probability(self) -> float:
        """That two records taken at random are one person."""
        return self.matches_per_1000_records / 1000 / (self.records - 1)

    @property
    def weight(self) -> int:
        """The prior as a weight."""
        return round(100 * log2(self.probability / (1 - self.probability)))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which weight a pair may be linked, is shown as possible, and outbids another.

    Attributes:
        same_system: from which weight two records of one system may be linked.
        rival: a pair is not linked while another that excludes it weighs nearly as much:
            less than this below it.
    """

    link: int
    same_system: int
    possible: int
    rival: int


@dataclass(frozen=True, slots=True)
class LevelWeight:
    """How often one level is met among records of one person (m) and of two (u).

    Parts in a thousand million. ``observed`` is false if the fit met the level too
    seldom to say, and the declared guess stands.
    """

    m: int
    u: int
    observed: bool

    @property
    def weight(self) -> int:
        """log2(m / u), in hundredths of a bit."""
        return round(100 * log2(self.m / self.u))


def weighed_levels(field: Field) -> Iterator[str]:
    """The names under which a field's levels have weights, best first.

    ``same`` stands once for each band of frequency where the field has bands.
    """
    for level in field.levels:
        if level.name == "same" and field.by_frequency:
            yield from (f"same_{band}" for band, _ in BANDS)
        elif level.is_counted:
            yield level.name
    yield DIFFERENT


@dataclass(frozen=True, slots=True)
class Weights:
    """A whole weights file.

    Raises:
        WeightsError: a level has no weight, a probability is not between 0 and 1, or the
            thresholds are out of order.
    """

    fitted_to: str
    records: int
    seed: int
    expected: Expected
    thresholds: Thresholds
    levels: Mapping[str, Mapping[str, LevelWeight]]
    frequencies: Mapping[str, Frequencies]

    def __post_init__(self) -> None:
        faults = []
        for field in FIELDS:
            given, needed = self.levels.get(field.name, {}), list(weighed_levels(field))
            if list(given) != needed:
                faults.append(f"{field.name} must have the levels {', '.join(needed)}")
            if any(not (0 < w.m < _BILLION and 0 < w.u < _BILLION) for w in given.values()):
                faults.append(f"{field.name}: m and u must lie between 0 and {_BILLION}")
            if field.by_frequency and field.name not in self.frequencies:
                faults.append(f"{field.name} must have its frequencies")
        least = self.thresholds
        if not least.possible < least.link <= least.same_system or least.rival < 0:
            faults.append("thresholds must rise from possible to link to same_system")
        if self.expected.records < 2 or self.expected.matches_per_1000_records < 1:
            faults.append("expected matches must be stated for two records or more")
        if faults:
            raise WeightsError("weights: " + "; ".join(faults))

    def of(self, field: str, level: str) -> int:
        """The weight of one level of one field; 0 for an unknown or uncounted one."""
        found = self.levels[field].get(level)
        return found.weight if found is not None and level != UNKNOWN else 0

    @property
    def digest(self) -> str:
        """``sha256:`` and the hash of the file's text: which weights spoke."""
        return "sha256:" + hashlib.sha256(self.to_json()).hexdigest()

    def to_json(self) -> bytes:
        """The file. The same weights always give the same bytes."""
        raw = {
            "schema": SCHEMA,
            "fold": FOLD_VERSION,
            "fitted_to": self.fitted_to,
            "records": self.records,
            "seed": self.seed,
            "expected": {
                "records": self.expected.records,
                "matches_per_1000_records": self.expected.matches_per_1000_records,
                "weight": self.expected.weight,
            },
            "thresholds": {
                "link": self.thresholds.link,
                "same_system": self.thresholds.same_system,
                "possible": self.thresholds.possible,
                "rival": self.thresholds.rival,
            },
            "levels": {
                field: {
                    name: {"m": w.m, "u": w.u, "weight": w.weight, "observed": w.observed}
                    for name, w in levels.items()
                }
                for field, levels in self.levels.items()
            },
            "frequencies": {
                field: dict(frequencies.per_million)
                for field, frequencies in self.frequencies.items()
            },
        }
        return _compact_leaves(json.dumps(raw, indent=1, ensure_ascii=False)).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Weights:
        """The inverse of :meth:`to_json`.

        Raises:
            WeightsError: too large, not JSON, of another schema or folding, or at odds
                with itself (a written weight that its m and u don't give).
        """
        if len(text) > _LARGEST:
            raise WeightsError(f"weights: longer than {_LARGEST} bytes")
        try:
            raw = json.loads(text)
        except ValueError:
            raise WeightsError("weights: not JSON") from None
        if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
            raise WeightsError(f"weights: schema is not {SCHEMA}; fit them again")
        if raw.get("fold") != FOLD_VERSION:
            raise WeightsError(f"weights: names were folded otherwise than {FOLD_VERSION}")
        try:
            weights = cls._from_raw(raw)
        except (KeyError, TypeError, AttributeError, ValueError) as fault:
            raise WeightsError(f"weights: {type(fault).__name__} in the file's shape") from None
        if weights.to_json() != text:
            raise WeightsError("weights: the text is not what its own numbers give")
        return weights

    @classmethod
    def _from_raw(cls, raw: dict[str, Any]) -> Weights:
        expected, thresholds = raw["expected"], raw["thresholds"]
        return cls(
            fitted_to=str(raw["fitted_to"]),
            records=int(raw["records"]),
            seed=int(raw["seed"]),
            expected=Expected(expected["records"], expected["matches_per_1000_records"]),
            thresholds=Thresholds(
                thresholds["link"],
                thresholds["same_system"],
                thresholds["possible"],
                thresholds["rival"],
            ),
            levels={
                field: {
                    name: LevelWeight(int(w["m"]), int(w["u"]), bool(w["observed"]))
                    for name, w in levels.items()
                }
                for field, levels in raw["levels"].items()
            },
            frequencies={
                field: Frequencies({name: int(share) for name, share in shares.items()})
                for field, shares in raw["frequencies"].items()
            },
        )


def _compact_leaves(text: str) -> str:
    """One line for each level, so that a change to it is one line of a review."""
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        if inside:
            lines[-1] += line.strip() if line.strip().startswith("}") else line.strip() + " "
            inside = not line.strip().startswith("}")
        else:
            lines.append(line)
            inside = line.startswith("   ") and line.endswith("{")
    return "\n".join(lines) + "\n"


#: The file of each subject's weights, in this package or in a folder of the force's own.
WEIGHTS_FILES = {Subject.CHILD: "weights.json", Subject.ADULT: "weights_adults.json"}


def load_weights(subject: Subject = Subject.CHILD, folder: Path | None = None) -> Weights:
    """The reviewed weights for records of one subject: this release's, or those of a folder.

    Raises:
        WeightsError: the file is not there, was changed by hand, or is of another release.
    """
    if folder is None:
        return _of_release(WEIGHTS_FILES[subject])
    path = folder / WEIGHTS_FILES[subject]
    try:
        return Weights.from_json(path.read_bytes())
    except OSError:
        raise WeightsError(f"weights: {path} can't be read") from None


@lru_cache(maxsize=len(WEIGHTS_FILES))
def _of_release(file: str) -> Weights:
    return Weights.from_json((files("linkage") / file).read_bytes())
