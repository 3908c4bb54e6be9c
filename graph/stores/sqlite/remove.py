"""Removing documents, and then exactly what nothing supports any more."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph.stores.sqlite.add import names_of
from graph.stores.sqlite.rows import as_json
from graph.stores.sqlite.signatures import remove_signatures


@dataclass(frozen=True, slots=True)
class Removed:
    """What removed documents may leave unsupported (row ids), and the ids of their chunks."""

    chunks: tuple[str, ...] = ()
    entities: frozenset[int] = frozenset()
    relations: frozenset[int] = field(default=frozenset())


def remove_documents(connection: sqlite3.Connection, documents: Sequence[int]) -> Removed:
    """Removes documents by row id with their text, chunks, mentions and evidence; `sweep` does the rest."""
    if not documents:
        return Removed()
    listed = (as_json(documents),)
    chunks = connection.execute(
        "SELECT uid FROM chunks WHERE document IN (SELECT value FROM json_each(?))", listed
    ).fetchall()
    relations = connection.execute(
        "SELECT DISTINCT evidence.relation FROM chunks JOIN evidence ON evidence.chunk = chunks.id "
        "WHERE chunks.document IN (SELECT value FROM json_each(?))",
        listed,
    ).fetchall()
    entities = _forget_namings(connection, documents)
    remove_signatures(connection, documents)
    connection.execute("DELETE FROM documents WHERE id IN (SELECT value FROM json_each(?))", listed)
    touched = frozenset(row[0] for row in relations)
    _recount(connection, touched)
    return Removed(tuple(row[0] for row in chunks), frozenset(entities), touched)


def _forget_namings(connection: sqlite3.Connection, documents: Sequence[int]) -> set[int]:
    """Takes the documents' mentions and names out of the counts; returns the entities."""
    mentions: Counter[int] = Counter()
    names: Counter[tuple[int, str, int]] = Counter()
    rows = connection.execute(
        "SELECT entity, name, aliases, count FROM document_entities WHERE document IN (SELECT value FROM json_each(?))",
        (as_json(documents),),
    )
    for entity, name, aliases, count in rows:
        mentions[entity] += count
        for key in names_of(name, json.loads(aliases) if aliases else ()):
            names[entity, *key] += 1
    connection.executemany(
        "UPDATE entities SET mentions = mentions - ? WHERE id = ?", ((n, entity) for entity, n in mentions.items())
    )
    connection.executemany(
        "UPDATE names SET documents = documents - ? WHERE entity = ? AND name = ? AND alias = ?",
        ((n, *key) for key, n in names.items()),
    )
    return set(mentions)


def _recount(connection: sqlite3.Connection, relations: Iterable[int]) -> None:
    """Counts the evidence that is left of relations; 0 where there is none."""
    connection.executemany(
        "UPDATE relations SET supports = (SELECT count(*) FROM evidence WHERE relation = ?), "
        "confidence = (SELECT coalesce(max(confidence), 0) FROM evidence WHERE relation = ?) WHERE id = ?",
        ((relation, relation, relation) for relation in relations),
    )


def sweep(connection: sqlite3.Connection, removed: Removed) -> set[int]:
    """Deletes the relations without evidence; returns the entities whose ``SAME_AS`` assertions went."""
    listed = (as_json(removed.relations),)
    loosened = connection.execute(
        "SELECT head, tail FROM relations "
        "WHERE id IN (SELECT value FROM json_each(?)) AND supports = 0 AND type = 'SAME_AS'",
        listed,
    ).fetchall()
    connection.execute("DELETE FROM relations WHERE id IN (SELECT value FROM json_each(?)) AND supports = 0", listed)
    return {entity for row in loosened for entity in row}


def sweep_entities(connection: sqlite3.Connection, removed: Removed) -> None:
    """Deletes the names that no document gives and the entities that no document names."""
    listed = (as_json(removed.entities),)
    connection.execute("DELETE FROM names WHERE documents = 0 AND entity IN (SELECT value FROM json_each(?))", listed)
    connection.execute(
        "DELETE FROM entities WHERE id IN (SELECT value FROM json_each(?)) "
        "AND NOT EXISTS (SELECT 1 FROM document_entities WHERE entity = entities.id)",
        listed,
    )
