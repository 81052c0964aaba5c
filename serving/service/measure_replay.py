"""How many past answers are kept, and how many come out again byte for byte (N1).

Two rates, apart: of an archive alone the first is 100 % and the second says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from serving.replay import ANSWERED, Recomputed, Verdict, code_in_use, names_of_kept, replay
from serving.service.past_entries import past_of
from serving.store.kept import erasers_of, last_position, read_kept, read_pasts
from serving.store.opening import Store

__all__ = ["ReplayRates", "measure_replay"]

_AT_ONCE = 500
_KEPT = (Verdict.IDENTICAL, Verdict.DIFFERS, Verdict.UNEXPLAINED, Verdict.KEPT_ONLY)


@dataclass(slots=True)
class ReplayRates:
    """What a whole log's replay found; nobody is named.

    Attributes:
        verdicts: of every answer that the log committed to, by kind of entry.
        causes: of the answers about a child that are not identical: verdict and cause.
        oldest: the moment of the oldest answer that came out identical.
    """

    verdicts: Counter[tuple[str, Verdict]] = field(default_factory=Counter)
    causes: Counter[tuple[Verdict, str]] = field(default_factory=Counter)
    oldest: str | None = None

    def _of(self, *verdicts: Verdict, recomputable: bool = False) -> int:
        return sum(
            count
            for (kind, verdict), count in self.verdicts.items()
            if (not verdicts or verdict in verdicts)
            and (not recomputable or ANSWERED.get(kind) is Recomputed.FROM_INPUTS)
        )

    @property
    def answers(self) -> int:
        """Answers that the log committed to and nobody erased."""
        return self._of() - self.erased

    @property
    def erased(self) -> int:
        """Answers that were erased, as the log says."""
        return self._of(Verdict.ERASED)

    @property
    def kept(self) -> int:
        """Answers whose bytes are kept, and open what the log committed to."""
        return self._of(*_KEPT)

    @property
    def about_children(self) -> int:
        """Answers about a child, which are worked out from inputs that are kept."""
        return self._of(recomputable=True) - self._of(Verdict.ERASED, recomputable=True)

    @property
    def recomputed(self) -> int:
        """Those of them that come out again byte for byte."""
        return self._of(Verdict.IDENTICAL, recomputable=True)

    @property
    def unexplained(self) -> int:
        """Those that come out otherwise with nothing to say why: must be none."""
        return self._of(Verdict.UNEXPLAINED)

    def to_json(self) -> dict[str, Any]:
        """The figures for a program or a page."""
        by_kind: dict[str, dict[str, int]] = {}
        for (kind, verdict), count in sorted(
            self.verdicts.items(), key=lambda item: (item[0][0], item[0][1].value)
        ):
            by_kind.setdefault(kind, {})[verdict.value] = count
        return {
            "answers": self.answers,
            "kept": self.kept,
            "about_children": self.about_children,
            "recomputed": self.recomputed,
            "unexplained": self.unexplained,
            "erased": self.erased,
            "oldest": self.oldest,
            "causes": [
                {"verdict": verdict.value, "cause": name, "answers": count}
                for (verdict, name), count in sorted(
                    self.causes.items(), key=lambda item: (item[0][0].value, item[0][1])
                )
            ],
            "kinds": by_kind,
        }


def measure_replay(store: Store, said: Callable[[int, int], None] | None = None) -> ReplayRates:
    """Replay every answer of the log. Safe beside a running service, and leaves no entry: no
    answer is shown, and nobody is named.

    Args:
        said: is told (position reached, positions in all) from time to time.

    Raises:
        StoreUnavailableError: the store can't be read.
    """
    rates, code = ReplayRates(), code_in_use()
    with store.reading() as connection:
        end = last_position(connection) + 1
    for first in range(0, end, _AT_ONCE):
        with store.reading() as connection:
            pasts = list(read_pasts(connection, first, min(first + _AT_ONCE, end)))
            digests = {
                digest
                for past in pasts
                for digest in names_of_kept(past.entry.fields["inputs"]).values()
            }
            kept = read_kept(connection, digests)
            erased = erasers_of(connection, digests - set(kept))
        for past in pasts:
            kind, at = str(past.entry.fields["kind"]), str(past.entry.fields["at"])
            found = replay(past_of(past, erased), kept, code)
            rates.verdicts[kind, found.verdict] += 1
            if found.verdict is Verdict.IDENTICAL:
                rates.oldest = at if rates.oldest is None else min(rates.oldest, at)
            elif found.verdict is not Verdict.KEPT_ONLY or (
                ANSWERED.get(kind) is Recomputed.FROM_INPUTS
            ):
                cause = "none" if found.cause is None else found.cause.name
                rates.causes[found.verdict, cause] += 1
        if said is not None:
            said(min(first + _AT_ONCE, end), end)
    return rates
