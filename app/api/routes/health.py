"""Whether the server lives, and whether it can answer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from app.api.deps import ServicesDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """How the server is."""

    status: Literal["ok"] = "ok"


@router.get("/livez")
async def livez() -> Health:
    """Whether the process answers at all."""
    return Health()


@router.get("/readyz")
async def readyz(services: ServicesDep) -> Health:
    """Whether questions can be answered: the stores answer."""
    await services.ports.graph.get_meta("ready")
    return Health()
