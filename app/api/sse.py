"""Server-sent events: numbered messages, with comments that keep the connection alive while there are none."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT as _KEEP_ALIVE
from fastapi.sse import format_sse_event
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

_KEEP_ALIVE_S = 15.0
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_FIELDS = {name: {"type": "string"} for name in ("id", "event", "data")}
"""Of one event, as schemas of streams describe them."""
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True, slots=True)
class Message:
    """One event on the wire.

    Attributes:
        number: Its id, which clients send back as ``Last-Event-ID``; None for none.
        event: Its type; None for none.
        data: JSON.
    """

    number: int | None
    event: str | None
    data: str


_NONE_YET = Message(0, "", "")


class EventStream(StreamingResponse):
    """Streams messages as they come; closes their generator when all were sent, and when the client leaves."""

    media_type = "text/event-stream"

    def __init__(self, messages: AsyncGenerator[Message, None], status_code: int = 200) -> None:
        self._messages = messages
        self._next: asyncio.Task[Message | None] | None = None
        super().__init__(self._chunks(), status_code, headers=_HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            if self._next is not None:
                self._next.cancel()
                await asyncio.wait([self._next])
            await self._messages.aclose()

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        while (message := await self._message()) is not None:
            yield _KEEP_ALIVE if message is _NONE_YET else _encoded(message)

    async def _message(self) -> Message | None:
        """The next message, `_NONE_YET` where it is time for a comment, or None at the end.

        A task waits for it: a generator that were cancelled at a time-out would be at its end.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._taken())
        await asyncio.wait([self._next], timeout=_KEEP_ALIVE_S)
        if not self._next.done():
            return _NONE_YET
        message = self._next.result()
        self._next = None
        return message

    async def _taken(self) -> Message | None:
        return await anext(self._messages, None)


def _encoded(message: Message) -> bytes:
    number = None if message.number is None else str(message.number)
    return format_sse_event(data_str=message.data, event=message.event, id=number)


def numbered(last_event_id: str | None) -> int:
    """The number in a ``Last-Event-ID``; 0 where it holds none of ours, so that everything is told again."""
    return int(last_event_id) if last_event_id and _NUMBER.fullmatch(last_event_id) else 0


def described(what: str, example: str) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI tells of a route that answers with a stream.

    Args:
        what: What the events are.
        example: How the stream begins.
    """
    schema = {"type": "object", "properties": _FIELDS, "required": ["data"]}
    content = {"schema": schema, "example": example}
    return {200: {"description": what, "content": {EventStream.media_type: content}}}
