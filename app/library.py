"""What is stored, as the command line looks at it: in the stores, or through the server that holds them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from app.remote import here_or_at_server
from app.remote_library import open_remote_library
from app.settings import Settings
from app.wiring import Ports, open_ports
from graph.model import Chunk, Document
from graph.results import DocumentSummary, GraphStats
from ingestion.writer import delete_documents


class Library(Protocol):
    """A tenant's documents."""

    async def documents(
        self, *, query: str | None, source: str | None, offset: int, limit: int
    ) -> tuple[list[DocumentSummary], bool]:
        """Documents by title, and whether there are more."""
        ...

    async def document(self, reference: str) -> tuple[Document, list[Chunk]]:
        """A document with its passages, by its id, its URI or the id that its source gave.

        Raises:
            StoreError: There is none.
        """
        ...

    async def delete(self, references: Sequence[str]) -> int:
        """Deletes documents; returns how many.

        Raises:
            StoreError: One of them is not there; none is deleted.
        """
        ...

    async def stats(self) -> GraphStats:
        """Counts of what is stored."""
        ...


@dataclass(frozen=True, slots=True)
class StoredLibrary:
    """A library over opened stores."""

    ports: Ports
    tenant: str

    async def documents(
        self, *, query: str | None, source: str | None, offset: int, limit: int
    ) -> tuple[list[DocumentSummary], bool]:
        """Documents by title, and whether there are more."""
        found = await self.ports.graph.documents(
            self.tenant, source=source, query=query, offset=offset, limit=limit + 1
        )
        return list(found[:limit]), len(found) > limit

    async def document(self, reference: str) -> tuple[Document, list[Chunk]]:
        """A document with its passages."""
        document = await self.ports.graph.document(self.tenant, reference)
        return document, list(await self.ports.graph.document_chunks(document.id))

    async def delete(self, references: Sequence[str]) -> int:
        """Deletes documents; returns how many."""
        ports = self.ports
        ids = [(await ports.graph.document(self.tenant, reference)).id for reference in references]
        return await delete_documents(ports.graph, ports.vectors, ports.embedder, self.tenant, ids)

    async def stats(self) -> GraphStats:
        """Counts of what is stored."""
        return await self.ports.graph.stats(self.tenant)


@asynccontextmanager
async def open_library(
    settings: Settings, *, program: str, on_server: Callable[[str, str], None]
) -> AsyncIterator[Library]:
    """Opens the stores, or turns to a running ``vinagraph serve`` that holds them.

    Args:
        settings: What to open.
        program: Name that another process is shown meanwhile.
        on_server: Told where the server is that is asked instead, and the tenant.

    Raises:
        SettingsError: A setting cannot be used, or the server asks for another key, or serves another tenant.
        StoreError: A store cannot be opened.
    """
    here = _open_stored_library(settings, program)
    async with here_or_at_server(settings, here, open_remote_library, on_server) as library:
        yield library


@asynccontextmanager
async def _open_stored_library(settings: Settings, program: str) -> AsyncIterator[StoredLibrary]:
    async with open_ports(settings, program=program) as ports:
        yield StoredLibrary(ports, settings.tenant)
