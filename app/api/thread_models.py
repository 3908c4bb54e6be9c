"""Conversations as the API tells them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.ports import Message, RunState, Thread
from app.runs import Conversation

_EXAMPLE: dict[str, Any] = {
    "id": "chuyen-so-1",
    "title": "Ai sáng lập nhà Trần?",
    "created": "2026-11-21T09:30:00Z",
    "updated": "2026-11-21T09:41:07Z",
}


class ThreadOut(BaseModel):
    """A conversation."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: str
    title: str = Field(description="Its first question")
    created: datetime = Field(description="When it began, UTC")
    updated: datetime = Field(description="When its last message came, UTC")


class MessageOut(BaseModel):
    """A question or an answer."""

    ordinal: int = Field(description="Place in the conversation, from 0")
    role: Literal["user", "assistant"]
    text: str = Field(examples=["Ai sáng lập nhà Trần?"])
    run: str = Field(
        description="The run that answers; feedback names it", examples=["9b2c6c1e-6c1f-4a53-8d5e-0a4a1f1f3f0e"]
    )
    state: RunState = Field(
        description="How the answer stands: `interrupted` is one that the server stopped in the midst of; a question "
        "is always `done`"
    )
    events: list[dict[str, Any]] = Field(
        description="What draws the answer again: its `sources`, `sentence`, `withheld` and last `final` or `error` "
        "events as `/query/stream` told them; none for a question, and while the answer is `running`",
        examples=[[]],
    )
    created: datetime


class ThreadDetail(ThreadOut):
    """A conversation with all that was said."""

    answering: str | None = Field(description="The run that answers its last question now, for the first time or again")
    messages: list[MessageOut]


def thread_out(thread: Thread) -> ThreadOut:
    """A conversation for a list."""
    return ThreadOut(id=thread.id, title=thread.title, created=thread.created, updated=thread.updated)


def thread_detail(found: Conversation) -> ThreadDetail:
    """A conversation in full."""
    return ThreadDetail(
        **thread_out(found.thread).model_dump(),
        answering=found.answering.id if found.answering is not None else None,
        messages=[_message_out(message) for message in found.messages],
    )


def _message_out(message: Message) -> MessageOut:
    return MessageOut(
        ordinal=message.ordinal,
        role=message.role,
        text=message.text,
        run=message.run,
        state=message.state,
        events=json.loads(message.events),
        created=message.created,
    )
