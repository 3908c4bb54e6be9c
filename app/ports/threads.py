"""Conversations as people list and read them; what the agent remembers is the checkpointer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


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
        run: The run that answered; for a question the run that it started.
        events: JSON list of the events that draw the answer again (``sources``, ``sentence``, ``withheld``,
            ``final``); ``[]`` for a question.
        created: When, UTC.
    """

    ordinal: int
    role: Literal["user", "assistant"]
    text: str
    run: str
    events: str
    created: datetime


class ThreadStore(Protocol):
    """Keeps conversations."""

    async def add_turn(
        self, tenant: str, thread: str, question: str, answer: str, *, run: str, events: str, when: datetime
    ) -> None:
        """Adds a question and its answer at the end; makes the conversation where it is new."""
        ...

    async def replace_last_answer(
        self, tenant: str, thread: str, answer: str, *, run: str, events: str, when: datetime
    ) -> None:
        """Puts a new answer in place of the last one.

        Raises:
            NotFound: The tenant has no such conversation.
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
