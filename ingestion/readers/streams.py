"""Bytes of files, unpacked where they are packed, never more than the limits allow."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import zstandard

from graph.errors import UnreadableSource
from ingestion.model import Why
from ingestion.options import MEBIBYTE, Limits

PACKINGS = (".gz", ".xz", ".zst")
"""Endings of compressed files that are unpacked on the way."""

BROKEN_STREAM = (OSError, EOFError, lzma.LZMAError, zlib.error, zstandard.ZstdError)
"""What reading a damaged compressed file raises."""

_BUFFER = MEBIBYTE
_TOO_LARGE = "is larger than {}, the most that is read as {}. {}, which may be of any size"
_AS_ROWS = "Split it, or give its parts as rows of a .jsonl file"
_AS_LINES = "Save it as a .jsonl file, each object on a line of its own"


class Readable(Protocol):
    """What is asked of a stream of bytes."""

    def read(self, size: int, /) -> bytes:
        """At most that many bytes."""
        ...

    def readline(self, size: int, /) -> bytes:
        """A line, or its first bytes."""
        ...


@contextmanager
def open_stream(path: Path) -> Iterator[ByteStream]:
    """Opens a file for reading in order, unpacking it by its ending."""
    with ExitStack() as stack:
        packed = stack.enter_context(path.open("rb"))
        size = os.fstat(packed.fileno()).st_size
        unpacked: Readable
        match path.suffix.lower():
            case ".gz":
                unpacked = stack.enter_context(gzip.open(packed))
            case ".xz":
                unpacked = stack.enter_context(lzma.open(packed))
            case ".zst":
                reader = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True)
                unpacked = stack.enter_context(io.BufferedReader(reader, _BUFFER))
            case _:
                unpacked = packed
        yield ByteStream(unpacked, packed_size=size if unpacked is not packed else None)


@dataclass(slots=True)
class ByteStream:
    """A file being read.

    Attributes:
        stream: The unpacked bytes.
        packed_size: Size of the packed file; None where it is not packed.
        read_bytes: Unpacked bytes read so far.
    """

    stream: Readable
    packed_size: int | None = None
    read_bytes: int = 0

    def read_whole(self, limits: Limits) -> bytes:
        """The whole content.

        Raises:
            UnreadableSource: It is larger than a file may be, or a bomb.
        """
        return self._whole(limits.file_bytes, ("one document", _AS_ROWS), limits)

    def read_json(self, limits: Limits) -> bytes:
        """The whole content of a JSON file.

        Raises:
            UnreadableSource: It is larger than a row may be, as it may be one, or a bomb.
        """
        return self._whole(limits.row_bytes, ("a JSON file", _AS_LINES), limits)

    def _whole(self, most: int, words: tuple[str, str], limits: Limits) -> bytes:
        parts: list[bytes] = []
        size = 0
        while part := self.stream.read(min(_BUFFER, most + 1 - size)):
            self._count(part, limits)
            parts.append(part)
            size += len(part)
        if size > most:
            shown = f"{most // MEBIBYTE} MiB" if most >= MEBIBYTE else f"{most:,} bytes"
            raise UnreadableSource(_TOO_LARGE.format(shown, *words), Why.TOO_LARGE)
        return b"".join(parts)

    def lines(self, limits: Limits) -> Iterator[bytes | None]:
        """The lines without their ends; None for one that is longer than a row may be (it is passed over).

        Raises:
            UnreadableSource: The file unpacks to so much more than it is that it must be a bomb.
        """
        while data := self._part(limits):
            whole = len(data) <= limits.row_bytes
            while len(data) > limits.row_bytes and not data.endswith(b"\n"):
                data = self._part(limits)
            yield data.rstrip(b"\r\n") if whole else None

    def _part(self, limits: Limits) -> bytes:
        """A line, or as much of it as a row may have and one byte more."""
        data = self.stream.readline(limits.row_bytes + 1)
        self._count(data, limits)
        return data

    def _count(self, data: bytes, limits: Limits) -> None:
        self.read_bytes += len(data)
        if (
            self.packed_size is not None
            and self.read_bytes > limits.unpacked_free
            and self.read_bytes > limits.unpacked_ratio * self.packed_size
        ):
            raise UnreadableSource(
                f"unpacks to more than {self.read_bytes:,} bytes from {self.packed_size:,}: "
                "it looks like a decompression bomb; reading stopped there",
                Why.TOO_LARGE,
            )
