"""The code that shapes an answer, by the hash of every file: to name what changed (N1).

Not an input of the function, but of what the function is: two releases that differ here
may answer differently from the same inputs, and then it can be said which file.
"""

from __future__ import annotations

import hashlib
import json
import platform
import unicodedata
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from records.calendar import FORCE_ZONE
from records.serial import canonical

__all__ = ["PARTS", "Code", "code_in_use"]

#: Package or module -> what of it has no part in an answer.
PARTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "records": frozenset({"reading.py", "rows.py", "snapshots.py", "writing.py", "written.py"}),
        "features": frozenset(
            {
                "compiled",
                "local_days.py",
                "many_children.py",
                "relations/texts.py",
                "snapshots",
                "table.py",
            }
        ),
        "scorecard": frozenset({"scoring_many.py"}),
        "duties": frozenset(),
        "linkage.folding": frozenset(),
        "serving.answer": frozenset({"advising_many.py", "comparing_cards.py", "kept_parts.py"}),
    }
)
_SHAPING = (".py", ".json")
_DISTRIBUTION = "missing-children-risk"


@dataclass(frozen=True, slots=True)
class Code:
    """What one running release works answers out with.

    Attributes:
        release: its version, for people.
        tables: what comes with the machine and decides bytes: Python's tables of letters,
            and the rules of the force's time zone.
        files: path -> digest of its bytes.
        digest: ``sha256:`` and the digest of :meth:`to_bytes`.
    """

    release: str
    tables: Mapping[str, str]
    files: Mapping[str, str]
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.to_bytes()).hexdigest()
        object.__setattr__(self, "digest", f"sha256:{digest}")

    def to_bytes(self) -> bytes:
        """Canonical bytes."""
        return canonical(
            {"release": self.release, "tables": dict(self.tables), "files": dict(self.files)}
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Code:
        """The inverse of :meth:`to_bytes`."""
        said = json.loads(raw)
        return cls(said["release"], said["tables"], said["files"])

    def differs(self, other: Code) -> tuple[str, ...]:
        """What differs between the two, files and tables, in order of name."""
        mine, theirs = ({**code.tables, **code.files} for code in (self, other))
        return tuple(
            sorted(name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name))
        )


@cache
def code_in_use() -> Code:
    """The code of this process, read once from its own files."""
    found = {name: _digest(file.read_bytes()) for name, file in _files()}
    tables = {
        "Python's language": platform.python_version().rpartition(".")[0],
        "Unicode": unicodedata.unidata_version,
        f"zone {FORCE_ZONE.key}": _zone(FORCE_ZONE.key),
    }
    return Code(version(_DISTRIBUTION), tables, dict(sorted(found.items())))


def _files() -> Iterator[tuple[str, Traversable]]:
    for part, without in PARTS.items():
        package, _, module = part.rpartition(".")
        below = files(part) if not package or part == "serving.answer" else None
        if below is None:
            yield f"{package}/{module}.py", files(package) / f"{module}.py"
        else:
            path = part.replace(".", "/")
            yield from _below(below, path, frozenset(f"{path}/{name}" for name in without))


def _below(
    folder: Traversable, path: str, without: frozenset[str]
) -> Iterator[tuple[str, Traversable]]:
    for file in folder.iterdir():
        if f"{path}/{file.name}" in without or file.name.startswith(("__pycache__", ".")):
            continue
        if file.is_dir():
            yield from _below(file, f"{path}/{file.name}", without)
        elif file.name.endswith(_SHAPING):
            yield f"{path}/{file.name}", file


def _zone(key: str) -> str:
    """The digest of the zone's rules, where the interpreter takes them from."""
    for folder in zoneinfo.TZPATH:
        file = Path(folder) / key
        if file.is_file():
            return _digest(file.read_bytes())
    place = files("tzdata") / "zoneinfo"
    for name in key.split("/"):
        place /= name
    return _digest(place.read_bytes())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
