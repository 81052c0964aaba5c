"""What somebody wishes to write down, and what is said of it if it can't be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from records.events import EventKind
from records.rows import Fault
from records.sources import SourceSystem

__all__ = ["EntryRefusedError", "Given", "Who", "new_reference"]

#: Crockford's base 32: no I, L, O or U, so a reference can be read out over a radio.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = 8


class EntryRefusedError(Exception):
    """What was given breaks rules of its format. Nothing was written down.

    Attributes:
        faults: every broken rule at once; none repeats a value.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.rule}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Given:
    """One entry as somebody gives it.

    Attributes:
        reference: of the report, plan or other record; its entries share it.
        occurred: when it happened; never after it is written down.
        details: the format's own columns, typed values by name; what is not known is absent.
        replaces: the ``entry`` of the same system that it corrects; a ``WITHDRAWN`` entry
            takes that back.
    """

    source: SourceSystem
    kind: EventKind
    reference: str
    occurred: datetime
    details: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """A child whom no search found, as they are told of: a surname at least.

    The keys are columns of every format (:data:`records.formats.declaration.PERSON_COLUMNS`),
    the values typed; what is not known is absent.
    """

    details: Mapping[str, Any]


def new_reference(prefix: str, at: datetime, random: bytes) -> str:
    """A reference that people can quote, ``MR-2026-7K3QX9ZD``, from 8 random bytes.

    Raises ValueError for another number of bytes.
    """
    if len(random) != _LETTERS:
        raise ValueError(f"a reference needs {_LETTERS} random bytes")
    return f"{prefix}-{at.year}-" + "".join(_ALPHABET[byte & 31] for byte in random)
