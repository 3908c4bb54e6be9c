"""Port of the graph store, the system of record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

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


class GraphStore(Protocol):
    """The system of record: documents, chunks, entities, relations with evidence, and what is current.

    Writing a batch: `stage` → vectors are written → `commit` → the ids in `outbox` leave the vector
    store → `clear_outbox`. Reading methods see current revisions only, and treat entities that a
    ``SAME_AS`` assertion joins as one. Every method raises `StoreError` when the store fails.
    """

    async def stage(self, records: Sequence[DocumentRecord]) -> list[Revision]:
        """Writes new revisions that are not visible yet. The same document twice in a batch: last wins."""
        ...

    async def commit(self, revisions: Sequence[Revision]) -> None:
        """In one transaction makes the revisions current and removes what they replace.

        Chunk ids that are no longer current go to the outbox. Entities and relations that nothing
        supports any more are removed.
        """
        ...

    async def half_replaced(self) -> list[DocumentRecord]:
        """Current documents of which a staged revision has chunk ids too (the same text, read anew).

        After a crash the vectors under those ids may be the staged ones: write them anew before `recover`.
        """
        ...

    async def recover(self) -> int:
        """Undoes staged revisions that were never committed (after a crash); returns how many.

        Their chunk ids go to the outbox, save those that a current revision holds too.
        """
        ...

    async def outbox(self) -> list[str]:
        """Chunk ids that must leave the vector store."""
        ...

    async def clear_outbox(self, chunk_ids: Sequence[str]) -> None:
        """Forgets ids that have left the vector store."""
        ...

    async def delete_documents(self, tenant: str, document_ids: Sequence[str]) -> int:
        """Removes documents and exactly what nothing else supports; returns how many there were."""
        ...

    async def document_states(self, tenant: str, uris: Sequence[str]) -> dict[str, DocumentState]:
        """State of those current documents, by URI; unknown URIs are absent."""
        ...

    async def alike(self, tenant: str, signatures: Sequence[bytes]) -> list[list[SignedDocument]]:
        """Current documents that may be copies of each of those texts: their signatures share a band, by URI."""
        ...

    async def source_uris(self, tenant: str, source: str) -> set[str]:
        """URIs of all current documents of a source (for ``--sync``)."""
        ...

    async def documents(
        self,
        tenant: str,
        *,
        source: str | None = None,
        query: str | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> list[DocumentSummary]:
        """Current documents by title, page by page; ``query`` matches title or URI."""
        ...

    async def instrument_documents(self, tenant: str, number: str) -> list[str]:
        """Ids of the current documents of a legal instrument, in the order of their titles.

        Args:
            tenant: Whose documents.
            number: Its number in upper case, the whole or its beginning up to a stroke (``38/2022``).
        """
        ...

    async def document(self, tenant: str, reference: str) -> Document:
        """The current document with that id, external id or URI.

        Raises:
            NotFound: There is none.
        """
        ...

    async def records(self, tenant: str | None = None, *, after: str = "", limit: int = 200) -> list[DocumentRecord]:
        """Current documents in full, in the order of their ids, after one (for reindex and export)."""
        ...

    async def document_chunks(self, document_id: str) -> list[Chunk]:
        """Chunks of the current revision, in order."""
        ...

    async def passages(self, chunk_ids: Sequence[str]) -> list[Passage]:
        """The current chunks among those, in the order asked; others are left out."""
        ...

    async def passages_of(self, document_ids: Sequence[str], per_document: int) -> list[Passage]:
        """First chunks of each document, in the order asked."""
        ...

    async def entities(self, entity_ids: Sequence[str]) -> list[Entity]:
        """Entities by id, in the order asked; unknown ones are left out."""
        ...

    async def find_entities(self, tenant: str, keys: Sequence[str], *, folded: bool = False) -> dict[str, list[Entity]]:
        """Entities whose canonical key, or the key of whose name or alias, is among ``keys``, by key.

        With ``folded`` the keys carry no diacritics and match keys without theirs. Most mentioned first.
        """
        ...

    async def search_entities(
        self, tenant: str, text: str, limit: int = 20, *, offset: int = 0, types: Sequence[str] | None = None
    ) -> list[Entity]:
        """Entities whose name or alias holds the words, with or without diacritics; of ``types`` where given.

        Those of exactly that name first (then those that differ in diacritics alone), then most mentioned, then by id.
        """
        ...

    async def mentions(self, entity_ids: Sequence[str], limit: int) -> list[MentionSite]:
        """Where those entities are named, documents that are about them first; at most ``limit`` each."""
        ...

    async def chunk_mentions(self, chunk_ids: Sequence[str]) -> list[MentionSite]:
        """What those chunks name."""
        ...

    async def documents_about(self, entity_ids: Sequence[str]) -> dict[str, list[str]]:
        """Ids of the documents whose subject is that entity, by entity id."""
        ...

    async def subjects(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The entity that each document is about, by document id; documents without one are absent."""
        ...

    async def links_from(self, document_ids: Sequence[str], limit: int) -> list[DocumentLink]:
        """Documents that those documents name, at most ``limit`` each, earliest named first."""
        ...

    async def links_to(self, document_ids: Sequence[str], limit: int) -> list[DocumentLink]:
        """Documents that name those documents, at most ``limit`` each, earliest named first."""
        ...

    async def facts(
        self,
        entity_ids: Sequence[str],
        *,
        types: Sequence[str] | None = None,
        outgoing: bool = True,
        incoming: bool = True,
        limit: int = 100,
    ) -> list[Fact]:
        """Relations that touch those entities, best supported first, each with its best sentence."""
        ...

    async def fact_counts(self, entity_id: str, *, outgoing: bool = True, incoming: bool = True) -> dict[str, int]:
        """How many relations of each type touch an entity, most frequent first; without ``SAME_AS``."""
        ...

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
        """What `facts` tells of an entity, page by page: best supported first, then by type and age."""
        ...

    async def evidence(self, relation_id: str) -> list[Fact]:
        """All evidence of a relation, one `Fact` a sentence, best first.

        Raises:
            NotFound: There is no such relation.
        """
        ...

    async def stats(self, tenant: str | None = None) -> GraphStats:
        """Counts of what is current."""
        ...

    async def changes(self) -> int:
        """Counts the transactions that changed what is current (`commit`, `delete_documents`), over restarts."""
        ...

    async def get_meta(self, key: str) -> str | None:
        """A value of the store's own small key-value table (schema version, active vector fingerprint)."""
        ...

    async def set_meta(self, key: str, value: str) -> None:
        """Sets such a value."""
        ...

    async def close(self) -> None:
        """Releases the store."""
        ...
