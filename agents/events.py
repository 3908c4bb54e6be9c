"""What the agent tells while it works; one translator each turns these into SSE, CLI and chunks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CitationOut(BaseModel):
    """A citation as a client sees it; spans are code points in the document's text."""

    model_config = ConfigDict(frozen=True)

    number: int
    chunk: str
    document: str
    start: int
    end: int
    score: float


class SourceOut(BaseModel):
    """A numbered passage: ``number`` is the ``[n]`` of the answer."""

    model_config = ConfigDict(frozen=True)

    number: int
    chunk: str
    document: str
    uri: str
    title: str
    path: tuple[str, ...]
    text: str
    start: int
    end: int
    page: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    score: float


class RunEvent(_Event):
    """The run has started."""

    type: Literal["run"] = "run"
    id: str


class StatusEvent(_Event):
    """A node started; ``detail`` says in Vietnamese what it does."""

    type: Literal["status"] = "status"
    node: str
    detail: str


class SourcesEvent(_Event):
    """The passages that the answer may cite, with their numbers; later rounds only add."""

    type: Literal["sources"] = "sources"
    sources: tuple[SourceOut, ...]


class SentenceEvent(_Event):
    """A sentence that its citations support."""

    type: Literal["sentence"] = "sentence"
    ordinal: int
    text: str
    citations: tuple[CitationOut, ...]
    score: float


class WithheldEvent(_Event):
    """A sentence that was not shown, and why."""

    type: Literal["withheld"] = "withheld"
    ordinal: int
    text: str
    reason: str


class DraftEvent(_Event):
    """Unchecked text, in draft mode only."""

    type: Literal["draft"] = "draft"
    text: str


class RetryEvent(_Event):
    """Another round starts."""

    type: Literal["retry"] = "retry"
    round: int
    reason: str


class DegradedEvent(_Event):
    """A part failed and the answer goes on without it."""

    type: Literal["degraded"] = "degraded"
    part: str
    missing: str


class Usage(BaseModel):
    """What an answer cost, in tokens that a model wrote and read; nothing where it was given before (``cached``)."""

    model_config = ConfigDict(frozen=True)

    tokens: int = 0
    prompt_tokens: int = 0
    rounds: int = 1
    cached: bool = False


class FinalEvent(_Event):
    """The whole answer; ``remarks`` are its last lines, for those who showed its sentences as they came."""

    type: Literal["final"] = "final"
    answer: str
    short_answer: str | None
    abstained: bool
    remarks: tuple[str, ...] = ()
    usage: Usage
    seconds: dict[str, float]


class ErrorEvent(_Event):
    """The run failed; the message is for the person who asked."""

    type: Literal["error"] = "error"
    code: str
    message: str


Event = Annotated[
    RunEvent
    | StatusEvent
    | SourcesEvent
    | SentenceEvent
    | WithheldEvent
    | DraftEvent
    | RetryEvent
    | DegradedEvent
    | FinalEvent
    | ErrorEvent,
    Field(discriminator="type"),
]

EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])
"""Events to JSON and back."""
