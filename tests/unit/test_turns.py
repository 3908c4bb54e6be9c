"""Turns are kept from their question on, however the run ends that answers them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from agents.events import ErrorEvent
from app.conversations import ConversationStore
from app.ports import Message, RunState
from app.problem import Problem
from app.thread_export import markdown_of
from graph.errors import NotFound, StoreFull
from tests.agent_doubles import KINGS, QUESTION, RIVER, Analyst, ScriptedWriter
from tests.running import CALLER, OPTIONS, SLOW, answers, opened, until_sentence

NEXT = "Sông nào chảy qua Huế?"


def types(message: Message) -> list[str]:
    return [event["type"] for event in json.loads(message.events)]


async def test_the_question_is_kept_before_the_first_event_is_told(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW])) as (runs, store, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        number, event = await anext(run.follow())
        assert (number, event.type) == (1, "run")
        kept = await runs.conversation(CALLER.tenant, "t")
        assert kept.answering is run
        question, answer = kept.messages
        assert (question.text, question.run, question.state) == (QUESTION, run.id, "done")
        assert (answer.text, answer.run, answer.state, answer.events) == ("", run.id, "running", "[]")
        assert "*Đang trả lời.*" in markdown_of(kept.thread, kept.messages)
        assert [thread.id for thread in await store.threads(CALLER.tenant, query="trieu nao")] == ["t"]


async def test_a_cancelled_run_leaves_its_question_and_what_was_shown(tmp_path: Path) -> None:
    analyst = Analyst()
    async with opened(tmp_path, ScriptedWriter([SLOW, [RIVER]]), analyst=analyst) as (runs, store, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        await until_sentence(run)
        run.cancel()
        run.cancel()
        await run.stopped()
        await asyncio.sleep(0)
        (answer,) = await answers(runs)
        assert (answer.state, answer.text, answer.run) == ("cancelled", KINGS, run.id)
        assert types(answer) == ["sources", "sentence", "error"]
        kept = await runs.conversation(CALLER.tenant, "t")
        assert kept.answering is None
        text = markdown_of(kept.thread, kept.messages)
        assert f"{KINGS} [1]" in text
        assert "- [1] Huế" in text
        assert text.endswith("*Đã dừng trước khi trả lời xong.*\n")
        assert [thread.id for thread in await store.threads(CALLER.tenant, query="1802")] == ["t"]

        await runs.start(CALLER, NEXT, options=OPTIONS, thread="t").result()
        assert analyst.heard == [(), ()], "The agent takes no unanswered turn for an answered one."
        assert [answer.state for answer in await answers(runs)] == ["cancelled", "done"]


async def test_a_failed_run_leaves_its_question_and_why(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([[f"{KINGS} {RIVER}", RuntimeError("hỏng")]])) as (runs, _, _):
        last, _ = await runs.start(CALLER, QUESTION, options=OPTIONS, thread="t").result()
        assert isinstance(last, ErrorEvent)
        (answer,) = await answers(runs)
        assert answer.state == "failed"
        assert types(answer)[-1] == "error"
        assert json.loads(answer.events)[-1] == last.model_dump(mode="json")


async def test_what_runs_when_the_server_stops_is_kept_as_interrupted(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW, [KINGS, 0.2]])) as (runs, store, _):
        slow = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        await until_sentence(slow)
        nearly = runs.start(CALLER, QUESTION, options=OPTIONS, thread="u")
        await until_sentence(nearly)
        closing = asyncio.create_task(runs.close())
        await asyncio.sleep(0)
        with pytest.raises(Problem) as refused:
            runs.start(CALLER, QUESTION, options=OPTIONS)
        assert refused.value.code == "not_ready"
        await closing
        assert isinstance(slow.last, ErrorEvent)
        assert (slow.last.code, slow.state) == ("interrupted", "interrupted")
        _, (_, answer) = await store.thread(CALLER.tenant, "t")
        assert (answer.state, answer.text) == (RunState.INTERRUPTED, KINGS)
        assert (await answers(runs, "u"))[0].state == "done", "What is nearly there is waited for."


async def test_what_a_killed_server_left_is_interrupted_and_can_be_asked_again(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW, [KINGS]])) as (runs, store, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        await until_sentence(run)
        async with opened(tmp_path, ScriptedWriter([[RIVER]])) as (others, _, _):  # as the next server finds it
            (answer,) = await answers(others)
            assert (answer.state, answer.run) == ("interrupted", run.id)
            assert (await others.conversation(CALLER.tenant, "t")).answering is None
            again = await others.regenerate(CALLER, "t", options=OPTIONS)
            assert (await again.result())[0].type == "final"
            (answer,) = await answers(others)
            assert (answer.state, answer.run, answer.text) == ("done", again.id, RIVER)
        _, messages = await store.thread(CALLER.tenant, "t")
        assert len(messages) == 2


async def test_a_cancel_that_comes_once_the_agent_keeps_its_answer_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS], [RIVER]])) as (runs, _, _):

        async def cancel(*_: object) -> None:
            run.cancel()

        with monkeypatch.context() as late:
            late.setattr(ConversationStore, "_drop_old", cancel)  # once the checkpoint is written
            run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
            await run.stopped()
        assert run.state == "done"
        (answer,) = await answers(runs)
        assert (answer.state, answer.text) == ("done", KINGS)


async def test_a_question_that_is_cancelled_at_once_is_kept(tmp_path: Path) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW])) as (runs, _, _):
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        run.cancel()
        await run.stopped()
        (answer,) = await answers(runs)
        assert (answer.state, answer.run) == ("cancelled", run.id)


async def test_clearing_a_conversation_stops_all_that_runs_in_it(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW, SLOW, SLOW])
    async with opened(tmp_path, writer) as (runs, store, _):
        left, elsewhere = (runs.start(CALLER, QUESTION, options=OPTIONS, thread=thread) for thread in ("t", "u"))
        await until_sentence(left)
        other = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        assert await runs.clear_thread(CALLER.tenant, "t")
        assert (left.state, other.state, elsewhere.state) == ("cancelled", "cancelled", "running")
        assert await store.delete_thread(CALLER.tenant, "t")
        assert not await runs.clear_thread(CALLER.tenant, "t")
        with pytest.raises(NotFound):
            await runs.conversation(CALLER.tenant, "t")


async def test_an_answer_that_cannot_be_kept_is_still_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, ScriptedWriter([[KINGS]])) as (runs, store, _):

        async def full(*_: object, **__: object) -> None:
            raise StoreFull("Đĩa đầy.")

        monkeypatch.setattr(store, "replace_answer", full)
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        last, events = await run.result()
        assert last.type == "final"
        assert [event.part for event in events if event.type == "degraded"] == ["thread"]
        await run.stopped()
        await asyncio.sleep(0)
        assert (await runs.conversation(CALLER.tenant, "t")).answering is run, "Its events can still be read."


async def test_what_is_kept_of_an_unkept_question_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, ScriptedWriter([SLOW])) as (runs, store, _):

        async def full(*_: object, **__: object) -> None:
            raise StoreFull("Đĩa đầy.")

        async def never(*_: object, **__: object) -> None:
            pytest.fail("There is no turn that an answer could be of.")

        monkeypatch.setattr(store, "add_turn", full)
        monkeypatch.setattr(store, "replace_answer", never)
        run = runs.start(CALLER, QUESTION, options=OPTIONS, thread="t")
        await until_sentence(run)
        assert [event.type for event in run.events][:2] == ["run", "degraded"]
        run.cancel()
        await run.stopped()
