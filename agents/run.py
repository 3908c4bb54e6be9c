"""Runs the agent: the one way from a question to its events, for the command line and the API."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import uuid
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, cast

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.errors import GraphRecursionError

from agents.context import AgentOptions, AgentParts
from agents.events import ErrorEvent, Event, RunEvent
from agents.graph import build_graph
from agents.ports import Turn
from agents.prompts import message
from agents.state import InputState
from agents.stream import closing
from graph.errors import InputError, ModelError, StoreError, VinaGraphError

_log = logging.getLogger(__name__)
_DEFAULT_OPTIONS = AgentOptions()
_STEPS_A_ROUND = 5
_STEPS_AROUND = 6
_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (InputError, "input"),
    (StoreError, "store"),
    (sqlite3.Error, "store"),
    (ModelError, "model"),
)


class AgentRunner:
    """An agent that is ready to answer, over opened parts."""

    def __init__(
        self,
        parts: AgentParts,
        checkpointer: BaseCheckpointSaver[Any] | None = None,
        options: AgentOptions = _DEFAULT_OPTIONS,
        when_idle: Callable[[], None] | None = None,
    ) -> None:
        """Compiles the graph.

        Args:
            parts: The opened parts.
            checkpointer: Keeps conversations; without one only questions outside a thread are answered.
            options: Options of runs that bring none.
            when_idle: Called each time that the last of the runs has ended, for what would hold up others.
        """
        self._options = options
        self._when_idle = when_idle
        self._running = 0
        self._turn = asyncio.Lock()
        graph = build_graph(parts)
        self._once = graph.compile()
        self._threads = graph.compile(checkpointer=checkpointer) if checkpointer is not None else None

    async def answer(
        self,
        question: str,
        *,
        thread: str | None = None,
        history: Sequence[Turn] = (),
        options: AgentOptions | None = None,
        run_id: str | None = None,
        again: str | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Answers a question, telling each step; the last event is ``final`` or ``error``.

        Closing the generator stops the run and the model behind it.

        Args:
            question: As it was typed.
            thread: The conversation that the question continues; its history is the checkpointer's.
            history: The conversation, oldest first, where no thread keeps it.
            options: Options of the run; those of the runner where none are given.
            run_id: Id of the run, a UUID; a new one where none is given.
            again: Id of the last turn of the thread, where its question is answered anew: from the conversation before
                it, and the new turn takes its place once it is whole. A turn has the id of the run that it began with.

        Raises:
            InputError: A thread is named and nothing keeps threads, or both thread and history are given.
        """
        if thread is not None and (self._threads is None or history):
            raise InputError("A thread needs a checkpointer (VINAGRAPH_CHECKPOINT_URL), and keeps its own history.")
        run_id = run_id or str(uuid.uuid4())
        yield RunEvent(id=run_id)
        self._running += 1
        try:
            await self._turn_to_start()
            start: InputState = {"question": question, "turn": again or run_id}
            config = _config(run_id, options or self._options)
            if thread is None:
                start["history"] = [{"role": turn.role, "text": turn.text} for turn in history]
                running = self._once_events(start, config, options or self._options)
            elif again is None:
                running = self._thread_events(start, config, options or self._options, thread)
            else:
                running = self._again_events(start, config, options or self._options, thread)
            async with closing(running) as events:
                async for event in events:
                    yield event
        except (VinaGraphError, sqlite3.Error, GraphRecursionError) as error:
            yield _error_event(error)
        except Exception as error:  # noqa: BLE001 - every caller waits for a last event, whatever broke
            _log.exception("Run %s broke unexpectedly.", run_id)
            yield _error_event(error)
        finally:
            self._running -= 1
            if self._when_idle is not None and not self._running:
                self._when_idle()

    async def _turn_to_start(self) -> None:
        """Has one run start at a time, each in a turn of the event loop of its own.

        What a run does before it first waits takes a millisecond; of 50 that start at once the loop would do all
        before it does anything else.
        """
        async with self._turn:
            await asyncio.sleep(0)

    async def _once_events(
        self, start: InputState, config: RunnableConfig, options: AgentOptions
    ) -> AsyncGenerator[Event, None]:
        async with closing(self._once.astream(start, config, context=options, stream_mode="custom")) as events:
            async for event in events:
                yield cast("Event", event)

    async def _thread_events(
        self, start: InputState, config: RunnableConfig, options: AgentOptions, thread: str
    ) -> AsyncGenerator[Event, None]:
        assert self._threads is not None
        config["configurable"] = {"thread_id": thread}
        stream = self._threads.astream(start, config, context=options, stream_mode="custom", durability="exit")
        async with closing(stream) as events:
            async for event in events:
                yield cast("Event", event)

    async def _again_events(
        self, start: InputState, config: RunnableConfig, options: AgentOptions, thread: str
    ) -> AsyncGenerator[Event, None]:
        """Runs beside the thread, which stays as it is until the new turn is whole.

        A checkpoint before the last turn would serve once: two are kept, and the new turn makes another. What the
        thread remembers of the turn is left out by its id: it may be nothing, as of one that failed, or the whole of
        one that people were told was interrupted.
        """
        assert self._threads is not None
        kept: RunnableConfig = {"configurable": {"thread_id": thread}}
        remembered = (await self._threads.aget_state(kept)).values.get("history", [])
        start["history"] = [said for said in remembered if said.get("turn") != start["turn"]]
        state: dict[str, Any] = {}
        stream = self._once.astream(start, config, context=options, stream_mode=["custom", "values"])
        async with closing(stream) as parts:
            async for mode, part in parts:
                if mode == "values":
                    state = cast("dict[str, Any]", part)
                else:
                    yield cast("Event", part)
        await self._threads.aupdate_state(kept, state, as_node="finalise")


def _config(run_id: str, options: AgentOptions) -> RunnableConfig:
    return {
        "run_id": uuid.UUID(run_id),
        "run_name": "vinagraph",
        "recursion_limit": _STEPS_AROUND + _STEPS_A_ROUND * options.rounds,
    }


def _error_event(error: Exception) -> ErrorEvent:
    code = next((name for kind, name in _KINDS if isinstance(error, kind)), "other")
    return ErrorEvent(code=code, message=message(f"error.{code}", error=error))
