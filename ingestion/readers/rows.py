"""Files of rows, opened so that each row is a line: JSON lines as they are, a JSON file by its items."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import UnreadableSource
from ingestion.model import Why
from ingestion.options import Limits
from ingestion.readers.jsonl import TOO_DEEP, parse_json, parse_row
from ingestion.readers.streams import ByteStream, open_stream

JSON_ENDING = ".json"


@contextmanager
def open_rows(path: Path, limits: Limits) -> Iterator[ByteStream]:
    """Opens a file of rows; a JSON file is read whole: its array, or its one object.

    Raises:
        UnreadableSource: A JSON file is larger than a file may be, is no JSON, or holds no item.
    """
    with open_stream(path) as stream:
        is_json = JSON_ENDING in (suffix.lower() for suffix in path.suffixes[-2:])
        yield ByteStream(io.BytesIO(_as_lines(stream.read_whole(limits)))) if is_json else stream


def _as_lines(data: bytes) -> bytes:
    first, _, rest = data.strip().partition(b"\n")
    if rest and _is_row(first):  # JSON lines under another name
        return data
    found = parse_json(data)
    rows = found if isinstance(found, list) else [found]
    if not rows:
        raise UnreadableSource("holds an empty array. Fill it with objects that have a text", Why.EMPTY)
    try:
        return b"\n".join(json.dumps(row).encode() for row in rows)
    except RecursionError as error:
        raise UnreadableSource(TOO_DEEP, Why.NOT_JSON) from error


def _is_row(line: bytes) -> bool:
    try:
        parse_row(line)
    except UnreadableSource:
        return False
    return True
