"""Parts that fail or take too long: retries, backups, error events."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver

from agents.context import AgentOptions, Limits
from agents.events import (
    DegradedEvent,
    ErrorEvent,
)
from agents.lexical_checker import LexicalChecker
from agents.ports import Grounding, Question, Turn, Verdict, Written
from agents.run import AgentRunner
from graph.cpu_work import THREADS
from graph.errors import InputError, ModelError, ModelUnavailable, StoreError
from graph.results import Passage
from graph.retrieval.options import Query, Retrieved
from tests.agent_doubles import (
    KINGS,
    PASSAGES,
    QUESTION,
    RIVER,
    Script,
    ScriptedWriter,
    Shelf,
    WordSearch,
    events_of,
    final,
    parts,
    shown,
)


class SlowSearch:
    """Takes too long for all but the words."""

    async def search(self, query: Query) -> Retrieved:
        if query.stages.dense:
            async with asyncio.timeout(query.within_s):
                await asyncio.sleep(30)
        return await WordSearch(Shelf(PASSAGES)).search(query)


async def test_a_slow_search_falls_back_to_words_and_says_so() -> None:
    runner = AgentRunner(parts(ScriptedWriter([[KINGS]]), search=SlowSearch(), limits=Limits(search_s=0.05)))
    events = await events_of(runner, QUESTION)
    assert [event.part for event in events if isinstance(event, DegradedEvent)] == ["search"]
    assert shown(events) == [KINGS]


class SlowShelf(Shelf):
    """Does not answer."""

    async def passages(self, chunk_ids: Sequence[str]) -> list[Passage]:
        await asyncio.sleep(30)
        return []


async def test_a_store_that_does_not_answer_ends_in_an_error_event() -> None:
    search = WordSearch(SlowShelf(PASSAGES))
    events = await events_of(
        AgentRunner(parts(ScriptedWriter([]), search=search, limits=Limits(read_s=0.05))), QUESTION
    )
    assert isinstance(events[-1], ErrorEvent)
    assert events[-1].code == "store"


class ShakyShelf(Shelf):
    """Cannot be read the second time: `grade` reads first (and is tried again by the graph), then `generate`."""

    reads = 0

    async def passages(self, chunk_ids: Sequence[str]) -> list[Passage]:
        self.reads += 1
        if self.reads == 2:
            raise StoreError("Kho đang bận.")
        return await super().passages(chunk_ids)


async def test_passages_that_cannot_be_read_once_are_read_again() -> None:
    search = WordSearch(ShakyShelf(PASSAGES))
    assert shown(await events_of(AgentRunner(parts(ScriptedWriter([[KINGS]]), search=search)), QUESTION)) == [KINGS]


async def test_an_unexpected_error_is_logged_and_ends_in_an_error_event(caplog: pytest.LogCaptureFixture) -> None:
    runner = AgentRunner(parts(ScriptedWriter([]), analyst=FailingAnalyst(KeyError("hỏng"))))
    events = await events_of(runner, QUESTION)
    assert isinstance(events[-1], ErrorEvent)
    assert events[-1].code == "other"
    assert any(record.exc_info for record in caplog.records)


class FailingSearch:
    """Fails a number of times, then works."""

    def __init__(self, failures: int) -> None:
        self.failures = failures

    async def search(self, query: Query) -> Retrieved:
        self.failures -= 1
        if self.failures >= 0:
            raise StoreError("Kho đang bận.")
        found = await WordSearch(Shelf(PASSAGES)).search(query)
        return replace(found, degraded=("dense",))


async def test_a_store_that_fails_once_is_asked_again() -> None:
    events = await events_of(AgentRunner(parts(ScriptedWriter([[KINGS]]), search=FailingSearch(1))), QUESTION)
    assert shown(events) == [KINGS]
    assert [event.part for event in events if isinstance(event, DegradedEvent)] == ["dense"]


async def test_a_store_that_keeps_failing_ends_in_an_error_event() -> None:
    events = await events_of(AgentRunner(parts(ScriptedWriter([]), search=FailingSearch(9))), QUESTION)
    assert isinstance(events[-1], ErrorEvent)
    assert events[-1].code == "store"
    assert "Kho đang bận." in events[-1].message


class FailingAnalyst:
    """Is unreachable, or refuses the question."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def analyse(self, question: str, history: Sequence[Turn]) -> Question:
        raise self.error


async def test_without_its_analyst_the_question_is_searched_as_typed() -> None:
    runner = AgentRunner(parts(ScriptedWriter([[KINGS]]), analyst=FailingAnalyst(ModelUnavailable("tắt máy"))))
    events = await events_of(runner, QUESTION)
    assert [event.part for event in events if isinstance(event, DegradedEvent)] == ["analyst"]
    assert shown(events) == [KINGS]


async def test_a_question_that_cannot_be_used_ends_in_an_error_event() -> None:
    runner = AgentRunner(parts(ScriptedWriter([]), analyst=FailingAnalyst(InputError("Câu hỏi trống."))))
    events = await events_of(runner, "")
    assert events[-1] == ErrorEvent(code="input", message="Câu hỏi trống.")


class FailingChecker:
    """Cannot be reached."""

    async def check(self, question: str, sentence: str, passages: Sequence[Passage]) -> Grounding:
        raise ModelUnavailable("tắt máy")


async def test_what_cannot_be_checked_is_withheld() -> None:
    runner = AgentRunner(parts(ScriptedWriter([[KINGS]]), checker=FailingChecker()))
    events = await events_of(runner, QUESTION, AgentOptions(rounds=1, attempts=1))
    assert shown(events) == []
    assert "checker" in [event.part for event in events if isinstance(event, DegradedEvent)]
    assert final(events).abstained


async def test_checks_that_hang_keep_no_more_than_the_threads_and_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.cpu_work._HANGS_AFTER_S", 0.05)
    done = threading.Event()
    begun: list[None] = []

    def hang(*_: object) -> Grounding:
        begun.append(None)
        done.wait(30)
        return Grounding(Verdict.UNSUPPORTED, 0.0)

    monkeypatch.setattr("agents.lexical_checker.judge", hang)
    runner = AgentRunner(
        parts(
            ScriptedWriter([[f"{KINGS}\n{RIVER}\n"] for _ in range(20)]),
            checker=LexicalChecker(),
            limits=Limits(check_s=0.02),
        )
    )
    for _ in range(20):
        events = await events_of(runner, QUESTION, AgentOptions(rounds=1, attempts=1))
        assert shown(events) == []
        assert "checker" in [event.part for event in events if isinstance(event, DegradedEvent)]
    assert len(begun) == THREADS
    told = [event.missing for event in events if isinstance(event, DegradedEvent)]
    assert any("chưa dừng" in text for text in told), told
    done.set()


async def test_a_check_that_ended_late_makes_room_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.cpu_work._HANGS_AFTER_S", 0.0)
    checker, done = LexicalChecker(), threading.Event()
    with monkeypatch.context() as patched:
        patched.setattr("agents.lexical_checker.judge", lambda *_: done.wait(30))
        for _ in range(THREADS):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.02):
                    await checker.check(QUESTION, KINGS, PASSAGES)
    with pytest.raises(ModelError, match="chưa dừng"):
        await checker.check(QUESTION, KINGS, PASSAGES)
    done.set()
    await asyncio.sleep(0.05)
    assert (await checker.check(QUESTION, KINGS, PASSAGES)).verdict is Verdict.SUPPORTED


async def test_a_backup_goes_on_where_the_writer_fails() -> None:
    broken = ScriptedWriter([[KINGS, " Sông Hương chảy", ModelError("đứt")], [ModelUnavailable("tắt máy")]])
    backup = ScriptedWriter([[RIVER]])
    events = await events_of(AgentRunner(parts(broken, backup=backup)), QUESTION)
    assert shown(events) == [KINGS, RIVER]
    assert backup.told[0][0] == (KINGS,)
    assert [event.part for event in events if isinstance(event, DegradedEvent)] == ["writer"] * 3


async def test_what_a_writer_had_not_proved_when_it_failed_is_not_told() -> None:
    begun: Script = [Written(short_answer="Nhà Trần"), f"{KINGS} Huế có 9 triệu", ModelError("đứt")]
    backup = ScriptedWriter([[Written(short_answer="triều Nguyễn"), RIVER]])
    agent = parts(ScriptedWriter([list(begun) for _ in range(3)]), backup=backup)
    events = await events_of(AgentRunner(agent), QUESTION, AgentOptions(rounds=1))
    assert shown(events) == [KINGS, RIVER]
    told = " ".join(event.model_dump_json() for event in events)
    assert "9 triệu" not in told, "a sentence that broke off is dropped"
    assert "Nhà Trần" not in told, "the short answer that only the failed writer gave is forgotten"
    assert final(events).short_answer == "triều Nguyễn"
    missing = [event.missing for event in events if isinstance(event, DegradedEvent) and event.part == "writer"]
    assert len(missing) == 4
    assert "trích nguyên văn" in missing[-1]


async def test_a_writer_that_fails_without_a_backup_keeps_what_was_proved_and_says_so() -> None:
    begun: Script = [Written(short_answer="Nhà Trần"), f"{KINGS} Huế có 9 triệu", ModelError("đứt")]
    writer = ScriptedWriter([list(begun) for _ in range(3)])
    events = await events_of(AgentRunner(parts(writer)), QUESTION, AgentOptions(rounds=1))
    assert shown(events) == [KINGS]
    assert final(events).answer == KINGS
    assert final(events).short_answer is None
    assert "writer" in [event.part for event in events if isinstance(event, DegradedEvent)]


async def test_a_writer_that_never_works_ends_in_an_error_event() -> None:
    writer = ScriptedWriter([[ModelError("hỏng")] for _ in range(9)])
    events = await events_of(AgentRunner(parts(writer)), QUESTION)
    assert isinstance(events[-1], ErrorEvent)
    assert events[-1].code == "model"


async def test_time_that_runs_out_keeps_what_was_checked() -> None:
    writer = ScriptedWriter([[f"{KINGS} {RIVER}", 30.0]])
    runner = AgentRunner(parts(writer, limits=Limits(answer_s=0.1)))
    events = await events_of(runner, QUESTION)
    assert shown(events) == [KINGS]
    assert "writer" in [event.part for event in events if isinstance(event, DegradedEvent)]
    assert writer.closed == 1


async def test_a_writer_that_shows_nothing_in_its_time_is_replaced_by_the_backup() -> None:
    slow, backup = ScriptedWriter([[30.0]]), ScriptedWriter([[KINGS]])
    events = await events_of(AgentRunner(parts(slow, backup=backup, limits=Limits(answer_s=0.1))), QUESTION)
    assert shown(events) == [KINGS]
    assert slow.closed == 1
    assert "writer" in [event.part for event in events if isinstance(event, DegradedEvent)]


class FullDisk(InMemorySaver):
    """Reads nothing and cannot write."""

    async def aget_tuple(self, config: RunnableConfig) -> None:
        raise sqlite3.OperationalError("database or disk is full")


async def test_a_checkpointer_that_fails_ends_in_an_error_event() -> None:
    runner = AgentRunner(parts(ScriptedWriter([[KINGS]])), FullDisk())
    events = [event async for event in runner.answer(QUESTION, thread="t")]
    assert isinstance(events[-1], ErrorEvent)
    assert events[-1].code == "store"
    assert "disk is full" in events[-1].message


async def test_too_many_steps_end_in_an_error_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.run._STEPS_AROUND", -8)
    events = await events_of(AgentRunner(parts(ScriptedWriter([[KINGS]]))), QUESTION)
    assert isinstance(events[-1], ErrorEvent)
    assert events[-1].code == "other"
