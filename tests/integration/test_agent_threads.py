"""Conversations: a checkpointer keeps them, and a follow-up finds what it is about."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agents.events import ErrorEvent, FinalEvent
from agents.lexical_checker import LexicalChecker
from agents.ports import Turn
from agents.run import AgentRunner
from agents.state import HISTORY_LIMIT
from app.answering import open_checkpointer
from graph.errors import StoreError
from tests.agent_doubles import Analyst, ScriptedWriter, parts

KINGS = "Huế là kinh đô của triều Nguyễn từ năm 1802 đến năm 1945."
RIVER = "Sông Hương chảy qua thành phố Huế."
FIRST = "Huế là kinh đô của triều nào?"
SECOND = "Sông nào chảy qua Huế?"
RUN, OTHER_RUN = (str(uuid.UUID(int=number)) for number in (1, 2))
POOLED = 8
"""Threads that pools may still start after the first fifty answers; 200 more answers leave none of their own."""


async def ask(runner: AgentRunner, question: str, thread: str | None, run: str | None = None) -> FinalEvent:
    events = [event async for event in runner.answer(question, thread=thread, run_id=run)]
    assert isinstance(events[-1], FinalEvent)
    return events[-1]


async def test_a_follow_up_sees_the_turn_before_even_after_a_restart(tmp_path: Path) -> None:
    path = str(tmp_path / "threads.sqlite")
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        first = AgentRunner(parts(ScriptedWriter([[KINGS]])), saver)
        assert (await ask(first, "Huế là kinh đô của triều nào?", "a")).answer == KINGS

    rewrites = {"Còn sông thì sao?": "Sông nào chảy qua thành phố Huế?"}
    analyst = Analyst(rewrites=rewrites)
    async with AsyncSqliteSaver.from_conn_string(path) as saver:
        writer = ScriptedWriter([[RIVER], ["Vinh là thành phố trung tâm của tỉnh Nghệ An."]])
        second = AgentRunner(parts(writer, analyst=analyst), saver)
        answer = await ask(second, "Còn sông thì sao?", "a")
        await ask(second, "Vinh ở đâu?", "b")

    assert answer.answer == RIVER
    assert analyst.heard[0] == (Turn("user", "Huế là kinh đô của triều nào?"), Turn("assistant", KINGS))
    assert analyst.heard[1] == (), "threads share nothing"
    assert writer.told[0] == ((), ()), "the sentences of the turn before are not those of this one"


async def test_the_self_contained_question_is_what_later_turns_see(tmp_path: Path) -> None:
    analyst = Analyst(rewrites={"Còn sông?": "Sông nào chảy qua Huế?"})
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "t.sqlite")) as saver:
        runner = AgentRunner(parts(ScriptedWriter([[RIVER], [RIVER]]), analyst=analyst), saver)
        await ask(runner, "Còn sông?", "a")
        await ask(runner, "Thế cầu?", "a")
    assert [turn.text for turn in analyst.heard[1]] == ["Sông nào chảy qua Huế?", RIVER]


async def test_long_conversations_are_kept_short_and_small(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    analyst = Analyst()
    async with AsyncSqliteSaver.from_conn_string(str(path)) as saver:
        runner = AgentRunner(parts(ScriptedWriter([[KINGS] for _ in range(15)]), analyst=analyst), saver)
        for _ in range(15):
            await ask(runner, "Huế là kinh đô của triều nào?", "a")
    assert len(analyst.heard[-1]) == HISTORY_LIMIT
    assert path.stat().st_size < 15 * 40_000, "a checkpoint holds ids, not passages, once an answer"


async def test_threads_run_side_by_side(tmp_path: Path) -> None:
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "t.sqlite")) as saver:
        runner = AgentRunner(parts(ScriptedWriter([[KINGS] for _ in range(20)])), saver)
        answers = await asyncio.gather(*(ask(runner, "Huế là kinh đô nào?", f"t{n}") for n in range(20)))
    assert {answer.answer for answer in answers} == {KINGS}


async def test_a_cancelled_turn_leaves_the_thread_usable(tmp_path: Path) -> None:
    analyst = Analyst()
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "t.sqlite")) as saver:
        writer = ScriptedWriter([[f"{KINGS} {RIVER}", 30.0], [RIVER]])
        runner = AgentRunner(parts(writer, analyst=analyst), saver)
        events = runner.answer("Huế là kinh đô của triều nào?", thread="a")
        async for event in events:
            if event.type == "sentence":
                break
        await events.aclose()
        assert writer.closed == 1
        assert (await ask(runner, "Sông nào chảy qua Huế?", "a")).answer == RIVER
    assert analyst.heard[1] == (), "what was not answered to its end is not remembered"


async def again(runner: AgentRunner, question: str, thread: str, turn: str) -> FinalEvent:
    events = [event async for event in runner.answer(question, thread=thread, again=turn)]
    assert isinstance(events[-1], FinalEvent)
    return events[-1]


async def test_the_last_question_is_answered_again_from_the_conversation_before_it(tmp_path: Path) -> None:
    analyst = Analyst()
    async with open_checkpointer("sqlite:", tmp_path) as saver:
        writer = ScriptedWriter([[KINGS], [RIVER], [KINGS], [RIVER], [KINGS]])
        runner = AgentRunner(parts(writer, analyst=analyst), saver)
        await ask(runner, FIRST, "a")
        await ask(runner, SECOND, "a", RUN)
        assert (await again(runner, SECOND, "a", RUN)).answer == KINGS
        assert (await again(runner, SECOND, "a", RUN)).answer == RIVER
        await ask(runner, "Thế cầu ở Huế?", "a")
    before = (Turn("user", FIRST), Turn("assistant", KINGS))
    assert analyst.heard[1:4] == [before] * 3
    assert analyst.heard[4] == (*before, Turn("user", SECOND), Turn("assistant", RIVER))


async def test_an_answer_anew_that_is_given_up_leaves_the_thread_as_it_was(tmp_path: Path) -> None:
    analyst = Analyst()
    async with open_checkpointer("sqlite:", tmp_path) as saver:
        writer = ScriptedWriter([[KINGS], [f"{RIVER} {KINGS}", 30.0], [RIVER], [KINGS]])
        runner = AgentRunner(parts(writer, analyst=analyst), saver)
        await ask(runner, FIRST, "a", RUN)
        events = runner.answer(FIRST, thread="a", again=RUN)
        async for event in events:
            if event.type == "sentence":
                break
        await events.aclose()
        await ask(runner, SECOND, "a", OTHER_RUN)
        await again(runner, SECOND, "a", OTHER_RUN)
    assert analyst.heard[1] == (), "the first question again: nothing came before it"
    assert analyst.heard[2:] == [(Turn("user", FIRST), Turn("assistant", KINGS))] * 2


async def test_a_conversation_that_goes_on_after_its_store_was_closed_says_so(tmp_path: Path) -> None:
    async with open_checkpointer("sqlite:", tmp_path) as saver:
        runner = AgentRunner(parts(ScriptedWriter([[KINGS], [KINGS]])), saver)
        await ask(runner, "Huế là kinh đô của triều nào?", "a")
    *_, last = [event async for event in runner.answer("Huế ở đâu?", thread="a")]
    assert isinstance(last, ErrorEvent)
    assert last.code == "store"
    assert "closed by this program" in last.message
    with pytest.raises(StoreError, match=r"threads\.sqlite"):
        await saver.adelete_thread("a")


async def test_fifty_agents_at_once_leave_nothing_behind(tmp_path: Path) -> None:
    async with open_checkpointer("sqlite:", tmp_path) as saver:
        writer = ScriptedWriter([[KINGS] for _ in range(300)])
        runner = AgentRunner(parts(writer, checker=LexicalChecker()), saver)

        async def everybody() -> tuple[int, int]:
            """Threads and tasks that are left when fifty have been answered, each in a conversation of its own."""
            asked = (ask(runner, "Huế là kinh đô của triều nào?", f"t{number}") for number in range(50))
            assert {answer.answer for answer in await asyncio.gather(*asked)} == {KINGS}
            return threading.active_count(), len(asyncio.all_tasks())

        first = await everybody()
        later = [await everybody() for _ in range(4)]
    assert all(tasks <= first[1] for _, tasks in later), (first, later)
    assert max(threads for threads, _ in later) <= first[0] + POOLED, (first, later)
    with closing(sqlite3.connect(tmp_path / "threads.sqlite")) as database:
        (checkpoints,) = database.execute("SELECT count(*) FROM checkpoints").fetchone()
    assert checkpoints <= 2 * 50, "a thread's old checkpoints are dropped"
