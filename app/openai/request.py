"""What clients of OpenAI's chat completions send; what is not known is tolerated and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.config import JsonDict

from agents.ports import Turn
from agents.rules_analyst import MAX_QUESTION
from app.answering import MAX_TURN
from app.cited_text import without_marks
from app.openai.models import MODES
from app.problem import Problem

_LAST_TURNS = 20
"""Messages of the conversation that are read; older ones no longer change what a follow-up means."""
_MESSAGES = 2000
_PARTS = 1000
_EXAMPLE: JsonDict = {
    "model": "vinagraph",
    "messages": [{"role": "user", "content": "Nguyễn Du sinh năm nào?"}],
    "stream": False,
}


class Part(BaseModel):
    """A part of a message's content; only parts of type ``text`` can be read."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="`text`; other types are refused in the question and passed over before it")
    text: str | None = Field(None, description="The text of a part of type `text`")


class ChatMessage(BaseModel):
    """A message of the conversation."""

    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"] = Field(
        description="`system`, `developer`, `tool` and `function` messages are accepted and not read: answers come "
        "from the documents alone, in the language of the question"
    )
    content: str | Annotated[list[Part], Field(max_length=_PARTS, fail_fast=True)] | None = Field(
        None, description="Text, or its parts"
    )

    @property
    def text(self) -> str:
        """Its text; parts that are no text are left out."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.type == "text" and part.text)


class StreamOptions(BaseModel):
    """How a stream is told."""

    model_config = ConfigDict(extra="allow")

    include_usage: bool | None = Field(None, description="Whether a chunk with the usage comes last")


class ChatRequest(BaseModel):
    """A request for a chat completion. Parameters of sampling are accepted and change nothing."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [_EXAMPLE]})

    model: str = Field(
        description="`vinagraph` (checked sentences only) or `vinagraph-draft` (unchecked text at once)",
        json_schema_extra={"enum": list(MODES)},
    )
    messages: Annotated[
        list[ChatMessage],
        Field(
            min_length=1,
            max_length=_MESSAGES,
            fail_fast=True,
            description="The conversation; the last message is the question",
        ),
    ]
    stream: bool | None = Field(None, description="Whether the answer comes in chunks, sentence by sentence")
    stream_options: StreamOptions | None = None
    n: int | None = Field(None, ge=1, le=1, description="One answer is given")
    user: str | dict[str, JsonValue] | None = Field(None, description="Accepted for compatibility; not kept")

    @property
    def with_usage(self) -> bool:
        """Whether a stream ends with its usage."""
        return self.stream_options is not None and bool(self.stream_options.include_usage)


def question_of(messages: Sequence[ChatMessage]) -> str:
    """The question: the last message.

    Raises:
        Problem: ``invalid_request``: it is not the user's, holds more than text, or no text at all;
            ``bad_input``: it is too long.
    """
    last = messages[-1]
    if last.role != "user":
        raise _wrong(f"The last message must be the user's question; it has role {last.role}.")
    if isinstance(last.content, list) and (other := {part.type for part in last.content} - {"text"}):
        raise _wrong(f"VinaGraph reads text only; the last message holds a part of type {', '.join(sorted(other))}.")
    if not last.text.strip():
        raise _wrong("The last message is empty: it must hold the question.")
    return _bounded(last.text)


def check_length(question: str) -> None:
    """Refuses a question that is too long to be answered.

    Raises:
        Problem: ``bad_input``.
    """
    if len(question) > MAX_QUESTION:
        raise Problem(
            "bad_input", f"The last message has {len(question):,} characters; a question may have {MAX_QUESTION:,}."
        )


def history_of(messages: Sequence[ChatMessage]) -> list[Turn]:
    """The conversation before the question, oldest first, as far as it matters.

    Raises:
        Problem: ``bad_input``: a message of it is too long.
    """
    said = [message for message in messages[:-1] if message.role in {"user", "assistant"} and message.text.strip()]
    return [Turn(message.role, without_marks(_bounded(message.text))) for message in said[-_LAST_TURNS:]]


def prompt_text(messages: Sequence[ChatMessage]) -> str:
    """All that was sent, for counting."""
    return "\n".join(message.text for message in messages)


def _bounded(text: str) -> str:
    if len(text) > MAX_TURN:
        raise Problem("bad_input", f"A message has {len(text):,} characters; each that is read may have {MAX_TURN:,}.")
    return text


def _wrong(detail: str) -> Problem:
    return Problem("invalid_request", detail)
