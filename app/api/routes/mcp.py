"""The Model Context Protocol at ``/mcp``, over streamable HTTP, with the API's own keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from mcp.server.mcpserver import Context
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.deps import ReaderDep, services_of
from app.api.problems import MCP_PATH
from app.mcp.desk import StoresDesk
from app.mcp.server import open_http

router = APIRouter(tags=["mcp"])


@asynccontextmanager
async def mcp_served(app: FastAPI) -> AsyncIterator[None]:
    """Serves the tools while the application runs."""
    async with open_http(_desk_of) as served:
        app.state.mcp = served
        yield


def _desk_of(ctx: Context[Any, Any]) -> StoresDesk:
    request = ctx.request_context.request
    assert isinstance(request, Request)
    return StoresDesk(services_of(request), request.state.caller)


class _HandedOn(Response):
    """An answer that another application gives."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__()
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


@router.post(MCP_PATH, include_in_schema=False)
async def mcp(request: Request, _: ReaderDep) -> Response:
    """Takes one message of the protocol; without sessions there is nothing to get or delete.

    Pages of other sites are kept out as everywhere: by `app.api.middleware.local_only`, and by keys.
    """
    return _HandedOn(request.app.state.mcp)
