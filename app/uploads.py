"""Request bodies as they come in: written to a folder piece by piece, never held whole."""

from __future__ import annotations

import asyncio
import errno
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.ports import JobReject
from app.problem import Problem
from graph.errors import InputError, StoreError, StoreFull
from graph.text.normalise import nfc
from ingestion.model import Why

MOST_FILES = 10_000
"""Files of one upload."""
MOST_FOLDERS = 10_000
"""Folders of one upload."""
_PIECE = 1 << 20
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DRIVE = re.compile(r"[A-Za-z]:")
_PART_BYTES = 200
_NAME_BYTES = 800
_MOST_PARTS = 16
_UNNAMED = "unnamed"
_TWICE = "another file of that name came before it in the same upload. Rename one of them"


class UploadBroken(InputError):
    """A body that is not what its type says."""


class Sink(Protocol):
    """Takes a body; its methods block, and are called on a thread."""

    def write(self, data: bytes) -> None:
        """Takes the next piece."""
        ...

    def finish(self) -> None:
        """Is told that the body is whole."""
        ...

    def close(self) -> None:
        """Lets go of its files, whole or not."""
        ...


async def receive(body: AsyncIterator[bytes], sink: Sink) -> None:
    """Hands a body to a sink; closes the sink.

    Args:
        body: Its pieces, as they come.
        sink: Where they go.

    Raises:
        Problem: ``too_large``: it holds too many files.
        UploadBroken: It is not what its type says.
        StoreError: It cannot be written.
    """
    pieces = bytearray()
    try:
        with write_errors():
            async for piece in body:
                pieces += piece
                if len(pieces) >= _PIECE:
                    await asyncio.to_thread(sink.write, bytes(pieces))
                    pieces.clear()
            await asyncio.to_thread(sink.write, bytes(pieces))
            await asyncio.to_thread(sink.finish)
    finally:
        await asyncio.to_thread(sink.close)


@contextmanager
def write_errors() -> Iterator[None]:
    """Turns what goes wrong while an upload is written into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreFull("The server's disk is full; nothing of the upload was kept.") from error
        raise StoreError(f"The upload could not be written on the server: {error.strerror}.") from error


def safe_name(name: str) -> str:
    """A file's name as it was given, with its folders, so that it stays below any folder.

    What leads elsewhere (``..``, drives, a leading ``/``) or hides it (leading dots) is left out. What lies deeper
    than 15 folders has the names of the others in its own.
    """
    parts = [_safe_part(part) for part in nfc(name).replace("\\", "/").split("/")]
    kept = [part for part in parts if part]
    if not kept:
        return _UNNAMED
    if len(kept) > _MOST_PARTS:
        kept[_MOST_PARTS - 1 :] = [_safe_part("-".join(kept[_MOST_PARTS - 1 :]))]
    whole = "/".join(kept)
    return whole if len(whole.encode()) <= _NAME_BYTES else kept[-1]


def _safe_part(part: str) -> str:
    part = _CONTROL.sub("", part).strip().lstrip(".").strip()
    if _DRIVE.fullmatch(part):
        return ""
    stem, dot, ending = part.rpartition(".")
    if len(part.encode()) <= _PART_BYTES:
        return part
    if not dot or len(ending.encode()) > _PART_BYTES // 2:
        return _cut(part, _PART_BYTES).strip()
    return f"{_cut(stem, _PART_BYTES - len(ending.encode()) - 1)}.{ending}"


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")


def _too_many(most: int, what: str) -> Problem:
    return Problem("too_large", f"The form holds more than {most:,} {what}. Send them in several uploads.")


class FileSink:
    """A body that is one file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("wb")
        self._is_empty = True

    def write(self, data: bytes) -> None:
        """Takes the next piece."""
        self._is_empty = self._is_empty and not data.strip()
        self._file.write(data)

    def finish(self) -> None:
        """Is told that the body is whole.

        Raises:
            UploadBroken: It was empty.
        """
        if self._is_empty:
            raise UploadBroken("The body is empty.")

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


class FormSink:
    """A multipart form of files, each written below a folder.

    Attributes:
        rejects: Files that were not taken.
        names: Those that were.
    """

    def __init__(self, folder: Path, boundary: bytes) -> None:
        self.rejects: list[JobReject] = []
        self.names: list[str] = []
        self._folder = folder
        self._taken: set[str] = set()
        self._folders: set[str] = set()
        self._headers: dict[bytes, bytes] = {}
        self._field = bytearray()
        self._value = bytearray()
        self._file: BinaryIO | None = None
        self._files = 0
        self._is_whole = False
        self._open = ExitStack()
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._headers.clear,
                    "on_header_field": lambda data, start, end: self._field.extend(data[start:end]),
                    "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                    "on_header_end": self._keep_header,
                    "on_headers_finished": self._begin_file,
                    "on_part_data": self._write_file,
                    "on_part_end": self._open.close,
                    "on_end": self._end,
                },
            )
        except FormParserError as error:
            raise UploadBroken(f"The form's boundary cannot be used: {error}") from error

    def write(self, data: bytes) -> None:
        """Takes the next piece.

        Raises:
            UploadBroken: It is no multipart form of files.
            Problem: ``too_large``: it holds too many files.
        """
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise UploadBroken(f"The body is no multipart form: {error}") from error

    def finish(self) -> None:
        """Is told that the body is whole.

        Raises:
            UploadBroken: It broke off, or held no file.
        """
        if not self._is_whole:
            raise UploadBroken("The form breaks off before its last boundary. Send it again.")
        if not self._files:
            raise UploadBroken("The form holds no file. Send each as a part with a file name.")

    def close(self) -> None:
        """Closes the file that is open."""
        self._open.close()

    def _keep_header(self) -> None:
        self._headers[bytes(self._field).lower()] = bytes(self._value)
        self._field.clear()
        self._value.clear()

    def _begin_file(self) -> None:
        self._file = None
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if b"filename" not in options:
            field = options.get(b"name", b"").decode(errors="replace")
            raise UploadBroken(f"The form's part {field!r} is no file. Options go into the address (?source=…).")
        given = options[b"filename"].decode(errors="replace")
        if not given:  # a browser's form in which no file was chosen
            return
        self._files += 1
        if self._files > MOST_FILES:
            raise _too_many(MOST_FILES, "files")
        name = safe_name(given)
        if self._is_taken(name):
            self.rejects.append(JobReject(name, _TWICE, Why.SAME_NAME))
            return
        self.names.append(name)
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._open.enter_context(path.open("wb"))

    def _is_taken(self, name: str) -> bool:
        """Whether a file or folder has that name, or a file that of one of its folders; takes the name otherwise."""
        parts = name.split("/")
        folders = {"/".join(parts[:count]) for count in range(1, len(parts))}
        clash = name in self._taken or name in self._folders or not folders.isdisjoint(self._taken)
        if not clash:
            self._taken.add(name)
            self._folders |= folders
        if len(self._folders) > MOST_FOLDERS:
            raise _too_many(MOST_FOLDERS, "folders")
        return clash

    def _write_file(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.write(data[start:end])

    def _end(self) -> None:
        self._is_whole = True
