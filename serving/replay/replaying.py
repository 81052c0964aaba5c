"""One past answer given again, compared with itself worked out anew; every cause named (N1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from records.calendar import instant_from_text, local_day
from records.words import day_words
from serving.answer import answer
from serving.audit.commitment import SALT_BYTES, commit
from serving.audit.leaf import ANSWER
from serving.replay.code import Code
from serving.replay.differences import Cause, Difference, first_difference, name_cause
from serving.replay.kinds import ANSWERED, Recomputed, why_not
from serving.replay.rebuilding import NotKeptError, UnreadableError, rebuild

__all__ = ["Past", "Replayed", "Verdict", "replay"]


class Verdict(Enum):
    """What became of a past answer. Values stand in answers and figures: never rename."""

    #: Worked out again from what is kept: the same bytes as were kept.
    IDENTICAL = "identical"
    #: Kept; worked out again it differs, and what from is named.
    DIFFERS = "differs"
    #: Kept; worked out again it differs, and nothing that is named says why. Never to be.
    UNEXPLAINED = "unexplained"
    #: Kept; it can't be worked out again, and why is named.
    KEPT_ONLY = "kept_only"
    #: Erased, and the log says when and under what.
    ERASED = "erased"
    #: The entry gave no answer.
    NO_ANSWER = "no_answer"
    #: What is kept is not what the entry committed to, or gone with no entry that says why.
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Past:
    """One entry of the log and what is kept beside it.

    Attributes:
        fields: what the entry says.
        body, salt: the exact bytes that were sent, and what opens their commitment; None
            if there were none, or they are erased.
        erasing: the fields of the entry that erased them.
        erased: digest of an input -> the fields of the entry that erased it.
    """

    fields: Mapping[str, Any]
    body: bytes | None
    salt: bytes | None
    erasing: Mapping[str, Any] | None = None
    erased: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found.

    Attributes:
        body: the kept bytes, which open the entry's commitment; None unless kept.
        recomputed: the bytes worked out now; None if that can't be.
        cause: None only where the answer is identical, there was none, or unexplained.
    """

    verdict: Verdict
    words: str
    body: bytes | None = None
    media_type: str | None = None
    recomputed: bytes | None = None
    cause: Cause | None = None
    difference: Difference | None = None

    @property
    def kept_hash(self) -> str | None:
        """``sha256:`` and the digest of the kept bytes."""
        return _hash(self.body)

    @property
    def recomputed_hash(self) -> str | None:
        """``sha256:`` and the digest of the bytes worked out now."""
        return _hash(self.recomputed)


def replay(past: Past, kept: Mapping[str, bytes], code: Code) -> Replayed:
    """The past answer, worked out again where that can be.

    Args:
        kept: digest -> bytes of what :func:`serving.replay.names_of_kept` names, checked.
        code: of this process.
    """
    committed = past.fields.get(ANSWER)
    if not isinstance(committed, dict):
        return Replayed(Verdict.NO_ANSWER, "The entry gave no answer.")
    if past.erasing is not None:
        return _erased(past.erasing)
    if past.body is None or past.salt is None or len(past.salt) != SALT_BYTES:
        words = "The answer is gone, and no entry says why. Verify the log."
        return Replayed(Verdict.DAMAGED, words, cause=Cause("log", words))
    if commit(ANSWER, past.salt, past.body) != committed.get("commitment"):
        words = "What is kept is not what the entry committed to. Verify the log."
        return Replayed(Verdict.DAMAGED, words, cause=Cause("log", words))
    media_type = str(committed.get("media_type"))
    how = ANSWERED.get(str(past.fields.get("kind")))
    if how is not Recomputed.FROM_INPUTS:
        words = "This release does not know entries of this kind." if how is None else why_not(how)
        return _kept_only(past.body, media_type, Cause("kind", words))
    return _recomputed(past, past.body, media_type, kept, code)


def _recomputed(
    past: Past, body: bytes, media_type: str, kept: Mapping[str, bytes], code: Code
) -> Replayed:
    inputs: Mapping[str, str] = past.fields["inputs"]
    try:
        rebuilt = rebuild(inputs, kept)
    except NotKeptError as missing:
        return _kept_only(body, media_type, _not_kept(missing.names, past))
    except UnreadableError as fault:
        return _kept_only(body, media_type, Cause(fault.name, f"{str(fault).capitalize()}."))
    code_then = kept.get(inputs.get("code", ""))
    now = {**rebuilt.digests(), "code": code.digest}
    cause = name_cause(inputs, now, code_then, code)
    try:
        again = answer(rebuilt)
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        if cause is not None:
            return _kept_only(body, media_type, cause)
        words = f"It can't be worked out again ({type(fault).__name__}), and nothing says why."
        return Replayed(Verdict.UNEXPLAINED, words, body, media_type)
    if again == body:
        words = "The same bytes, worked out again from what was known and in force then."
        return Replayed(Verdict.IDENTICAL, words, body, media_type, again)
    parted = first_difference(body, again)
    if cause is None:
        words = (
            "Worked out again it differs, though every input and the code are the same. "
            "Something that is not named had a say: tell whoever runs the service."
        )
        return Replayed(Verdict.UNEXPLAINED, words, body, media_type, again, None, parted)
    words = f"Kept as it was sent. Worked out again it differs. {cause.words}"
    return Replayed(Verdict.DIFFERS, words, body, media_type, again, cause, parted)


def _not_kept(names: tuple[str, ...], past: Past) -> Cause:
    """The entry is of a release that did not keep it, or it was erased, or is gone."""
    inputs: Mapping[str, str] = past.fields["inputs"]
    old = [name for name in names if not inputs.get(name)]
    if old:
        said = ", ".join(name.removesuffix("_hash") for name in old)
        words = f"Not recomputable: the release that gave it did not keep its {said}."
        return Cause(old[0], words)
    for name in names:
        if inputs[name] in past.erased:
            entry = past.erased[inputs[name]]
            words = f"Not recomputable: its {name.removesuffix('_hash')} was {_when(entry)}."
            return Cause("erased", words, inputs[name], str(entry["id"]))
    said = ", ".join(name.removesuffix("_hash") for name in names)
    words = f"Not recomputable: what it was made from is not kept any more ({said})."
    return Cause(names[0], words, inputs.get(names[0]))


def _kept_only(body: bytes, media_type: str, cause: Cause) -> Replayed:
    words = f"Kept as it was sent. {cause.words}"
    return Replayed(Verdict.KEPT_ONLY, words, body, media_type, cause=cause)


def _erased(erasing: Mapping[str, Any]) -> Replayed:
    words = f"E{_when(erasing)[1:]}."
    return Replayed(Verdict.ERASED, words, cause=Cause("erased", words, is_now=erasing["id"]))


def _when(erasing: Mapping[str, Any]) -> str:
    """``erased on 1 December 2026 under review_group_3, entry … of the log``."""
    on = day_words(local_day(instant_from_text(erasing["at"])))
    under = erasing["facts"].get("rule") or erasing.get("reason_code") or erasing["kind"]
    return f"erased on {on} under {under}, entry {erasing['id']} of the log"


def _hash(data: bytes | None) -> str | None:
    return None if data is None else "sha256:" + hashlib.sha256(data).hexdigest()
