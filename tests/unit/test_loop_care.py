"""How late the event loop comes is told while it is late, and no longer than asked for."""

from __future__ import annotations

import asyncio
import time

from app.loop_care import lag_told


async def test_a_loop_that_is_held_up_is_told_by_how_long() -> None:
    late: list[float] = []
    async with lag_told(late.append):
        await asyncio.sleep(0.1)
        assert late, "it is told while nothing holds it up, too"
        time.sleep(0.3)  # noqa: ASYNC251 - what holds it up
        await asyncio.sleep(0.05)
    assert 0.2 < max(late) < 5
    told = len(late)
    await asyncio.sleep(0.1)
    assert len(late) == told
