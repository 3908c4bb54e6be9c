"""A model server of fixed pace, which answers with sentences of the passages; a process of its own.

    python -m tests.bench.model_server TOKENS_A_SECOND

Prints its URL, and serves until it is stopped.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from graph.text.sentences import sentences
from tests.bench.served import ROOT
from tests.servers.reading_model import DECLINES, passages_of, reading_model

_QUOTED = 5
_WRITTEN_ALREADY = "đừng lặp lại"


def quotes(prompt: str) -> str:
    """The first sentences of the passages; nothing more once they are written."""
    if _WRITTEN_ALREADY in prompt:
        return DECLINES
    return " ".join(islice(sentences(passages_of(prompt)), _QUOTED)) or DECLINES


@contextmanager
def model_server(tokens_a_second: float) -> Iterator[str]:
    """Runs it; yields its URL."""
    command = [sys.executable, "-m", "tests.bench.model_server", str(tokens_a_second)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().decode().strip()
        finally:
            process.terminate()


async def _serve(tokens_a_second: float) -> None:
    async with reading_model(quotes, 1 / tokens_a_second) as server:
        print(server.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
