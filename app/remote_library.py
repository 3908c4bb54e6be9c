"""What a running ``vinagraph serve`` stores, for commands that find the stores in its hands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import httpx2
from pydantic import TypeAdapter, ValidationError

from app.remote import client_of, refusal
from graph.errors import ModelUnavailable, words_of
from graph.model import Chunk, Document
from graph.results import DocumentSummary, GraphStats

_PAGE = 1000
_SUMMARIES = TypeAdapter(list[DocumentSummary])
_DOCUMENT = TypeAdapter(Document)
_CHUNKS = TypeAdapter(list[Chunk])
_STATS = TypeAdapter(GraphStats)


class RemoteLibrary:
    """A library that asks a server."""

    def __init__(self, server: str, client: httpx2.AsyncClient, tenant: str) -> None:
        """Takes the URL of the server, a client of it, and whose documents its key reaches."""
        self._server = server
        self._client = client
        self._tenant = tenant

    async def documents(
        self, *, query: str | None, source: str | None, offset: int, limit: int
    ) -> tuple[list[DocumentSummary], bool]:
        """Documents by title, and whether there are more."""
        named = {name: value for name, value in (("query", query), ("source", source)) if value is not None}
        items, more = await self._pages("/documents", limit, offset=offset, **named)
        return _SUMMARIES.validate_python(items), more

    async def document(self, reference: str) -> tuple[Document, list[Chunk]]:
        """A document with its passages."""
        told = await self._json("GET", _path(reference), text="true")
        chunks, _ = await self._pages(f"{_path(told['id'])}/chunks", told["chunks"])
        document = {**told, "tenant": self._tenant, "subject_id": told["subject"]}
        return _DOCUMENT.validate_python(document), _CHUNKS.validate_python(chunks)

    async def delete(self, references: Sequence[str]) -> int:
        """Deletes documents; returns how many."""
        ids = [(await self._json("GET", _path(reference)))["id"] for reference in references]
        for document in dict.fromkeys(ids):
            await self._json("DELETE", _path(document))
        return len(set(ids))

    async def stats(self) -> GraphStats:
        """Counts of what is stored."""
        return _STATS.validate_python(await self._json("GET", "/graph/stats"))

    async def _pages(self, path: str, limit: int, *, offset: int = 0, **query: str) -> tuple[list[Any], bool]:
        """Items of a list, at most so many, and whether there are more."""
        items: list[Any] = []
        more = True
        while more and len(items) < limit:
            most = min(_PAGE, limit - len(items))
            page = await self._json("GET", path, offset=str(offset + len(items)), limit=str(most), **query)
            items += page["items"]
            more = page["more"]
        return items, more

    async def _json(self, method: str, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
        try:
            response = await self._client.request(method, path, params=query)
            if response.is_error:
                raise refusal(self._server, response)
            return response.json() if response.content else None
        except (httpx2.HTTPError, ValidationError, ValueError) as error:
            raise ModelUnavailable(f"vinagraph serve at {self._server} broke off: {words_of(error)}.") from error


def _path(reference: str) -> str:
    return f"/documents/{quote(reference, safe='')}"


@asynccontextmanager
async def open_remote_library(server: str, key: str, tenant: str) -> AsyncIterator[RemoteLibrary]:
    """Connects to a server.

    Args:
        server: Its URL.
        key: An API key, where it asks for one.
        tenant: Whose documents the key reaches.
    """
    async with client_of(server, key) as client:
        yield RemoteLibrary(server, client, tenant)
