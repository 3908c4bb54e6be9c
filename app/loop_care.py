"""Holds up the event loop less by threads and collections of garbage, and tells how late it comes all the same."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

_FULL_COLLECTION_AFTER = 1_000
"""Middle collections before a full one that comes unasked: some 7 minutes without a moment's rest."""
_FULL_COLLECTION_WHILE_IDLE_AFTER = 100
"""The same where nobody waits: some 300 answers one after the other, which leave next to nothing to collect."""

_SWITCH_S = 0.001
_TICK_S = 0.02
"""Less than a percent of a processor."""


@dataclass(slots=True)
class _Kept:
    """Who asks for the settings now, and what was set before the first of them."""

    users: int = 0
    thresholds: tuple[int, int, int] = (0, 0, 0)
    switch_s: float = 0.0


_kept = _Kept()
"""One for the process, as the settings are."""


@contextmanager
def loop_kept_free() -> Iterator[None]:
    """Holds the settings; to be entered once all is open. The last who leaves puts back what was set before.

    What is open stays, so no collection need walk it; garbage goes first, for it would stay too. A full collection
    walks all that caches and questions in the making hold (80 ms on 80,000 passages of law, with 50 questions), no
    thread runs meanwhile, and it finds next to nothing that the smaller ones left (some ten objects a minute). So
    it is for the time when nobody waits for an answer (`collect_while_idle`), and comes unasked only where there is
    none for long. The loop waits for every thread ahead of it to give up the interpreter's lock: 1 ms each instead
    of 5.
    """
    if _kept.users == 0:
        _kept.thresholds, _kept.switch_s = gc.get_threshold(), sys.getswitchinterval()
        gc.set_threshold(*_kept.thresholds[:2], _FULL_COLLECTION_AFTER)
        sys.setswitchinterval(_SWITCH_S)
    _kept.users += 1
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        _kept.users -= 1
        if _kept.users == 0:
            gc.unfreeze()
            gc.set_threshold(*_kept.thresholds)
            sys.setswitchinterval(_kept.switch_s)


def collect_while_idle() -> None:
    """Collects all garbage if it is time; to be called when nobody waits for an answer."""
    if gc.get_count()[2] >= _FULL_COLLECTION_WHILE_IDLE_AFTER:
        gc.collect()


async def tell_lag(tell: Callable[[float], None]) -> None:
    """Tells every 20 ms by how many seconds the event loop came late, until it is cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _TICK_S
        await asyncio.sleep(_TICK_S)
        tell(max(0.0, loop.time() - due))


@asynccontextmanager
async def lag_told(tell: Callable[[float], None]) -> AsyncIterator[None]:
    """Meanwhile a task of its own does `tell_lag`."""
    telling = asyncio.create_task(tell_lag(tell))
    try:
        yield
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
