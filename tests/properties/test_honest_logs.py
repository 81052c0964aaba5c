"""A log that cries wolf can convict nobody: no honest history is ever accused (N6).

1,000,000 in ``make bench``, part ``honest``.
"""

from __future__ import annotations

import json

import pytest

from serving.audit.faults import StoredPart
from tests.lib.honest_histories import HonestHistory, false_alarms

_SHARE = 25_000


@pytest.mark.parametrize("first", range(0, 4 * _SHARE, _SHARE))
def test_no_false_alarm_in_a_hundred_thousand_honest_histories(first: int) -> None:
    assert false_alarms(first, _SHARE)[:3] == []


def test_the_histories_hold_all_that_a_log_lives_through() -> None:
    kinds, most_writers, waiting, closed, blank = set(), 0, 0, 0, 0
    for seed in range(2_000):
        history = HonestHistory(seed)
        said = [json.loads(stored.entry or b"{}") for stored in history.entries]
        kinds |= {fields["kind"] for fields in said}
        most_writers = max(most_writers, len({fields["writer"] for fields in said}))
        report = history.check()
        waiting += report.waiting > 0
        closed += bool(report.closed)
        blank += any(part.erased_by for e in history.entries for part in e.parts.values())
    assert kinds == {
        "CHILD_VIEWED", "PRIVATE_PARTS_ERASED", "LOG_KEY_CHANGED", "LOG_CLOSED", "LOG_OPENED",
    }  # fmt: skip
    assert most_writers >= 8
    assert min(waiting, closed, blank) > 100


def test_the_same_histories_are_accused_once_anything_is_touched() -> None:
    """The control: a check that says nothing of anything would pass the test above."""
    tried = 0
    for seed in range(500):
        history = HonestHistory(seed)
        at = next((i for i, e in enumerate(history.entries) if e.parts["who"].value), None)
        if at is None:
            continue
        tried += 1
        victim = history.entries[at]
        salt = victim.parts["who"].salt
        who = {"who": StoredPart(salt, b"somebody else", None)}
        history.entries[at] = victim._replace(parts={**victim.parts, **who})
        assert not history.check().is_sound
    assert tried > 300
