"""What the API tells of runs: an answer as JSON, or its events as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from agents.events import (
    CitationOut,
    DegradedEvent,
    ErrorEvent,
    Event,
    FinalEvent,
    SentenceEvent,
    SourceOut,
    SourcesEvent,
    Usage,
    WithheldEvent,
)
from app.api.sse import EventStream, Message
from app.ports import RunState
from app.problem import Problem
from app.run import Following, Run

_CODES = {
    "input": "bad_input",
    "store": "store_failed",
    "model": "model_failed",
    "cancelled": "conflict",
    "interrupted": "not_ready",
}
_EXAMPLE: JsonDict = {
    "run": "9b2c6c1e-6c1f-4a53-8d5e-0a4a1f1f3f0e",
    "thread": None,
    "answer": "Nguyễn Du sinh năm 1766.",
    "short_answer": "1766",
    "abstained": False,
    "sentences": [{"text": "Nguyễn Du sinh năm 1766.", "citations": [], "score": 0.98}],
    "sources": [],
    "withheld": [],
    "degraded": [],
    "remarks": [],
    "usage": {"tokens": 0, "rounds": 1},
    "seconds": {"retrieve": 0.004, "generate": 0.006},
}


class SentenceOut(BaseModel):
    """A sentence that its citations support."""

    text: str
    citations: Sequence[CitationOut]
    score: float = Field(description="Probability that the passages support it")


class WithheldOut(BaseModel):
    """A sentence that was not shown."""

    text: str
    reason: str


class DegradedOut(BaseModel):
    """A part that failed."""

    part: str
    missing: str = Field(description="What the answer goes without")


class AnswerOut(BaseModel):
    """A whole answer."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    run: str = Field(description="Id of the run: `GET /runs/{id}`")
    thread: str | None = Field(description="The conversation that keeps it")
    answer: str = Field(description="Sentences and remarks as one text; why there is none where it abstained")
    short_answer: str | None = Field(description="The answer in a few words, where there is one")
    abstained: bool = Field(description="Whether the documents do not answer")
    sentences: Sequence[SentenceOut] = Field(description="What was shown, sentence by sentence")
    sources: Sequence[SourceOut] = Field(description="The passages; `number` is that of the citations")
    withheld: Sequence[WithheldOut] = Field(description="What was written and not shown, and why")
    degraded: Sequence[DegradedOut] = Field(description="Parts that failed while the answer went on without them")
    remarks: Sequence[str] = Field(description="What must be said beside the sentences; last lines of `answer`")
    usage: Usage
    seconds: dict[str, float] = Field(description="Time by step")


class FailureOut(BaseModel):
    """Why a run has no answer."""

    code: str = Field(
        description="`input`, `store`, `model`, `cancelled`, `interrupted` or `other`", examples=["cancelled"]
    )
    message: str = Field(examples=["Đã dừng theo yêu cầu."])


class RunOut(BaseModel):
    """Where a run stands."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"id": _EXAMPLE["run"], "state": "done", "question": "Nguyễn Du sinh năm nào?", "events": 9}
        }
    )

    id: str
    state: RunState
    question: str
    thread: str | None
    created: datetime
    finished: datetime | None
    events: Annotated[int, Field(description="Events so far; the last has this number")]
    result: AnswerOut | None = Field(description="The answer, once it is done")
    error: FailureOut | None = Field(description="Why there is none, where it failed or was cancelled", examples=[None])


def answer_of(run: Run, final: FinalEvent) -> AnswerOut:
    """The answer of a run that is done."""
    events = list(run.events)
    sources: dict[int, SourceOut] = {}
    for event in events:
        if isinstance(event, SourcesEvent):
            sources |= {source.number: source for source in event.sources}
    shown = [event for event in events if isinstance(event, SentenceEvent)]
    withheld = [event for event in events if isinstance(event, WithheldEvent)]
    failed = [event for event in events if isinstance(event, DegradedEvent)]
    return AnswerOut(
        run=run.id,
        thread=run.thread,
        answer=final.answer,
        short_answer=final.short_answer,
        abstained=final.abstained,
        sentences=[SentenceOut(text=item.text, citations=item.citations, score=item.score) for item in shown],
        sources=list(sources.values()),
        withheld=[WithheldOut(text=item.text, reason=item.reason) for item in withheld],
        degraded=[DegradedOut(part=item.part, missing=item.missing) for item in failed],
        remarks=final.remarks,
        usage=final.usage,
        seconds=final.seconds,
    )


def run_out(run: Run) -> RunOut:
    """Where a run stands, with its answer if there is one."""
    last = run.last
    return RunOut(
        id=run.id,
        state=run.state,
        question=run.question,
        thread=run.thread,
        created=run.created,
        finished=run.finished,
        events=len(run.events),
        result=answer_of(run, last) if isinstance(last, FinalEvent) else None,
        error=FailureOut(code=last.code, message=last.message) if isinstance(last, ErrorEvent) else None,
    )


async def whole_answer(run: Run, request: Request) -> AnswerOut:
    """Waits for the answer; a client that leaves meanwhile cancels the run.

    Raises:
        Problem: The run failed or was cancelled.
    """
    result = asyncio.create_task(run.result())
    left = asyncio.create_task(_left(request))
    try:
        await asyncio.wait([result, left], return_when=asyncio.FIRST_COMPLETED)
        if not result.done():
            run.cancel()
        last, _ = await result
    finally:
        left.cancel()
        result.cancel()
    if isinstance(last, ErrorEvent):
        raise Problem(error_code(last), last.message)
    return answer_of(run, last)


def error_code(error: ErrorEvent) -> str:
    """The code of the problem that a run ended with."""
    return _CODES.get(error.code, "internal")


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def run_stream(run: Run, after: int = 0) -> EventStream:
    """The events of a run above a number, as they come; who reads them follows the run.

    ``Content-Location`` says where to read on, also for who lost the connection before the first event was read.
    """
    stream = EventStream(_messages(run.follow(after)))
    stream.headers["Content-Location"] = f"/runs/{run.id}/events"
    return stream


async def _messages(following: Following) -> AsyncGenerator[Message, None]:
    async with aclosing(following):
        async for number, event in following:
            yield _message(number, event)


def _message(number: int, event: Event) -> Message:
    return Message(number, event.type, event.model_dump_json())
