"""The MCP server, asked by the official SDK's own client over standard input and output and over HTTP."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent
from pydantic import SecretStr

from app.api import create_app
from app.keys import new_key
from app.ports import Role
from app.settings import load_settings
from app.stores.factory import open_app_store
from tests.agent_doubles import KINGS, ScriptedWriter
from tests.agent_doubles import QUESTION as HUE
from tests.asking_http import scripted, seconds_until_closed
from tests.integration.api_jobs import finished
from tests.integration.command import command
from tests.integration.conftest import SERVED_KEY, Served
from tests.live_server import serving

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "Nguyễn Du sinh năm nào?"
TOOLS = {"search", "ask", "entity", "passage"}


def stdio(data_dir: Path, api_key: str = "") -> StdioServerParameters:
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "app.cli.main", "mcp"],
        env={"VINAGRAPH_DATA_DIR": str(data_dir), "VINAGRAPH_API_KEY": api_key, "PYTHONPATH": str(ROOT)},
    )


@asynccontextmanager
async def with_key(url: str, key: str) -> AsyncIterator[Client]:
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http,
        Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
    ):
        yield client


async def call(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    result = await client.call_tool(tool, dict(arguments))
    assert not result.is_error, said(result)
    content: dict[str, Any] = result.structured_content or {}
    return content


def said(result: CallToolResult) -> str:
    return "".join(block.text for block in result.content if isinstance(block, TextContent))


def send_document(url: str, key: str, *, uri: str) -> None:
    with httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}) as client:
        body = {"documents": [{"uri": uri, "text": "Nội quy của công ty về giờ làm việc."}]}
        finished(client, client.post("/documents", json=body))


async def use_every_tool(client: Client) -> None:
    """What both transports must do alike."""
    tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.description and tool.output_schema and tool.annotations for tool in tools)

    answered = await client.call_tool("ask", {"question": QUESTION})
    answer = answered.structured_content
    assert answer is not None
    assert not answer["abstained"]
    assert "[1]" in answer["answer"]
    citation = answer["citations"][0]
    assert "1765" in citation["quote"] or "1766" in citation["quote"]
    assert "**Nguồn**" in said(answered)

    passage = await call(client, "passage", chunk=citation["chunk"])
    start = citation["start"] - passage["start"]
    assert passage["text"][start : start + len(citation["quote"])] == citation["quote"]

    found = await call(client, "search", query="Nguyễn Du Truyện Kiều", limit=3)
    assert 0 < len(found["passages"]) <= 3
    assert any("Nguyễn Du" in one["text"] for one in found["passages"])

    known = await call(client, "entity", name="nguyen du")
    assert known["entity"]["name"] == "Nguyễn Du"
    assert all(fact["sentence"] for fact in known["facts"])


async def test_over_standard_input_and_output(own_store: Path) -> None:
    async with Client(stdio(own_store)) as client:
        await use_every_tool(client)


async def test_over_http(api_url: str) -> None:
    async with Client(f"{api_url}/mcp") as client:
        await use_every_tool(client)


async def test_a_client_of_the_earlier_protocol(api_url: str) -> None:
    steps: list[str] = []

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        steps.append(message or "")

    async with Client(f"{api_url}/mcp", mode="legacy") as client:
        result = await client.call_tool("ask", {"question": QUESTION}, progress_callback=heard)
    assert "[1]" in said(result)
    assert steps


async def test_what_cannot_be_done_is_told(api_url: str) -> None:
    async with Client(f"{api_url}/mcp") as client:
        unknown = await client.call_tool("entity", {"name": "Không Ai Cả Zzz"})
        assert unknown.is_error
        assert said(unknown) == "No entity is named 'Không Ai Cả Zzz'. Try fewer words, or the tool `search`."
        gone = await client.call_tool("passage", {"chunk": "nope"})
        assert gone.is_error
        assert "There is no passage 'nope'" in said(gone)
        empty = await client.call_tool("ask", {"question": "  "})
        assert empty.is_error
        assert "Câu hỏi đang trống" in said(empty)
        many = await client.call_tool("search", {"query": "Huế", "limit": 1000})
        assert said(many) == (
            "The tool `search` cannot be called so: `limit`: Input should be less than or equal to 50. "
            "Mend the arguments, and call it again."
        )
        nothing = await client.call_tool("tìm", {})
        assert nothing.is_error
        assert said(nothing) == "There is no tool 'tìm'; there are `search`, `entity`, `passage`, `ask`."
        no_answer = await client.call_tool("ask", {"question": "Giá vé tàu điện trên sao Hoả năm 2090 là bao nhiêu?"})
        assert not no_answer.is_error
        assert no_answer.structured_content is not None
        assert no_answer.structured_content["abstained"]
        assert no_answer.structured_content["citations"] == []


def test_http_asks_for_a_key_and_shows_only_its_tenants_documents(own_store: Path) -> None:
    async def use(url: str, mine: str, other: str) -> None:
        async with with_key(url, mine) as client:
            found = (await call(client, "search", query=QUESTION))["passages"][0]
        async with with_key(url, other) as client:
            assert (await call(client, "search", query=QUESTION))["passages"] == []
            assert (await client.call_tool("entity", {"name": "Nguyễn Du"})).is_error
            # A document of one's own that is called as another tenant's opens none of theirs.
            send_document(url, other, uri=found["document"])
            shown = await client.call_tool("passage", {"chunk": found["chunk"]})
            assert shown.is_error
            assert "There is no passage" in said(shown)

    async def another_key() -> str:
        store = await open_app_store("sqlite:", own_store)
        _, text = await new_key(store, "khác", Role.WRITE, "công-ty-khác")
        await store.close()
        return text

    other = asyncio.run(another_key())
    with serving(
        create_app(load_settings(data_dir=own_store, bootstrap_key=SecretStr("khoa-cua-nguoi-quan-tri")))
    ) as url:
        refused = httpx2.post(f"{url}/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        assert refused.status_code == 401
        assert refused.json()["code"] == "unauthenticated"
        with pytest.raises(ExceptionGroup) as told:
            asyncio.run(use(url, "khoa-khong-dung", other))
        assert told.group_contains(MCPError, match="The API key does not hold")
        asyncio.run(use(url, "khoa-cua-nguoi-quan-tri", other))


def test_pages_of_other_sites_may_not_call(api_url: str) -> None:
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"Accept": "application/json, text/event-stream"}
    foreign = httpx2.post(f"{api_url}/mcp", json=message, headers={**accept, "Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert foreign.json()["code"] == "forbidden"
    assert httpx2.post(f"{api_url}/mcp", json=message, headers={**accept, "Origin": api_url}).status_code == 200
    assert httpx2.get(f"{api_url}/mcp").status_code == 405


async def test_where_a_server_holds_the_stores_it_is_asked(served: Served) -> None:
    refused = await asyncio.to_thread(command, served.store, "mcp")
    assert refused.status == 1
    assert "VINAGRAPH_API_KEY" in refused.err
    assert served.url in refused.err
    async with Client(stdio(served.store, api_key=SERVED_KEY)) as client:
        await use_every_tool(client)
        unknown = await client.call_tool("entity", {"name": "Không Ai Cả Zzz"})
        assert unknown.is_error
        assert "No entity is named" in said(unknown)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_who_leaves_stops_the_work(tmp_path: Path, mode: str) -> None:
    writer = ScriptedWriter([[KINGS, 60.0]])
    with scripted(tmp_path, writer) as (http, _):
        async with Client(f"{http.base_url}/mcp", mode=mode) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1.0):
                    await client.call_tool("ask", {"question": HUE})
        assert await asyncio.to_thread(seconds_until_closed, writer, 5.0) < 1.0
