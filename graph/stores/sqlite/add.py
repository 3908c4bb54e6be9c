"""Writing documents with all that they support."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.model import SAME_AS, DocumentRecord, Entity, Evidence
from graph.stores.sqlite.rows import CHUNK_COLUMNS, DOCUMENT_COLUMNS, Row, as_json, chunk_row, document_row, insert_rows
from graph.stores.sqlite.schema import PIECE
from graph.stores.sqlite.signatures import add_signatures
from graph.stores.sqlite.words import keys_of

_COUNT_ENTITY = "ON CONFLICT (uid) DO UPDATE SET mentions = mentions + excluded.mentions"
_COUNT_NAME = "ON CONFLICT (entity, name, alias) DO UPDATE SET documents = documents + excluded.documents"
_COUNT_RELATION = """
ON CONFLICT (uid) DO UPDATE SET
    supports = supports + excluded.supports, confidence = max(confidence, excluded.confidence)
"""


@dataclass(frozen=True, slots=True)
class Revised:
    """A document with the number of its revision."""

    record: DocumentRecord
    number: int


@dataclass(slots=True)
class _Naming:
    """What one document says of one entity."""

    entity: Entity
    chunk: str | None = None
    position: int | None = None
    count: int = 0

    def see(self, chunk: str, position: int) -> None:
        """Counts a mention, and keeps the chunk of the first."""
        self.count += 1
        if self.position is None or position < self.position:
            self.chunk, self.position = chunk, position


def add_documents(connection: sqlite3.Connection, batch: Sequence[Revised]) -> set[int]:
    """Writes documents that are not there; returns the entities that ``SAME_AS`` assertions touch."""
    documents = _add_texts(connection, batch)
    add_signatures(connection, ((documents[r.record.document.id], r.record.signature) for r in batch))
    chunks = _add_chunks(connection, batch, documents)
    namings = [_namings(revised.record) for revised in batch]
    entities = _add_entities(connection, namings)
    _add_names(connection, namings, entities)
    insert_rows(
        connection,
        "INSERT INTO document_entities (document, entity, name, aliases, chunk, position, count)",
        _naming_rows(batch, namings, documents, chunks, entities),
    )
    insert_rows(
        connection,
        "INSERT OR IGNORE INTO mentions (chunk, entity, start, stop)",
        (
            (chunks[mention.chunk_id], entities[mention.entity_id], mention.start, mention.end)
            for revised in batch
            for mention in revised.record.extraction.mentions
        ),
    )
    return _add_relations(connection, batch, chunks, entities)


def _next_id(connection: sqlite3.Connection, table: str) -> int:
    query = f"SELECT coalesce(max(id), 0) + 1 FROM {table}"  # noqa: S608 - a name of our own
    return int(connection.execute(query).fetchone()[0])


def _add_texts(connection: sqlite3.Connection, batch: Sequence[Revised]) -> dict[str, int]:
    first = _next_id(connection, "documents")
    ids = {revised.record.document.id: first + place for place, revised in enumerate(batch)}
    insert_rows(
        connection,
        f"INSERT INTO documents (id, {DOCUMENT_COLUMNS})",
        ((ids[r.record.document.id], *document_row(r.record.document, r.number)) for r in batch),
    )
    insert_rows(
        connection,
        "INSERT INTO pieces (document, number, text)",
        (
            (ids[revised.record.document.id], start // PIECE, revised.record.document.text[start : start + PIECE])
            for revised in batch
            for start in range(0, len(revised.record.document.text), PIECE)
        ),
    )
    return ids


def _add_chunks(connection: sqlite3.Connection, batch: Sequence[Revised], documents: dict[str, int]) -> dict[str, int]:
    first = _next_id(connection, "chunks")
    chunks = [chunk for revised in batch for chunk in revised.record.chunks]
    ids = {chunk.id: first + place for place, chunk in enumerate(chunks)}
    insert_rows(
        connection,
        f"INSERT INTO chunks (id, document, {CHUNK_COLUMNS})",
        ((ids[chunk.id], documents[chunk.document_id], *chunk_row(chunk)) for chunk in chunks),
    )
    return ids


def _namings(record: DocumentRecord) -> dict[str, _Naming]:
    """What a document knows, by entity: what it names, is about, or states something of; others are left out."""
    extraction = record.extraction
    offered = {entity.id: entity for entity in extraction.entities}
    ordinals = {chunk.id: chunk.ordinal for chunk in record.chunks}
    namings: dict[str, _Naming] = {}
    for mention in dict.fromkeys(extraction.mentions):
        naming = namings.get(mention.entity_id)
        if naming is None:
            naming = namings[mention.entity_id] = _Naming(offered[mention.entity_id])
        naming.see(mention.chunk_id, ordinals[mention.chunk_id])
    shown = {evidence.relation_id for evidence in extraction.evidence}
    unnamed = [end for r in extraction.relations if r.id in shown for end in (r.head_id, r.tail_id)]
    for entity_id in (record.document.subject_id, *unnamed):
        if entity_id in offered:
            namings.setdefault(entity_id, _Naming(offered[entity_id]))
    return namings


def _add_entities(connection: sqlite3.Connection, namings: Sequence[dict[str, _Naming]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    offered: dict[str, Entity] = {}
    for named in namings:
        for uid, naming in named.items():
            counts[uid] += naming.count
            offered[uid] = naming.entity
    rows = ((uid, e.tenant, e.type, e.key, keys_of(e.key)[1], counts[uid]) for uid, e in offered.items())
    insert_rows(connection, "INSERT INTO entities (uid, tenant, type, key, folded, mentions)", rows, then=_COUNT_ENTITY)
    return _ids(connection, "entities", offered)


def _ids(connection: sqlite3.Connection, table: str, uids: Iterable[str]) -> dict[str, int]:
    query = f"SELECT uid, id FROM {table} WHERE uid IN (SELECT value FROM json_each(?))"  # noqa: S608 - as above
    return dict(connection.execute(query, (as_json(uids),)))


def names_of(name: str, aliases: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The rows of ``names`` that one naming counts in: (name, whether it is an alias)."""
    yield name, 0
    for alias in dict.fromkeys(aliases):
        if alias != name:
            yield alias, 1


def _add_names(connection: sqlite3.Connection, namings: Sequence[dict[str, _Naming]], ids: dict[str, int]) -> None:
    counts: Counter[tuple[int, str, int]] = Counter()
    for named in namings:
        for uid, naming in named.items():
            for name, alias in names_of(naming.entity.name, naming.entity.aliases):
                counts[ids[uid], name, alias] += 1
    rows = ((entity, name, alias, *keys_of(name), documents) for (entity, name, alias), documents in counts.items())
    into = "INSERT INTO names (entity, name, alias, key, folded, documents)"
    insert_rows(connection, into, rows, then=_COUNT_NAME)


def _naming_rows(
    batch: Sequence[Revised],
    namings: Sequence[dict[str, _Naming]],
    documents: dict[str, int],
    chunks: dict[str, int],
    entities: dict[str, int],
) -> Iterator[Row]:
    for revised, named in zip(batch, namings, strict=True):
        document = documents[revised.record.document.id]
        for uid, naming in named.items():
            aliases = json.dumps(naming.entity.aliases, ensure_ascii=False) if naming.entity.aliases else ""
            chunk = None if naming.chunk is None else chunks[naming.chunk]
            yield document, entities[uid], naming.entity.name, aliases, chunk, naming.position, naming.count


def _add_relations(
    connection: sqlite3.Connection, batch: Sequence[Revised], chunks: dict[str, int], entities: dict[str, int]
) -> set[int]:
    evidence = [item for revised in batch for item in dict.fromkeys(revised.record.extraction.evidence)]
    supports = Counter(item.relation_id for item in evidence)
    best: dict[str, float] = {}
    for item in evidence:
        best[item.relation_id] = max(item.confidence, best.get(item.relation_id, 0.0))
    relations = {
        relation.id: relation
        for revised in batch
        for relation in revised.record.extraction.relations
        if relation.id in supports
    }
    insert_rows(
        connection,
        "INSERT INTO relations (uid, head, type, tail, supports, confidence)",
        (
            (uid, entities[r.head_id], r.type, entities[r.tail_id], supports[uid], best[uid])
            for uid, r in relations.items()
        ),
        then=_COUNT_RELATION,
    )
    ids = _ids(connection, "relations", relations)
    insert_rows(
        connection,
        "INSERT INTO evidence (relation, confidence, chunk, start, stop, extractor)",
        (_evidence_row(item, ids, chunks) for item in evidence),
    )
    same = [relation for relation in relations.values() if relation.type == SAME_AS]
    return {entities[end] for relation in same for end in (relation.head_id, relation.tail_id)}


def _evidence_row(item: Evidence, relations: dict[str, int], chunks: dict[str, int]) -> Row:
    return (relations[item.relation_id], item.confidence, chunks[item.chunk_id], item.start, item.end, item.extractor)
