"""The last question of a conversation is asked again: one turn for people and for the agent, whatever comes between."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from agents.ports import Turn
from app.conversations import ConversationStore
from app.ports import Message, Thread
from app.problem import Problem
from app.run import Run
from graph.errors import StoreFull
from tests.agent_doubles import KINGS, QUESTION, RIVER, Analyst, ScriptedWriter
from tests.running import CALLER, OPTIONS, SLOW, answers, opened, until_sentence

NEXT = "Sông nào chảy qua Huế?"


async def full(*_: object, **__: object) -> None:
    raise StoreFull("Đĩa đầy.")


async def test_an_unanswered_turn_that_is_answered_again_is_one_turn_for_the_agent(tmp_path: Path) -> None:
    analyst = Analyst()
    async with opened(tmp_path, ScriptedWriter([[KINGS], SLOW, [RIVER], [KINGS]]), analyst=analyst) as (runs, _, _):
        await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        run = runs.start(CALLER, NEXT, options=OPTIONS, thread="t")
        await until_sentence(run)
        run.cancel()
        await run.stopped()
        again = await runs.regenerate(CALLER, "t", options=OPTIONS)
        following = again.follow()
        await anext(following)
        assert [answer.state for answer in await answers(runs)] == ["done", "running"], "Its place is taken at once."
        await again.result()
        await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
    first, second = (Turn("user", QUESTION), Turn("assistant", KINGS)), (Turn("user", NEXT), Turn("assistant", RIVER))
    assert analyst.heard == [(), first, first, (*first, *second)]


async def test_an_answer_that_only_the_agent_could_keep_is_one_turn_when_it_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = Analyst()
    async with opened(tmp_path, ScriptedWriter([[KINGS], [RIVER], [KINGS]]), analyst=analyst) as (runs, store, _):
        with monkeypatch.context() as broken:
            broken.setattr(store, "replace_answer", full)
            unkept = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
            await unkept.stopped()
        async with opened(tmp_path, ScriptedWriter([[RIVER], [KINGS]]), analyst=analyst) as (others, _, _):
            (answer,) = await answers(others)
            assert answer.state == "interrupted", "as after a kill between the two stores"
            await (await others.regenerate(CALLER, "t", options=OPTIONS)).result()
            await others.start(CALLER, NEXT, options=OPTIONS, thread="t").result()
    assert analyst.heard == [(), (), (Turn("user", QUESTION), Turn("assistant", RIVER))]


async def test_of_two_who_ask_again_at_once_one_is_refused(tmp_path: Path) -> None:
    analyst = Analyst()
    async with opened(tmp_path, ScriptedWriter([[KINGS], [RIVER], [KINGS]]), analyst=analyst) as (runs, _, _):
        await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        both = await asyncio.gather(
            *(runs.regenerate(CALLER, "t", options=OPTIONS) for _ in range(2)), return_exceptions=True
        )
        (refused,) = (tab for tab in both if isinstance(tab, Problem))
        assert refused.code == "conflict"
        with pytest.raises(Problem, match="still being answered"):
            runs.start(CALLER, NEXT, options=OPTIONS, thread="t")
        (again,) = (tab for tab in both if isinstance(tab, Run))
        await again.result()
        assert [answer.text for answer in await answers(runs)] == [RIVER]
        await runs.start(CALLER, NEXT, options=OPTIONS, thread="t").result()
    assert analyst.heard[-1] == (Turn("user", QUESTION), Turn("assistant", RIVER))


async def test_no_question_begins_while_a_conversation_is_read_to_be_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS], [RIVER]])) as (runs, store, _):
        await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        read, refused = store.thread, []

        async def read_slowly(tenant: str, thread: str) -> tuple[Thread, Sequence[Message]]:
            found = await read(tenant, thread)
            with pytest.raises(Problem, match="asked again") as other:
                runs.start(CALLER, NEXT, options=OPTIONS, thread="t")
            refused.append(other.value.code)
            return found

        with monkeypatch.context() as slow:
            slow.setattr(store, "thread", read_slowly)
            again = await runs.regenerate(CALLER, "t", options=OPTIONS)
        await again.result()
        assert set(refused) == {"conflict"}
        assert [answer.text for answer in await answers(runs)] == [RIVER]


async def test_what_ends_while_its_conversation_is_read_is_what_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS], [f"{RIVER} ", 0.2], [KINGS]])) as (runs, store, _):
        await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        left = await runs.regenerate(CALLER, "t", options=OPTIONS)
        await until_sentence(left)
        read = store.thread

        async def read_slowly(tenant: str, thread: str) -> tuple[Thread, Sequence[Message]]:
            found = await read(tenant, thread)
            await left.stopped()
            await asyncio.sleep(0)
            return found

        monkeypatch.setattr(store, "thread", read_slowly)
        again = await runs.regenerate(CALLER, "t", options=OPTIONS)
        _, events = await again.result()
        assert [answer.text for answer in await answers(runs)] == [KINGS]
        assert not [event for event in events if event.type == "degraded"]


async def test_a_left_answer_whose_place_is_taken_is_missed_by_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW, [RIVER]])) as (runs, _, _):
        left = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        await until_sentence(left)
        again = await runs.regenerate(CALLER, "t", options=OPTIONS)
        await again.result()
        await left.stopped()
        assert [(answer.state, answer.text) for answer in await answers(runs)] == [("done", RIVER)]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_an_answer_that_the_agent_could_not_remember_is_answered_again_from_all_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = Analyst()
    async with opened(tmp_path, ScriptedWriter([[KINGS], [RIVER], [RIVER]]), analyst=analyst) as (runs, _, _):
        await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        with monkeypatch.context() as broken:
            broken.setattr(ConversationStore, "aput", full)
            await runs.start(CALLER, NEXT, options=OPTIONS, thread="t").result()
        unremembered = (await answers(runs))[-1]
        assert (unremembered.state, unremembered.text) == ("done", RIVER)
        await (await runs.regenerate(CALLER, "t", options=OPTIONS)).result()
    assert analyst.heard[1:] == [(Turn("user", QUESTION), Turn("assistant", KINGS))] * 2


async def test_a_whole_answer_stays_until_the_next_one_is_whole(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS], [f"{RIVER} {KINGS}", 30.0]])) as (runs, _, _):
        await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        (whole,) = await answers(runs)
        run = await runs.regenerate(CALLER, "t", options=OPTIONS)
        await until_sentence(run)
        assert (await runs.conversation(CALLER.tenant, "t")).answering is run
        assert await answers(runs) == [whole]
        run.cancel()
        await run.stopped()
        assert await answers(runs) == [whole]
