"""From the paths that a person gives to units of reading work, in a fixed order."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from graph.errors import InputError, UnreadableSource, WrongUsage
from ingestion.model import Reject, Why
from ingestion.options import IngestOptions
from ingestion.readers.common import Origin
from ingestion.readers.fields import FieldMap
from ingestion.readers.files import ROWS, BytesTask, FileTask, format_of, no_reader
from ingestion.readers.jsonl import RowBatch
from ingestion.readers.roots import Place, Root, Scope, place_of
from ingestion.readers.rows import is_whole_json, json_rows, open_rows
from ingestion.readers.streams import BROKEN_STREAM, ByteStream

STDIN = "-"
_STDIN_SOURCE = "stdin"
_BATCH_ROWS = 200
_BATCH_BYTES = 2_000_000
_PEEK = 4096
_NOTHING = "There is no file or folder {}. Check the path; - reads standard input."

_LINKED = "it is a link to the folder {}, and links to folders are not followed. Give that folder itself"

Task = RowBatch | FileTask | BytesTask
"""A unit of reading work, done in a worker process."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read.

    Attributes:
        path: Where it lies.
        origin: URI, collection and place.
        format: Its format; None where there is no reader for it.
        rows_as: First part of its rows' URIs.
        problem: Why it cannot be read at all; empty where nothing is known against it.
    """

    path: Path
    origin: Origin
    format: str | None
    rows_as: str
    problem: str = ""


def find_files(paths: Sequence[str | Path], source: str | None, roots: Sequence[Root] = ()) -> list[FoundFile]:
    """All files below the paths, sorted; hidden files and folders are passed over.

    A file belongs to the collection ``source``, or else to the folder that was given, or to its own stem where it
    was given itself; but what lies in one of the ``roots``, folders that were ingested before, belongs there and is
    named from there. Standard input (``-``) is left out.

    Raises:
        WrongUsage: A path leads to no file or folder.
        UnreadableSource: It leads to what may not be seen.
    """
    found: dict[tuple[str, str], FoundFile] = {}
    for given in paths:
        if str(given) == STDIN:
            continue
        path = Path(given)
        kind = _kind(path)
        place = place_of(path, source, roots)
        match kind:
            case stat.S_IFDIR:
                files = [_found(file, place, problem) for file, problem in _walk(path)]
            case stat.S_IFREG:
                files = [_found(path, place, _problem(path))]
            case _:
                raise WrongUsage(_NOTHING.format(_shown(path)))
        for file in files:  # a file that was given twice is read once
            found.setdefault((file.origin.uri, os.path.realpath(file.path)), file)
    return list(found.values())


def _kind(path: Path) -> int:
    """What a path leads to (``stat.S_IFREG`` …).

    Raises:
        WrongUsage: Nothing.
        UnreadableSource: Nothing that may be seen.
    """
    try:
        return stat.S_IFMT(path.stat().st_mode)
    except FileNotFoundError as error:
        raise WrongUsage(_NOTHING.format(_shown(path))) from error
    except OSError as error:
        raise UnreadableSource(
            f"{_shown(path)} cannot be read: {error.strerror}. Check the path and its rights."
        ) from error


def places_of(paths: Sequence[str | Path], source: str | None, roots: Sequence[Root] = ()) -> list[Place]:
    """Where the paths belong; standard input (``-``) is left out."""
    return [place_of(Path(path), source, roots) for path in paths if str(path) != STDIN]


def scopes_of(paths: Sequence[str | Path], source: str | None, roots: Sequence[Root] = ()) -> set[Scope]:
    """Documents that the paths stand for, as `find_files` and `stdin_tasks` name them."""
    scopes = {place.scope for place in places_of(paths, source, roots)}
    return scopes | {Scope(source or _STDIN_SOURCE) for path in paths if str(path) == STDIN}


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files with the problem that is known of each; a folder that cannot be listed stands for what it holds."""
    closed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for link in filter(Path.is_symlink, (Path(parent, name) for name in folders)):
            leads_to = link.resolve()
            if not leads_to.is_relative_to(folder.resolve()):  # what lies in the folder is read anyway
                yield link, _LINKED.format(_shown(leads_to))
        for name in sorted(files):
            if not name.startswith("."):
                path = Path(parent, name)
                yield path, _problem(path)
    for error in closed:
        yield Path(error.filename), f"the folder cannot be read: {error.strerror}. Check its rights"


def _problem(path: Path) -> str:
    """Why opening a file would fail, or never end."""
    if _is_undecodable(path):
        return "its name is not UTF-8. Rename it"
    try:
        kind = _kind(path)
    except InputError:
        return "it leads nowhere, or may not be seen. Mend the link, or leave it out"
    return "" if kind == stat.S_IFREG else "it is a pipe, socket or device, no file. Leave it out"


def _is_undecodable(path: Path) -> bool:
    return _shown(path) != str(path)


def _shown(path: PurePath) -> str:
    """A path for messages: bytes that are no UTF-8 are spelt out."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _found(path: Path, place: Place, problem: str) -> FoundFile:
    origin = Origin(_shown(place.uri(path)), place.source, _shown(path))
    return FoundFile(path, origin, format_of(path.name), place.rows_of(path), problem)


def file_tasks(file: FoundFile, options: IngestOptions) -> Iterator[Task | Reject]:
    """The reading work of one file."""
    if file.problem:
        # What a closed folder holds cannot be told, so it has no URI; below a link nothing was ever read.
        is_closed = file.path.is_dir() and not file.path.is_symlink()
        yield Reject(file.origin.place, "read", file.problem, None if is_closed else file.origin.uri)
    elif file.format is None:
        yield no_reader(file.origin)
    elif file.format == ROWS:
        below = FieldMap(options.fields).below(file.rows_as)
        try:
            with open_rows(file.path, options.limits) as stream:
                yield from _row_batches(stream, file.origin.place, file.rows_as, file.origin.source, options)
        except UnreadableSource as error:
            yield Reject(file.origin.place, "read", f"the file {error}", why=error.why, below=below)
        except OSError as error:
            reason = f"the file cannot be read: {error.strerror or error}"
            yield Reject(file.origin.place, "read", reason, below=below)
        except BROKEN_STREAM as error:
            reason = f"the file is damaged: {error}"
            yield Reject(file.origin.place, "read", reason, why=Why.NOT_OPENED, below=below)
    else:
        yield FileTask(file.path, file.format, file.origin)


def stdin_tasks(stream: BinaryIO, options: IngestOptions) -> Iterator[Task | Reject]:
    """The reading work of standard input: rows where it opens with ``{`` or as a JSON array, else one document."""
    buffered = io.BufferedReader(stream, _PEEK) if isinstance(stream, io.RawIOBase) else stream
    opening = buffered.read(_PEEK)
    source = options.source or _STDIN_SOURCE
    rest = ByteStream(io.BufferedReader(_Joined(opening, buffered)))
    is_json = is_whole_json(opening)
    try:
        if is_json or opening.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            rows = json_rows(rest, options.limits) if is_json else rest
            yield from _row_batches(rows, STDIN, source, source, options)
            return
        data = rest.read_whole(options.limits)
    except UnreadableSource as error:
        yield Reject(STDIN, "read", f"standard input {error}", why=error.why)
        return
    uri = f"{_STDIN_SOURCE}:{hashlib.blake2b(data, digest_size=16).hexdigest()}"
    is_html = opening.lstrip().lower().startswith((b"<!doctype html", b"<html"))
    yield BytesTask(data, "html" if is_html else "txt", Origin(uri, source, STDIN))


class _Joined(io.RawIOBase):
    """Bytes that were read already, followed by the stream that they came from."""

    def __init__(self, opening: bytes, rest: BinaryIO) -> None:
        self._opening = opening
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._opening[: len(buffer)] if self._opening else self._rest.read(len(buffer))
        self._opening = self._opening[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _row_batches(
    stream: ByteStream, place: str, prefix: str, collection: str, options: IngestOptions
) -> Iterator[RowBatch | Reject]:
    below = FieldMap(options.fields).below(prefix)
    lines: list[bytes | None] = []
    first = number = 1
    size = 0
    try:
        for line in stream.lines(options.limits):
            lines.append(line)
            number += 1
            size += len(line or b"")
            if len(lines) >= _BATCH_ROWS or size >= _BATCH_BYTES:
                yield RowBatch(place, prefix, collection, first, tuple(lines), below)
                lines, first, size = [], number, 0
    except UnreadableSource as error:
        yield Reject(f"{place}:{number}", "read", f"the file {error}", why=error.why, below=below)
    except BROKEN_STREAM as error:
        reason = f"the file is damaged from here on: {error}"
        yield Reject(f"{place}:{number}", "read", reason, why=Why.NOT_OPENED, below=below)
    if lines:
        yield RowBatch(place, prefix, collection, first, tuple(lines), below)
