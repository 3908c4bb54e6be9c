"""Conversations: listing, reading, taking away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answering import agent_options
from app.api.answers import AnswerOut, run_stream, whole_answer
from app.api.deps import ReaderDep, ServicesDep
from app.api.paging import Limit, Offset, Page, page_of
from app.api.routes.query import STREAM, UNANSWERED, OptionsIn, ThreadId
from app.api.sse import EventStream
from app.api.thread_models import ThreadDetail, ThreadOut, thread_detail, thread_out
from app.run import COMES_BACK_S, LEFT_S
from app.thread_export import markdown_of
from graph.errors import NotFound

router = APIRouter(prefix="/threads", tags=["conversations"])

_MARKDOWN = "text/markdown; charset=utf-8"
ThreadPath = Annotated[ThreadId, Path(description="Id of a conversation")]


@router.get("")
async def list_threads(
    services: ServicesDep,
    caller: ReaderDep,
    query: Annotated[
        str, Query(max_length=200, description="Words of it, with or without diacritics; the first eight count")
    ] = "",
    offset: Offset = 0,
    limit: Limit = 50,
) -> Page[ThreadOut]:
    """Conversations, last changed first."""
    found = await services.store.threads(caller.tenant, query=query, offset=offset, limit=limit + 1)
    return page_of([thread_out(thread) for thread in found], limit)


@router.get("/{thread_id}")
async def show_thread(services: ServicesDep, caller: ReaderDep, thread_id: ThreadPath) -> ThreadDetail:
    """A conversation with its messages in order.

    It holds each question from when it was asked; `state` tells how its answer stands. Where `answering` names a run,
    `GET /runs/{id}/events` tells that answer from its beginning on.
    """
    return thread_detail(await services.runs.conversation(caller.tenant, thread_id))


@router.get(
    "/{thread_id}/export",
    response_class=Response,
    responses={
        200: {
            "description": "The conversation as Markdown, each answer with its sources",
            "content": {"text/markdown": {"schema": {"type": "string"}, "example": "# Ai sáng lập nhà Trần?\n"}},
        }
    },
)
async def export_thread(services: ServicesDep, caller: ReaderDep, thread_id: ThreadPath) -> Response:
    """A conversation as Markdown with its sources."""
    found = await services.runs.conversation(caller.tenant, thread_id)
    return Response(
        markdown_of(found.thread, found.messages),
        media_type=_MARKDOWN,
        headers={"Content-Disposition": f'attachment; filename="{thread_id}.md"'},
    )


@router.delete("/{thread_id}", status_code=204, response_class=Response)
async def delete_thread(services: ServicesDep, caller: ReaderDep, thread_id: ThreadPath) -> None:
    """Deletes a conversation, and what the agent remembers of it; an answer that is on its way there is cancelled."""
    was_asked = await services.runs.clear_thread(caller.tenant, thread_id)
    gone = await services.store.delete_thread(caller.tenant, thread_id)
    await services.conversations.adelete_thread(f"{caller.tenant}:{thread_id}")
    if not gone and not was_asked:
        raise NotFound(f"There is no conversation {thread_id}.")


@router.post("/{thread_id}/regenerate", response_model=AnswerOut, responses={**STREAM, **UNANSWERED})
async def regenerate(
    services: ServicesDep,
    caller: ReaderDep,
    request: Request,
    thread_id: ThreadPath,
    body: OptionsIn | None = None,
) -> AnswerOut | EventStream:
    """Answers the last question of a conversation again, from the conversation before it.

    The new answer takes the place of the last one: of one that is `done` once the new one is whole, of another at
    once. With `Accept: text/event-stream` it comes as from `/query/stream`, else as from `/query`. While a question of
    the thread is being answered, or answered again, that is a `conflict` (409).
    """
    streamed = EventStream.media_type in request.headers.get("accept", "")
    run = await services.runs.regenerate(
        caller,
        thread_id,
        options=(body or OptionsIn()).options(agent_options(services.settings)),
        grace_s=COMES_BACK_S if streamed else LEFT_S,
    )
    return run_stream(run) if streamed else await whole_answer(run, request)
