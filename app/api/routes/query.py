"""Questions, and the runs that answer them."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from agents.context import AgentOptions
from agents.ports import Turn
from agents.rules_analyst import MAX_QUESTION
from app.answering import MAX_TURN, agent_options
from app.api.answers import AnswerOut, RunOut, run_out, run_stream, whole_answer
from app.api.deps import ReaderDep, ServicesDep
from app.api.openapi import problems
from app.api.sse import EventStream, described, numbered
from app.keys import Caller
from app.run import COMES_BACK_S, LEFT_S, Run
from app.serving import Services

router = APIRouter(tags=["questions"])

_NAMES = 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ASKS = re.compile(r"[^\s?!.,;:-]")
_STOPS_S = 1.0
Name = Annotated[str, Field(min_length=1, max_length=200)]
ThreadId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$", description="Letters, digits, `_`, `.`, `-`")]

STREAM = described(
    "The events of the run: `run` (its id), `status`, `sources`, `sentence`, `withheld`, `draft`, `retry`, `degraded`, "
    "and last `final` or `error`. `id` numbers them from 1; `data` is JSON.",
    'event: run\ndata: {"type":"run","id":"9b2c6c1e-6c1f-4a53-8d5e-0a4a1f1f3f0e"}\nid: 1\n\n'
    'event: status\ndata: {"type":"status","node":"understand","detail":"Đọc câu hỏi"}\nid: 2\n\n',
)


UNANSWERED = problems("bad_input", "conflict", "overloaded", "model_failed", "model_timeout")


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TurnIn(_Body):
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    text: str = Field(min_length=1, max_length=MAX_TURN)


def _a_day(given: object) -> object:
    """Lets pass what is written as a day; pydantic alone would take 0 for the first of 1970."""
    if given is not None and not (isinstance(given, str) and _DAY.fullmatch(given)):
        raise ValueError("Not a day. Write it as 2024-07-01.")
    return given


class FiltersIn(_Body):
    """What is searched; everything where nothing is said."""

    sources: list[Name] = Field(fail_fast=True, default=[], max_length=_NAMES, description="Only these collections")
    kinds: list[Name] = Field(
        fail_fast=True, default=[], max_length=_NAMES, description="Only documents of these kinds"
    )
    instrument: Name | None = Field(
        default=None, description="Only this legal instrument, or the beginning of its number"
    )
    in_force_on: Annotated[date | None, BeforeValidator(_a_day)] = Field(
        default=None, description="Law as it was in force on this day; else the question's day"
    )


class OptionsIn(_Body):
    """How a question is to be answered."""

    model_config = ConfigDict(json_schema_extra={"example": {"depth": 3}})

    mode: Literal["verified", "draft"] = Field(
        default="verified", description="`draft` shows unchecked text at once, too"
    )
    depth: int | None = Field(
        default=None, ge=1, le=5, description="Rounds of search at most; the server's where left out"
    )
    passages: int | None = Field(
        default=None, ge=1, le=100, description="Passages a round; the server's where left out"
    )
    filters: FiltersIn = FiltersIn()
    language: Literal["auto", "vi", "en"] = Field(
        default="auto",
        description="Of statuses and remarks, and of what a model writes; `auto` is the question's",
    )

    def options(self, usual: AgentOptions) -> AgentOptions:
        """The options of the run, those of the server where the body says nothing."""
        day = self.filters.in_force_on
        return AgentOptions(
            tenant=usual.tenant,
            rounds=self.depth or usual.rounds,
            passages=self.passages or usual.passages,
            attempts=usual.attempts,
            mode=self.mode,
            sources=self.filters.sources,
            kinds=self.filters.kinds,
            instrument=self.filters.instrument,
            in_force_on=day.isoformat() if day else None,
            language=self.language,
        )


class QuestionIn(OptionsIn):
    """A question and how it is to be answered."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"question": "Nguyễn Du sinh năm nào?"},
            "not": {
                "required": ["thread", "history"],
                "properties": {"thread": {"type": "string"}, "history": {"minItems": 1}},
            },
        }
    )

    question: str = Field(min_length=1, max_length=MAX_QUESTION, json_schema_extra={"pattern": _ASKS.pattern})
    thread: ThreadId | None = Field(default=None, description="The conversation that it continues, or begins")
    history: list[TurnIn] = Field(
        fail_fast=True, default=[], max_length=100, description="The conversation, oldest first, without `thread`"
    )

    @field_validator("question")
    @classmethod
    def _says_something(cls, question: str) -> str:
        if not _ASKS.search(question):
            raise ValueError("The question is empty.")
        return question

    @field_validator("history")
    @classmethod
    def _not_beside_a_thread(cls, history: list[TurnIn], info: ValidationInfo) -> list[TurnIn]:
        if history and info.data.get("thread") is not None:
            raise ValueError("A thread keeps its own history: give one or the other.")
        return history


def _started(services: Services, caller: Caller, body: QuestionIn, grace_s: float) -> Run:
    return services.runs.start(
        caller,
        body.question,
        options=body.options(agent_options(services.settings)),
        thread=body.thread,
        history=[Turn(turn.role, turn.text) for turn in body.history],
        grace_s=grace_s,
    )


@router.post("/query", responses=UNANSWERED)
async def query(body: QuestionIn, request: Request, services: ServicesDep, caller: ReaderDep) -> AnswerOut:
    """Answers a question. A client that leaves meanwhile stops the work.

    With `thread` the conversation keeps the question at once and its answer once it is there.
    A second question on a thread whose last one is still being answered is a `conflict` (409).
    """
    return await whole_answer(_started(services, caller, body, LEFT_S), request)


@router.post("/query/stream", response_class=EventStream, responses={**STREAM, **UNANSWERED})
async def query_stream(body: QuestionIn, services: ServicesDep, caller: ReaderDep) -> EventStream:
    """Answers a question, telling each step and each checked sentence as it comes.

    Who loses the connection reads on at `GET /runs/{id}/events`; when nobody has come back after ten seconds,
    the work stops. With `thread` the conversation keeps the question before the first event is told.
    """
    return run_stream(_started(services, caller, body, COMES_BACK_S))


@router.get("/runs/{run_id}")
async def get_run(run_id: str, services: ServicesDep, caller: ReaderDep) -> RunOut:
    """Where a run stands, and its answer; kept once it is over for ten minutes, less long on a busy server."""
    return run_out(services.runs.get(caller.tenant, run_id))


@router.get(
    "/runs/{run_id}/events",
    response_class=EventStream,
    responses={**STREAM, 204: {"description": "The run is over and nothing is left to tell: do not reconnect"}},
)
async def run_events(
    run_id: str,
    services: ServicesDep,
    caller: ReaderDep,
    after: Annotated[int, Query(ge=0, le=2**31, description="Tell only events with higher numbers")] = 0,
    last_event_id: Annotated[str | None, Header(description="As browsers send it; goes before `after`")] = None,
) -> Response:
    """The events of a run, those that were and those that come."""
    run = services.runs.get(caller.tenant, run_id)
    told = numbered(last_event_id) if last_event_id is not None else after
    if run.last is not None and told >= len(run.events):
        return Response(status_code=204)
    return run_stream(run, told)


@router.delete("/runs/{run_id}")
async def cancel_run(run_id: str, services: ServicesDep, caller: ReaderDep) -> RunOut:
    """Cancels a run; one that is over, or whose answer is whole, stays as it is."""
    run = services.runs.get(caller.tenant, run_id)
    run.cancel()
    with suppress(TimeoutError):  # it is over for all who read it, whatever its model still does
        async with asyncio.timeout(_STOPS_S):
            await run.stopped()
    return run_out(run)
