"""Puts the API together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI

from app.api.middleware import add_middleware
from app.api.problems import PROBLEM_JSON, ProblemDetail, add_problem_handlers
from app.api.routes import documents, feedback, graph, health, jobs, mcp, openai, page, query, threads
from app.serving import open_services
from app.settings import Settings

_ROUTERS = (
    documents.router,
    documents.chunks,
    feedback.router,
    graph.router,
    health.router,
    jobs.router,
    mcp.router,
    openai.router,
    threads.router,
    query.router,
    page.router,
)
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {"model": ProblemDetail, "description": "A problem", "content": {PROBLEM_JSON: {}}}
}


def create_app(settings: Settings) -> FastAPI:
    """The API; what it works with is opened when it starts and closed when it stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_services(settings) as services:
            app.state.services = services
            async with mcp.mcp_served(app):
                yield

    app = FastAPI(
        title="VinaGraph",
        version=version("vinagraph"),
        summary="Vietnamese question answering over a knowledge graph, every sentence checked and cited",
        lifespan=lifespan,
        responses=_PROBLEMS,
    )
    add_problem_handlers(app)
    add_middleware(app, settings)
    for router in _ROUTERS:
        app.include_router(router)
    return app
