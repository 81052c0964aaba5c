"""What a plan should be after each act, said once more and plainly: the machine's other half.

It knows nothing of tags, rows or tables of moves: what was seen is compared by what it said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from serving.planning.sections import ABOUT

__all__ = ["PlanModel", "Saved"]


@dataclass(frozen=True)
class Saved:
    """A section as somebody saved it, and what stood written down there then."""

    content: Any
    over: Any
    who: str


@dataclass
class PlanModel:
    """One plan.

    Attributes:
        down: what is written down, by section; ``shown`` what officers see; None is nothing.
        copy: what was saved since.
        apart: texts about which nobody chose, by their numbers.
        words: everything that anybody ever sent to be saved.
    """

    state: str = "draft"
    writing: str = "open"
    version: int = 0
    down: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, Any] | None = None
    copy: dict[str, Saved] = field(default_factory=dict)
    apart: dict[int, tuple[str, Any]] = field(default_factory=dict)
    words: list[Any] = field(default_factory=list)
    sent_by: str | None = None

    def contents(self) -> dict[str, Any]:
        """Every section that says anything, as the next version would have it."""
        both = {**self.down, **{name: saved.content for name, saved in self.copy.items()}}
        return {name: content for name, content in both.items() if content is not None}

    def standing(self, today: date) -> tuple[str, str]:
        """What officers see of it and how far the next version is, in the product's words."""
        about = self.down.get(ABOUT) or {}
        is_over = self.state == "live" and about["review_due"] < today.isoformat()
        writing = {
            "": "nothing being written",
            "open": "a version being written",
            "waiting": "a version waiting for approval",
        }
        return "review overdue" if is_over else self.state, writing[self.writing]

    @property
    def may_be_saved(self) -> bool:
        """Whether a save counts now, if it was written upon what stands."""
        return self.state != "ended" and self.writing != "waiting"

    def unseen(self) -> list[str]:
        """Sections of the copy that would overwrite what came since they were saved."""
        return [
            name
            for name, saved in self.copy.items()
            if saved.content != self.down.get(name) and saved.over != self.down.get(name)
        ]

    def save(self, section: str, content: Any, who: str) -> None:
        """It stands from now on."""
        self.copy[section] = Saved(content, self.down.get(section), who)
        self.writing = "open"

    def submit(self, who: str) -> None:
        """It waits; of a plan that was never approved officers see that there is a draft."""
        self.writing, self.sent_by = "waiting", who
        if self.state == "draft":
            self._written_down()

    def approve(self) -> None:
        """Officers see it."""
        self.state, self.writing, self.sent_by = "live", "", None
        self._written_down()
        self.copy = {}

    def send_back(self) -> None:
        """Its writers go on."""
        self.writing, self.sent_by = "open", None

    def review(self, due: date) -> None:
        """The same words once more, and the next day."""
        self.down = {**self.down, ABOUT: {**self.down[ABOUT], "review_due": due.isoformat()}}
        self.version += 1
        self.shown = self.down

    def end(self) -> None:
        """Nobody sees it as the child's plan."""
        self.version += bool(self.down)
        self.state, self.writing, self.copy, self.shown = "ended", "", {}, None

    def brought(self, sections: dict[str, Any]) -> None:
        """Its own system brought another version."""
        self.state, self.down = "live", {**self.down, **sections}
        self.version += 1
        self.shown = self.down

    def _written_down(self) -> None:
        self.down = self.contents()
        self.shown = self.down
        self.version += 1
