"""`GraphStore` over one SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from graph.errors import StoreError
from graph.model import Chunk, Document, DocumentRecord, Entity
from graph.results import (
    DocumentLink,
    DocumentState,
    DocumentSummary,
    Fact,
    GraphStats,
    MentionSite,
    Passage,
    Revision,
    SignedDocument,
)
from graph.stores.sqlite import read_documents, read_entities, read_facts, revisions, signatures
from graph.stores.sqlite.add import Revised
from graph.stores.sqlite.database import Database
from graph.stores.sqlite.kept_graph import KeptGraph


class SqliteGraphStore:
    """The system of record in one file, for one program at a time.

    What is staged waits in memory until it is committed: only its chunk ids are written, since a crash
    undoes it anyway. Every method raises `StoreError` (or one of its kinds) when the file fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept = KeptGraph(database)
        self._staged: dict[Revision, DocumentRecord] = {}

    @classmethod
    async def open(cls, path: Path, *, max_bytes: int | None = None) -> SqliteGraphStore:
        """Opens the store in that file, and makes it if need be.

        Args:
            path: The file; its folder is made too.
            max_bytes: Largest size of the file; None leaves it to the disk.

        Raises:
            StoreTooNew: A newer version wrote it.
            StoreError: It cannot be opened, is damaged, or is not a store of VinaGraph.
        """
        return cls(await asyncio.to_thread(_open, path, max_bytes))

    async def stage(self, records: Sequence[DocumentRecord]) -> list[Revision]:
        """Numbers new revisions that are not visible yet; the same document twice in a batch: last wins.

        Raises:
            StoreError: A record's parts point outside it.
        """
        unique = list({record.document.id: record for record in records}.values())
        for record in unique:
            revisions.check(record)
        staged = await self._database.write_aside(revisions.stage, unique)
        self._staged.update(zip(staged, unique, strict=True))
        return staged

    async def commit(self, revisions_: Sequence[Revision]) -> None:
        """In one transaction makes revisions current and removes what they replace.

        Raises:
            StoreError: A revision is not staged (any more); nothing is committed.
            CancelledError: They are committed, or not; those that are not can only be undone, by `recover`.
        """
        unknown = [revision for revision in revisions_ if revision not in self._staged]
        if unknown:
            raise StoreError(
                f"Revision {unknown[0].number} of document {unknown[0].document_id} is not staged: it was committed "
                "before, or undone after a restart. Ingest the document again."
            )
        batch = [Revised(self._staged[revision], revision.number) for revision in dict.fromkeys(revisions_)]
        try:
            await self._database.write(revisions.commit, batch)
        except asyncio.CancelledError:
            self._forget(revisions_)  # the thread goes on: whether it commits them nobody will be told
            raise
        self._forget(revisions_)

    def _forget(self, revisions_: Sequence[Revision]) -> None:
        for revision in revisions_:
            self._staged.pop(revision, None)

    async def half_replaced(self) -> list[DocumentRecord]:
        """Current documents of which a staged revision has chunk ids too."""
        return await self._database.read(read_documents.half_replaced)

    async def recover(self) -> int:
        """Undoes staged revisions that were never committed; returns how many."""
        self._staged.clear()
        return await self._database.write_aside(revisions.recover)

    async def outbox(self) -> list[str]:
        """Chunk ids that must leave the vector store."""
        return await self._database.read(revisions.outbox)

    async def clear_outbox(self, chunk_ids: Sequence[str]) -> None:
        """Forgets ids that have left the vector store."""
        await self._database.write_aside(revisions.clear_outbox, chunk_ids)

    async def delete_documents(self, tenant: str, document_ids: Sequence[str]) -> int:
        """Removes documents and exactly what nothing else supports; returns how many there were."""
        return await self._database.write(revisions.delete_documents, tenant, document_ids)

    async def document_states(self, tenant: str, uris: Sequence[str]) -> dict[str, DocumentState]:
        """State of those current documents, by URI."""
        return await self._database.read(read_documents.states, tenant, uris)

    async def alike(self, tenant: str, signatures_: Sequence[bytes]) -> list[list[SignedDocument]]:
        """Current documents whose signatures share a band with each of those, by URI."""
        return await self._database.read(signatures.alike, tenant, signatures_)

    async def source_uris(self, tenant: str, source: str) -> set[str]:
        """URIs of all current documents of a source."""
        return await self._database.read(read_documents.source_uris, tenant, source)

    async def documents(
        self,
        tenant: str,
        *,
        source: str | None = None,
        query: str | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> list[DocumentSummary]:
        """Current documents by title, page by page; ``query`` gives words of title or URI."""
        return await self._database.read(read_documents.summaries, tenant, source, query, (offset, limit))

    async def instrument_documents(self, tenant: str, number: str) -> list[str]:
        """Ids of the current documents of a legal instrument."""
        return await self._database.read(read_documents.instrument_documents, tenant, number)

    async def document(self, tenant: str, reference: str) -> Document:
        """The current document with that id, URI or external id.

        Raises:
            NotFound: There is none.
        """
        return await self._database.read(read_documents.document, tenant, reference)

    async def records(self, tenant: str | None = None, *, after: str = "", limit: int = 200) -> list[DocumentRecord]:
        """Current documents in full, in the order of their ids, after one."""
        return await self._database.read(read_documents.records, tenant, after, limit)

    async def document_chunks(self, document_id: str) -> list[Chunk]:
        """Chunks of the current revision, in order."""
        return await self._database.read(read_documents.document_chunks, document_id)

    async def passages(self, chunk_ids: Sequence[str]) -> list[Passage]:
        """The current chunks among those, in the order asked."""
        return await self._kept.passages(chunk_ids)

    async def passages_of(self, document_ids: Sequence[str], per_document: int) -> list[Passage]:
        """First chunks of each document, in the order asked."""
        return await self._database.read(read_documents.passages_of, document_ids, per_document)

    async def entities(self, entity_ids: Sequence[str]) -> list[Entity]:
        """Entities by id, in the order asked, each with the names of its group."""
        return await self._database.read(read_entities.entities, entity_ids)

    async def find_entities(self, tenant: str, keys: Sequence[str], *, folded: bool = False) -> dict[str, list[Entity]]:
        """Entities by canonical or alias key, most mentioned first; a group shows as its representative."""
        return await self._kept.find_entities(tenant, keys, folded=folded)

    async def search_entities(
        self, tenant: str, text: str, limit: int = 20, *, offset: int = 0, types: Sequence[str] | None = None
    ) -> list[Entity]:
        """Entities whose name or alias holds the words: exact names first, then most mentioned, then by id."""
        return await self._database.read(read_entities.search_entities, tenant, text, types, (offset, limit))

    async def mentions(self, entity_ids: Sequence[str], limit: int) -> list[MentionSite]:
        """Where those entities are named, documents about them first; at most ``limit`` each."""
        return await self._database.read(read_entities.mentions, entity_ids, limit)

    async def chunk_mentions(self, chunk_ids: Sequence[str]) -> list[MentionSite]:
        """What those chunks name; a group shows as its representative."""
        return await self._database.read(read_entities.chunk_mentions, chunk_ids)

    async def documents_about(self, entity_ids: Sequence[str]) -> dict[str, list[str]]:
        """Ids of the documents whose subject is that entity, by entity id."""
        return await self._kept.documents_about(entity_ids)

    async def subjects(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The entity that each document is about, by document id."""
        return await self._database.read(read_entities.subjects, document_ids)

    async def links_from(self, document_ids: Sequence[str], limit: int) -> list[DocumentLink]:
        """Documents that those documents name, at most ``limit`` each, earliest named first."""
        return await self._kept.links_from(document_ids, limit)

    async def links_to(self, document_ids: Sequence[str], limit: int) -> list[DocumentLink]:
        """Documents that name those documents, at most ``limit`` each, earliest named first."""
        return await self._kept.links_to(document_ids, limit)

    async def facts(
        self,
        entity_ids: Sequence[str],
        *,
        types: Sequence[str] | None = None,
        outgoing: bool = True,
        incoming: bool = True,
        limit: int = 100,
    ) -> list[Fact]:
        """Relations that touch those entities, best supported first; ``SAME_AS`` only when asked for by type."""
        return await self._kept.facts(entity_ids, types, _ends(outgoing, incoming), limit)

    async def fact_counts(self, entity_id: str, *, outgoing: bool = True, incoming: bool = True) -> dict[str, int]:
        """How many relations of each type touch an entity, most frequent first; without ``SAME_AS``."""
        return await self._database.read(read_facts.fact_counts, entity_id, _ends(outgoing, incoming))

    async def facts_page(
        self,
        entity_id: str,
        *,
        types: Sequence[str] | None = None,
        outgoing: bool = True,
        incoming: bool = True,
        offset: int = 0,
        limit: int = 100,
    ) -> list[Fact]:
        """What `facts` tells of an entity, page by page."""
        ends, page = _ends(outgoing, incoming), (offset, limit)
        return await self._database.read(read_facts.facts_page, entity_id, types, ends, page)

    async def evidence(self, relation_id: str) -> list[Fact]:
        """All evidence of a relation, one `Fact` a sentence, best first.

        Raises:
            NotFound: There is no such relation.
        """
        return await self._kept.evidence(relation_id)

    async def stats(self, tenant: str | None = None) -> GraphStats:
        """Counts of what is current."""
        return await self._database.read(read_facts.stats, tenant)

    async def changes(self) -> int:
        """Counts the transactions that changed what is current, over restarts."""
        return await self._database.read(revisions.changes)

    async def get_meta(self, key: str) -> str | None:
        """A value of the store's own key-value table."""
        return await self._database.read(_get_meta, key)

    async def set_meta(self, key: str, value: str) -> None:
        """Sets such a value."""
        await self._database.write_aside(_set_meta, key, value)

    async def close(self) -> None:
        """Waits for what runs, then releases the file."""
        await self._database.close()


def _open(path: Path, max_bytes: int | None) -> Database:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder of {path} cannot be made: {error}. Name another one.") from error
    return Database(path, max_bytes)


def _ends(outgoing: bool, incoming: bool) -> list[str]:
    return [end for end, wanted in (("head", outgoing), ("tail", incoming)) if wanted]


def _get_meta(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def _set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
