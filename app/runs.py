"""The questions that the server answers at once, and those that it has answered of late."""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from agents.context import AgentOptions
from agents.events import DegradedEvent, ErrorEvent, Event, FinalEvent
from agents.ports import Turn
from agents.prompts import message
from agents.run import AgentRunner
from agents.stream import closing
from app.answer_cache import CachedAnswers
from app.keys import Caller
from app.logs import started_run
from app.ports import ThreadStore
from app.problem import Problem
from app.run import Run
from graph.errors import InputError, NotFound, StoreError

_KEPT_S = 600.0
_KEPT_CHARACTERS = 64_000_000
"""Characters that runs that are over may take, in JSON; one answer takes some 30,000."""
_SURELY_KEPT_S = 60.0
_MOST_CHARACTERS = 2 * _KEPT_CHARACTERS
"""Those that runs may take of which some were over a minute ago at most."""
_RUN_CHARACTERS = 4_000
"""What a run takes besides its events."""
_RETRY_S = 1
_DRAWING = ("sources", "sentence", "withheld", "final")
"""Types of the events that draw an answer again."""

_log = logging.getLogger(__name__)


class Runs:
    """Starts runs, lets them be found again, and keeps their answers in the conversations."""

    def __init__(
        self,
        runner: Callable[[str], AgentRunner],
        threads: ThreadStore,
        *,
        at_once: int,
        answers: CachedAnswers | None = None,
        when_over: Callable[[Run], None] | None = None,
        when_idle: Callable[[], None] | None = None,
    ) -> None:
        """Has no run yet.

        Args:
            runner: The agent of a tenant.
            threads: Where conversations are kept.
            at_once: Runs at once, at most.
            answers: What was answered before; None for a server that keeps no answers.
            when_over: Called with each run whose work has ended.
            when_idle: Called each time that the last of the runs has ended.
        """
        self._runner = runner
        self._threads = threads
        self._at_once = at_once
        self._answers = answers
        self._when_over = when_over
        self._when_idle = when_idle
        self._running: dict[str, Run] = {}
        self._over: OrderedDict[str, tuple[Run, float, int]] = OrderedDict()
        """Runs that are over, oldest first, with when they were, and their characters."""
        self._characters = 0

    @property
    def running(self) -> int:
        """How many runs there are now."""
        return len(self._running)

    def start(
        self,
        caller: Caller,
        question: str,
        *,
        options: AgentOptions,
        thread: str | None = None,
        history: Sequence[Turn] = (),
        grace_s: float = 10.0,
        regenerate: bool = False,
    ) -> Run:
        """Starts to answer a question; the run goes on whoever waits for it.

        Args:
            caller: Who asks; the tenant of the options is theirs.
            question: As it was typed.
            options: Options of the run.
            thread: The conversation that the question continues, or begins; its answer is kept there.
            history: The conversation, oldest first, where no thread keeps it.
            grace_s: Seconds that the run goes on once nobody follows it.
            regenerate: Whether the answer takes the place of the last one of the thread.

        Raises:
            Problem: ``overloaded``, as many run as may; ``conflict``, a question of the thread is being answered.
            InputError: Both a thread and a history are given.
        """
        if thread is not None and history:
            raise InputError("A thread keeps its own history: give one or the other.")
        self._check_room(caller.tenant, thread)
        run = Run(str(uuid.uuid4()), caller.tenant, question, thread=thread, grace_s=grace_s)
        own = replace(options, tenant=caller.tenant)
        events = self._runner(caller.tenant).answer(
            question,
            thread=None if thread is None else f"{caller.tenant}:{thread}",
            history=history,
            options=own,
            run_id=run.id,
            again=regenerate,
        )
        if self._answers is not None and thread is None and not history:
            events = self._answers.events(run.id, question, own, events)
        # Only now, when nothing can fail any more: who takes a place gives it back at the end of its work.
        self._running[run.id] = run
        started_run.set(run.id)
        run.begin(self._keeping(run, events, regenerate=regenerate), self._end)
        return run

    def get(self, tenant: str, run_id: str) -> Run:
        """A run of the tenant, that runs or was over of late.

        What is over is kept for ten minutes, less long while many questions are asked, though for a minute unless
        the answers of that minute alone take too much memory.

        Raises:
            NotFound: There is none.
        """
        self._forget_old()
        run = self._running.get(run_id) or self._over.get(run_id, (None,))[0]
        if run is None or run.tenant != tenant:
            raise NotFound(
                f"There is no run {run_id}. What a run told is kept for ten minutes at most once it is over, less long "
                "while many questions are asked."
            )
        return run

    def in_thread(self, tenant: str, thread: str) -> Run | None:
        """The run of a conversation: the one that answers, else one that was cancelled and still stops, or None."""
        found = [run for run in self._running.values() if (run.tenant, run.thread) == (tenant, thread)]
        return min(found, key=lambda run: run.last is not None, default=None)

    async def close(self) -> None:
        """Cancels what runs, and waits until it has stopped."""
        running = list(self._running.values())
        for run in running:
            run.cancel()
        for run in running:
            await run.stopped()

    def _check_room(self, tenant: str, thread: str | None) -> None:
        """Whether one more may run.

        Two questions at once on a thread: the second was typed without the answer to the first, which it would be
        understood by, so it is refused rather than kept waiting. A run that nobody follows any more gives way: who
        loads a page anew and asks on has left the question before.
        """
        run = self.in_thread(tenant, thread) if thread is not None else None
        if run is not None and not run.followed:
            run.cancel()
        elif run is not None and run.last is None:
            raise Problem(
                "conflict",
                f"A question of the conversation {thread} is still being answered (run {run.id}): "
                "wait for it, or cancel it with DELETE /runs/ID.",
            )
        if len(self._running) >= self._at_once:
            raise Problem(
                "overloaded",
                f"{self._at_once} questions are being answered, as many as this server takes at once "
                "(VINAGRAPH_QUESTIONS_AT_ONCE). Ask again in a moment.",
                headers={"Retry-After": str(_RETRY_S)},
            )

    async def _keeping(
        self, run: Run, events: AsyncGenerator[Event, None], *, regenerate: bool
    ) -> AsyncGenerator[Event, None]:
        """The events; in a conversation the last one is told once the agent and the list of threads keep the turn.

        So whoever has read it can ask on at once.
        """
        drawing: list[Event] = []
        final: FinalEvent | None = None
        async with closing(events) as stream:
            async for event in stream:
                if event.type in _DRAWING:
                    drawing.append(event)
                if isinstance(event, FinalEvent) and run.thread is not None:
                    final = event
                elif isinstance(event, ErrorEvent) and final is not None:
                    yield _unkept(run, event.message)
                else:
                    yield event
        if final is None or run.thread is None:
            return
        try:
            await self._keep_turn(run, run.thread, final, drawing, regenerate=regenerate)
        except StoreError as error:
            yield _unkept(run, error)
        yield final

    async def _keep_turn(
        self, run: Run, thread: str, final: FinalEvent, drawing: list[Event], *, regenerate: bool
    ) -> None:
        events = json.dumps([event.model_dump(mode="json") for event in drawing], ensure_ascii=False)
        when = datetime.now(UTC)
        if regenerate:
            await self._threads.replace_last_answer(
                run.tenant, thread, final.answer, run=run.id, events=events, when=when
            )
        else:
            await self._threads.add_turn(
                run.tenant, thread, run.question, final.answer, run=run.id, events=events, when=when
            )

    def _end(self, run: Run) -> None:
        """Moves a run to those that are over; all its work has ended."""
        del self._running[run.id]
        characters = _RUN_CHARACTERS + sum(len(event.model_dump_json()) for event in run.events)
        self._over[run.id] = (run, time.monotonic(), characters)
        self._characters += characters
        self._forget_old()
        if self._when_over is not None:
            self._when_over(run)
        if self._when_idle is not None and not self._running:
            self._when_idle()

    def _forget_old(self) -> None:
        now = time.monotonic()
        while self._over:
            _, over, characters = next(iter(self._over.values()))
            most = _MOST_CHARACTERS if now - over < _SURELY_KEPT_S else _KEPT_CHARACTERS
            if now - over < _KEPT_S and self._characters <= most:
                return
            self._over.popitem(last=False)
            self._characters -= characters


def _unkept(run: Run, error: StoreError | str) -> DegradedEvent:
    _log.error("The answer of run %s was not kept: %s", run.id, error)
    return DegradedEvent(part="thread", missing=message("error.unkept", error=error))
