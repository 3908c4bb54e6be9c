"""``vinagraph mcp``: the tools for language models, over standard input and output."""

from __future__ import annotations

from app.cli.console import run
from app.keys import Caller
from app.mcp.desk import Desk
from app.mcp.server import make_server
from app.ports import Role
from app.serving import open_services
from app.settings import load_settings
from graph.errors import StoreBusy

_PROGRAM = "vinagraph mcp"


def mcp() -> None:
    """Serve the documents to a language model's program over the Model Context Protocol.

    Such a program starts this command itself and talks to it over standard input and output. The documents
    belong to one program at a time: while vinagraph serve runs, let it connect to http://HOST:PORT/mcp instead.
    """
    try:
        run(_serve())
    except StoreBusy as error:
        raise StoreBusy(f"{error} A running vinagraph serve offers the same tools at http://HOST:PORT/mcp.") from error


async def _serve() -> None:
    settings = load_settings()
    async with open_services(settings, program=_PROGRAM) as services:
        desk = Desk(services, Caller(settings.tenant, Role.READ))
        await make_server(lambda _: desk).run_stdio_async()
