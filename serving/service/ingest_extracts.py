"""Take in a directory of extracts: every row is stored, quarantined or already known (M4)."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from records.calendar import instant_from_text, instant_to_text
from records.formats import FORMATS, ExtractFormat
from records.reading import NotThisExtractError, read_extract
from records.sources import EXTRACTED, SourceSystem
from records.writing import EXTRACT_TIMES
from serving.service.acts import Actor, enter
from serving.store.extracts import Counts, find_extract, freshness, ingest_batch, start_extract
from serving.store.histories import save_state
from serving.store.opening import Store

__all__ = ["ExtractsError", "Ingested", "ingest_extracts"]

_BATCH = 2_000
#: An extract this large is refused before it is read: its rows could not be held at once.
LARGEST_FILE = 2 * 1024**3
_Item = TypeVar("_Item")


class ExtractsError(Exception):
    """The directory, or a file in it, is not what it claims. Nothing of that file was taken."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one extract. ``again``: the very same file had been read before."""

    source: SourceSystem
    file: str
    counts: Counts
    again: bool


def ingest_extracts(
    store: Store,
    directory: Path,
    read_at: datetime,
    by: Actor,
    advance: Callable[[str, int, int], None] = lambda *_: None,
) -> list[Ingested]:
    """Read every known extract in ``directory``, each whole or not at all.

    ``extract_times.json`` says when each extract was taken; a file whose time it does
    not say is refused, since nobody could tell how old its facts are. A system without
    a file is left as it is. Reading the same file twice changes nothing. Each extract is
    entered in the access log with its rows: no entry, no extract.

    Args:
        by: who takes them in.
        advance: called with (file, rows done, rows in all) as rows are stored.

    Raises:
        ExtractsError: with one line that names the file and what to do.
        StoreUnavailableError: the store or its log can't be written; of the file that was
            being read nothing was taken.
    """
    times = _times(directory)
    if (directory / FORMATS[SourceSystem.CHILD_REVIEWS].file).exists():
        raise ExtractsError(
            f"{FORMATS[SourceSystem.CHILD_REVIEWS].file}: reviews and judgements are written down "
            "in this service alone; take the file out of the directory"
        )
    extracted = [FORMATS[source] for source in EXTRACTED]
    present = [f for f in extracted if (directory / f.file).exists()]
    if not present:
        known = ", ".join(format_.file for format_ in extracted)
        raise ExtractsError(f"{directory}: holds no extract; expected any of {known}")
    for format_ in present:
        if format_.source not in times:
            raise ExtractsError(
                f"{EXTRACT_TIMES}: does not say when {format_.source.value} was taken"
            )
        if times[format_.source] > read_at:
            raise ExtractsError(f"{EXTRACT_TIMES}: {format_.source.value} is from the future")
    return [
        _ingest(store, f, directory / f.file, times[f.source], read_at, by, advance)
        for f in present
    ]


def _times(directory: Path) -> dict[SourceSystem, datetime]:
    path = directory / EXTRACT_TIMES
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {SourceSystem(name): instant_from_text(at) for name, at in raw.items()}
    except OSError:
        raise ExtractsError(
            f"{directory}: has no {EXTRACT_TIMES}, so nobody can tell how old the extracts are"
        ) from None
    except (ValueError, AttributeError, TypeError):
        raise ExtractsError(
            f'{EXTRACT_TIMES}: is not a list of times like {{"S1": "2026-11-21T21:40:00+00:00"}}'
        ) from None


def _ingest(
    store: Store,
    format_: ExtractFormat,
    path: Path,
    taken_at: datetime,
    read_at: datetime,
    by: Actor,
    advance: Callable[[str, int, int], None],
) -> Ingested:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_FILE:
        raise ExtractsError(f"{path.name}: is not a plain file of at most 2 GiB")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with store.reading() as connection:
        before = find_extract(connection, format_.source, digest, taken_at)
    if before is not None:
        rows = before.counts.rows
        return Ingested(format_.source, path.name, Counts(rows=rows, already_known=rows), True)
    try:
        rows_read = read_extract(format_, path)
    except NotThisExtractError as fault:
        raise ExtractsError(str(fault)) from None
    total = path.read_bytes().count(b"\n")
    counts = Counts()
    with store.writing() as connection:
        extract = start_extract(
            connection,
            source=format_.source,
            file=path.name,
            digest=digest,
            taken_at=taken_at,
            read_at=read_at,
        )
        for batch in _batches(rows_read):
            counts += ingest_batch(connection, extract, format_.source, batch)
            advance(path.name, counts.rows, max(total, counts.rows))
        save_state(connection, freshness=freshness(connection))
        enter(
            connection,
            by,
            kind="EXTRACTS_TAKEN_IN",
            at=read_at,
            inputs={"taken_at": instant_to_text(taken_at), "file": f"sha256:{digest}"},
            facts={"system": format_.source.value, "extract": extract, **asdict(counts)},
        )
    return Ingested(format_.source, path.name, counts, False)


def _batches(rows: Iterable[_Item]) -> Iterator[list[_Item]]:
    rows = iter(rows)
    while batch := list(itertools.islice(rows, _BATCH)):
        yield batch
