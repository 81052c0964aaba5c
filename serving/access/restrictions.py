"""Which children's records are limited to a named team, as one state that can be named (N6).

Whether somebody may open a record, and whose names an answer about another child leaves
out, follow from the state and the officer's team alone, so that a replay decides the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["NO_RESTRICTIONS", "Restrictions"]


@dataclass(frozen=True, slots=True)
class Restrictions:
    """The limits that stand at one moment.

    Attributes:
        keepers: child -> the teams that may open the record; a child without a row is
            open to every role that may see children.
        text: the state as canonical JSON: the same state is always the same text.
        digest: the name of the state; "" when no record is limited.
    """

    keepers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    text: str = field(init=False, repr=False, compare=False)
    digest: str = field(init=False, repr=False, compare=False)
    _withheld: dict[str | None, frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if any(not teams for teams in self.keepers.values()):
            raise ValueError("restrictions: a limited record has at least one keeper")
        object.__setattr__(self, "keepers", MappingProxyType(dict(self.keepers)))
        said = {child: sorted(teams) for child, teams in self.keepers.items()}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest() if said else ""
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "digest", digest)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Restrictions:
        """From (child, team), one pair for each limit that stands."""
        keepers: dict[str, set[str]] = {}
        for child, team in pairs:
            keepers.setdefault(child, set()).add(team)
        return cls({child: frozenset(teams) for child, teams in keepers.items()})

    @classmethod
    def from_text(cls, text: str) -> Restrictions:
        """The inverse of :attr:`text`."""
        return cls({child: frozenset(teams) for child, teams in json.loads(text).items()})

    def keepers_of(self, child: str) -> frozenset[str]:
        """The teams that keep the child's record; none if it is not limited."""
        return self.keepers.get(child, frozenset())

    def may_open(self, child: str, team: str | None) -> bool:
        """Whether somebody of this team may open the record; nobody's team is no keeper."""
        keepers = self.keepers.get(child)
        return keepers is None or team in keepers

    def withheld_from(self, team: str | None) -> frozenset[str]:
        """The children whose names a member of this team is not told by another's answer."""
        if team not in self._withheld:
            kept_out = (child for child in self.keepers if not self.may_open(child, team))
            self._withheld[team] = frozenset(kept_out)
        return self._withheld[team]


#: No record is limited.
NO_RESTRICTIONS = Restrictions()
