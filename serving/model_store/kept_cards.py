"""The last good cards on disk: each card under its hash, and one file that says which."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

from serving.answer.cards import Cards, CardVersion
from serving.model_store.choosing import AGAIN, checked
from serving.model_store.registry import CHALLENGER, CHAMPION, Held, ModelStoreError, Version

__all__ = ["keep_cards", "kept_cards"]

_INDEX = "cards.json"
_PLACES = (CHAMPION, CHALLENGER, AGAIN)
_LOG = logging.getLogger("serving")


def kept_cards(folder: Path, bands: tuple[str, ...]) -> Held:
    """What :func:`keep_cards` left; a card that is no longer whole, or doesn't go with this
    release, is left out and said, and the others are used all the same."""
    try:
        index = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
        versions = {place: Version(**said) for place, said in index.items()}
    except FileNotFoundError:
        return Held()
    except (OSError, ValueError, TypeError, AttributeError) as fault:
        _LOG.warning("the cards kept on disk can't be used: %s", type(fault).__name__)
        return Held()
    cards: dict[str, CardVersion] = {}
    faults: dict[str, str] = {}
    for place in _PLACES:
        if (named := versions.get(place)) is None:
            continue
        try:
            cards[place] = checked(place, named, _file(folder, named).read_bytes(), bands)
        except (OSError, ModelStoreError) as fault:
            del versions[place]
            why = str(fault) if isinstance(fault, ModelStoreError) else type(fault).__name__
            faults[place] = f"what is kept on disk can't be used: {why}"
            _LOG.warning("the %s kept on disk can't be used: %s", place, why)
    return Held(Cards(**cards), versions, faults)


def keep_cards(folder: Path, held: Held) -> None:
    """Keep what is held: a crash leaves the whole of it or the whole of what was kept before.

    Raises:
        OSError: the folder can't be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for place in _PLACES:
        card: CardVersion | None = getattr(held.cards, place)
        if card is not None:
            path, data = _file(folder, held.versions[place]), card.card.to_json()
            if not path.is_file() or path.read_bytes() != data:
                _replace(path, data)
    index = {place: _values(version) for place, version in held.versions.items()}
    _replace(folder / _INDEX, json.dumps(index, sort_keys=True).encode())


def _values(version: Version) -> dict[str, Any]:
    return {
        "model": version.model,
        "version": version.version,
        "content_hash": version.content_hash,
        "run": version.run,
        "tags": dict(version.tags),
    }


def _file(folder: Path, version: Version) -> Path:
    return folder / f"{version.content_hash.removeprefix('sha256:')}.json"


def _replace(path: Path, data: bytes) -> None:
    """Whole or not at all: a crash leaves the old file."""
    half = path.with_suffix(".new")
    with half.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
