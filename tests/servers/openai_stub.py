"""A local HTTP server that speaks the OpenAI streaming convention, with behaviours recorded from real ones."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

_TOKENS = re.compile(r"\S+\s*|\s+")
_HEAD = "HTTP/1.1 {status} Status\r\nconnection: close\r\ncontent-type: {type}\r\n{more}\r\n\r\n"

Reply = Callable[[asyncio.StreamWriter], Awaitable[None]]


def tokens(text: str) -> list[str]:
    """The text in pieces, as a tokenizer would cut it."""
    return _TOKENS.findall(text)


def _completion(delta: dict[str, str] | None, finish: str | None = None, **extra: object) -> dict[str, Any]:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    return {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "stub", "choices": choices, **extra}


async def _send(writer: asyncio.StreamWriter, data: str) -> None:
    event = f"data: {data}\n\n".encode()
    writer.write(b"%x\r\n%b\r\n" % (len(event), event))
    await writer.drain()


async def _begin(writer: asyncio.StreamWriter) -> None:
    head = _HEAD.format(status=200, type="text/event-stream", more="transfer-encoding: chunked")
    writer.write(head.encode())
    await _send(writer, json.dumps(_completion({"role": "assistant", "content": ""})))


async def _say(writer: asyncio.StreamWriter, text: str, delay_s: float = 0.0) -> None:
    for piece in tokens(text):
        await _send(writer, json.dumps(_completion({"content": piece}), ensure_ascii=False))
        if delay_s:
            await asyncio.sleep(delay_s)


def says(text: str, *, delay_s: float = 0.0, finish: str = "stop") -> Reply:
    """A whole stream: role, tokens, finish, usage, [DONE]."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        await _begin(writer)
        await _say(writer, text, delay_s)
        await _send(writer, json.dumps(_completion({}, finish)))
        count = len(tokens(text))
        usage = {"prompt_tokens": 10, "completion_tokens": count, "total_tokens": 10 + count}
        await _send(writer, json.dumps(_completion(None, usage=usage)))
        await _send(writer, "[DONE]")
        writer.write(b"0\r\n\r\n")

    return reply


def breaks_after(text: str) -> Reply:
    """A stream whose connection is cut."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        await _begin(writer)
        await _say(writer, text)
        writer.transport.abort()

    return reply


def stops_after(text: str) -> Reply:
    """A stream that is closed in good order, without a finish chunk, as a proxy does when its server dies."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        await _begin(writer)
        await _say(writer, text)
        writer.write(b"0\r\n\r\n")

    return reply


def fails_after(text: str, reason: str) -> Reply:
    """A stream that ends in an error object, as vLLM's does when a worker dies."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        await _begin(writer)
        await _say(writer, text)
        await _send(writer, json.dumps({"error": {"message": reason, "code": 500}}))
        writer.write(b"0\r\n\r\n")

    return reply


def falls_silent_after(text: str) -> Reply:
    """A stream that sends nothing more and stays open."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        await _begin(writer)
        await _say(writer, text)
        await asyncio.sleep(60)

    return reply


def repeats_for_ever(sentence: str) -> Reply:
    """A model in a loop."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        await _begin(writer)
        while True:
            await _say(writer, sentence)

    return reply


def sends_rubbish(data: str = "<html>502 Bad Gateway</html>") -> Reply:
    """Events that are not of the convention."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        await _begin(writer)
        await _send(writer, data)
        writer.write(b"0\r\n\r\n")

    return reply


def replies_whole(text: str) -> Reply:
    """A completion that is not streamed."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        _respond(writer, 200, {"id": "c-1", "object": "chat.completion", "created": 1, "choices": [choice]})

    return reply


def refuses(status: int, reason: str) -> Reply:
    """An HTTP error with an OpenAI error body."""

    async def reply(writer: asyncio.StreamWriter) -> None:
        _respond(writer, status, {"error": {"message": reason, "type": "server_error", "code": status}})

    return reply


def _respond(writer: asyncio.StreamWriter, status: int, content: dict[str, Any]) -> None:
    body = json.dumps(content).encode()
    head = _HEAD.format(status=status, type="application/json", more=f"content-length: {len(body)}")
    writer.write(head.encode() + body)


@dataclass
class OpenAIStub:
    """The running server: where it listens, what it was asked, and who hung up."""

    url: str
    replies: list[Reply]
    requests: list[dict[str, Any]] = field(default_factory=list)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def prompts(self) -> list[str]:
        """All messages of each request as one text."""
        return ["\n".join(item["content"] for item in request["messages"]) for request in self.requests]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers the one request of a connection; the last reply answers all further ones."""
        with suppress(asyncio.IncompleteReadError):
            try:
                self.requests.append(await _read_request(reader))
                reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
                await reply(writer)
                await writer.drain()
            except ConnectionError:
                self.hung_up.set()
            finally:
                writer.close()


async def _read_request(reader: asyncio.StreamReader) -> dict[str, Any]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = re.search(r"content-length: (\d+)", head)
    assert length is not None
    body: dict[str, Any] = json.loads(await reader.readexactly(int(length[1])))
    return body


@asynccontextmanager
async def openai_stub(*replies: Reply) -> AsyncIterator[OpenAIStub]:
    """Runs the server; it plays the replies one a request."""
    stub = OpenAIStub("", list(replies))
    connections: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(stub.serve(reader, writer))
        connections.add(task)
        task.add_done_callback(connections.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    stub.url = f"http://127.0.0.1:{port}/v1"
    try:
        yield stub
    finally:
        server.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
