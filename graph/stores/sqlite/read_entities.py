"""Reading entities, where they are named, and the document graph; a group counts as one entity."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.model import Entity
from graph.results import MentionSite
from graph.stores.sqlite.rows import as_json
from graph.stores.sqlite.words import keys_of, match_expression

_MEMBERS = """
SELECT own.uid, member.id, member.uid FROM entities AS own
LEFT JOIN groups AS home ON home.entity = own.id
LEFT JOIN groups AS fellow ON fellow.representative = home.representative
JOIN entities AS member ON member.id = coalesce(fellow.entity, own.id)
WHERE own.uid IN (SELECT value FROM json_each(?))
"""
_FOUND = """
WITH asked AS (SELECT value FROM json_each(?)),
found (matched, entity) AS (
    SELECT {column}, entity FROM names WHERE {column} IN asked
    UNION SELECT {column}, id FROM entities WHERE {column} IN asked
)
SELECT DISTINCT matched, coalesce(representative, entities.id) FROM found
JOIN entities ON entities.id = found.entity LEFT JOIN groups ON groups.entity = entities.id
WHERE tenant = ?
"""
_SEARCHED = """
WITH found AS (
    SELECT coalesce(representative, entities.id) AS shown,
        min(CASE WHEN names.key = :key THEN 0 WHEN names.folded = :folded THEN 1 ELSE 2 END) AS distance,
        coalesce((
            SELECT sum(fellows.mentions) FROM groups AS fellow JOIN entities AS fellows ON fellows.id = fellow.entity
            WHERE fellow.representative = groups.representative
        ), mentions) AS named
    FROM name_words JOIN names ON names.id = name_words.rowid JOIN entities ON entities.id = names.entity
    LEFT JOIN groups ON groups.entity = entities.id
    WHERE name_words MATCH :words AND tenant = :tenant GROUP BY shown
)
SELECT shown FROM found JOIN entities ON entities.id = shown
WHERE :types IS NULL OR type IN (SELECT value FROM json_each(:types))
ORDER BY distance, named DESC, uid LIMIT :limit OFFSET :offset
"""
_SITES = """
SELECT chunks.uid, documents.uid, mentions.start, mentions.stop
FROM chunks JOIN mentions ON mentions.chunk = chunks.id JOIN documents ON documents.id = chunks.document
WHERE chunks.document = ? AND mentions.entity = ? ORDER BY mentions.start LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Member:
    """An entity of a group, by row id and id."""

    row: int
    uid: str


def members(connection: sqlite3.Connection, entity_ids: Iterable[str]) -> dict[str, list[Member]]:
    """The entities that each of these stands for: itself and its group; unknown ids are absent."""
    found: defaultdict[str, list[Member]] = defaultdict(list)
    for uid, row, member in connection.execute(_MEMBERS, (as_json(entity_ids),)):
        found[uid].append(Member(row, member))
    return found


def entities_by_row(connection: sqlite3.Connection, rows: Iterable[int]) -> dict[int, tuple[Entity, int]]:
    """Entities by row id, each with the mentions of its whole group; names are those of the group.

    The name to show is the one that most documents give.
    """
    wanted = list(dict.fromkeys(rows))
    own: dict[int, tuple[str, str, str, str]] = {}
    mentions: defaultdict[int, int] = defaultdict(int)
    home: dict[int, list[int]] = defaultdict(list)
    for row, member, count, *identity in connection.execute(_IDENTITIES, (as_json(wanted),)):
        home[member].append(row)
        mentions[row] += count
        if row == member:
            own[row] = (identity[0], identity[1], identity[2], identity[3])
    names: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for member, name, alias, documents in connection.execute(_NAMES, (as_json(home),)):
        for row in home[member]:
            names[row].append((alias, -documents, name))
    return {row: (_entity(own[row], names[row]), mentions[row]) for row in wanted if row in own}


_IDENTITIES = """
SELECT own.id, member.id, member.mentions, member.uid, member.tenant, member.type, member.key FROM entities AS own
LEFT JOIN groups AS home ON home.entity = own.id
LEFT JOIN groups AS fellow ON fellow.representative = home.representative
JOIN entities AS member ON member.id = coalesce(fellow.entity, own.id)
WHERE own.id IN (SELECT value FROM json_each(?))
"""
_NAMES = "SELECT entity, name, alias, documents FROM names WHERE entity IN (SELECT value FROM json_each(?))"


def _entity(identity: tuple[str, str, str, str], names: list[tuple[int, int, str]]) -> Entity:
    ordered = list(dict.fromkeys(name for _, _, name in sorted(names)))
    return Entity(*identity, name=ordered[0], aliases=tuple(ordered[1:]))


def entities(connection: sqlite3.Connection, entity_ids: Sequence[str]) -> list[Entity]:
    """Entities by id, in the order asked."""
    rows = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM entities WHERE uid IN (SELECT value FROM json_each(?))", (as_json(entity_ids),)
        )
    ]
    found = {entity.id: entity for entity, _ in entities_by_row(connection, rows).values()}
    return [found[entity_id] for entity_id in dict.fromkeys(entity_ids) if entity_id in found]


def find_entities(
    connection: sqlite3.Connection, keys: Sequence[str], tenant: str, folded: bool
) -> dict[str, list[Entity]]:
    """Entities by canonical key, or by the key of a name or alias; most mentioned first, a group is one entity."""
    query = _FOUND.format(column="folded" if folded else "key")
    pairs = connection.execute(query, (as_json(keys), tenant)).fetchall()
    found = entities_by_row(connection, (row for _, row in pairs))
    by_key: defaultdict[str, list[tuple[Entity, int]]] = defaultdict(list)
    for key, row in pairs:
        by_key[key].append(found[row])
    return {key: _most_mentioned(items) for key, items in by_key.items()}


def search_entities(
    connection: sqlite3.Connection, tenant: str, text: str, types: Sequence[str] | None, page: tuple[int, int]
) -> list[Entity]:
    """Entities whose name or alias holds all words of a text: exact names, then most mentioned, then by id.

    ``page`` is offset and limit.
    """
    words = match_expression(text)
    if words is None:
        return []
    key, folded = keys_of(text)
    asked = {"key": key, "folded": folded, "words": words, "tenant": tenant, "offset": page[0], "limit": page[1]}
    asked["types"] = None if types is None else as_json(types)
    rows = connection.execute(_SEARCHED, asked).fetchall()
    return [entity for entity, _ in entities_by_row(connection, (row[0] for row in rows)).values()]


def _most_mentioned(items: list[tuple[Entity, int]]) -> list[Entity]:
    return [entity for entity, _ in sorted(items, key=lambda item: (-item[1], item[0].id))]


def mentions(connection: sqlite3.Connection, entity_ids: Sequence[str], limit: int) -> list[MentionSite]:
    """Where entities are named, documents about them first; at most ``limit`` each."""
    groups = members(connection, entity_ids)
    sites: list[MentionSite] = []
    for entity_id in dict.fromkeys(entity_ids):
        group = groups.get(entity_id, [])
        for place, site in enumerate(_sites(connection, entity_id, group, limit)):
            if place == limit:
                break
            sites.append(site)
    return sites


def _sites(
    connection: sqlite3.Connection, entity_id: str, group: Sequence[Member], limit: int
) -> Iterator[MentionSite]:
    for document, entity in _naming_documents(connection, group, limit):
        for chunk, uid, start, stop in connection.execute(_SITES, (document, entity, limit)):
            yield MentionSite(entity_id, chunk, uid, start, stop)


def _naming_documents(connection: sqlite3.Connection, group: Sequence[Member], limit: int) -> Iterator[tuple[int, int]]:
    """Documents that name a group, each with the member named: those about it, then those that name it early."""
    about = connection.execute(
        "SELECT id FROM documents WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY uid LIMIT ?",
        (as_json(member.uid for member in group), limit),
    ).fetchall()
    first = {row[0] for row in about}
    yield from ((row[0], member.row) for row in about for member in group)
    others = [
        (position, document, member.row)
        for member in group
        for document, position in connection.execute(
            "SELECT document, position FROM document_entities WHERE entity = ? AND position >= 0 "
            "ORDER BY position LIMIT ?",
            (member.row, limit + len(first)),
        )
        if document not in first
    ]
    yield from ((document, member) for _, document, member in sorted(others))


def chunk_mentions(connection: sqlite3.Connection, chunk_ids: Sequence[str]) -> list[MentionSite]:
    """What chunks name, in the order of the text; a group shows as its representative."""
    rows = connection.execute(
        "SELECT shown.uid, chunks.uid, documents.uid, mentions.start, mentions.stop "
        "FROM chunks JOIN documents ON documents.id = chunks.document JOIN mentions ON mentions.chunk = chunks.id "
        "LEFT JOIN groups ON groups.entity = mentions.entity "
        "JOIN entities AS shown ON shown.id = coalesce(representative, mentions.entity) "
        "WHERE chunks.uid IN (SELECT value FROM json_each(?))",
        (as_json(chunk_ids),),
    )
    order = {chunk_id: place for place, chunk_id in enumerate(chunk_ids)}
    sites = [MentionSite(*row) for row in rows]
    return sorted(sites, key=lambda site: (order[site.chunk_id], site.start, site.end, site.entity_id))


def documents_about(connection: sqlite3.Connection, entity_ids: Sequence[str]) -> dict[str, list[str]]:
    """Ids of the documents whose subject is that entity or one of its group."""
    groups = members(connection, entity_ids)
    subjects = {member.uid for group in groups.values() for member in group}
    about: defaultdict[str, list[str]] = defaultdict(list)
    for subject, document in connection.execute(
        "SELECT subject, uid FROM documents WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY uid",
        (as_json(subjects),),
    ):
        about[subject].append(document)
    found = {
        entity_id: sorted(document for member in group for document in about.get(member.uid, ()))
        for entity_id, group in groups.items()
    }
    return {entity_id: documents for entity_id, documents in found.items() if documents}


def subjects(connection: sqlite3.Connection, document_ids: Sequence[str]) -> dict[str, str]:
    """The entity that each document is about."""
    return dict(
        connection.execute(
            "SELECT documents.uid, entities.uid FROM documents JOIN entities ON entities.uid = subject "
            "WHERE documents.uid IN (SELECT value FROM json_each(?))",
            (as_json(document_ids),),
        )
    )
