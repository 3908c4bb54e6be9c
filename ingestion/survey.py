"""A look at the sources before they are read: what there is, how much, which legal instruments rows belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import UnreadableSource
from ingestion.legal.instruments import Instrument, Instruments, scan_rows
from ingestion.options import IngestOptions
from ingestion.readers.fields import FieldMap
from ingestion.readers.files import KNOWN, ROWS
from ingestion.readers.roots import Place, Root
from ingestion.readers.rows import open_rows
from ingestion.readers.sources import STDIN, FoundFile, find_files
from ingestion.readers.streams import BROKEN_STREAM, PACKINGS, ByteStream

_EMPTY = f"it holds no file (those whose names begin with a dot are passed over). Read are {KNOWN}"
_NOTHING_READABLE = f"none of its files can be read. Read are {KNOWN}, each also packed as {', '.join(PACKINGS)}"


@dataclass(frozen=True, slots=True)
class Survey:
    """What there is to read.

    Attributes:
        files: All files, in the order of reading.
        total: Documents to expect; None where that cannot be told beforehand.
        instruments: Legal instruments that rows belong to, by number.
    """

    files: tuple[FoundFile, ...]
    total: int | None
    instruments: Instruments = field(default_factory=dict)


def survey(paths: Sequence[str | Path], options: IngestOptions, roots: Sequence[Root] = ()) -> Survey:
    """Looks at all sources but standard input.

    Args:
        paths: Files and folders.
        options: What is asked.
        roots: Folders that were ingested before.

    Raises:
        WrongUsage: A path leads to no file or folder.
    """
    files = find_files(paths, options.source, roots)
    known = not any(str(path) == STDIN for path in paths)
    total = 0
    instruments: dict[str, Instrument] = {}
    budget = options.limits.scan_bytes
    for file in files:
        if file.format != ROWS or file.problem:
            total += 1
            continue
        # A damaged file is scanned as far as it goes; the reader reports it.
        with suppress(UnreadableSource, *BROKEN_STREAM), open_rows(file.path, options.limits) as stream:
            scan = scan_rows(_within(stream, budget, options), FieldMap(options.fields))
            total += scan.rows
            instruments.update(scan.instruments)
            budget -= stream.read_bytes
        known = known and budget > 0
    return Survey(tuple(files), total if known else None, instruments)


def hints(places: Sequence[Place], files: Sequence[FoundFile]) -> Iterator[tuple[str, str]]:
    """The folders in which nothing can be read, each with what to know of it."""
    readable = {parent for file in files if file.format and not file.problem for parent in file.path.parents}
    found = {path for file in files for path in (file.path, *file.path.parents)}
    for place in places:
        if place.is_folder and place.path not in readable:
            yield str(place.path), _NOTHING_READABLE if place.path in found else _EMPTY


def _within(stream: ByteStream, budget: int, options: IngestOptions) -> Iterator[bytes | None]:
    for line in stream.lines(options.limits):
        if stream.read_bytes > budget:
            return
        yield line
