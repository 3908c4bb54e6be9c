"""``vinagraph serve``: the HTTP API and the web page."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Annotated

import typer
import uvicorn

from app.api import create_app
from app.cli.console import err
from app.settings import Settings, load_settings
from app.stores.factory import open_app_store
from graph.errors import SettingsError

_GRACE_S = 10


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one")] = 8000,
) -> None:
    """Answer questions over HTTP, and show the web page at /.

    While there are no API keys the server listens on this machine alone.
    """
    settings = load_settings()
    if not _is_loopback(host):
        asyncio.run(_demand_keys(settings, host))
    config = uvicorn.Config(
        create_app(settings), host=host, port=port, log_level="warning", timeout_graceful_shutdown=_GRACE_S
    )
    err.print(f"VinaGraph listens on http://{host}:{port} (Ctrl-C stops it)", highlight=False)
    uvicorn.Server(config).run()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _demand_keys(settings: Settings, host: str) -> None:
    if settings.bootstrap_key.get_secret_value():
        return
    store = await open_app_store(settings.app_url, settings.data_dir)
    try:
        if not await store.keys():
            raise SettingsError(
                f"There are no API keys, so anybody who reaches {host} could read and delete everything. "
                "Make one first: vinagraph keys create NAME --role admin"
            )
    finally:
        await store.close()
