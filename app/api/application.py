"""Puts the API together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from app.api.middleware import add_middleware
from app.api.openapi import PROBLEMS, Api
from app.api.problems import add_problem_handlers
from app.api.routes import (
    collection,
    documents,
    feedback,
    graph,
    health,
    jobs,
    mcp,
    me,
    openai,
    page,
    query,
    reference,
    threads,
)
from app.health import HealthCheck
from app.serving import open_services
from app.settings import Settings

_ROUTERS = (
    collection.router,
    documents.router,
    documents.chunks,
    feedback.router,
    graph.router,
    health.router,
    jobs.router,
    mcp.router,
    me.router,
    openai.router,
    threads.router,
    query.router,
    reference.router,
    page.router,
)


def create_app(settings: Settings, address: str | None = None) -> FastAPI:
    """The API; what it works with is opened when it starts and closed when it stops.

    Args:
        settings: What it works with.
        address: URL at which it will listen, for commands that find the stores held.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_services(settings, address=address) as services:
            app.state.services = services
            try:
                async with mcp.mcp_served(app):
                    yield
            finally:
                app.state.services = None

    app = Api(
        title="VinaGraph",
        version=version("vinagraph"),
        summary="Vietnamese question answering over a knowledge graph, every sentence checked and cited",
        lifespan=lifespan,
        responses=PROBLEMS,
        openapi_url=None,  # served by `reference`, and so are the pages, since FastAPI's load scripts from other hosts
        docs_url=None,
        redoc_url=None,
    )
    app.state.health = HealthCheck()
    add_problem_handlers(app)
    add_middleware(app, settings)
    for router in _ROUTERS:
        app.include_router(router)
    return app
