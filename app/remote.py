"""Questions to a running ``vinagraph serve``, for commands that find the stores in its hands."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import asdict

import httpx2
from pydantic import TypeAdapter, ValidationError

from agents.context import AgentOptions
from agents.events import Event
from agents.ports import Turn
from graph.errors import ModelUnavailable, SettingsError, StoreError

_EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
_CONNECT_S = 5.0
_SILENCE_S = 60.0
"""Longest silence; the server sends comments in between."""

_UNAUTHENTICATED = 401


class RemoteRunner:
    """Answers as `AgentRunner` does, by asking a server."""

    def __init__(self, server: str, key: str = "") -> None:
        """Takes the URL of the server, and a key where it asks for one."""
        self._server = server
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def answer(
        self,
        question: str,
        *,
        thread: str | None = None,
        history: Sequence[Turn] = (),
        options: AgentOptions | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Answers a question, telling each step; closing the generator stops the run.

        Raises:
            SettingsError: The server asks for a key, and this one does not hold.
            StoreError: The server refuses the question.
            ModelUnavailable: It cannot be reached, or breaks off.
        """
        turns = [asdict(turn) for turn in history]
        body = {"question": question, "thread": thread, "history": turns, **_told(options)}
        timeout = httpx2.Timeout(_SILENCE_S, connect=_CONNECT_S)
        try:
            async with (
                httpx2.AsyncClient(base_url=self._server, headers=self._headers, timeout=timeout) as client,
                client.stream("POST", "/query/stream", json=body) as response,
            ):
                if response.is_error:
                    await response.aread()
                    raise _refusal(self._server, response)
                async for event in _events(response):
                    yield event
        except (httpx2.HTTPError, ValidationError) as error:
            raise ModelUnavailable(f"vinagraph serve at {self._server} broke off: {error}. Ask again.") from error


def _told(options: AgentOptions | None) -> dict[str, object]:
    if options is None:
        return {}
    return {
        "mode": options.mode,
        "depth": options.rounds,
        "passages": options.passages,
        "filters": {
            "sources": list(options.sources),
            "kinds": list(options.kinds),
            "instrument": options.instrument,
            "in_force_on": options.in_force_on,
        },
    }


async def _events(response: httpx2.Response) -> AsyncIterator[Event]:
    async for sent in httpx2.EventSource(response):
        if sent.data:
            yield _EVENTS.validate_json(sent.data)


def _refusal(server: str, response: httpx2.Response) -> Exception:
    if response.status_code == _UNAUTHENTICATED:
        return SettingsError(f"vinagraph serve at {server} asks for an API key: put one in VINAGRAPH_API_KEY.")
    try:
        detail = str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = f"status {response.status_code}"
    return StoreError(f"vinagraph serve at {server} refuses: {detail}")
