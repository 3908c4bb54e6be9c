"""The document graph: X leads to Y where the text of X names the entity that Y is about."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from graph.results import DocumentLink
from graph.stores.sqlite.read_entities import Member, members
from graph.stores.sqlite.rows import Row, as_json

# CROSS JOIN fixes the order of the loops, from the few named entities outwards.
_FROM = """
WITH named AS (
    SELECT naming.document, naming.position, naming.count, naming.chunk,
        coalesce(fellow.entity, naming.entity) AS entity
    FROM documents JOIN document_entities AS naming ON naming.document = documents.id
    LEFT JOIN groups AS home ON home.entity = naming.entity
    LEFT JOIN groups AS fellow ON fellow.representative = home.representative
    WHERE documents.uid IN (SELECT value FROM json_each(?)) AND naming.position >= 0
)
SELECT head.uid, tail.uid, entities.uid, chunks.uid, min(position), sum(count)
FROM named CROSS JOIN entities ON entities.id = named.entity
CROSS JOIN documents AS tail ON tail.subject = entities.uid
CROSS JOIN documents AS head ON head.id = named.document AND head.id <> tail.id
CROSS JOIN chunks ON chunks.id = named.chunk
GROUP BY head.id, tail.id
"""
_TO = """
SELECT head.uid, :document, :subject, chunks.uid, min(position), sum(count)
FROM document_entities AS naming JOIN documents AS head ON head.id = naming.document
JOIN chunks ON chunks.id = naming.chunk
WHERE naming.document IN (SELECT value FROM json_each(:early))
    AND naming.entity IN (SELECT value FROM json_each(:entities))
    AND head.uid <> :document
GROUP BY naming.document
"""


def links_from(
    connection: sqlite3.Connection, document_ids: Sequence[str], limit: int
) -> dict[str, list[DocumentLink]]:
    """Documents that each of those documents names, at most ``limit``, earliest named first."""
    by_head: defaultdict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(_FROM, (as_json(document_ids),)):
        by_head[row[0]].append(row)
    return {head: _earliest(rows, limit) for head, rows in by_head.items()}


def links_to(connection: sqlite3.Connection, document_ids: Sequence[str], limit: int) -> dict[str, list[DocumentLink]]:
    """Documents that name each of those documents, at most ``limit``, earliest named first."""
    subjects = dict(
        connection.execute(
            "SELECT uid, subject FROM documents WHERE subject IS NOT NULL AND uid IN (SELECT value FROM json_each(?))",
            (as_json(document_ids),),
        )
    )
    groups = members(connection, subjects.values())
    return {
        document_id: _naming(connection, document_id, subject, groups[subject], limit)
        for document_id, subject in subjects.items()
        if subject in groups
    }


def _naming(
    connection: sqlite3.Connection, document_id: str, subject: str, group: Sequence[Member], limit: int
) -> list[DocumentLink]:
    """Links to one document.

    A document among the earliest is among the earliest of the member that it names first, so that the
    index on position gives all that are needed; one more is asked for, since the document itself may be there.
    """
    early = {
        row[0]
        for member in group
        for row in connection.execute(
            "SELECT document FROM document_entities WHERE entity = ? AND position >= 0 "
            "ORDER BY position, document LIMIT ?",
            (member.row, limit + 1),
        )
    }
    named = {"document": document_id, "subject": subject, "entities": as_json(member.row for member in group)}
    rows = connection.execute(_TO, named | {"early": as_json(early)})
    return _earliest(rows.fetchall(), limit)


def _earliest(rows: Sequence[Row], limit: int) -> list[DocumentLink]:
    links = [DocumentLink(*row) for row in rows]
    return sorted(links, key=lambda link: (link.position, -link.count, link.head_id, link.tail_id))[:limit]
