"""One run of the agent on the server: its events are numbered and kept, and anybody may follow them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Literal

from agents.events import ErrorEvent, Event, FinalEvent
from agents.prompts import message
from agents.stream import closing
from app.kept_events import KeptEvents
from app.ports import RunState

_log = logging.getLogger(__name__)
COMES_BACK_S = 10.0
"""Grace of a run whose client may lose the connection and come back for it."""
LEFT_S = 0.5
"""Grace of a run whose client cannot come back for it."""
_FIRST_FOLLOWER_S = 10.0
"""Seconds that a run goes on before anybody follows it, at least: whoever started it is on the way."""


class Run:
    """A question that is being answered, or was.

    Attributes:
        id: Id of the run, that of its first event.
        tenant: Whose it is.
        question: What was asked.
        thread: The conversation that it continues; None for none.
        created: When it was asked, UTC.
        finished: When it was over, UTC.
    """

    def __init__(self, run_id: str, tenant: str, question: str, *, thread: str | None, grace_s: float) -> None:
        self.id = run_id
        self.tenant = tenant
        self.question = question
        self.thread = thread
        self._events: list[Event] | KeptEvents = []
        self.created = datetime.now(UTC)
        self.finished: datetime | None = None
        self.grace_s = grace_s
        self.news = asyncio.Event()
        self._followers = 0
        self._was_followed = False
        self._is_settled = False
        self._leaving: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    def begin(self, events: AsyncGenerator[Event, None], when_over: Callable[[Run], None]) -> None:
        """Starts the work.

        Args:
            events: What the run tells; closed when the run stops.
            when_over: Called once all work has ended.
        """

        def ended(task: asyncio.Task[None]) -> None:
            if not task.cancelled() and (error := task.exception()) is not None:
                _log.error("Run %s broke unexpectedly.", self.id, exc_info=error)
            when_over(self)

        self._task = asyncio.create_task(self._work(events), name=f"run {self.id}")
        self._task.add_done_callback(ended)
        self._stop_after(max(self.grace_s, _FIRST_FOLLOWER_S))

    @property
    def events(self) -> Sequence[Event]:
        """What was told so far; the first has number 1."""
        return self._events

    @property
    def last(self) -> FinalEvent | ErrorEvent | None:
        """What the run ended with; None while it runs."""
        last = self.events[-1] if self.events else None
        return last if isinstance(last, FinalEvent | ErrorEvent) else None

    @property
    def state(self) -> RunState:
        """How it stands."""
        return RunState.RUNNING if self.last is None else state_after(self.last)

    @property
    def gives_way(self) -> bool:
        """Whether all who followed it have left, and a cancel would still end it."""
        return self._was_followed and not self._followers and not self._is_settled

    def follow(self, after: int = 0) -> Following:
        """The events numbered above ``after``, those that were and those that come; ends after the last one.

        When the last who follows has left and none comes back within the grace of the run, it is cancelled.
        """
        return Following(self, after)

    def settle(self) -> None:
        """From now on no cancel changes how the run ends: its answer is whole, and is being kept."""
        self._is_settled = True

    def cancel(self, why: Literal["cancelled", "interrupted"] = "cancelled") -> None:
        """Ends the run at once with an ``error`` event of code ``why``; one that is over or settled stays as it is."""
        if self.last is not None or self._is_settled:
            return
        self._end(ErrorEvent(code=why, message=message(f"error.{why}")))
        if self._task is not None:
            # Not in the turn of the loop in which it begins: it would not keep its question.
            self._task.get_loop().call_soon(self._task.cancel)

    async def result(self) -> tuple[FinalEvent | ErrorEvent, tuple[Event, ...]]:
        """Waits for the end, as one who follows; the last event, and all of them."""
        async with aclosing(self.follow()) as following:
            async for _ in following:
                pass
        last = self.last
        assert last is not None
        return last, tuple(self.events)

    async def stopped(self) -> None:
        """Waits until all work of the run has ended; a run that was cancelled is over before."""
        if self._task is not None:
            await asyncio.wait([self._task])

    def put_away(self) -> int:
        """Keeps what was told in little room, for later; the run is over. Returns the bytes."""
        self._events = kept = KeptEvents(self._events)
        return kept.size

    def arrive(self) -> None:
        """Counts one more who follows."""
        self._followers += 1
        self._was_followed = True
        self._stay()

    def leave(self) -> None:
        """Counts one less; the last one starts the grace."""
        self._followers -= 1
        if self._followers == 0 and self.last is None:
            self._stop_after(self.grace_s)

    def _stop_after(self, seconds: float) -> None:
        if self._task is not None:
            self._leaving = self._task.get_loop().call_later(seconds, self.cancel)

    def _stay(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None

    async def _work(self, events: AsyncGenerator[Event, None]) -> None:
        try:
            async with closing(events) as stream:
                async for event in stream:
                    self._add(event)
        finally:
            # Whoever follows waits for a last event, whatever broke.
            self._end(broken())

    def _add(self, event: Event) -> None:
        if isinstance(event, FinalEvent | ErrorEvent):
            self._end(event)
        elif self.last is None:
            self._tell(event)

    def _end(self, event: FinalEvent | ErrorEvent) -> None:
        if self.last is None:
            self.finished = datetime.now(UTC)
            self._stay()
            self._tell(event)

    def _tell(self, event: Event) -> None:
        assert isinstance(self._events, list), "a run that is over tells nothing"
        self._events.append(event)
        self.news.set()
        self.news = asyncio.Event()


def state_after(last: FinalEvent | ErrorEvent) -> RunState:
    """How a run stands that ended so."""
    if isinstance(last, FinalEvent):
        return RunState.DONE
    return RunState(last.code) if last.code in {"cancelled", "interrupted"} else RunState.FAILED


def broken() -> ErrorEvent:
    """What a run ends with that told no end."""
    return ErrorEvent(code="other", message=message("error.broken"))


class Following(AsyncIterator[tuple[int, "Event"]]):
    """One who follows a run, from when it is made until it is closed, or forgotten.

    No generator, so that who waits for the next event with a timeout loses none.
    """

    def __init__(self, run: Run, after: int) -> None:
        self._run = run
        self._told = max(0, after)
        self._open = True
        run.arrive()

    async def __anext__(self) -> tuple[int, Event]:
        run = self._run
        while self._open:
            news = run.news
            if self._told < len(run.events):
                self._told += 1
                return self._told, run.events[self._told - 1]
            if run.last is not None:
                self.close()
                break
            await news.wait()
        raise StopAsyncIteration

    def close(self) -> None:
        """Leaves the run."""
        if self._open:
            self._open = False
            self._run.leave()

    async def aclose(self) -> None:
        """Leaves the run."""
        self.close()

    def __del__(self) -> None:
        self.close()
