"""Honest logs that lived through much: writers side by side, crashes, acts, erasures, key changes,
closed logs; what a check must never accuse (N6)."""

from __future__ import annotations

from functools import cache
from random import Random

from serving.audit.checkpoints import Checkpoint
from serving.audit.faults import StoredEntry, StoredPart, VerifyReport
from serving.audit.leaf import ERASED, Chain, Outcome, PreparedLook, SealedLook, seal
from serving.audit.tree import EMPTY_ROOT, Frontier, tree_root
from serving.audit.verify import LogCheck
from tests.lib.logs import ORIGIN, a_look

__all__ = ["HonestHistory", "false_alarms"]

_MOST_ENTRIES = 14


@cache
def _look(number: int) -> PreparedLook:
    """Every third look is whole; the others hold less, so that many histories can be lived."""
    if number % 3 == 0:
        return a_look(number)
    return a_look(number, answer=None, reason=None, child=None if number % 3 == 1 else "C-1")


class HonestHistory:
    """One short log, lived step by step: what happens when is decided by the seed alone.

    As on PostgreSQL, entries are stored first and numbered later, in the order of their
    arrival; a writer's first entry names any head that was there when the writer began.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._draw = self._random.randbytes
        self._origin = ORIGIN
        self._generation = 1
        self._frontier = Frontier()
        self._past: list[tuple[int, bytes]] = [(0, EMPTY_ROOT)]
        self._waiting: list[SealedLook] = []
        self._chains: dict[int, Chain] = {}
        self._looks = 0
        self._blanked: dict[tuple[str, str], str] = {}
        self.entries: list[StoredEntry] = []
        self.heads: list[Checkpoint] = []
        self.keys: list[tuple[str, str | None]] = [("key-0", None)]
        steps = self._random.randrange(3, 9)
        for _ in range(steps):
            if self._looks >= _MOST_ENTRIES:
                break
            self._step()
        if self._random.random() < 0.8:
            self._number(len(self._waiting))

    def _step(self) -> None:
        chance = self._random.random()
        if chance < 0.50:
            self._look(self._random.randrange(3))
        elif chance < 0.62:
            self._number(self._random.randint(0, len(self._waiting)))
        elif chance < 0.72:
            self._crash()
        elif chance < 0.80:
            self._act(_look(self._next()))
        elif chance < 0.88:
            self._erase()
        elif chance < 0.94:
            self._seal()
        elif chance < 0.97:
            self._change_key()
        else:
            self._close()

    def _next(self) -> int:
        self._looks += 1
        return self._looks - 1

    def _look(self, writer: int) -> None:
        """A group of looks by one of the writers that run side by side."""
        for _ in range(self._random.choice((1, 1, 2, 3))):
            chain = self._chains.get(writer) or self._begin()
            sealed = seal(_look(self._next()), self._origin, chain, self._draw)
            self._chains[writer] = chain.after(sealed.leaf)
            self._waiting.append(sealed)

    def _begin(self) -> Chain:
        """A new writer, on the head that it read a while ago."""
        size, root = self._past[-1 - min(self._random.randrange(3), len(self._past) - 1)]
        return Chain.start(self._draw(4).hex(), size, root)

    def _crash(self) -> None:
        """A writer is gone, its last group perhaps never stored; it comes back as another."""
        for writer in list(self._chains):
            if self._random.random() < 0.5:
                gone = self._chains.pop(writer).writer
                mine = [sealed for sealed in self._waiting if sealed.writer == gone]
                if mine and self._random.random() < 0.5:
                    self._waiting.remove(mine[-1])

    def _number(self, count: int) -> None:
        for _ in range(count):
            sealed = self._waiting.pop(0)
            self._frontier = self._frontier.grow((sealed.leaf,))
            self._past.append((self._frontier.size, self._frontier.root))
            self._store(sealed, self._frontier.size - 1)

    def _store(self, sealed: SealedLook, position: int | None) -> None:
        openings = (*sealed.openings, *((sealed.answer,) if sealed.answer else ()))
        parts = {part.label: StoredPart(part.salt, part.value, None) for part in openings}
        leaf = None if position is None else sealed.leaf
        self.entries.append(
            StoredEntry(sealed.id, sealed.writer, sealed.n, sealed.entry, parts, position, leaf)
        )

    def _act(self, act: PreparedLook) -> None:
        """An act is the only entry of its writer, and is numbered with all that waits."""
        sealed = seal(act, self._origin, self._begin(), self._draw)
        self._waiting.append(sealed)
        self._number(len(self._waiting))

    def _erase(self) -> None:
        done = [entry for entry in self.entries if all(part.value for part in entry.parts.values())]
        if not done:
            return
        victim = self._random.choice(done)
        there = sorted(victim.parts)
        labels = self._random.sample(there, self._random.randint(1, len(there)))
        parts = tuple(f"{victim.id}/{label}" for label in labels)
        look = a_look(self._next(), kind=ERASED, outcome=Outcome.DONE, erases=parts)
        self._act(look)
        at = self.entries.index(victim)
        blank = {label: StoredPart(None, None, look.id) for label in labels}
        self.entries[at] = victim._replace(parts={**victim.parts, **blank})

    def _seal(self) -> None:
        self.heads.append(Checkpoint(self._origin, self._frontier.size, self._frontier.root))

    def _change_key(self) -> None:
        key = f"key-{len(self.keys)}"
        look = a_look(self._next(), kind="LOG_KEY_CHANGED", facts={"key": key})
        self._act(look)
        self.keys.append((key, look.id))

    def _close(self) -> None:
        """The store was put back, or the key was lost: the next log goes on."""
        self._number(len(self._waiting))
        self._chains.clear()
        kept, lost = self._frontier.size, self._random.randrange(3)
        sealed = Checkpoint(self._origin, kept + lost, self._draw(32))
        if lost:
            self.heads.append(sealed)
        self._act(a_look(self._next(), kind="LOG_CLOSED", facts={"kept": kept}))
        self._generation += 1
        key = f"key-{len(self.keys)}"
        facts = {
            "closed": self._origin, "closed_size": sealed.size,
            "closed_root": sealed.root.hex(), "kept": kept,
            "generation": self._generation, "key": key,
        }  # fmt: skip
        self._origin = f"{ORIGIN}/{self._generation}"
        look = a_look(self._next(), kind="LOG_OPENED", facts=facts)
        self._act(look)
        self.keys.append((key, look.id))
        self._seal()

    def check(self) -> VerifyReport:
        """What the check says of it."""
        roots = dict(self._past)
        check = LogCheck(
            ORIGIN,
            read_tile=lambda _level, _position: None,
            root_at=lambda size: roots[size].hex() if size in roots else None,
            heads=self.heads,
            receipts={e.id: e.leaf.hex() for e in self.entries[:2] if e.leaf is not None},
            keys=self.keys,
        )
        numbered = len(self.entries)
        for sealed in sorted(self._waiting, key=lambda each: (each.writer, each.n)):
            self._store(sealed, None)
        check.add(*self.entries)
        del self.entries[numbered:]
        tree = self._frontier
        assert tree.root == tree_root([e.leaf or b"" for e in self.entries])
        return check.finish((tree.size, tree.root, tree.to_bytes()), 0)


def false_alarms(first: int, count: int) -> list[tuple[int, str]]:
    """(seed, what was said) of honest histories that the check accuses."""
    return [
        (seed, str(report.faults[0]))
        for seed in range(first, first + count)
        if not (report := HonestHistory(seed).check()).is_sound
    ]
