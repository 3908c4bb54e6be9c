"""From the data model to rows and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from graph.model import ALWAYS, NO_METADATA, Chunk, ChunkKind, Document, Validity

Row = tuple[Any, ...]


_AT_ONCE = 100


def insert_rows(connection: sqlite3.Connection, into: str, rows: Iterable[Row], *, then: str = "") -> None:
    """Inserts rows, a hundred a statement.

    Each step of a statement gives up the interpreter's lock and waits for it again. With a statement a row, a batch of
    documents and whoever answers meanwhile handed it to each other a hundred thousand times.

    Args:
        connection: Whose transaction.
        into: ``INSERT INTO table (columns)``.
        rows: Values, as many in each row.
        then: What follows the values, ``ON CONFLICT …``.
    """
    left = iter(rows)
    while batch := list(islice(left, _AT_ONCE)):
        values = ", ".join([f"({', '.join('?' * len(batch[0]))})"] * len(batch))
        connection.execute(f"{into} VALUES {values} {then}", [value for row in batch for value in row])


def as_json(values: Iterable[object]) -> str:
    """A list for ``IN (SELECT value FROM json_each(?))``: one parameter, whatever its length."""
    return json.dumps(list(values), ensure_ascii=False)


def day_text(day: date | None) -> str | None:
    """ISO form of a day."""
    return None if day is None else day.isoformat()


def day_of(text: str | None) -> date | None:
    """The day of its ISO form."""
    return None if text is None else date.fromisoformat(text)


def validity_of(start: str | None, end: str | None) -> Validity:
    """Validity of two ISO days."""
    return ALWAYS if start is None and end is None else Validity(day_of(start), day_of(end))


def path_text(path: Sequence[str]) -> str:
    """Headings as they are stored; most chunks have none."""
    return json.dumps(path, ensure_ascii=False) if path else ""


def path_of(text: str) -> tuple[str, ...]:
    """Headings of their stored form."""
    return tuple(json.loads(text)) if text else ()


def metadata_text(metadata: Mapping[str, str]) -> str:
    """Metadata as they are stored."""
    return json.dumps(dict(metadata), ensure_ascii=False) if metadata else ""


def metadata_of(text: str) -> Mapping[str, str]:
    """Metadata of their stored form."""
    return json.loads(text) if text else NO_METADATA


DOCUMENT_COLUMNS = (
    "uid, tenant, uri, title, source, external_id, language, content_hash, fingerprint, revision, characters, "
    "published, valid_from, valid_to, instrument, version, subject, path, metadata, context"
)


def document_row(document: Document, revision: int) -> Row:
    """Values of `DOCUMENT_COLUMNS`."""
    return (
        document.id,
        document.tenant,
        document.uri,
        document.title,
        document.source,
        document.external_id,
        document.language,
        document.content_hash,
        document.fingerprint,
        revision,
        len(document.text),
        day_text(document.published),
        day_text(document.validity.start),
        day_text(document.validity.end),
        document.instrument,
        document.version,
        document.subject_id,
        path_text(document.path),
        metadata_text(document.metadata),
        document.context,
    )


def document_of(row: sqlite3.Row | Row, text: str) -> Document:
    """The document of its `DOCUMENT_COLUMNS` and its text."""
    (uid, tenant, uri, title, source, external_id, language, content_hash, fingerprint, revision, _, *rest) = row
    published, valid_from, valid_to, instrument, version, subject, path, metadata, context = rest
    return Document(
        id=uid,
        tenant=tenant,
        uri=uri,
        title=title,
        text=text,
        source=source,
        external_id=external_id,
        language=language,
        content_hash=content_hash,
        fingerprint=fingerprint,
        revision=revision,
        published=day_of(published),
        validity=validity_of(valid_from, valid_to),
        instrument=instrument,
        version=version,
        subject_id=subject,
        context=context,
        path=path_of(path),
        metadata=metadata_of(metadata),
    )


CHUNK_COLUMNS = "uid, ordinal, start, stop, page, kind, valid_from, valid_to, path"


def chunk_row(chunk: Chunk) -> Row:
    """Values of `CHUNK_COLUMNS`."""
    return (
        chunk.id,
        chunk.ordinal,
        chunk.start,
        chunk.end,
        chunk.page,
        chunk.kind.value,
        day_text(chunk.validity.start),
        day_text(chunk.validity.end),
        path_text(chunk.path),
    )


def chunk_of(row: Row, document_id: str) -> Chunk:
    """The chunk of its `CHUNK_COLUMNS`."""
    uid, ordinal, start, stop, page, kind, valid_from, valid_to, path = row
    return Chunk(
        id=uid,
        document_id=document_id,
        ordinal=ordinal,
        start=start,
        end=stop,
        path=path_of(path),
        page=page,
        kind=ChunkKind(kind),
        validity=validity_of(valid_from, valid_to),
    )
