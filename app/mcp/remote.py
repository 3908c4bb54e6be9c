"""What the tools do where a running ``vinagraph serve`` holds the stores: the same tools of that server are asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import httpx2
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent
from pydantic import ValidationError

from app.mcp.shapes import Answer, EntityKnown, PassageOut, Passages
from app.remote import client_of
from graph.errors import InputError, ModelUnavailable, words_of

_SILENCE_S = 300.0
"""Longest wait for an answer: no longer than an agent may write."""

Told = Callable[[str], Awaitable[None]]


class ServerDesk:
    """A desk that asks a server."""

    def __init__(self, server: str, client: Client) -> None:
        """Takes a connected client, and the URL of its server for messages."""
        self._server = server
        self._client = client

    async def search(
        self, query: str, *, limit: int, sources: Sequence[str] = (), in_force_on: date | None = None
    ) -> Passages:
        """The passages that fit a query best."""
        result = await self._call("search", query=query, limit=limit, **_filters(sources, in_force_on))
        return Passages.model_validate(result.structured_content)

    async def ask(
        self,
        question: str,
        *,
        sources: Sequence[str] = (),
        in_force_on: date | None = None,
        when_step: Told | None = None,
    ) -> tuple[Answer, str]:
        """Answers a question; also as Markdown."""
        result = await self._call("ask", when_step, question=question, **_filters(sources, in_force_on))
        return Answer.model_validate(result.structured_content), _text(result)

    async def entity(self, name: str) -> EntityKnown:
        """What is known of the entity of that name or id."""
        return EntityKnown.model_validate((await self._call("entity", name=name)).structured_content)

    async def passage(self, chunk: str) -> PassageOut:
        """A passage by the id of its chunk."""
        return PassageOut.model_validate((await self._call("passage", chunk=chunk)).structured_content)

    async def _call(self, tool: str, when_step: Told | None = None, /, **arguments: object) -> CallToolResult:
        async def told(progress: float, total: float | None, message: str | None) -> None:
            if when_step is not None and message is not None:
                await when_step(message)

        try:
            result = await self._client.call_tool(tool, dict(arguments), progress_callback=told)
        except (MCPError, httpx2.HTTPError, ValidationError) as error:
            raise ModelUnavailable(f"vinagraph serve at {self._server} broke off: {words_of(error)}.") from error
        if result.is_error:
            raise InputError(_text(result))
        return result


def _filters(sources: Sequence[str], in_force_on: date | None) -> Mapping[str, Any]:
    given = {"sources": list(sources), "in_force_on": in_force_on.isoformat() if in_force_on else None}
    return {name: value for name, value in given.items() if value}


def _text(result: CallToolResult) -> str:
    return "".join(block.text for block in result.content if isinstance(block, TextContent))


@asynccontextmanager
async def open_server_desk(server: str, key: str) -> AsyncIterator[ServerDesk]:
    """Connects to a server.

    Args:
        server: Its URL.
        key: An API key, where it asks for one.
    """
    async with (
        client_of(server, key, _SILENCE_S) as http,
        Client(streamable_http_client(f"{server}/mcp", http_client=http)) as client,
    ):
        yield ServerDesk(server, client)
