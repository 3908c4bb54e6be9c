"""Questions as long as the limit allows hold up nobody else: the event loop stays free."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

from agents.events import FinalEvent
from agents.rules_analyst import MAX_QUESTION
from agents.run import AgentRunner
from app.answering import open_runner
from app.settings import load_settings
from tests.short_answer_pairs import sample_rows

LONGEST_TURN_S = 0.1


def sample_questions() -> str:
    return " ".join(row["question"] for row in sample_rows())[:MAX_QUESTION]


async def longest_turn(runner: AgentRunner, question: str) -> float:
    """Most seconds of work that the event loop's thread does at a stretch; what other programs take is not counted."""
    longest, done = 0.0, asyncio.Event()

    async def watch() -> None:
        nonlocal longest
        while not done.is_set():
            started = time.thread_time()
            await asyncio.sleep(0.001)
            longest = max(longest, time.thread_time() - started)

    watching = asyncio.create_task(watch())
    events = [event async for event in runner.answer(question)]
    done.set()
    await watching
    assert isinstance(events[-1], FinalEvent), events[-1]
    return longest


@pytest.mark.parametrize("text", [sample_questions(), "Nguyễn Du và Hà Nội " * 700], ids=["questions", "names"])
async def test_the_longest_question_leaves_the_event_loop_free(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("VINAGRAPH_DATA_DIR", str(sample_store))
    async with open_runner(load_settings()) as runner:
        await longest_turn(runner, "Nguyễn Du mất ở đâu?")  # what is loaded once is no part of it
        assert await longest_turn(runner, text[:MAX_QUESTION]) < LONGEST_TURN_S


@pytest.mark.parametrize("text", ["nguyen du mat o dau?", "Nguyễn Du và Hà Nội " * 60], ids=["bare", "long"])
async def test_all_threads_that_read_a_question_are_the_shared_ones(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("VINAGRAPH_DATA_DIR", str(sample_store))
    async with open_runner(load_settings()) as runner:
        before = set(threading.enumerate())
        with monkeypatch.context() as answering:
            answering.setattr(asyncio, "to_thread", None)
            events = [event async for event in runner.answer(text)]
        begun = {thread.name.rpartition("_")[0] for thread in set(threading.enumerate()) - before}
    assert isinstance(events[-1], FinalEvent), events[-1]
    assert begun <= {"vinagraph-cpu", "sqlite-read"}, "no part has threads of its own"
    assert "vinagraph-cpu" in begun
