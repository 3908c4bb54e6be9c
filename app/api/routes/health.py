"""Whether the server lives, whether it can answer, how its parts are, and what it counted."""

from __future__ import annotations

from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import AdminDep, ServicesDep
from app.health import HealthCheck, PartHealth

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The server answers."""

    status: Literal["ok"] = "ok"


class Part(BaseModel):
    """How a part of the server is."""

    status: Literal["ok", "degraded"]
    seconds: float = Field(description="Its answer took so long")
    problem: str | None = Field(None, description="What is wrong and what to do; shown to who has a key")


class Health(BaseModel):
    """How the server is; answers may be worse, or fail, while a part is degraded."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "status": "degraded",
                "version": "0.1.0",
                "stores": {"graph": {"status": "ok", "seconds": 0.0004, "problem": None}},
                "models": {
                    "writer": {
                        "status": "degraded",
                        "seconds": 2.0,
                        "problem": "VINAGRAPH_WRITER_URL: http://model:8000/v1/models does not answer within 2 s.",
                    }
                },
            }
        }
    )

    status: Literal["ok", "degraded"]
    version: str
    stores: dict[str, Part]
    models: dict[str, Part] = Field(description="Model servers that the settings name")


@router.get("/livez")
async def livez() -> Alive:
    """Whether the process answers at all."""
    return Alive()


@router.get("/readyz")
async def readyz(services: ServicesDep) -> Alive:
    """Whether questions can be answered: the stores are open and answer."""
    await services.ports.graph.get_meta("ready")
    return Alive()


@router.get("/health")
async def health(request: Request, services: ServicesDep) -> Health:
    """How each part is, as of the last five seconds; the status is 200 however that is."""
    check: HealthCheck = request.app.state.health
    parts = await check.look(services)
    trusted = request.state.caller is not None
    return Health(
        status="ok" if parts.are_well else "degraded",
        version=version("vinagraph"),
        stores={name: _part(part, trusted=trusted) for name, part in parts.stores.items()},
        models={name: _part(part, trusted=trusted) for name, part in parts.models.items()},
    )


def _part(part: PartHealth, *, trusted: bool) -> Part:
    return Part(
        status="degraded" if part.problem else "ok",
        seconds=round(part.seconds, 4),
        problem=part.problem if part.problem and trusted else None,
    )


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    responses={200: {"description": "Metrics", "content": {"text/plain": {"example": "rag_running_questions 0.0\n"}}}},
)
async def metrics(services: ServicesDep, _: AdminDep) -> Response:
    """What Prometheus reads: requests, seconds, verdicts, tokens, cache, jobs, over all tenants; for admins."""
    services.metrics.gauges(services.runs.running, await services.store.count_jobs())
    return Response(services.metrics.text(), media_type=CONTENT_TYPE_LATEST)
