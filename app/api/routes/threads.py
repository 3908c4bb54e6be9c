"""Conversations: listing, reading, taking away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.answering import agent_options
from app.api.answers import LEFT_S, AnswerOut, run_stream, whole_answer
from app.api.deps import ReaderDep, ServicesDep
from app.api.paging import Limit, Offset, Page, page_of
from app.api.routes.query import STREAM, OptionsIn, ThreadId
from app.api.sse import EventStream
from app.api.thread_models import ThreadDetail, ThreadOut, thread_detail, thread_out
from app.thread_export import markdown_of
from graph.errors import NotFound

router = APIRouter(prefix="/threads", tags=["conversations"])

_GRACE_S = 10.0
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
    """A conversation with its messages in order."""
    return thread_detail(*await services.store.thread(caller.tenant, thread_id))


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
    thread, messages = await services.store.thread(caller.tenant, thread_id)
    return Response(
        markdown_of(thread, messages),
        media_type=_MARKDOWN,
        headers={"Content-Disposition": f'attachment; filename="{thread.id}.md"'},
    )


@router.delete("/{thread_id}", status_code=204, response_class=Response)
async def delete_thread(services: ServicesDep, caller: ReaderDep, thread_id: ThreadPath) -> None:
    """Deletes a conversation, and what the agent remembers of it; an answer that is on its way there is cancelled."""
    run = services.runs.in_thread(caller.tenant, thread_id)
    if run is not None:
        run.cancel()
        await run.stopped()
    gone = await services.store.delete_thread(caller.tenant, thread_id)
    await services.conversations.adelete_thread(f"{caller.tenant}:{thread_id}")
    if not gone and run is None:
        raise NotFound(f"There is no conversation {thread_id}.")


@router.post("/{thread_id}/regenerate", response_model=AnswerOut, responses=STREAM)
async def regenerate(
    services: ServicesDep,
    caller: ReaderDep,
    request: Request,
    thread_id: ThreadPath,
    body: OptionsIn | None = None,
) -> AnswerOut | EventStream:
    """Answers the last question of a conversation again, from the conversation before it.

    The new answer takes the place of the last one once it is whole. With `Accept: text/event-stream` it comes as
    from `/query/stream`, else as from `/query`. A question of the thread that is still being answered is a
    `conflict` (409).
    """
    _, messages = await services.store.thread(caller.tenant, thread_id)
    streamed = EventStream.media_type in request.headers.get("accept", "")
    run = services.runs.start(
        caller,
        next(message.text for message in reversed(messages) if message.role == "user"),
        options=(body or OptionsIn()).options(agent_options(services.settings)),
        thread=thread_id,
        grace_s=_GRACE_S if streamed else LEFT_S,
        regenerate=True,
    )
    return run_stream(run) if streamed else await whole_answer(run, request)
