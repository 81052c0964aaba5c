"""A process with the standard library and our own packages alone, in which nobody may ask for
the time, that works the golden answers out and prints the digest of all of them.

``python -S -m tests.lib.recomputing_process [EVERY [THREADS]]``: every so many-th answer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn


def no_clock() -> None:
    """From here on whoever asks for the present moment fails."""

    def asked(*_: Any) -> NoReturn:
        raise AssertionError("an answer asked for the time")

    class Day(dt.date):
        today = classmethod(asked)

    class Moment(dt.datetime):
        now = utcnow = today = classmethod(asked)

    for name in ("time", "time_ns", "localtime", "gmtime", "monotonic"):
        setattr(time, name, asked)
    dt.date, dt.datetime = Day, Moment  # type: ignore[misc]  # the point of it


def main(every: int, threads: int) -> None:
    """Work them out and print digest, count, and the libraries that were loaded."""
    from serving.answer import answer
    from serving.replay.rebuilding import rebuild
    from tests.lib.golden_answers import golden_files, read_golden

    pairs = list(read_golden(golden_files()[-1]))[::every]
    no_clock_anywhere = [rebuild(pair.inputs, pair.kept) for pair in pairs]
    if threads == 1:
        answers = [answer(inputs) for inputs in no_clock_anywhere]
    else:
        with ThreadPoolExecutor(threads) as pool:
            answers = list(pool.map(answer, no_clock_anywhere))
    whole = hashlib.sha256()
    for body in answers:
        whole.update(hashlib.sha256(body).digest())
    ours = {"duties", "features", "linkage", "records", "scorecard", "serving", "tests"}
    strangers = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names - ours
    strangers = {name for name in strangers if not name.startswith("_")}
    sys.stdout.write(f"{whole.hexdigest()} {len(answers)} {','.join(sorted(strangers)) or '-'}\n")


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    no_clock()
    main(*(given or [1]), *([1] if len(given) < 2 else []))
