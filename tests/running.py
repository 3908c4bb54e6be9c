"""Runs of a scripted agent over a real store and a real checkpointer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from agents.context import AgentOptions
from agents.events import Event
from agents.run import AgentRunner
from app.answering import open_checkpointer
from app.keys import Caller
from app.ports import AppStore, Message, Role
from app.run import Run
from app.runs import Runs
from app.stores.factory import open_app_store
from tests.agent_doubles import KINGS, RIVER, Analyst, Script, ScriptedWriter, parts

CALLER = Caller("công-ty", Role.READ)
OPTIONS = AgentOptions()
SLOW_S = 30.0
SLOW: Script = [f"{KINGS} {RIVER}", SLOW_S]
"""Its first sentence comes at once, then the writer is silent."""


@asynccontextmanager
async def opened(
    tmp_path: Path, writer: ScriptedWriter, *, at_once: int = 8, analyst: Analyst | None = None
) -> AsyncIterator[tuple[Runs, AppStore, list[None]]]:
    """Runs over a real store and a real checkpointer, the store, and a note for each time that all was idle."""
    idle: list[None] = []
    async with open_checkpointer("sqlite:", tmp_path) as conversations:
        store = await open_app_store("sqlite:", tmp_path)
        runner = AgentRunner(parts(writer, analyst=analyst), conversations)
        runs = Runs(lambda _: runner, store, at_once=at_once, when_idle=lambda: idle.append(None))
        try:
            yield runs, store, idle
        finally:
            await runs.close()
            await store.close()


async def events_of(run: Run, after: int = 0) -> list[tuple[int, Event]]:
    return [item async for item in run.follow(after)]


async def answers(runs: Runs, thread: str = "t") -> list[Message]:
    """The answers of a conversation."""
    messages = (await runs.conversation(CALLER.tenant, thread)).messages
    assert [message.role for message in messages] == ["user", "assistant"] * (len(messages) // 2)
    return list(messages[1::2])


async def until_sentence(run: Run) -> None:
    async with aclosing(run.follow()) as following:
        async for _, event in following:
            if event.type == "sentence":
                return
