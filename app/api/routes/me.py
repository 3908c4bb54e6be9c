"""Who asks, as the server sees it."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import CallerDep
from app.ports import Role

router = APIRouter(tags=["keys"])


class CallerOut(BaseModel):
    """Who you are to this server."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"tenant": "default", "role": "write", "key": "0f3c9a51b2d47e68"}]}
    )

    tenant: str = Field(description="Whose documents you reach")
    role: Role = Field(description="`read` asks and reads, `write` adds and deletes documents too, `admin` may do all")
    key: str | None = Field(description="Id of your key; null where the server asks for none")


@router.get("/me")
async def me(caller: CallerDep) -> CallerOut:
    """Tells whose key this is and what it may do: a cheap way to check a key."""
    return CallerOut(tenant=caller.tenant, role=caller.role, key=caller.key or None)
