"""What every part that asks a chat model does where the model's server fails.

A part inherits the suite and gives the fixture ``part``: what opens it at a server and asks it once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from agents.model_server import ModelServer
from graph.errors import ModelError, ModelTimeout, ModelUnavailable
from tests.servers import openai_stub as stub

Part = Callable[[ModelServer], Awaitable[object]]
_PATIENCE_S = 30.0
_SILENCE_S = 0.3
_SOON_S = 30.0
"""On a machine that does much else; the server is silent for twice as long."""


async def asked(part: Part, reply: stub.Reply, timeout_s: float = _PATIENCE_S) -> None:
    """Asks the part at a server that replies so."""
    async with stub.openai_stub(reply) as server:
        await part(ModelServer(server.url, "stub", timeout_s=timeout_s))


class ModelPartContract:
    """The suite."""

    @pytest.mark.parametrize(("status", "reason"), [(500, "out of memory"), (401, "wrong key")])
    async def test_a_server_that_refuses_is_unavailable_and_its_reason_told(
        self, part: Part, status: int, reason: str
    ) -> None:
        with pytest.raises(ModelUnavailable, match=reason):
            await asked(part, stub.refuses(status, reason))

    async def test_a_server_that_is_not_there_is_unavailable(self, part: Part) -> None:
        with pytest.raises(ModelUnavailable):
            await part(ModelServer("http://127.0.0.1:9/v1", "stub", timeout_s=_PATIENCE_S))

    @pytest.mark.parametrize("data", ["<html>502 Bad Gateway</html>", "[]", '{"choices": [{}]}'])
    async def test_what_is_not_of_the_convention_is_a_failure_of_the_model(self, part: Part, data: str) -> None:
        with pytest.raises(ModelError):
            await asked(part, stub.sends_rubbish(data))

    async def test_a_connection_that_is_cut_is_a_failure_of_the_model(self, part: Part) -> None:
        with pytest.raises(ModelError):
            await asked(part, stub.breaks_after("Huế là"))

    async def test_silence_is_bounded(self, part: Part) -> None:
        started = time.monotonic()
        with pytest.raises(ModelTimeout):
            await asked(part, stub.falls_silent_after("Huế là"), _SILENCE_S)
        assert time.monotonic() - started < _SOON_S

    async def test_who_is_cancelled_hangs_up(self, part: Part) -> None:
        begun = asyncio.Event()

        async def reply(writer: asyncio.StreamWriter) -> None:
            begun.set()
            await stub.repeats_for_ever("Huế là thành phố. ")(writer)

        async with stub.openai_stub(reply) as server:
            task = asyncio.ensure_future(part(ModelServer(server.url, "stub", timeout_s=_PATIENCE_S)))
            await begun.wait()
            await asyncio.sleep(_SILENCE_S)
            task.cancel()
            async with asyncio.timeout(_SOON_S):
                with pytest.raises(asyncio.CancelledError):
                    await task
                await server.hung_up.wait()
