"""JSON lines: a document a row. A bad row rejects that row only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.errors import UnreadableSource
from ingestion.model import Read, Reject, Why
from ingestion.readers.fields import FieldMap, row_document

TOO_DEEP = "is nested too deeply"
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Some rows of a file, not parsed yet.

    Attributes:
        place: The file, for messages.
        prefix: First part of the rows' URIs.
        source: Collection.
        first_line: Line of the first row, from 1.
        lines: The rows; None for one that was longer than a row may be.
        below: How the rows' URIs begin; empty where they may name others.
    """

    place: str
    prefix: str
    source: str
    first_line: int
    lines: Sequence[bytes | None]
    below: str = ""


def read_rows(batch: RowBatch, fields: FieldMap, row_limit: int) -> Iterator[Read]:
    """Reads rows; blank lines are passed over."""
    for number, line in enumerate(batch.lines, batch.first_line):
        place = f"{batch.place}:{number}"
        if line is None:
            reason = f"the row is longer than {row_limit:,} bytes. Split it"
            yield Reject(place, "read", reason, why=Why.TOO_LARGE, below=batch.below)
        elif line.strip():
            try:
                yield row_document(parse_row(line), fields, batch.prefix, batch.source, place)
            except UnreadableSource as error:
                yield Reject(place, "read", f"the row {error}", why=error.why, below=batch.below)


def parse_row(line: bytes) -> dict[str, object]:
    """Parses a row.

    Raises:
        UnreadableSource: It is not UTF-8, not JSON, or no object.
    """
    row = parse_json(line)
    if not isinstance(row, dict):
        reason = 'is no JSON object: each row must be one, such as {"title": …, "text": …}'
        raise UnreadableSource(reason, Why.NOT_JSON)
    return row


def parse_json(data: bytes) -> object:
    """Parses a row or a file.

    Raises:
        UnreadableSource: It is not UTF-8, or not JSON.
    """
    try:
        return json.loads(data.removeprefix(BOM).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"is not UTF-8 (byte {error.start}). Save the file as UTF-8", Why.ENCODING) from error
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise UnreadableSource(f"is not JSON: {error.msg} at {line}column {error.colno}", Why.NOT_JSON) from error
    except ValueError as error:  # Python refuses to parse numbers of thousands of digits
        raise UnreadableSource("holds a number that is too long to be one. Write it as text", Why.NOT_JSON) from error
    except RecursionError as error:
        raise UnreadableSource(TOO_DEEP, Why.NOT_JSON) from error
