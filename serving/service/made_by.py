"""The name of everything that decides who is who and what a look is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from linkage.weights import Weights

__all__ = ["made_by", "release_text"]

#: Packages whose text decides what linking writes: links, search index, histories.
_PACKAGES = (
    "records",
    "duties",
    "linkage",
    "features.relations",
    "serving.answer",
    "serving.search",
    "serving.service",
    "serving.store",
    "serving.worklist",
)


def made_by(weights: Weights) -> str:
    """``sha256:`` and a digest of these weights and of the text of this release.

    Any change to either may change what linking writes, so after one all is written anew.
    """
    text = release_text(_PACKAGES)
    return "sha256:" + hashlib.sha256(text.encode() + weights.to_json()).hexdigest()


@lru_cache(maxsize=2)
def release_text(packages: tuple[str, ...]) -> str:
    """The digests of the packages' modules and data as this release has them, by name,
    those of the packages inside them too."""
    return "\n".join(sorted(line for package in packages for line in _lines(package)))


def _lines(package: str) -> Iterator[str]:
    for part in files(package).iterdir():
        if part.is_dir():
            if part.joinpath("__init__.py").is_file():
                yield from _lines(f"{package}.{part.name}")
        elif part.name.endswith((".py", ".json")):
            yield f"{package}/{part.name} {hashlib.sha256(part.read_bytes()).hexdigest()}"
