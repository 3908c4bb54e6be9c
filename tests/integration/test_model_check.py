"""``vinagraph doctor`` and the model servers that are set: whether they answer, and what it says to do."""

from __future__ import annotations

import asyncio
import json

import pytest

from app.model_check import model_problems
from app.settings import load_settings


def lists(*models: str) -> bytes:
    return json.dumps({"object": "list", "data": [{"id": model, "object": "model"} for model in models]}).encode()


async def problems(status: int, body: bytes, seen: list[bytes], model: str = "m", **settings: object) -> list[str]:
    """What is found at a server that answers every request so."""

    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        head = f"HTTP/1.1 {status} x\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(reply, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        return await model_problems(load_settings(writer_url=url, writer_model=model, **settings))


async def test_a_server_that_serves_the_model_is_well_and_is_shown_the_key() -> None:
    seen: list[bytes] = []
    assert await problems(200, lists("a", "m"), seen, writer_api_key="khoa") == []
    assert await problems(200, lists("llama:latest"), seen, model="llama") == []
    assert seen[0].startswith(b"GET /v1/models ")
    assert b"authorization: bearer khoa" in seen[0].lower()
    assert b"authorization" not in seen[1].lower()


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, lists("a", "b"), ["'m'", "a, b", "VINAGRAPH_WRITER_MODEL"]),
        (200, b"<html>", ["OpenAI-compatible"]),
        (200, b"[]", ["OpenAI-compatible"]),
        (401, b"", ["VINAGRAPH_WRITER_API_KEY"]),
        (404, b"", ["/v1"]),
        (503, b"", ["503"]),
    ],
)
async def test_what_is_wrong_is_told_with_how_to_mend_it(status: int, body: bytes, words: list[str]) -> None:
    (problem,) = await problems(status, body, [])
    assert all(word in problem for word in ["VINAGRAPH_WRITER_URL", *words]), problem


async def test_each_server_that_cannot_be_reached_is_named() -> None:
    settings = load_settings(
        checker_url="http://127.0.0.1:9/v1", checker_model="m", analyst_url="http://[x/v1", analyst_model="m"
    )
    checker, analyst = await model_problems(settings)
    assert "VINAGRAPH_CHECKER_URL: http://127.0.0.1:9/v1/models cannot be reached" in checker
    assert "VINAGRAPH_ANALYST_URL" in analyst


async def test_a_server_that_stays_silent_is_not_waited_for_long() -> None:
    silent = asyncio.Event()

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await silent.wait()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        (problem,) = await model_problems(load_settings(writer_url=url, writer_model="m", model_timeout_s=0.2))
        silent.set()
    assert "does not answer within 0.2 s" in problem
