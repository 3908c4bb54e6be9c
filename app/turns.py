"""Turns of conversations as they are kept: from the question on, with whatever came of its answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from agents.events import EVENTS, DegradedEvent, ErrorEvent, Event, FinalEvent, SentenceEvent
from agents.prompts import message
from agents.stream import closing
from app.ports import Answer, Message, RunState, ThreadStore
from app.run import Run, broken, state_after
from graph.errors import NotFound, StoreError

_DRAWING = ("sources", "sentence", "withheld")
"""Types of the events that draw an answer again, with the last one."""

_log = logging.getLogger(__name__)


class KeptTurn:
    """The turn that a run answers.

    An answer that is whole stays until the one that is to take its place is whole, too.
    """

    def __init__(self, threads: ThreadStore, run: Run, thread: str, replaces: Message | None) -> None:
        """Nothing is kept yet.

        Args:
            threads: Where conversations are kept.
            run: What answers.
            thread: The conversation.
            replaces: The answer of the conversation that the new one takes the place of; None for a new question.
        """
        self._threads = threads
        self._run = run
        self._thread = thread
        self._place = run.id if replaces is None else replaces.run
        self._is_new = replaces is None
        self._waits = replaces is not None and replaces.state is RunState.DONE
        self._is_kept = False

    async def begin(self) -> DegradedEvent | None:
        """Keeps the question, its answer on the way; what to tell where that fails."""
        run, answer = self._run, Answer(self._run.id, RunState.RUNNING, self._run.created)
        try:
            if self._is_new:
                await self._threads.add_turn(run.tenant, self._thread, run.question, answer)
            elif not self._waits:
                await self._replace(answer)
        except (StoreError, NotFound) as error:
            return _unkept(run, error)
        self._is_kept = True
        return None

    async def end(self, last: FinalEvent | ErrorEvent) -> DegradedEvent | None:
        """Keeps how the answer ended, and what was told of it; what to tell where that fails."""
        state = state_after(last)
        if not self._is_kept or (self._waits and state is not RunState.DONE):
            return None
        drawing = [event for event in self._run.events if event.type in _DRAWING]
        told = " ".join(event.text for event in drawing if isinstance(event, SentenceEvent))
        text = last.answer if isinstance(last, FinalEvent) else told
        events = EVENTS.dump_json([*drawing, last]).decode()
        try:
            await self._replace(Answer(self._run.id, state, datetime.now(UTC), text, events))
        except (StoreError, NotFound) as error:
            if isinstance(error, NotFound) and state is RunState.CANCELLED:
                return None  # whoever cancelled it has asked anew in its place, or deleted the conversation
            return _unkept(self._run, error)
        return None

    async def _replace(self, answer: Answer) -> None:
        await self._threads.replace_answer(self._run.tenant, self._thread, self._place, answer)
        self._place = answer.run


def _unkept(run: Run, error: Exception | str) -> DegradedEvent:
    """Tells that a conversation does not keep all of a turn."""
    _log.error("The turn of run %s was not kept: %s", run.id, error)
    return DegradedEvent(part="thread", missing=message("error.unkept", error=error))


async def keeping(turn: KeptTurn, run: Run, events: AsyncGenerator[Event, None]) -> AsyncGenerator[Event, None]:
    """The events; the first is told once the question is kept, the last once the agent and the list keep the answer.

    So whoever has read it can ask on at once. However the run ends, what came of the answer is kept. Once the answer is
    whole no cancel takes it back: the agent may remember it already.
    """
    last: FinalEvent | ErrorEvent | None = None
    beginning = asyncio.create_task(turn.begin())
    try:
        failure = await asyncio.shield(beginning)
        async with closing(events) as stream:
            told: FinalEvent | ErrorEvent | None = None
            async for event in stream:
                if isinstance(event, ErrorEvent) and told is not None:
                    failure = _unkept(run, event.message)  # the agent could not keep its answer
                elif isinstance(event, FinalEvent | ErrorEvent):
                    told = event
                    run.settle()
                else:
                    yield event
                if failure is not None:
                    yield failure
                    failure = None
            last = told
    finally:
        await beginning
        failure = await turn.end(last or run.last or broken())
    if failure is not None:
        yield failure
    if last is not None:
        yield last
