"""The name of everything that decides who is who: weights, rules, cleaning, nicknames."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files

from linkage.weights import Weights

__all__ = ["linkage_version"]


def linkage_version(weights: Weights) -> str:
    """``sha256:`` and a digest of these weights and of this package's own text.

    Any change to either may change who is who, so after one everything is linked anew.
    """
    own = hashlib.sha256(_source().encode() + weights.to_json())
    return "sha256:" + own.hexdigest()


@lru_cache(maxsize=1)
def _source() -> str:
    """The digests of the package's modules and name lists, by name."""
    parts = sorted(
        (part.name, hashlib.sha256(part.read_bytes()).hexdigest())
        for part in files("linkage").iterdir()
        if part.name.endswith(".py") or part.name == "nicknames.json"
    )
    return "\n".join(f"{name} {digest}" for name, digest in parts)
