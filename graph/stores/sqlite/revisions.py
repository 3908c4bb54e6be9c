"""The commit protocol: what is staged, made current, undone, and still to leave the vector store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from graph.errors import StoreError
from graph.model import DocumentRecord
from graph.results import Revision
from graph.stores.sqlite.add import Revised, add_documents
from graph.stores.sqlite.groups import regroup
from graph.stores.sqlite.remove import remove_documents, sweep, sweep_entities
from graph.stores.sqlite.rows import as_json, insert_rows

_TO_OUTBOX = """
INSERT OR IGNORE INTO outbox (chunk)
SELECT value FROM json_each(?)
WHERE NOT EXISTS (SELECT 1 FROM chunks WHERE uid = value)
  AND value NOT IN (SELECT held.value FROM staged, json_each(staged.chunks) AS held)
"""
_FROM_OUTBOX = "DELETE FROM outbox WHERE chunk IN (SELECT value FROM json_each(?))"

_CHANGES = "changes"
_COUNT = """
INSERT INTO meta (key, value) VALUES (?, '1')
ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
"""


def check(record: DocumentRecord) -> None:
    """Refuses a record whose parts point outside it.

    Raises:
        StoreError: Names the document and what is missing.
    """
    document, extraction = record.document, record.extraction
    chunks = {chunk.id for chunk in record.chunks}
    entities = {entity.id for entity in extraction.entities}
    relations = {relation.id for relation in extraction.relations}
    ends = {end for relation in extraction.relations for end in (relation.head_id, relation.tail_id)}
    missing = {
        "the document of a chunk": {chunk.document_id for chunk in record.chunks} - {document.id},
        "the chunk of a mention": {mention.chunk_id for mention in extraction.mentions} - chunks,
        "the entity of a mention": {mention.entity_id for mention in extraction.mentions} - entities,
        "an end of a relation": ends - entities,
        "the chunk of an evidence": {item.chunk_id for item in extraction.evidence} - chunks,
        "the relation of an evidence": {item.relation_id for item in extraction.evidence} - relations,
    }
    empty = [mention.start for mention in extraction.mentions if mention.start >= mention.end]
    if empty:
        raise StoreError(f"{document.uri}: a mention at {empty[0]} is empty. This is a fault of the extractor.")
    for what, ids in missing.items():
        if ids:
            raise StoreError(
                f"{document.uri}: {what} is not part of the document ({min(ids)}). This is a fault of the extractor."
            )


def stage(connection: sqlite3.Connection, records: Sequence[DocumentRecord]) -> list[Revision]:
    """Numbers new revisions and keeps their chunk ids, which may now enter the vector store."""
    listed = as_json(record.document.id for record in records)
    last: dict[str, int] = dict(
        connection.execute(
            "SELECT document, max(number) FROM ("
            " SELECT uid AS document, revision AS number FROM documents"
            " WHERE uid IN (SELECT value FROM json_each(:ids))"
            " UNION ALL SELECT document, number FROM staged WHERE document IN (SELECT value FROM json_each(:ids))"
            ") GROUP BY document",
            {"ids": listed},
        )
    )
    revisions = [Revision(r.document.id, last.get(r.document.id, 0) + 1) for r in records]
    chunks = [as_json(chunk.id for chunk in record.chunks) for record in records]
    insert_rows(
        connection,
        "INSERT INTO staged (document, number, chunks)",
        ((r.document_id, r.number, ids) for r, ids in zip(revisions, chunks, strict=True)),
    )
    connection.execute(_FROM_OUTBOX, (as_json(chunk.id for record in records for chunk in record.chunks),))
    return revisions


def commit(connection: sqlite3.Connection, batch: Sequence[Revised]) -> None:
    """Makes staged revisions current; of one document the newest wins, older ones are dropped."""
    staged_chunks = _unstage(connection, batch)
    newest = {revised.record.document.id: revised for revised in sorted(batch, key=lambda revised: revised.number)}
    current = {
        uid: (row, revision)
        for row, uid, revision in connection.execute(
            "SELECT id, uid, revision FROM documents WHERE uid IN (SELECT value FROM json_each(?))", (as_json(newest),)
        )
    }
    accepted = [r for uid, r in newest.items() if uid not in current or current[uid][1] < r.number]
    replaced = [current[r.record.document.id][0] for r in accepted if r.record.document.id in current]
    removed = remove_documents(connection, replaced)
    joined = add_documents(connection, accepted)
    regroup(connection, joined | sweep(connection, removed))
    sweep_entities(connection, removed)
    connection.execute(_TO_OUTBOX, (as_json([*removed.chunks, *staged_chunks]),))
    connection.execute(_FROM_OUTBOX, (as_json(chunk.id for r in accepted for chunk in r.record.chunks),))
    connection.execute(_COUNT, (_CHANGES,))


def _unstage(connection: sqlite3.Connection, batch: Iterable[Revised]) -> list[str]:
    """Forgets that revisions are staged; returns the ids of their chunks."""
    connection.executemany(
        "DELETE FROM staged WHERE document = ? AND number = ?",
        ((revised.record.document.id, revised.number) for revised in batch),
    )
    return [chunk.id for revised in batch for chunk in revised.record.chunks]


def recover(connection: sqlite3.Connection) -> int:
    """Undoes what is staged; the ids of its chunks go to the outbox unless they are current."""
    chunks = [
        row[0] for row in connection.execute("SELECT DISTINCT held.value FROM staged, json_each(staged.chunks) AS held")
    ]
    undone = connection.execute("DELETE FROM staged").rowcount
    connection.execute(_TO_OUTBOX, (as_json(chunks),))
    return undone


def delete_documents(connection: sqlite3.Connection, tenant: str, document_ids: Sequence[str]) -> int:
    """Removes documents of a tenant and exactly what nothing else supports; returns how many there were."""
    rows = connection.execute(
        "SELECT id FROM documents WHERE tenant = ? AND uid IN (SELECT value FROM json_each(?))",
        (tenant, as_json(document_ids)),
    ).fetchall()
    removed = remove_documents(connection, [row[0] for row in rows])
    regroup(connection, sweep(connection, removed))
    sweep_entities(connection, removed)
    connection.execute(_TO_OUTBOX, (as_json(removed.chunks),))
    connection.execute(_COUNT, (_CHANGES,))
    return len(rows)


def changes(connection: sqlite3.Connection) -> int:
    """How often documents were made current or removed."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_CHANGES,)).fetchone()
    return 0 if row is None else int(row[0])


def outbox(connection: sqlite3.Connection) -> list[str]:
    """Chunk ids that must leave the vector store."""
    return [row[0] for row in connection.execute("SELECT chunk FROM outbox")]


def clear_outbox(connection: sqlite3.Connection, chunk_ids: Sequence[str]) -> None:
    """Forgets ids that have left the vector store."""
    connection.execute(_FROM_OUTBOX, (as_json(chunk_ids),))
