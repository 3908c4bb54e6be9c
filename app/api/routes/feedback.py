"""What people think of answers."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import AdminDep, ReaderDep, ServicesDep
from app.api.openapi import problems
from app.api.paging import Limit, Offset, Page, page_of
from app.ports import Feedback
from app.serving import Services

router = APIRouter(prefix="/feedback", tags=["conversations"])

_RUN = "9b2c6c1e-6c1f-4a53-8d5e-0a4a1f1f3f0e"


class FeedbackIn(BaseModel):
    """A judgement on an answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"run": _RUN, "rating": -1, "comment": "Năm sinh không đúng."}]},
    )

    run: uuid.UUID = Field(description="The run that answered")
    rating: Literal[1, -1] = Field(description="1 for good, -1 for bad")
    comment: str = Field("", max_length=4000, description="In the person's words")


class FeedbackOut(BaseModel):
    """A judgement as it is kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "51c3a1de-7f0b-4b52-9a0e-4c2b7b7de1aa",
                    "run": _RUN,
                    "rating": -1,
                    "comment": "Năm sinh không đúng.",
                }
            ]
        }
    )

    id: str
    run: str
    rating: int
    comment: str
    created: datetime


@router.post("", status_code=201, responses=problems("not_found"))
async def give_feedback(services: ServicesDep, caller: ReaderDep, body: FeedbackIn) -> FeedbackOut:
    """Keeps a judgement; another one on the same run takes the place of the first.

    The run is one of your tenant's that a conversation keeps, or that can still be found at `/runs/{id}`.
    """
    await _demand_run(services, caller.tenant, str(body.run))
    feedback = Feedback(
        str(uuid.uuid4()), caller.tenant, str(body.run), body.rating, body.comment.strip(), datetime.now(UTC)
    )
    await services.store.add_feedback(feedback)
    return _out(feedback)


@router.get("")
async def list_feedback(
    services: ServicesDep, caller: AdminDep, offset: Offset = 0, limit: Limit = 50
) -> Page[FeedbackOut]:
    """Judgements, newest first."""
    found = await services.store.feedback(caller.tenant, offset=offset, limit=limit + 1)
    return page_of([_out(feedback) for feedback in found], limit)


async def _demand_run(services: Services, tenant: str, run: str) -> None:
    """Raises NotFound where the tenant has no such run."""
    if not await services.store.has_run(tenant, run):
        services.runs.get(tenant, run)


def _out(feedback: Feedback) -> FeedbackOut:
    return FeedbackOut(
        id=feedback.id,
        run=feedback.run,
        rating=feedback.rating,
        comment=feedback.comment,
        created=feedback.created,
    )
