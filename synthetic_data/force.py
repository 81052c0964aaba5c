"""Make a whole force: neighbourhoods side by side, one set of extracts, the truth apart."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from shutil import rmtree

import pyarrow as pa
from joblib import Parallel, delayed

from records.formats import FORMATS
from records.sources import EXTRACTED
from records.writing import ExtractFile, write_extract_times
from synthetic_data.minutes import moment
from synthetic_data.parameters import Parameters, load_parameters
from synthetic_data.prospects import prospects_of, questions_of
from synthetic_data.recording.clerks import write_down
from synthetic_data.recording.references import References
from synthetic_data.recording.rows import Row, keep_rows, kept_rows
from synthetic_data.recording.truth_tables import TruthFiles, truth_rows
from synthetic_data.scenarios import NAMES, script
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
    scenarios: Sequence[str] = (),
    progress: Progress | None = None,
) -> Made:
    """Invent a force and write ``out/records`` (its extracts) and ``out/truth``.

    The extracts are taken as ``until`` begins (00:00 UTC); nothing recorded at or after that
    instant is in them, so that children may be missing at that very time. The same
    arguments give the same bytes, for any number of workers.

    Args:
        children: under 18, living there at any one time, on average; 0 with scenarios alone.
        years: recorded, up to ``until``.
        scenarios: names of :data:`synthetic_data.scenarios.NAMES`, added to the rest.

    Raises:
        ForceError: the numbers are out of range, a scenario has no such name, or ``out``
            already holds something.
    """
    _check(children, years, seed, workers, scenarios, out)
    parameters = load_parameters()
    span = Span.ending(until, years, parameters.number("world.warm_up_days"))
    records, truth, parts = out / "records", out / "truth", out / "parts"
    for directory in (records, truth, parts):
        directory.mkdir(parents=True, exist_ok=True)
    sizes = _sizes(children)
    paths = [parts / f"{number}.rows" for number in range(len(sizes) + bool(scenarios))]
    with TruthFiles(truth) as files:
        made = _neighbourhoods(sizes, paths, seed, span, parameters, workers)
        for done, tables in enumerate(made, start=1):
            files.write(tables)
            if progress is not None:
                progress(done, len(sizes))
        if scenarios:
            drafts, tables = script(scenarios, len(sizes), span.taken)
            keep_rows(drafts, paths[-1])
            files.write(tables)
        references = _write_extracts(paths, records)
        files.write_identity(references.persons, references.adults)
    rmtree(parts)
    write_extract_times(records, dict.fromkeys(EXTRACTED, moment(span.taken)))
    counts = {source.value: references.entries[source.value] for source in EXTRACTED}
    return Made(counts, len(references.persons))


def _check(
    children: int, years: int, seed: int, workers: int, scenarios: Sequence[str], out: Path
) -> None:
    if not (0 if scenarios else 1) <= children <= 5_000_000:
        raise ForceError("children must be from 1 to 5,000,000")
    if not 1 <= years <= 20:
        raise ForceError("years must be from 1 to 20")
    if seed < 0:
        raise ForceError("seed must not be below 0")
    if workers < 1:
        raise ForceError("workers must be 1 or more")
    if unknown := [name for name in scenarios if name not in NAMES]:
        raise ForceError(f"no scenario {unknown[0]}: there are {NAMES[0]} to {NAMES[-1]}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ForceError(f"{out} already holds something: name a new or empty directory")


def _sizes(children: int) -> list[int]:
    """Children of each neighbourhood: as even as can be, none above the limit."""
    count = ceil(children / _NEIGHBOURHOOD)
    return [children // count + (place < children % count) for place in range(count)]


_Tables = dict[str, pa.Table]


def _neighbourhoods(
    sizes: Sequence[int],
    paths: Sequence[Path],
    seed: int,
    span: Span,
    parameters: Parameters,
    workers: int,
) -> Iterator[_Tables]:
    """The truth of each neighbourhood, in order; its rows are left in its file."""
    asked = [
        (number, size, path, seed, span, parameters)
        for number, (size, path) in enumerate(zip(sizes, paths, strict=False))
    ]
    if workers == 1 or len(asked) < 2:
        for arguments in asked:
            yield _neighbourhood(*arguments)
        return
    jobs = (delayed(_neighbourhood)(*arguments) for arguments in asked)
    yield from Parallel(n_jobs=workers, return_as="generator")(jobs)


def _neighbourhood(
    number: int, size: int, path: Path, seed: int, span: Span, parameters: Parameters
) -> _Tables:
    world = make_world(number, size, seed, span, parameters)
    drafts = write_down(world, seed, span, parameters)
    keep_rows(drafts, path)
    lives = {
        life.child.key: (life, recognised)
        for life, recognised in zip(world.lives, world.recognised, strict=True)
    }
    asked = [(*lives[key], questions) for key, questions in questions_of(drafts, span).items()]
    return {**truth_rows(world, span.taken), "prospects": prospects_of(asked, parameters)}


def _write_extracts(paths: Sequence[Path], directory: Path) -> References:
    """Every system's extract, the whole force's entries in order of recording."""
    references = References()

    def placed(place: int, path: Path) -> Iterator[tuple[tuple[int, int, int], Row]]:
        return (((row.recorded, place, row.number), row) for row in kept_rows(path))

    with ExitStack() as stack:
        files = {
            source.value: stack.enter_context(ExtractFile(FORMATS[source], directory))
            for source in EXTRACTED
        }
        merged = heapq.merge(*(placed(place, path) for place, path in enumerate(paths)))
        for (_, place, _), row in merged:
            files[row.source].write(references.filled(row, place))
    return references
