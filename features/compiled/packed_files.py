"""Our own columnar store: packed histories as files that are mapped into memory, not read.

A directory holds one file for each array and a ``manifest.json``, which is written last:
a directory without one is no packed store.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from features.catalogue import MATTERS
from features.compiled.packing import Packed, packing_version
from features.matters import MatterTable

__all__ = ["PackedFilesError", "read_packed", "write_packed"]

_SCHEMA = "packed/v1"
_MANIFEST = "manifest.json"
_ARRAYS = (
    "children", "entries", "starts", "more", "kinds", "matters", "about", "births",
    "birth_starts",
)  # fmt: skip


class PackedFilesError(Exception):
    """The directory holds no packed histories, or of another version, or not all of them."""


def write_packed(directory: Path, packed: Packed) -> None:
    """Write ``packed`` into a new or empty directory.

    Raises:
        PackedFilesError: the directory already holds packed histories.
    """
    if (directory / _MANIFEST).exists():
        raise PackedFilesError(f"{directory.name} already holds packed histories")
    directory.mkdir(parents=True, exist_ok=True)
    files = {}
    for name in _ARRAYS:
        path = _file(directory, name)
        np.save(path, getattr(packed, name), allow_pickle=False)
        files[name] = {"bytes": path.stat().st_size, "sha256": _digest(path)}
    manifest = {"schema": _SCHEMA, "version": packed.version, "children": len(packed)}
    text = json.dumps({**manifest, "files": files}, indent=1, sort_keys=True)
    (directory / _MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_packed(
    directory: Path, matters: MatterTable = MATTERS, check_contents: bool = False
) -> Packed:
    """What :func:`write_packed` wrote, mapped: only what is looked at is read from disk.

    Args:
        check_contents: read every byte and compare it with the manifest; without it, only
            the files' lengths are compared.

    Raises:
        PackedFilesError: see there; the message says which and what to do.
    """
    name = directory.name
    try:
        manifest = json.loads((directory / _MANIFEST).read_text(encoding="utf-8"))
        schema, version, files = manifest["schema"], manifest["version"], manifest["files"]
        lengths = {array: int(files[array]["bytes"]) for array in _ARRAYS}
        digests = {array: str(files[array]["sha256"]) for array in _ARRAYS}
    except FileNotFoundError:
        raise PackedFilesError(f"{name} holds no packed histories: it has no manifest") from None
    except (ValueError, KeyError, TypeError):
        raise PackedFilesError(f"{name}/{_MANIFEST} is damaged; pack the histories again") from None
    if schema != _SCHEMA or version != packing_version(matters):
        raise PackedFilesError(f"{name} was packed by another version; pack the histories again")
    arrays: dict[str, Any] = {}
    for array in _ARRAYS:
        path = _file(directory, array)
        if not path.exists() or path.stat().st_size != lengths[array]:
            raise PackedFilesError(
                f"{name}/{path.name} is missing or not whole; pack the histories again"
            )
        if check_contents and _digest(path) != digests[array]:
            raise PackedFilesError(f"{name}/{path.name} was changed; pack the histories again")
        # Copied only where written to, which nothing does: read-only arrays would make the
        # kernels be compiled a second time.
        arrays[array] = np.load(path, mmap_mode="c", allow_pickle=False)
    return Packed(version=version, **{name: np.asarray(a) for name, a in arrays.items()})


def _file(directory: Path, array: str) -> Path:
    return directory / f"{array}.npy"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
