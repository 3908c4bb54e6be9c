"""What nearly every question reads of the graph: passages, entities, links, facts, kept for the next one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from graph.model import Entity
from graph.results import DocumentLink, Fact, Passage
from graph.stores.sqlite import read_documents, read_entities, read_facts, read_links
from graph.stores.sqlite.database import Database
from graph.stores.sqlite.kept import KeptReads

_CHARACTERS = 8_000_000
"""Of the passages kept, 2 bytes each: some 10,000 passages of law."""

_ITEMS = 20_000
"""Entities, ids, links, facts or evidence kept, of each sort; an id takes some 100 bytes, a fact some 2,000."""

_MOST_ENTITIES = 50
"""Facts of more entities at once (a search for paths asks for those of a thousand) are read and not kept: what such a
question names takes more room than its answer, and nobody asks it again."""

_Ends = tuple[str, ...]
_FactsAsked = tuple[tuple[str, ...], tuple[str, ...] | None, _Ends, int]


class KeptGraph:
    """Reads that questions repeat; the values are shared, do not write to them."""

    def __init__(self, database: Database) -> None:
        self._passages = KeptReads[str, Passage](database, read_documents.passages, _CHARACTERS, _characters)
        self._entities = KeptReads[str, list[Entity]](database, read_entities.find_entities, _ITEMS, len)
        self._about = KeptReads[str, list[str]](database, read_entities.documents_about, _ITEMS, len)
        self._from = KeptReads[str, list[DocumentLink]](database, read_links.links_from, _ITEMS, _several)
        self._to = KeptReads[str, list[DocumentLink]](database, read_links.links_to, _ITEMS, _several)
        self._database = database
        self._facts = KeptReads[_FactsAsked, list[Fact]](database, _facts, _ITEMS, _several)
        self._evidence = KeptReads[str, list[Fact]](database, _evidence, _ITEMS, _several)

    async def passages(self, chunk_ids: Sequence[str]) -> list[Passage]:
        """The current chunks among those, in the order asked."""
        return list((await self._passages.read(chunk_ids)).values())

    async def find_entities(self, tenant: str, keys: Sequence[str], *, folded: bool) -> dict[str, list[Entity]]:
        """Entities by canonical or alias key, most mentioned first."""
        return await self._entities.read(keys, tenant, folded)

    async def documents_about(self, entity_ids: Sequence[str]) -> dict[str, list[str]]:
        """Ids of the documents whose subject is that entity, by entity id."""
        return await self._about.read(entity_ids)

    async def links_from(self, document_ids: Sequence[str], limit: int) -> list[DocumentLink]:
        """Documents that those documents name, at most ``limit`` each, earliest named first."""
        by_head = await self._from.read(document_ids, limit)
        return [link for links in by_head.values() for link in links]

    async def links_to(self, document_ids: Sequence[str], limit: int) -> list[DocumentLink]:
        """Documents that name those documents, at most ``limit`` each, earliest named first."""
        by_tail = await self._to.read(document_ids, limit)
        return [link for links in by_tail.values() for link in links]

    async def facts(
        self, entity_ids: Sequence[str], types: Sequence[str] | None, ends: Sequence[str], limit: int
    ) -> list[Fact]:
        """Relations that touch those entities at those ends, best supported first."""
        if len(entity_ids) > _MOST_ENTITIES:
            return await self._database.read(read_facts.facts, entity_ids, types, ends, limit)
        asked = (tuple(entity_ids), None if types is None else tuple(types), tuple(ends), limit)
        return list((await self._facts.read([asked])).get(asked, []))

    async def evidence(self, relation_id: str) -> list[Fact]:
        """All evidence of a relation, best first.

        Raises:
            NotFound: There is no such relation.
        """
        return list((await self._evidence.read([relation_id]))[relation_id])


def _facts(connection: sqlite3.Connection, asked: Sequence[_FactsAsked]) -> dict[_FactsAsked, list[Fact]]:
    return {one: read_facts.facts(connection, *one) for one in asked}


def _evidence(connection: sqlite3.Connection, relation_ids: Sequence[str]) -> dict[str, list[Fact]]:
    return {relation_id: read_facts.evidence(connection, relation_id) for relation_id in relation_ids}


def _characters(passage: Passage) -> int:
    return len(passage.text) + len(passage.context) + len(passage.title)


def _several(values: Sequence[object]) -> int:
    return max(1, len(values))
