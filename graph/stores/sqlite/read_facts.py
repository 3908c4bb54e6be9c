"""Reading relations with the sentences that state them, and counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from graph.errors import NotFound
from graph.model import Relation
from graph.results import Fact, GraphStats
from graph.stores.sqlite.read_documents import slices
from graph.stores.sqlite.read_entities import entities_by_row, members
from graph.stores.sqlite.rows import Row, as_json

_TOUCHING = """
SELECT supports, confidence, id FROM relations WHERE {end} = :entity
AND CASE WHEN :types IS NULL THEN type <> 'SAME_AS' ELSE type IN (SELECT value FROM json_each(:types)) END
ORDER BY supports DESC, confidence DESC LIMIT :limit
"""
_AT = """
FROM relations WHERE ({touching})
AND CASE WHEN :types IS NULL THEN type <> 'SAME_AS' ELSE type IN (SELECT value FROM json_each(:types)) END
"""
_COUNTED = f"SELECT type, count(*) {_AT} GROUP BY type ORDER BY 2 DESC, type"
_PAGE = f"SELECT id {_AT} ORDER BY supports DESC, confidence DESC, type, id LIMIT :limit OFFSET :offset"
_RELATIONS = """
SELECT relations.id, relations.uid, head.uid, relations.type, tail.uid, head, tail, supports
FROM relations JOIN entities AS head ON head.id = head JOIN entities AS tail ON tail.id = tail
WHERE relations.id IN (SELECT value FROM json_each(?))
"""
_EVIDENCE = """
SELECT relation, evidence.confidence, chunks.uid, documents.uid, documents.id, evidence.start, evidence.stop
FROM evidence JOIN chunks ON chunks.id = evidence.chunk JOIN documents ON documents.id = chunks.document
WHERE relation = ? ORDER BY evidence.confidence DESC, evidence.chunk, evidence.start LIMIT ?
"""


def facts(
    connection: sqlite3.Connection,
    entity_ids: Sequence[str],
    types: Sequence[str] | None,
    ends: Sequence[str],
    limit: int,
) -> list[Fact]:
    """Relations that touch entities, best supported first.

    ``ends`` names the ends that the entities may stand at (``head``, ``tail``). ``SAME_AS`` joins a group,
    which is one entity here: it is left out unless ``types`` asks for it.
    """
    asked = {"types": None if types is None else as_json(types), "limit": limit}
    rows = {member.row for group in members(connection, entity_ids).values() for member in group}
    best: dict[int, tuple[int, float, int]] = {}
    for end in ends:
        query = _TOUCHING.format(end=end)
        for row in rows:
            best.update({found[2]: found for found in connection.execute(query, asked | {"entity": row})})
    chosen = sorted(best.values(), key=lambda item: (-item[0], -item[1], item[2]))[:limit]
    return _stated_best(connection, [item[2] for item in chosen])


def fact_counts(connection: sqlite3.Connection, entity_id: str, ends: Sequence[str]) -> dict[str, int]:
    """How many relations of each type touch an entity, most frequent first; without ``SAME_AS``."""
    asked = {"types": None, "rows": _rows(connection, entity_id)}
    return dict(connection.execute(_COUNTED.format(touching=_touching(ends)), asked))


def facts_page(
    connection: sqlite3.Connection,
    entity_id: str,
    types: Sequence[str] | None,
    ends: Sequence[str],
    page: tuple[int, int],
) -> list[Fact]:
    """What `facts` tells of an entity, from an offset on, at most a limit (``page``); the order is total."""
    asked = {"types": None if types is None else as_json(types), "rows": _rows(connection, entity_id)}
    found = connection.execute(
        _PAGE.format(touching=_touching(ends)), asked | {"offset": page[0], "limit": page[1]}
    ).fetchall()
    return _stated_best(connection, [row[0] for row in found])


def _rows(connection: sqlite3.Connection, entity_id: str) -> str:
    return as_json(member.row for group in members(connection, [entity_id]).values() for member in group)


def _touching(ends: Sequence[str]) -> str:
    return " OR ".join(f"{end} IN (SELECT value FROM json_each(:rows))" for end in ends) or "0"  # noqa: S608 - two names


def _stated_best(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Fact]:
    """Relations by row id, each with its best sentence."""
    return _facts(connection, ids, [row for relation in ids for row in connection.execute(_EVIDENCE, (relation, 1))])


def evidence(connection: sqlite3.Connection, relation_id: str) -> list[Fact]:
    """All evidence of a relation, best first."""
    row = connection.execute("SELECT id FROM relations WHERE uid = ?", (relation_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no relation {relation_id!r}; no current document states it.")
    return _facts(connection, [row[0]], connection.execute(_EVIDENCE, (row[0], -1)).fetchall())


def _facts(connection: sqlite3.Connection, relations: Sequence[int], evidence_rows: Sequence[Row]) -> list[Fact]:
    """One fact a row of evidence."""
    known = {row[0]: row[1:] for row in connection.execute(_RELATIONS, (as_json(relations),))}
    entities = entities_by_row(connection, (end for row in known.values() for end in row[4:6]))
    sentences = slices(connection, ((row[4], row[5], row[6]) for row in evidence_rows))
    found = []
    for (relation, confidence, chunk, document, _, start, stop), sentence in zip(evidence_rows, sentences, strict=True):
        *identity, head, tail, supports = known[relation]
        found.append(
            Fact(
                relation=Relation(*identity),
                head=entities[head][0],
                tail=entities[tail][0],
                supports=supports,
                confidence=confidence,
                chunk_id=chunk,
                document_id=document,
                start=start,
                end=stop,
                sentence=sentence,
            )
        )
    return found


def stats(connection: sqlite3.Connection, tenant: str | None) -> GraphStats:
    """Counts of what is current."""
    documents, chunks = connection.execute(
        "SELECT count(*), coalesce(sum((SELECT count(*) FROM chunks WHERE document = documents.id)), 0) "
        "FROM documents WHERE :tenant IS NULL OR tenant = :tenant",
        {"tenant": tenant},
    ).fetchone()
    by_type = connection.execute(
        "SELECT type, count(*), sum(mentions) FROM entities WHERE :tenant IS NULL OR tenant = :tenant "
        "GROUP BY type ORDER BY 2 DESC",
        {"tenant": tenant},
    ).fetchall()
    relations = connection.execute(
        "SELECT relations.type, count(*), sum(supports) FROM relations JOIN entities ON entities.id = head "
        "WHERE :tenant IS NULL OR tenant = :tenant GROUP BY relations.type ORDER BY 2 DESC",
        {"tenant": tenant},
    ).fetchall()
    return GraphStats(
        documents=documents,
        chunks=chunks,
        entities=sum(row[1] for row in by_type),
        mentions=sum(row[2] for row in by_type),
        relations=sum(row[1] for row in relations),
        evidence=sum(row[2] for row in relations),
        entities_by_type={row[0]: row[1] for row in by_type},
        relations_by_type={row[0]: row[1] for row in relations},
    )
