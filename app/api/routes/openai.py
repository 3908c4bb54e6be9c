"""OpenAI's convention at ``/v1``: models, and chat completions, whole or streamed."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from fastapi import APIRouter, Request

from agents.events import ErrorEvent
from agents.rules_analyst import language_of
from app.answering import agent_options
from app.api.answers import error_code, whole_answer
from app.api.deps import AddressDep, ReaderDep, ServicesDep
from app.api.openapi import problems
from app.api.problems import openai_error
from app.api.sse import EventStream, Message, described
from app.cited_text import CitedText
from app.openai.answer import (
    AnswerMessage,
    ChatCompletion,
    ChatCompletionChunk,
    Choice,
    ChunkChoice,
    Delta,
    annotations_of,
    place_url,
    run_told,
    usage_of,
)
from app.openai.chores import chore
from app.openai.models import ModelList, ModelOut, mode_of, model_list, model_named
from app.openai.request import ChatRequest, check_length, history_of, prompt_text, question_of
from app.run import LEFT_S, Run

router = APIRouter(prefix="/v1", tags=["openai"])

_STREAMED = described(
    "The answer; with `stream`, chunks as server-sent events, the last one `[DONE]`",
    'data: {"id":"chatcmpl-9b2c6c1e","object":"chat.completion.chunk","created":1795000000,"model":"vinagraph",'
    '"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n',
)


_REFUSED = problems("bad_input", "model_not_found", "overloaded", "conflict", "model_failed", "model_timeout")


@router.get("/models")
async def models(_: ReaderDep) -> ModelList:
    """The models: `vinagraph` tells checked sentences only, `vinagraph-draft` unchecked text at once."""
    return model_list()


@router.get("/models/{model}", responses=problems("model_not_found"))
async def model(model: str, _: ReaderDep) -> ModelOut:
    """A model."""
    return model_named(model)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request for an answer, and what its chunks have in common."""

    body: ChatRequest
    question: str
    id: str
    created: int
    address: str

    def chunk(self, delta: Delta | None = None, **more: Any) -> Message:  # noqa: ANN401 - fields of the chunk
        finish = more.pop("finish_reason", None)
        choices = [] if delta is None else [ChunkChoice(delta=delta, finish_reason=finish)]
        chunk = ChatCompletionChunk(id=self.id, created=self.created, model=self.body.model, choices=choices, **more)
        return Message(None, None, chunk.json_line())

    def whole(self, content: str, told: CitedText | None = None, run: str = "") -> ChatCompletion:
        annotations = annotations_of(told.cited, self.address) if told is not None else []
        return ChatCompletion(
            id=self.id,
            created=self.created,
            model=self.body.model,
            choices=[Choice(message=AnswerMessage(content=content, annotations=annotations))],
            usage=usage_of(prompt_text(self.body.messages), content),
            vinagraph=run_told(run, told) if told is not None else None,
        )

    def text(self) -> CitedText:
        draft = mode_of(self.body.model) == "draft"
        return CitedText(language_of(self.question), draft=draft, link=partial(place_url, self.address))


@router.post("/chat/completions", response_model=ChatCompletion, responses={**_STREAMED, **_REFUSED})
async def chat_completions(
    body: ChatRequest, request: Request, services: ServicesDep, caller: ReaderDep, address: AddressDep
) -> ChatCompletion | EventStream:
    """Answers the last message from the documents, understood with those before it.

    Each sentence was checked against the documents and ends with the `[n]` of its sources; a Markdown list of them
    ends the content, and `annotations` hold each place. Where the documents do not answer, the content says so.
    The conversation is that of `messages`: nothing is kept. System messages are accepted and not read. `usage` counts
    syllables. A client that leaves stops the work within a second.
    """
    mode, question, history = mode_of(body.model), question_of(body.messages), history_of(body.messages)
    created = int(datetime.now(UTC).timestamp())
    asked = _Asked(body, question, f"chatcmpl-{uuid.uuid4()}", created, address)
    if (done := chore(question)) is not None:
        return EventStream(_chore_chunks(asked, done)) if body.stream else asked.whole(done)
    check_length(question)
    options = replace(agent_options(services.settings), mode=mode)
    run = services.runs.start(caller, question, options=options, history=history, grace_s=LEFT_S)
    asked = replace(asked, id=f"chatcmpl-{run.id}")
    if body.stream:
        return EventStream(_chunks(asked, run))
    await whole_answer(run, request)
    told = asked.text()
    for event in run.events:
        told.add(event)
    return asked.whole(told.text, told, run.id)


async def _chunks(asked: _Asked, run: Run) -> AsyncGenerator[Message, None]:
    told = asked.text()
    yield asked.chunk(Delta(role="assistant", content=""))
    async with aclosing(run.follow()) as following:
        async for _, event in following:
            if isinstance(event, ErrorEvent):
                error = openai_error(error_code(event), event.message)
                yield Message(None, None, json.dumps({"error": error}, ensure_ascii=False))
                return
            if piece := told.add(event):
                yield asked.chunk(Delta(content=piece))
    if annotations := annotations_of(told.cited, asked.address):
        yield asked.chunk(Delta(annotations=annotations))
    yield asked.chunk(Delta(), finish_reason="stop", vinagraph=run_told(run.id, told))
    for message in _ends(asked, told.text):
        yield message


async def _chore_chunks(asked: _Asked, done: str) -> AsyncGenerator[Message, None]:
    yield asked.chunk(Delta(role="assistant", content=done))
    yield asked.chunk(Delta(), finish_reason="stop")
    for message in _ends(asked, done):
        yield message


def _ends(asked: _Asked, content: str) -> list[Message]:
    done = Message(None, None, "[DONE]")
    if not asked.body.with_usage:
        return [done]
    return [asked.chunk(usage=usage_of(prompt_text(asked.body.messages), content)), done]
