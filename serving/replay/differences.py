"""Where two answers part, and which input, version or file is to blame for it (N1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from serving.replay.code import Code

__all__ = ["Cause", "Difference", "first_difference", "name_cause"]

_LONGEST = 200
#: What entries did not name at first.
_BEFORE_THEY_WERE_NAMED = {"set_of_parts": "1"}


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place, in the order of reading, where two answers part.

    Attributes:
        path: ``reasons[2].full``; "" if one of them is no JSON.
        kept, recomputed: what stands there, as JSON cut short; None if nothing does.
    """

    path: str
    kept: str | None
    recomputed: str | None


@dataclass(frozen=True, slots=True)
class Cause:
    """What a difference, or that nothing can be worked out again, comes from.

    Attributes:
        name: of an input of the entry, or ``kind``, ``erased``, ``log``; ``code`` for a
            change of the release.
        was, is_now: the digests or versions; None where that says nothing.
        words: one sentence.
    """

    name: str
    words: str
    was: str | None = None
    is_now: str | None = None


def name_cause(
    then: Mapping[str, str], now: Mapping[str, str], code_then: bytes | None, code: Code
) -> Cause | None:
    """The first named thing that differs; None if nothing does, which must never be.

    What has a name of its own comes first, the code as a whole last: whatever changes the
    wording changes a file as well.
    """
    then = {**_BEFORE_THEY_WERE_NAMED, **then}
    differing = [name for name in sorted(then) if then[name] != now.get(name)]
    for name in sorted(differing, key=lambda name: name == "code"):
        if name != "code":
            words = f"It is worked out with another {_words(name)} now."
            return Cause(name, words, then[name], now.get(name))
        return Cause(name, _files_words(code_then, code), then[name], now.get(name))
    return None


def _words(name: str) -> str:
    return name.removesuffix("_hash").replace("_", " ")


def _files_words(code_then: bytes | None, code: Code) -> str:
    if code_then is None:
        return "The code changed; which file is not known, for its description is not kept."
    was = Code.from_bytes(code_then)
    differing = was.differs(code)
    more = f" and {len(differing) - 1} more" if len(differing) > 1 else ""
    first = differing[0] if differing else "nothing that is listed"
    return f"The code changed between release {was.release} and {code.release}: {first}{more}."


def first_difference(kept: bytes, recomputed: bytes) -> Difference | None:
    """The first place where they part; None if they are the same bytes."""
    if kept == recomputed:
        return None
    try:
        before, after = json.loads(kept), json.loads(recomputed)
    except ValueError:
        return Difference("", None, None)
    return _part(before, after, "") or Difference("", None, None)


def _part(before: Any, after: Any, path: str) -> Difference | None:
    if isinstance(before, dict) and isinstance(after, dict):
        if list(before) != list(after):
            for name in {**before, **after}:
                if (name in before) != (name in after):
                    where = f"{path}.{name}".removeprefix(".")
                    return Difference(where, _cut(before, name), _cut(after, name))
            return Difference(path, ", ".join(before), ", ".join(after))
        for name, value in before.items():
            found = _part(value, after[name], f"{path}.{name}".removeprefix("."))
            if found is not None:
                return found
        return None
    if isinstance(before, list) and isinstance(after, list):
        for place, (one, other) in enumerate(zip(before, after, strict=False)):
            found = _part(one, other, f"{path}[{place}]")
            if found is not None:
                return found
        if len(before) != len(after):
            least = min(len(before), len(after))
            return Difference(f"{path}[{least}]", _cut(before, least), _cut(after, least))
        return None
    if before != after or type(before) is not type(after):
        return Difference(path, _said(before), _said(after))
    return None


def _cut(whole: Any, at: Any) -> str | None:
    there = at in whole if isinstance(whole, dict) else at < len(whole)
    return _said(whole[at]) if there else None


def _said(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
