"""Conversations as people list and read them; what the agent remembers is the checkpointer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol


class RunState(StrEnum):
    """How a run stands, and the answer that it gives."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    """The server stopped before the run was over."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation.

    Attributes:
        id: Chosen by the client or made by the server; unique for a tenant.
        tenant: Whose it is.
        title: Its first question.
        created: When it began, UTC.
        updated: When its last message came, UTC.
    """

    id: str
    tenant: str
    title: str
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A question or an answer of a conversation.

    Attributes:
        ordinal: Place in the conversation, from 0.
        role: Who said it.
        text: What was said.
        run: The run that answers; for a question the run that it started.
        state: How the answer stands; a question is always ``done``.
        events: JSON list of the events that draw the answer again (``sources``, ``sentence``, ``withheld``, and
            ``final`` or ``error``); ``[]`` for a question, and while the answer is on its way.
        created: When, UTC.
    """

    ordinal: int
    role: Literal["user", "assistant"]
    text: str
    run: str
    state: RunState
    events: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What is kept of an answer.

    Attributes:
        run: The run that gives it.
        state: How it stands.
        created: When it came to stand so, UTC.
        text: What was told so far; empty while it is on its way.
        events: As those of its message.
    """

    run: str
    state: RunState
    created: datetime
    text: str = ""
    events: str = "[]"


class ThreadStore(Protocol):
    """Keeps conversations."""

    async def add_turn(self, tenant: str, thread: str, question: str, answer: Answer) -> None:
        """Adds a question and its answer, as far as that is, at the end; makes the conversation where it is new."""
        ...

    async def replace_answer(self, tenant: str, thread: str, run: str, answer: Answer) -> None:
        """Puts an answer in place of that of a run.

        Raises:
            NotFound: The tenant has no such conversation, or it holds no answer of that run.
        """
        ...

    async def threads(self, tenant: str, *, query: str = "", offset: int = 0, limit: int = 50) -> Sequence[Thread]:
        """Conversations, last changed first; with ``query`` those that hold its words.

        Words are found with or without diacritics; of different ones the first eight count.
        """
        ...

    async def thread(self, tenant: str, thread: str) -> tuple[Thread, Sequence[Message]]:
        """A conversation with its messages in order.

        Raises:
            NotFound: The tenant has no such conversation.
        """
        ...

    async def has_run(self, tenant: str, run: str) -> bool:
        """Whether a message of the tenant came of a run."""
        ...

    async def delete_thread(self, tenant: str, thread: str) -> bool:
        """Deletes a conversation; False where there is none."""
        ...
