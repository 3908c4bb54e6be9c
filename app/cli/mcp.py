"""``vinagraph mcp``: the tools for language models, over standard input and output."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from app.cli.console import asks_server, run
from app.keys import Caller
from app.mcp.desk import StoresDesk
from app.mcp.remote import ServerDesk, open_server_desk
from app.mcp.server import Desk, make_server
from app.ports import Role
from app.remote import here_or_at_server
from app.serving import open_services
from app.settings import Settings, load_settings

_PROGRAM = "vinagraph mcp"


def mcp() -> None:
    """Serve the documents to a language model's program over the Model Context Protocol.

    Such a program starts this command itself and talks to it over standard input and output. Where vinagraph serve
    runs already, it is asked; programs may also connect to it at http://HOST:PORT/mcp, without this command.
    """
    run(_serve())


async def _serve() -> None:
    async with _open_desk(load_settings()) as desk:
        await make_server(lambda _: desk).run_stdio_async()


@asynccontextmanager
async def _open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """A desk over the stores, or over the server that holds them."""

    def there(server: str, key: str, _tenant: str) -> AbstractAsyncContextManager[ServerDesk]:
        return open_server_desk(server, key)

    async with here_or_at_server(settings, _open_stores_desk(settings), there, asks_server) as desk:
        yield desk


@asynccontextmanager
async def _open_stores_desk(settings: Settings) -> AsyncIterator[StoresDesk]:
    async with open_services(settings, program=_PROGRAM) as services:
        yield StoresDesk(services, Caller(settings.tenant, Role.READ))
