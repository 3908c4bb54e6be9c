"""What a request is answered with that breaks, or that a server which stops breaks off."""

from __future__ import annotations

import asyncio
import json

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.api.middleware.faults import Faults

SCOPE = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [], "state": {}}


async def nothing() -> Message:
    return {"type": "http.disconnect"}


async def wait(_scope: Scope, _receive: Receive, _send: Send) -> None:
    await asyncio.sleep(30)


async def wait_for_what_is_cancelled(_scope: Scope, _receive: Receive, _send: Send) -> None:
    other = asyncio.create_task(asyncio.sleep(30))
    asyncio.get_running_loop().call_soon(other.cancel)
    await other


async def begin_and_wait_for_what_is_cancelled(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await wait_for_what_is_cancelled(scope, receive, send)


def told(sent: list[Message]) -> tuple[int, str]:
    start, body = sent
    return start["status"], json.loads(body["body"])["code"]


async def test_a_request_that_a_stopping_server_cancels_is_told_so_and_ends() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    request = asyncio.create_task(Faults(wait)(dict(SCOPE), nothing, send))
    await asyncio.sleep(0)
    request.cancel()
    await request
    assert told(sent) == (503, "not_ready")


async def test_a_cancel_of_something_else_is_a_fault_and_no_stopped_server(caplog: pytest.LogCaptureFixture) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await Faults(wait_for_what_is_cancelled)(dict(SCOPE), nothing, send)
    assert told(sent) == (500, "internal")
    assert "broke unexpectedly" in caplog.text
    sent.clear()
    with pytest.raises(asyncio.CancelledError):
        await Faults(begin_and_wait_for_what_is_cancelled)(dict(SCOPE), nothing, send)
    assert len(sent) == 1
