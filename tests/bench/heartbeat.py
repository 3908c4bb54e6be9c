"""How late an event loop wakes a sleeper; as a program, one that does nothing else.

    python -m tests.bench.heartbeat SECONDS

Prints the seconds of each tick as a JSON list. Started beside a measurement, it says what of that the machine did.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import numpy as np

from app.loop_care import tell_lag

_LONG = 0.05


@asynccontextmanager
async def beating_beside(seconds: float) -> AsyncGenerator[list[float], None]:
    """Another process beats meanwhile, in a session of its own; its ticks are there at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.heartbeat", str(seconds)),
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Linux shares the processors out by session
    )
    late: list[float] = []
    yield late
    output, _ = await process.communicate()
    late.extend(json.loads(output))


def show_late(name: str, late: list[float]) -> None:
    """Prints how late the ticks came."""
    p50, p95, p99, top = (1000 * value for value in (*np.percentile(late, [50, 95, 99]), max(late)))
    long = sum(seconds > _LONG for seconds in late)
    print(f"{name:28} n={len(late)} p50={p50:.1f} ms p95={p95:.1f} ms p99={p99:.1f} ms max={top:.1f} ms")
    print(f"{'':28} more than 50 ms: {long}")


async def _beat_for(seconds: float) -> list[float]:
    late: list[float] = []
    with suppress(TimeoutError):
        await asyncio.wait_for(tell_lag(late.append), seconds)
    return late


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_beat_for(float(sys.argv[1])))))
