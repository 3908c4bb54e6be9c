"""Reading documents, chunks and passages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from graph.errors import NotFound
from graph.model import Chunk, ChunkKind, Document, DocumentRecord, Entity, Evidence, Extraction, Mention, Relation
from graph.results import DocumentState, DocumentSummary, Passage
from graph.stores.sqlite.rows import (
    CHUNK_COLUMNS,
    DOCUMENT_COLUMNS,
    Row,
    as_json,
    chunk_of,
    day_of,
    document_of,
    metadata_of,
    path_of,
    validity_of,
)
from graph.stores.sqlite.schema import PIECE
from graph.stores.sqlite.signatures import signature
from graph.stores.sqlite.words import match_expression

_SLICES = f"""
SELECT span.key, substr(
    pieces.text,
    max(span.value ->> 1 - number * {PIECE}, 0) + 1,
    min(span.value ->> 2, (number + 1) * {PIECE}) - max(span.value ->> 1, number * {PIECE})
)
FROM json_each(?) AS span JOIN pieces ON pieces.document = span.value ->> 0
    AND number BETWEEN (span.value ->> 1) / {PIECE} AND ((span.value ->> 2) - 1) / {PIECE}
ORDER BY span.key, number
"""  # noqa: S608 - a number of our own
_PASSAGES = """
SELECT chunks.document, chunks.uid, documents.uid, external_id, uri, title, start, stop, ordinal,
    documents.path, chunks.path, page, kind, coalesce(chunks.valid_from, chunks.valid_to) IS NULL,
    chunks.valid_from, chunks.valid_to, documents.valid_from, documents.valid_to,
    source, published, instrument, context, metadata
FROM chunks JOIN documents ON documents.id = chunks.document
"""
_PASSAGES_BY_ID = f"{_PASSAGES} WHERE chunks.uid IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own text
_FIRST_PASSAGES = f"""{_PASSAGES} WHERE documents.uid IN (SELECT value FROM json_each(?))
AND ordinal < (SELECT min(ordinal) FROM chunks AS first WHERE first.document = documents.id) + ?
"""  # noqa: S608 - as above


def slices(connection: sqlite3.Connection, spans: Iterable[tuple[int, int, int]]) -> list[str]:
    """Texts of spans (document row, start, end), in their order."""
    listed = [list(span) for span in spans]
    texts = [""] * len(listed)
    for place, text in connection.execute(_SLICES, (json.dumps(listed),)):
        texts[place] += text
    return texts


def states(connection: sqlite3.Connection, tenant: str, uris: Sequence[str]) -> dict[str, DocumentState]:
    """State of current documents by URI."""
    rows = connection.execute(
        "SELECT uri, uid, uri, content_hash, fingerprint, revision, source FROM documents "
        "WHERE tenant = ? AND uri IN (SELECT value FROM json_each(?))",
        (tenant, as_json(uris)),
    )
    return {uri: DocumentState(*state) for uri, *state in rows}


def source_uris(connection: sqlite3.Connection, tenant: str, source: str) -> set[str]:
    """URIs of all current documents of a source."""
    rows = connection.execute("SELECT uri FROM documents WHERE tenant = ? AND source = ?", (tenant, source))
    return {row[0] for row in rows}


def summaries(
    connection: sqlite3.Connection, tenant: str, source: str | None, query: str | None, page: tuple[int, int]
) -> list[DocumentSummary]:
    """Current documents by title; ``page`` is offset and limit."""
    words = match_expression(query) if query else None
    if query and words is None:
        return []
    rows = connection.execute(
        "SELECT uid, uri, external_id, title, source, language, revision, characters, "
        "(SELECT count(*) FROM chunks WHERE document = documents.id), published, valid_from, valid_to "
        "FROM documents WHERE tenant = :tenant AND (:source IS NULL OR source = :source) "
        "AND (:words IS NULL OR id IN (SELECT rowid FROM document_words WHERE document_words MATCH :words)) "
        "ORDER BY title, uri LIMIT :limit OFFSET :offset",
        {"tenant": tenant, "source": source, "words": words, "offset": page[0], "limit": page[1]},
    )
    return [_summary(row) for row in rows]


def _summary(row: Row) -> DocumentSummary:
    uid, uri, external_id, title, source, language, revision, characters, chunks, published, valid_from, valid_to = row
    return DocumentSummary(
        id=uid,
        uri=uri,
        external_id=external_id,
        title=title,
        source=source,
        language=language,
        revision=revision,
        characters=characters,
        chunks=chunks,
        published=day_of(published),
        validity=validity_of(valid_from, valid_to),
    )


def instrument_documents(connection: sqlite3.Connection, tenant: str, number: str) -> list[str]:
    """Ids of the documents of an instrument, by its whole number or by the beginning up to a stroke."""
    rows = connection.execute(
        "SELECT uid FROM documents WHERE tenant = :tenant AND (instrument = :number OR "
        "(instrument > :number || '/' AND instrument < :number || '0')) ORDER BY title, uri",  # 0 follows the stroke
        {"tenant": tenant, "number": number},
    )
    return [row[0] for row in rows]


def document(connection: sqlite3.Connection, tenant: str, reference: str) -> Document:
    """The current document with that id, URI or external id."""
    for column in ("uid", "uri", "external_id"):
        row = connection.execute(
            f"SELECT id, {DOCUMENT_COLUMNS} FROM documents WHERE tenant = ? AND {column} = ? "  # noqa: S608 - our names
            "ORDER BY uri LIMIT 1",
            (tenant, reference),
        ).fetchone()
        if row is not None:
            return document_of(row[1:], _whole_text(connection, row[0]))
    raise NotFound(f"There is no document {reference!r}. `vinagraph documents list` shows what there is.")


def _whole_text(connection: sqlite3.Connection, row: int) -> str:
    pieces = connection.execute("SELECT text FROM pieces WHERE document = ? ORDER BY number", (row,))
    return "".join(piece[0] for piece in pieces)


def document_chunks(connection: sqlite3.Connection, document_id: str) -> list[Chunk]:
    """Chunks of a document's current revision, in order."""
    row = connection.execute("SELECT id FROM documents WHERE uid = ?", (document_id,)).fetchone()
    return [] if row is None else _chunks(connection, row[0], document_id)


def _chunks(connection: sqlite3.Connection, row: int, document_id: str) -> list[Chunk]:
    query = f"SELECT {CHUNK_COLUMNS} FROM chunks WHERE document = ? ORDER BY ordinal"  # noqa: S608 - our names
    return [chunk_of(chunk, document_id) for chunk in connection.execute(query, (row,))]


def passages(connection: sqlite3.Connection, chunk_ids: Sequence[str]) -> dict[str, Passage]:
    """The current chunks among those, by id."""
    rows = connection.execute(_PASSAGES_BY_ID, (as_json(chunk_ids),)).fetchall()
    return {passage.chunk_id: passage for passage in _passages(connection, rows)}


def passages_of(connection: sqlite3.Connection, document_ids: Sequence[str], per_document: int) -> list[Passage]:
    """First chunks of each document, in the order asked."""
    order = {document_id: place for place, document_id in enumerate(dict.fromkeys(document_ids))}
    rows = connection.execute(
        _FIRST_PASSAGES,
        (as_json(order), per_document),
    ).fetchall()
    found = _passages(connection, rows)
    return sorted(found, key=lambda passage: (order[passage.document_id], passage.ordinal))


def _passages(connection: sqlite3.Connection, rows: Sequence[Row]) -> list[Passage]:
    texts = slices(connection, ((row[0], row[6], row[7]) for row in rows))
    return [_passage(row, text) for row, text in zip(rows, texts, strict=True)]


def _passage(row: Row, text: str) -> Passage:
    (_, chunk_id, document_id, external_id, uri, title, start, stop, ordinal, *rest) = row
    document_path, path, page, kind, inherits, *days, source, published, instrument, context, metadata = rest
    return Passage(
        chunk_id=chunk_id,
        document_id=document_id,
        external_id=external_id,
        uri=uri,
        title=title,
        text=text,
        start=start,
        end=stop,
        ordinal=ordinal,
        path=path_of(document_path) + path_of(path),
        page=page,
        kind=ChunkKind(kind),
        validity=validity_of(*(days[2:] if inherits else days[:2])),
        source=source,
        published=day_of(published),
        instrument=instrument,
        context=context,
        metadata=metadata_of(metadata),
    )


def records(connection: sqlite3.Connection, tenant: str | None, after: str, limit: int) -> list[DocumentRecord]:
    """Current documents in full, in the order of their ids, after one."""
    rows = connection.execute(
        f"SELECT id, {DOCUMENT_COLUMNS} FROM documents "  # noqa: S608 - our names
        "WHERE uid > :after AND (:tenant IS NULL OR tenant = :tenant) ORDER BY uid LIMIT :limit",
        {"after": after, "tenant": tenant, "limit": limit},
    ).fetchall()
    return _records(connection, rows)


def half_replaced(connection: sqlite3.Connection) -> list[DocumentRecord]:
    """Current documents of which a staged revision has chunk ids too."""
    rows = connection.execute(
        f"SELECT id, {DOCUMENT_COLUMNS} FROM documents WHERE id IN ("  # noqa: S608 - our names
        "SELECT chunks.document FROM staged, json_each(staged.chunks) AS held JOIN chunks ON chunks.uid = held.value"
        ") ORDER BY uid"
    ).fetchall()
    return _records(connection, rows)


def _records(connection: sqlite3.Connection, rows: Iterable[Row]) -> list[DocumentRecord]:
    return [_record(connection, row[0], document_of(row[1:], _whole_text(connection, row[0]))) for row in rows]


def _record(connection: sqlite3.Connection, row: int, stored: Document) -> DocumentRecord:
    chunks = tuple(_chunks(connection, row, stored.id))
    return DocumentRecord(stored, chunks, _extraction(connection, row), signature(connection, row))


def _extraction(connection: sqlite3.Connection, row: int) -> Extraction:
    """What a document's extractors found, as they gave it."""
    entities = connection.execute(
        "SELECT uid, tenant, type, key, name, aliases FROM document_entities "
        "JOIN entities ON entities.id = entity WHERE document = ? ORDER BY uid",
        (row,),
    ).fetchall()
    mentions = connection.execute(
        "SELECT chunks.uid, entities.uid, mentions.start, mentions.stop FROM chunks "
        "JOIN mentions ON mentions.chunk = chunks.id JOIN entities ON entities.id = entity "
        "WHERE document = ? ORDER BY mentions.start, mentions.stop, entities.uid",
        (row,),
    )
    evidence = connection.execute(
        "SELECT relations.uid, chunks.uid, evidence.start, evidence.stop, extractor, evidence.confidence, "
        "head.uid, relations.type, tail.uid FROM chunks JOIN evidence ON evidence.chunk = chunks.id "
        "JOIN relations ON relations.id = relation JOIN entities AS head ON head.id = relations.head "
        "JOIN entities AS tail ON tail.id = relations.tail "
        "WHERE document = ? ORDER BY evidence.start, evidence.stop, relations.uid, extractor",
        (row,),
    ).fetchall()
    relations = {item[0]: Relation(item[0], *item[6:]) for item in evidence}
    return Extraction(
        entities=tuple(_given_entity(row) for row in entities),
        mentions=tuple(Mention(*mention) for mention in mentions),
        relations=tuple(relations.values()),
        evidence=tuple(Evidence(*item[:6]) for item in evidence),
    )


def _given_entity(row: Row) -> Entity:
    uid, tenant, type_, key, name, aliases = row
    return Entity(uid, tenant, type_, key, name, path_of(aliases))
