"""Runs of conversations: what is kept, and when; one question at a time."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from agents.ports import Turn
from agents.run import AgentRunner
from app.answering import open_checkpointer
from app.conversations import ConversationStore
from app.keys import Caller
from app.ports import Role
from app.problem import Problem
from app.runs import Runs
from app.stores.factory import open_app_store
from graph.errors import InputError, NotFound, StoreFull
from tests.agent_doubles import KINGS, QUESTION, RIVER, Analyst, ScriptedWriter, parts
from tests.running import CALLER, OPTIONS, SLOW, opened, until_sentence


async def test_the_answer_stands_in_the_conversation_before_it_is_told(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS], [RIVER]])) as (runs, store, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="huế")
        async for _, event in run.follow():
            if event.type == "final":
                break
        thread, (asked, answered) = await store.thread(CALLER.tenant, "huế")
        assert thread.title == asked.text == QUESTION
        assert (answered.role, answered.text, answered.run) == ("assistant", KINGS, run.id)
        assert [event["type"] for event in json.loads(answered.events)] == ["sources", "sentence", "final"]
        await run.stopped()

        again = runs.start(CALLER, "Sông nào chảy qua Huế?", options=OPTIONS, thread="huế")
        await again.result()
        _, messages = await store.thread(CALLER.tenant, "huế")
        assert [message.text for message in messages] == [QUESTION, KINGS, "Sông nào chảy qua Huế?", RIVER]
        with pytest.raises(NotFound):
            await store.thread("khác", "huế")


async def test_a_regenerated_answer_takes_the_place_of_the_last(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS], [RIVER]])) as (runs, store, _):
        await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        await asyncio.sleep(0.1)
        run = await runs.regenerate(CALLER, "t", options=OPTIONS)
        await run.result()
        _, messages = await store.thread(CALLER.tenant, "t")
        assert [(message.text, message.run == run.id) for message in messages] == [(QUESTION, False), (RIVER, True)]


async def test_an_answer_that_cannot_be_kept_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS]])) as (runs, store, _):

        async def full(*_: object, **__: object) -> None:
            raise StoreFull("Đĩa đầy.")

        monkeypatch.setattr(store, "add_turn", full)
        last, events = await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        assert last.type == "final"
        assert [event.model_dump() for event in events if event.type == "degraded"] == [
            {
                "type": "degraded",
                "part": "thread",
                "missing": "Chưa lưu được câu hỏi và câu trả lời vào cuộc trò chuyện: Đĩa đầy.",
            }
        ]


async def test_a_second_question_is_refused_while_the_first_is_answered(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW, [KINGS]])) as (runs, _, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        with pytest.raises(Problem, match=run.id) as refused:  # nobody follows it yet
            runs.start(CALLER, "Còn sông?", options=OPTIONS, thread="t")
        assert refused.value.code == "conflict"
        following = run.follow()
        with pytest.raises(Problem, match=run.id):
            runs.start(CALLER, "Còn sông?", options=OPTIONS, thread="t")
        elsewhere = runs.start(Caller("khác", Role.READ), QUESTION, options=OPTIONS, thread="t")
        await elsewhere.result()
        following.close()


async def test_a_cancelled_question_makes_room_for_one_other_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW, SLOW])) as (runs, _, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        await until_sentence(run)
        run.cancel()
        other = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        following = other.follow()
        assert runs.running == 2, "The first still stops."
        assert (await runs.conversation(CALLER.tenant, "t")).answering is other
        with pytest.raises(Problem, match=other.id):
            runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        following.close()


async def test_a_question_that_nobody_waits_for_gives_way_to_the_next_of_its_thread(tmp_path: Path) -> None:
    analyst = Analyst()
    async with opened(tmp_path, ScriptedWriter([SLOW, [KINGS]]), analyst=analyst) as (runs, store, _):
        left = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        await until_sentence(left)
        last, _ = await runs.start(CALLER, "Huế là kinh đô khi nào?", options=OPTIONS, thread="t").result()
        assert last.type == "final"
        assert left.last is not None
        assert left.last.type == "error"
        assert analyst.heard == [(), ()], "The agent remembers nothing of what was left."
        _, messages = await store.thread(CALLER.tenant, "t")
        assert [message.text for message in messages] == [QUESTION, KINGS, "Huế là kinh đô khi nào?", KINGS]
        assert [message.state for message in messages[1::2]] == ["cancelled", "done"]


async def test_what_gives_way_gives_its_place(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW, [KINGS]]), at_once=1) as (runs, _, _):
        left = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        await until_sentence(left)
        last, _ = await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        assert (last.type, left.state) == ("final", "cancelled")


async def test_what_was_left_goes_on_where_the_next_question_finds_no_place(tmp_path: Path) -> None:
    flood = replace(CALLER, key="một")
    async with opened(tmp_path, ScriptedWriter([SLOW, SLOW, SLOW]), at_once=3) as (runs, _, _):
        left = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        await until_sentence(left)
        for _ in range(2):
            runs.start(CALLER, QUESTION, options=OPTIONS)
        with pytest.raises(Problem) as refused:
            runs.start(flood, QUESTION, options=OPTIONS, thread="t")
        assert (refused.value.code, left.state) == ("rate_limited", "running")


async def test_who_has_read_the_answer_can_ask_on_at_once(tmp_path: Path) -> None:
    """The last event comes once the checkpointer has the turn, too."""
    analyst = Analyst()
    writer = ScriptedWriter([[KINGS]] * 5)
    async with open_checkpointer("sqlite:", tmp_path) as conversations:
        store = await open_app_store("sqlite:", tmp_path)
        runner = AgentRunner(parts(writer, analyst=analyst), conversations)
        runs = Runs(lambda _: runner, store, at_once=1)
        for turn in range(5):
            run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
            async for _, event in run.follow():
                if event.type == "final":
                    break
            await run.stopped()
            await asyncio.sleep(0)
            assert len(analyst.heard[turn]) == 2 * turn
        await runs.close()
        await store.close()


async def test_an_answer_that_the_checkpointer_cannot_keep_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> None:
        raise StoreFull("Đĩa đầy.")

    monkeypatch.setattr(ConversationStore, "aput", full)
    async with opened(tmp_path, ScriptedWriter([[KINGS]])) as (runs, _, _):
        last, events = await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        assert last.type == "final"
        (unkept,) = (event for event in events if event.type == "degraded")
        assert (unkept.part, "Đĩa đầy." in unkept.missing) == ("thread", True)


async def test_a_thread_keeps_its_own_history(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([])) as (runs, _, _):
        with pytest.raises(InputError, match="history"):
            runs.start(CALLER, QUESTION, options=OPTIONS, thread="t", history=[Turn("user", "Chào")])
