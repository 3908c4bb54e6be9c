"""Questions to a running ``vinagraph serve``, for commands that find the stores in its hands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import asdict
from typing import TypeVar

import httpx2
from pydantic import TypeAdapter, ValidationError

from agents.context import AgentOptions
from agents.events import ErrorEvent, Event, FinalEvent, RunEvent
from agents.ports import Turn
from agents.stream import closing
from app.settings import Settings
from graph.errors import ModelUnavailable, SettingsError, StoreBusy, StoreError, words_of

Here = TypeVar("Here")
There = TypeVar("There")

_EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
_CONNECT_S = 5.0
_SILENCE_S = 60.0
"""Longest silence; the server sends comments in between."""

_UNAUTHENTICATED = 401


def client_of(server: str, key: str, silence_s: float = _SILENCE_S) -> httpx2.AsyncClient:
    """A client of a server.

    Args:
        server: Its URL.
        key: An API key; empty for none.
        silence_s: Longest silence, in seconds.
    """
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    timeout = httpx2.Timeout(silence_s, connect=_CONNECT_S)
    return httpx2.AsyncClient(base_url=server, headers=headers, timeout=timeout)


async def tenant_asked(settings: Settings, server: str, on_server: Callable[[str, str], None]) -> str:
    """Whose documents a command reaches at a server: never another tenant's than the one that its settings name.

    Args:
        settings: The key to show, and the tenant that is meant, where one was set.
        server: The URL of the server.
        on_server: Told the server and the tenant that are asked.

    Raises:
        SettingsError: The server asks for a key, this one does not hold, or it is another tenant's.
        StoreError: It refuses otherwise.
        ModelUnavailable: It cannot be reached.
    """
    try:
        async with client_of(server, settings.api_key.get_secret_value()) as client:
            response = await client.get("/me")
        if response.is_error:
            raise refusal(server, response)
        tenant = str(response.json()["tenant"])
    except (httpx2.HTTPError, ValueError, KeyError, TypeError) as error:
        raise ModelUnavailable(f"vinagraph serve at {server} cannot be asked: {words_of(error)}.") from error
    if "tenant" in settings.model_fields_set and settings.tenant != tenant:
        raise SettingsError(
            f"vinagraph serve at {server} holds the stores and takes you for the tenant {tenant!r}, but "
            f"VINAGRAPH_TENANT is {settings.tenant!r}. Put a key of that tenant in VINAGRAPH_API_KEY, or leave "
            "VINAGRAPH_TENANT out, or stop the server."
        )
    on_server(server, tenant)
    return tenant


@asynccontextmanager
async def here_or_at_server(
    settings: Settings,
    here: AbstractAsyncContextManager[Here],
    there: Callable[[str, str, str], AbstractAsyncContextManager[There]],
    on_server: Callable[[str, str], None],
) -> AsyncIterator[Here | There]:
    """Opens something over the stores, or turns to a running ``vinagraph serve`` that holds them.

    Args:
        settings: The key to show to a server, and the tenant that is meant, where one was set.
        here: Opens it in this process.
        there: Opens what does the same at a server: takes its URL, the key, and whose documents the key reaches.
        on_server: Told the server and the tenant that are asked instead.

    Raises:
        StoreBusy: Another program than a server holds the stores.
        SettingsError: As `tenant_asked`; and whatever ``here`` raises.
    """
    async with AsyncExitStack() as stack:
        opened: Here | There
        try:
            opened = await stack.enter_async_context(here)
        except StoreBusy as error:
            if error.server is None:
                raise
            tenant = await tenant_asked(settings, error.server, on_server)
            opened = await stack.enter_async_context(there(error.server, settings.api_key.get_secret_value(), tenant))
        yield opened


class RemoteRunner:
    """Answers as `AgentRunner` does, by asking a server."""

    def __init__(self, server: str, key: str = "") -> None:
        """Takes the URL of the server, and a key where it asks for one."""
        self._server = server
        self._key = key

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
        try:
            async with (
                client_of(self._server, self._key) as client,
                client.stream("POST", "/query/stream", json=body) as response,
            ):
                if response.is_error:
                    await response.aread()
                    raise refusal(self._server, response)
                async with closing(_cancelled_if_left(client, _events(response))) as events:
                    async for event in events:
                        yield event
        except (httpx2.HTTPError, ValidationError) as error:
            raise ModelUnavailable(f"vinagraph serve at {self._server} broke off: {error}. Ask again.") from error


def _told(options: AgentOptions | None) -> dict[str, object]:
    if options is None:
        return {}
    return {
        "language": options.language,
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


async def _cancelled_if_left(client: httpx2.AsyncClient, events: AsyncIterator[Event]) -> AsyncGenerator[Event, None]:
    """The events; who stops reading before the last one stops the run, which the server would go on with a while."""
    run, over = "", False
    try:
        async for event in events:
            run = event.id if isinstance(event, RunEvent) else run
            over = isinstance(event, FinalEvent | ErrorEvent)
            yield event
    except (GeneratorExit, asyncio.CancelledError):
        if run and not over:
            with suppress(httpx2.HTTPError):  # the server stops by itself once nobody has come back
                await client.delete(f"/runs/{run}", timeout=_CONNECT_S)
        raise


async def _events(response: httpx2.Response) -> AsyncIterator[Event]:
    async for sent in httpx2.EventSource(response):
        if sent.data:
            yield _EVENTS.validate_json(sent.data)


def refusal(server: str, response: httpx2.Response) -> SettingsError | StoreError:
    """What to tell of an error that a server answered, whose body was read."""
    if response.status_code == _UNAUTHENTICATED:
        if "Authorization" in response.request.headers:
            return SettingsError(f"The key in VINAGRAPH_API_KEY does not hold at vinagraph serve, {server}.")
        return SettingsError(f"vinagraph serve at {server} asks for an API key: put one in VINAGRAPH_API_KEY.")
    try:
        detail = str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = f"status {response.status_code}"
    return StoreError(f"vinagraph serve at {server} refuses: {detail}")
