"""Make a whole force: neighbourhoods side by side, one set of extracts, the truth apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path

import pyarrow as pa
from joblib import Parallel, delayed

from records.formats import FORMATS
from records.writing import write_extract, write_extract_times
from synthetic_data.minutes import moment
from synthetic_data.parameters import Parameters, load_parameters
from synthetic_data.recording.clerks import write_down
from synthetic_data.recording.drafts import Draft
from synthetic_data.recording.references import References
from synthetic_data.recording.truth_tables import truth_rows, write_identity, write_truth
from synthetic_data.world.neighbourhoods import make_world
from synthetic_data.world.population import Span

__all__ = ["ForceError", "Made", "synthesise"]

#: Children of one neighbourhood at most; the unit of work, whatever the number of workers.
_NEIGHBOURHOOD = 5_000
#: Told (done, of): so many neighbourhoods are made.
Progress = Callable[[int, int], None]


class ForceError(Exception):
    """The force can't be made as asked. The message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: entries by system (``S1`` ...), and person records in all."""

    entries: dict[str, int]
    persons: int


def synthesise(
    *,
    children: int,
    years: int,
    seed: int,
    until: date,
    out: Path,
    workers: int = 1,
    progress: Progress | None = None,
) -> Made:
    """Invent a force and write ``out/records`` (its extracts) and ``out/truth``.

    The extracts are taken as ``until`` begins (00:00 UTC); nothing recorded at or after that
    instant is in them, so that children may be missing at that very time. The same
    arguments give the same bytes, for any number of workers.

    Args:
        children: under 18, living there at any one time, on average.
        years: recorded, up to ``until``.

    Raises:
        ForceError: the numbers are out of range, or ``out`` already holds something.
    """
    _check(children, years, seed, workers, out)
    parameters = load_parameters()
    span = Span.ending(until, years, parameters.number("world.warm_up_days"))
    records, truth = out / "records", out / "truth"
    for directory in (records, truth):
        directory.mkdir(parents=True, exist_ok=True)
    drafts: list[list[Draft]] = []
    tables: list[dict[str, pa.Table]] = []
    sizes = _sizes(children)
    for entries, part in _neighbourhoods(sizes, seed, span, parameters, workers):
        drafts.append(entries)
        tables.append(part)
        if progress is not None:
            progress(len(drafts), len(sizes))
    references = References()
    by_system = references.entries(drafts)
    for source, format_ in FORMATS.items():
        write_extract(format_, records, by_system.get(source, []))
    write_extract_times(records, dict.fromkeys(FORMATS, moment(span.taken)))
    write_truth(truth, tables)
    write_identity(truth, references.persons)
    counts = {source.value: len(by_system.get(source, [])) for source in FORMATS}
    return Made(counts, len(references.persons))


def _check(children: int, years: int, seed: int, workers: int, out: Path) -> None:
    if not 1 <= children <= 5_000_000:
        raise ForceError("children must be from 1 to 5,000,000")
    if not 1 <= years <= 20:
        raise ForceError("years must be from 1 to 20")
    if seed < 0:
        raise ForceError("seed must not be below 0")
    if workers < 1:
        raise ForceError("workers must be 1 or more")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ForceError(f"{out} already holds something: name a new or empty directory")


def _sizes(children: int) -> list[int]:
    """Children of each neighbourhood: as even as can be, none above the limit."""
    count = ceil(children / _NEIGHBOURHOOD)
    return [children // count + (place < children % count) for place in range(count)]


def _neighbourhoods(
    sizes: list[int], seed: int, span: Span, parameters: Parameters, workers: int
) -> Iterator[tuple[list[Draft], dict[str, pa.Table]]]:
    """Each neighbourhood's entries and truth, in order."""
    if workers == 1 or len(sizes) == 1:
        for number, size in enumerate(sizes):
            yield _neighbourhood(number, size, seed, span, parameters)
        return
    jobs = (
        delayed(_neighbourhood)(number, size, seed, span, parameters)
        for number, size in enumerate(sizes)
    )
    yield from Parallel(n_jobs=workers, return_as="generator")(jobs)


def _neighbourhood(
    number: int, size: int, seed: int, span: Span, parameters: Parameters
) -> tuple[list[Draft], dict[str, pa.Table]]:
    world = make_world(number, size, seed, span, parameters)
    return write_down(world, seed, span, parameters), truth_rows(world, span.taken)
