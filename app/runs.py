"""The questions that the server answers at once, and those that it has answered of late."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from agents.context import AgentOptions
from agents.ports import Turn
from agents.run import AgentRunner
from app.answer_cache import CachedAnswers
from app.fair_share import demand_place
from app.keys import Caller
from app.logs import started_run
from app.ports import Message, RunState, Thread, ThreadStore
from app.problem import Problem
from app.run import COMES_BACK_S, Run
from app.turns import KeptTurn, keeping
from graph.errors import InputError, NotFound

_KEPT_S = 600.0
_KEPT_BYTES = 64_000_000
"""Bytes that runs that are over may take; one answer takes some 25,000."""
_SURELY_KEPT_S = 60.0
_MOST_BYTES = 2 * _KEPT_BYTES
"""Those that runs may take of which some were over a minute ago at most."""
_RUN_BYTES = 4_000
"""What a run takes besides its events."""
_ASKING = "questions (VINAGRAPH_QUESTIONS_AT_ONCE) are being answered"
_LAST_MOMENT_S = 0.5
"""What runs when the server stops has so long to end by itself."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it stands.

    Attributes:
        thread: What it is.
        messages: What was said, in its order.
        answering: The run that answers its last question now, for the first time or again; None for none.
    """

    thread: Thread
    messages: Sequence[Message]
    answering: Run | None


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
        self._regenerating: set[tuple[str, str]] = set()
        """Tenant and id of the conversations whose last turn is being looked up."""
        self._over: OrderedDict[str, tuple[Run, float, int]] = OrderedDict()
        """Runs that are over, oldest first, with when they were, and their bytes."""
        self._size = 0
        self._closed = False

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
        grace_s: float = COMES_BACK_S,
        replaces: tuple[Message, Message] | None = None,
    ) -> Run:
        """Starts to answer a question; the run goes on whoever waits for it.

        Args:
            caller: Who asks; the tenant of the options is theirs.
            question: As it was typed.
            options: Options of the run.
            thread: The conversation that the question continues, or begins; both are kept there, the question before
                the first event is told and the answer before the last one is.
            history: The conversation, oldest first, where no thread keeps it.
            grace_s: Seconds that the run goes on once nobody follows it.
            replaces: Question and answer of the last turn of the thread, where the new answer is to take that one's
                place: `regenerate`.

        Raises:
            Problem: ``overloaded``, as many run as may; ``rate_limited``, as many of the tenant run as is its share;
                ``conflict``, a question of the thread is being answered; ``not_ready``, the server stops.
            InputError: Both a thread and a history are given.
        """
        if thread is not None and history:
            raise InputError("A thread keeps its own history: give one or the other.")
        left = self._check_room(caller.tenant, thread)
        holders = (run.tenant for run in self._running.values() if run is not left)
        demand_place(caller, holders, self._at_once, _ASKING)
        run = Run(str(uuid.uuid4()), caller.tenant, question, thread=thread, grace_s=grace_s)
        own = replace(options, tenant=caller.tenant)
        events = self._runner(caller.tenant).answer(
            question,
            thread=None if thread is None else f"{caller.tenant}:{thread}",
            history=history,
            options=own,
            run_id=run.id,
            again=replaces[0].run if replaces else None,
        )
        if thread is not None:
            events = keeping(KeptTurn(self._threads, run, thread, replaces[1] if replaces else None), run, events)
        if self._answers is not None and thread is None and not history:
            events = self._answers.events(run.id, question, own, events)
        # Only now, when nothing can fail any more: who takes a place gives it back at the end of its work.
        if left is not None:
            left.cancel()
        self._running[run.id] = run
        started_run.set(run.id)
        run.begin(events, self._end)
        return run

    async def regenerate(
        self, caller: Caller, thread: str, *, options: AgentOptions, grace_s: float = COMES_BACK_S
    ) -> Run:
        """Starts to answer the last question of a conversation anew; its new answer takes the place of the last one.

        From when the conversation is read no other question of it begins: what is answered anew is its last turn.

        Args:
            caller: Who asks.
            thread: The conversation.
            options: Options of the run.
            grace_s: Seconds that the run goes on once nobody follows it.

        Raises:
            Problem: As `start`.
            NotFound: The tenant has no such conversation.
        """
        place = (caller.tenant, thread)
        self._check_room(*place)
        self._regenerating.add(place)
        try:
            before: list[Run] | None = None
            while before != (now := self._in_thread(*place)):  # one that ends may still change what was read
                before, kept = now, await self.conversation(*place)
        finally:
            self._regenerating.remove(place)
        *_, question, answer = kept.messages
        return self.start(
            caller, question.text, options=options, thread=thread, grace_s=grace_s, replaces=(question, answer)
        )

    def get(self, tenant: str, run_id: str) -> Run:
        """A run of the tenant, that runs or was over of late.

        What is over is kept for ten minutes, less long while many questions are asked, though for a minute unless
        the answers of that minute alone take too much memory.

        Raises:
            NotFound: There is none.
        """
        run = self._found(tenant, run_id)
        if run is None:
            raise NotFound(
                f"There is no run {run_id}. What a run told is kept for ten minutes at most once it is over, less long "
                "while many questions are asked."
            )
        return run

    async def conversation(self, tenant: str, thread: str) -> Conversation:
        """A conversation as it stands.

        An answer that is kept as on its way and that no run of this server gives was interrupted: that server was
        killed, or could not keep how the answer ended.

        Raises:
            NotFound: The tenant has no such conversation.
        """
        found, kept = await self._threads.thread(tenant, thread)
        messages, answering = [], self._answering(tenant, thread)
        for message in kept:
            told = message
            if message.state is RunState.RUNNING:
                run = self._found(tenant, message.run)  # which may be over since the conversation was read
                if run is None:
                    told = replace(message, state=RunState.INTERRUPTED)
                elif message is kept[-1]:
                    answering = answering or run
            messages.append(told)
        return Conversation(found, messages, answering)

    async def clear_thread(self, tenant: str, thread: str) -> bool:
        """Cancels what runs in a conversation and waits until it has stopped; False where nothing does."""
        runs = self._in_thread(tenant, thread)
        for run in runs:
            run.cancel()
        for run in runs:
            await run.stopped()
        return bool(runs)

    async def close(self) -> None:
        """Starts no more runs, and waits until all have stopped; what takes longer than a moment is interrupted."""
        self._closed = True
        running = list(self._running.values())
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_MOMENT_S):
                for run in running:
                    await run.stopped()
        for run in running:
            run.cancel("interrupted")
        for run in running:
            await run.stopped()

    def _found(self, tenant: str, run_id: str) -> Run | None:
        self._forget_old()
        run = self._running.get(run_id) or self._over.get(run_id, (None,))[0]
        return run if run is not None and run.tenant == tenant else None

    def _in_thread(self, tenant: str, thread: str) -> list[Run]:
        """The runs of a conversation: one that answers at most, and those that were cancelled and still stop."""
        return [run for run in self._running.values() if (run.tenant, run.thread) == (tenant, thread)]

    def _answering(self, tenant: str, thread: str) -> Run | None:
        return next((run for run in self._in_thread(tenant, thread) if run.last is None), None)

    def _check_room(self, tenant: str, thread: str | None) -> Run | None:
        """Whether one more may run on a thread, and the run that gives way to it.

        Two questions at once on a thread: the second was typed without the answer to the first, which it would be
        understood by, so it is refused rather than kept waiting. A run that nobody follows any more gives way: who
        loads a page anew and asks on has left the question before.
        """
        if self._closed:
            raise Problem("not_ready", "The server stops. Ask again once it is back.")
        if thread is not None and (tenant, thread) in self._regenerating:
            raise Problem("conflict", f"The last question of the conversation {thread} is being asked again.")
        run = self._answering(tenant, thread) if thread is not None else None
        if run is not None and not run.gives_way:
            raise Problem(
                "conflict",
                f"A question of the conversation {thread} is still being answered (run {run.id}): "
                "wait for it, or cancel it with DELETE /runs/ID.",
            )
        return run

    def _end(self, run: Run) -> None:
        """Moves a run to those that are over; all its work has ended."""
        del self._running[run.id]
        if self._when_over is not None:
            self._when_over(run)
        size = _RUN_BYTES + run.put_away()
        self._over[run.id] = (run, time.monotonic(), size)
        self._size += size
        self._forget_old()
        if self._when_idle is not None and not self._running:
            self._when_idle()

    def _forget_old(self) -> None:
        now = time.monotonic()
        while self._over:
            _, over, size = next(iter(self._over.values()))
            most = _MOST_BYTES if now - over < _SURELY_KEPT_S else _KEPT_BYTES
            if now - over < _KEPT_S and self._size <= most:
                return
            self._over.popitem(last=False)
            self._size -= size
