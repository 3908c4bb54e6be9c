"""``vinagraph serve``: the HTTP API and the web page."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import signal
import socket
import sys
from types import FrameType
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

from app.api import create_app
from app.api.middleware import ANY_ORIGIN, origins_of
from app.cli.console import err
from app.logs import configure_logging
from app.serving import Services
from app.settings import Settings, load_settings
from app.stores.factory import open_app_store
from graph.errors import SettingsError

_GRACE_S = 1
"""Requests that are no questions have so long to end, a download such as."""
_IPV6 = 6
_WAITING_CONNECTIONS = 2048


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one")] = 8000,
) -> None:
    """Answer questions over HTTP, and show the web page at /.

    While there are no API keys the server listens on this machine alone. It stops on Ctrl-C and SIGTERM:
    answers that are not over in a moment are kept as interrupted, and the next server goes on with the jobs.
    """
    settings = load_settings()
    if not _is_loopback(host):
        asyncio.run(_demand_keys(settings, f"anybody who reaches {host}"))
    if ANY_ORIGIN in origins_of(settings):
        asyncio.run(_demand_keys(settings, f"with VINAGRAPH_CORS_ORIGINS={ANY_ORIGIN} every page that is opened here"))
    with _listen(host, port) as listening:
        configure_logging(sys.stderr)
        asyncio.run(_serve(create_app(settings, _url(listening)), listening))


async def _serve(app: FastAPI, listening: socket.socket) -> None:
    """Opens what the server works with here, not under uvicorn, so that what cannot be opened is told in words."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    async with app.router.lifespan_context(app):
        err.print(f"VinaGraph listens on {_url(listening)} (Ctrl-C stops it)", markup=False)
        signal.signal(signal.SIGTERM, _ended)
        await _Server(config).serve(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that ends the answers that are being given, and all streams, when it stops."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Takes no more connections, and ends those that there are."""
        assert isinstance(self.config.app, FastAPI)
        services: Services = self.config.app.state.services
        ending = asyncio.create_task(services.end_streams())
        await super().shutdown(sockets)
        await ending


def _url(listening: socket.socket) -> str:
    """Where the server is reached from this machine."""
    host, port = listening.getsockname()[:2]
    address = ipaddress.ip_address(host)
    if address.is_unspecified:
        address = ipaddress.ip_address("::1" if address.version == _IPV6 else "127.0.0.1")
    return f"http://[{address}]:{port}" if address.version == _IPV6 else f"http://{address}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    """Takes the port before anything is opened.

    Raises:
        SettingsError: It cannot be had.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=_WAITING_CONNECTIONS)
    except socket.gaierror as error:
        raise SettingsError(f"--host {host} is no address of this machine: {error.strerror}.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"Port {port} of {host} is in use by another program. Stop it, or choose another port: "
                "vinagraph serve --port 0 takes a free one."
            ) from error
        raise SettingsError(f"The server cannot listen on port {port} of {host}: {error.strerror}.") from error


def _ended(_signal: int, _frame: FrameType | None) -> None:
    """SIGTERM asks for an end, which is no failure: uvicorn raises it once more when it has stopped."""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _demand_keys(settings: Settings, who: str) -> None:
    if settings.bootstrap_key.get_secret_value():
        return
    store = await open_app_store(settings.app_url, settings.data_dir)
    try:
        if not await store.keys():
            raise SettingsError(
                f"There are no API keys, so {who} could read and delete everything. "
                "Make one first: vinagraph keys create NAME --role admin"
            )
    finally:
        await store.close()
