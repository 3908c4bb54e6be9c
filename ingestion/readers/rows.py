"""Files of rows, opened so that each row is a line: JSON lines as they are, a JSON file by its items.

A JSON file is only cut here, by its brackets; its items are parsed where rows are, in the worker processes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePath

from graph.errors import UnreadableSource
from ingestion.model import Why
from ingestion.options import Limits
from ingestion.readers.files import unpacked_name
from ingestion.readers.jsonl import BOM
from ingestion.readers.streams import ByteStream, open_stream

JSON_ENDING = ".json"
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
"""Strings, which are passed over whole, and what parts items."""
_WHOLE_JSON = re.compile(rb"\s*(?:\[\s*[{\]]|\{[ \t\r]*\n)")
_FIRST_LINES = 5
_LINE_END = ord("\n")
_EMPTY_ARRAY = "holds an empty array. Fill it with objects that have a text"
_ENDLESS = "is not JSON: what begins at line {} never ends. Look for a quote or bracket there that is not closed"
_MORE = "is not JSON: more follows its array at line {}. Put all objects into one array"


@contextmanager
def open_rows(path: Path, limits: Limits) -> Iterator[ByteStream]:
    """Opens a file of rows; a JSON file is read whole: its array, or its one object.

    Raises:
        UnreadableSource: A JSON file is larger than it may be, is no JSON, or holds no item.
    """
    with open_stream(path) as stream:
        is_json = PurePath(unpacked_name(path.name)).suffix.lower() == JSON_ENDING
        yield json_rows(stream, limits) if is_json else stream


def is_whole_json(opening: bytes) -> bool:
    """Whether text that opens so is an array of objects, or an object over several lines."""
    return _WHOLE_JSON.match(opening.removeprefix(BOM)) is not None


def json_rows(stream: ByteStream, limits: Limits) -> ByteStream:
    """The items of a JSON file, each on a line of its own.

    Raises:
        UnreadableSource: It is larger than it may be, is no JSON, or holds no item.
    """
    data = stream.read_json(limits).removeprefix(BOM)
    if _is_lines(data):  # JSON lines under another name
        return ByteStream(io.BytesIO(data))
    return ByteStream(io.BytesIO(_as_lines(data.strip())))


def _is_lines(data: bytes) -> bool:
    """Whether at least half of the first lines look like rows (the first may be bad); within an object few do."""
    lines = list(islice(filter(None, map(bytes.strip, io.BytesIO(data))), _FIRST_LINES))
    rows = [line for line in lines if line.startswith(b"{") and line.endswith(b"}")]
    return bool(rows) and 2 * len(rows) >= len(lines)


def _as_lines(data: bytes) -> bytes:
    """The items of an array, or the one value, each on one line.

    Raises:
        UnreadableSource: It is no whole array, or holds no item.
    """
    if not data:
        raise UnreadableSource("is empty", Why.EMPTY)
    # JSON may have a carriage return wherever it may have a line's end, and neither within a string.
    lines = bytearray(data.replace(b"\n", b"\r"))
    if not data.startswith(b"["):
        return bytes(lines)
    depth, begin = 0, 1
    for token in _TOKEN.finditer(data, begin):
        place = token.start()
        mark = data[place]
        if mark in b"[{":
            depth += 1
        elif mark in b"]}":
            depth -= 1
        elif mark in b"," and not depth:
            lines[place] = _LINE_END
            begin = place + 1
        if depth < 0:
            break
    else:
        raise UnreadableSource(_ENDLESS.format(_line_of(data, begin)), Why.NOT_JSON)
    if data[place + 1 :]:
        raise UnreadableSource(_MORE.format(_line_of(data, place + 1)), Why.NOT_JSON)
    rows = bytes(lines[1:place])
    if not rows.strip():
        raise UnreadableSource(_EMPTY_ARRAY, Why.EMPTY)
    return rows


def _line_of(data: bytes, place: int) -> int:
    """The line of what stands at that place or follows it."""
    blank = len(data) - place - len(data[place:].lstrip())
    return data.count(b"\n", 0, place + blank) + 1
