"""The agent from the question to its events, with small parts."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver

from agents.context import AgentOptions, Limits
from agents.events import (
    DegradedEvent,
    ErrorEvent,
    Event,
    FinalEvent,
    SentenceEvent,
    SourcesEvent,
    StatusEvent,
    WithheldEvent,
)
from agents.ports import Filters, Grounding, Question, QuestionKind, Turn, Written
from agents.run import AgentRunner
from graph.errors import InputError, ModelError, ModelUnavailable, StoreError
from graph.ports import GraphStore
from graph.results import Passage, ScoredPassage
from graph.retrieval.options import Query, Retrieved
from tests.agent_doubles import (
    PASSAGES,
    Analyst,
    ExactChecker,
    ScriptedWriter,
    Shelf,
    WordSearch,
    events_of,
    of_type,
    parts,
    passage,
)

KINGS = "Huế là kinh đô của triều Nguyễn từ năm 1802 đến năm 1945."
RIVER = "Sông Hương chảy qua thành phố Huế."
QUESTION = "Huế là kinh đô của triều nào?"


def final(events: Sequence[Event]) -> FinalEvent:
    assert isinstance(events[-1], FinalEvent)
    return events[-1]


def shown(events: Sequence[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, SentenceEvent)]


async def test_a_supported_answer_is_shown_with_its_sources_and_spans() -> None:
    events = await events_of(AgentRunner(parts(ScriptedWriter([[KINGS]]))), QUESTION)
    assert [event.type for event in events if event.type != "status"] == ["run", "sources", "sentence", "final"]
    sources = next(event for event in events if isinstance(event, SourcesEvent)).sources
    citation = next(event for event in events if isinstance(event, SentenceEvent)).citations[0]
    source = sources[citation.number - 1]
    assert source.number == citation.number
    assert source.chunk == citation.chunk
    assert source.text[citation.start - source.start : citation.end - source.start] == KINGS.rstrip(".")
    assert final(events).answer == KINGS
    assert not final(events).abstained
    assert set(final(events).seconds) >= {"understand", "retrieve", "retrieve.rerank", "generate", "verify"}


async def test_each_step_is_told() -> None:
    events = await events_of(AgentRunner(parts(ScriptedWriter([[KINGS]]))), QUESTION)
    nodes = [event.node for event in events if isinstance(event, StatusEvent)]
    assert nodes == ["understand", "route", "retrieve", "rerank", "grade", "generate", "verify", "finalise"]


async def test_a_sentence_that_fails_is_withheld_and_the_writer_goes_on_told_why() -> None:
    writer = ScriptedWriter([[KINGS, " Huế có 5 triệu dân. "], [RIVER]])
    events = await events_of(AgentRunner(parts(writer)), QUESTION)
    withheld = [event for event in events if isinstance(event, WithheldEvent)]
    assert [(event.text, event.reason) for event in withheld] == [("Huế có 5 triệu dân.", "Không đoạn nào có câu này.")]
    assert shown(events) == [KINGS, RIVER]
    accepted, rejected = writer.told[1]
    assert accepted == (KINGS,)
    assert [item.text for item in rejected] == ["Huế có 5 triệu dân."]
    assert "5 triệu" not in final(events).answer


async def test_attempts_are_bounded() -> None:
    writer = ScriptedWriter([[f"Câu sai thứ {number}."] for number in range(50)])
    events = await events_of(AgentRunner(parts(writer)), QUESTION, AgentOptions(rounds=1, attempts=3))
    assert len(writer.told) == 3
    assert final(events).abstained


async def test_what_was_said_is_not_said_again() -> None:
    writer = ScriptedWriter([[f"{KINGS} {KINGS} {RIVER} {KINGS} {KINGS} {KINGS} {KINGS}", " Còn nữa."]])
    events = await events_of(AgentRunner(parts(writer)), QUESTION)
    assert shown(events) == [KINGS, RIVER]
    assert writer.closed == 1


async def test_a_short_answer_comes_first_with_its_citation() -> None:
    writer = ScriptedWriter([[Written(short_answer="triều Nguyễn"), KINGS]])
    events = await events_of(AgentRunner(parts(writer)), QUESTION)
    assert shown(events) == ["triều Nguyễn.", KINGS]
    assert final(events).short_answer == "triều Nguyễn"


async def test_a_short_answer_that_no_shown_sentence_holds_is_withheld() -> None:
    writer = ScriptedWriter([[Written(short_answer="triều Lê"), KINGS]])
    events = await events_of(AgentRunner(parts(writer)), QUESTION)
    assert final(events).short_answer is None
    assert "triều Lê" in [event.text for event in events if isinstance(event, WithheldEvent)]


async def test_abstention_says_what_was_looked_for() -> None:
    runner = AgentRunner(parts(ScriptedWriter([])))
    events = await events_of(runner, "Sông Hương dài bao nhiêu?")
    assert final(events).abstained
    assert final(events).short_answer is None
    assert "“Sông Hương dài bao nhiêu?”" in final(events).answer
    assert "Huế" in final(events).answer


async def test_without_any_passage_nothing_is_written() -> None:
    writer = ScriptedWriter([["Paris là thủ đô của Pháp."]])
    events = await events_of(AgentRunner(parts(writer)), "Xyz?")
    assert final(events).abstained
    assert writer.told == []


async def test_an_english_question_is_answered_in_english() -> None:
    analyst = Analyst(template=Question("", "", language="en"))
    events = await events_of(
        AgentRunner(parts(ScriptedWriter([]), analyst=analyst)), "Where is the river of Huế thành?"
    )
    assert final(events).answer.startswith("I did not find")


async def test_items_of_a_list_keep_their_lines() -> None:
    law = "Điều 5. Đối tượng gồm:\n1. Người lao động.\n2. Người sử dụng lao động."
    writer = ScriptedWriter([[law]])
    events = await events_of(AgentRunner(parts(writer, passages=[passage(1, "Luật", law)])), "Đối tượng gồm ai?")
    assert final(events).answer == law


async def test_a_greeting_needs_no_search() -> None:
    search = WordSearch(Shelf(PASSAGES))
    analyst = Analyst(kinds={"Chào bạn": QuestionKind.GREETING})
    events = await events_of(AgentRunner(parts(ScriptedWriter([]), search=search, analyst=analyst)), "Chào bạn")
    assert search.asked == []
    assert final(events).answer.startswith("Xin chào")


async def test_a_name_that_no_passage_holds_is_searched_for() -> None:
    shelf = Shelf([*PASSAGES, passage(3, "Lam", "Sông Lam bắt nguồn từ Lào và đổ ra biển.")])
    search = WordSearch(shelf)
    analyst = Analyst(template=Question("", "", focus=("Sông Lam",)))
    writer = ScriptedWriter([["Sông Lam bắt nguồn từ Lào và đổ ra biển."]])
    events = await events_of(
        AgentRunner(parts(writer, search=search, analyst=analyst)),
        "Ga Vinh kinh đô triều nào?",
        AgentOptions(passages=2),
    )
    assert [query.text for query in search.asked] == ["Ga Vinh kinh đô triều nào?", "Sông Lam"]
    assert [event.type for event in events].count("retry") == 1
    sources = [event for event in events if isinstance(event, SourcesEvent)]
    assert [source.number for event in sources for source in event.sources] == [1, 2, 3]
    assert final(events).usage.rounds == 2
    assert not final(events).abstained


async def test_rounds_are_bounded_and_filters_are_given_up() -> None:
    search = WordSearch(Shelf(PASSAGES))
    analyst = Analyst(template=Question("", "", filters=Filters(sources=("law",)), focus=("Huế", "Vinh")))
    events = await events_of(
        AgentRunner(parts(ScriptedWriter([]), search=search, analyst=analyst)), QUESTION, AgentOptions(rounds=5)
    )
    assert search.asked[0].where.sources == ("law",)
    assert all(query.where.sources == () for query in search.asked[1:])
    assert final(events).abstained
    assert final(events).usage.rounds <= 5


async def test_both_sides_of_a_comparison_are_searched_and_must_be_named() -> None:
    search = WordSearch(Shelf(PASSAGES))
    template = Question(
        "", "", QuestionKind.COMPARISON, sub_questions=("Huế ở đâu?", "Vinh ở đâu?"), focus=("Huế", "Vinh")
    )
    writer = ScriptedWriter([[KINGS], ["Vinh là thành phố trung tâm của tỉnh Nghệ An."]])
    events = await events_of(
        AgentRunner(parts(writer, search=search, analyst=Analyst(template=template))), "Huế và Vinh ở đâu?"
    )
    assert [query.text for query in search.asked[:3]] == ["Huế và Vinh ở đâu?", "Huế ở đâu?", "Vinh ở đâu?"]
    assert "Vinh" in [query.text for query in search.asked[3:]]
    assert final(events).answer == KINGS


async def test_what_stands_between_two_hops_is_read_and_searched_for() -> None:
    lam = "Sông Lam bắt nguồn từ Lào và đổ ra biển."
    nghe_an = "Con sông lớn nhất tỉnh Nghệ An là sông Lam."
    brook = "Con sông nhỏ nhất tỉnh Nghệ An bắt nguồn từ đâu, không ai rõ."
    shelf = Shelf([passage(1, "Nghệ An", nghe_an), passage(2, "Sông Lam", lam), passage(3, "Suối", brook)])
    search = WordSearch(shelf)
    template = Question("", "", QuestionKind.MULTI_HOP, sub_questions=("Con sông lớn nhất tỉnh Nghệ An là gì?",))
    writer = ScriptedWriter([[Written(short_answer="sông Lam")], [lam]])
    events = await events_of(
        AgentRunner(parts(writer, search=search, analyst=Analyst(template=template))),
        "Con sông lớn nhất tỉnh Nghệ An bắt nguồn từ đâu?",
        AgentOptions(passages=2),
    )
    assert "sông Lam Con sông lớn nhất tỉnh Nghệ An bắt nguồn từ đâu?" in [query.text for query in search.asked]
    assert final(events).answer == lam
    assert writer.closed == 2


async def test_draft_mode_tells_text_at_once_and_still_checks_it() -> None:
    writer = ScriptedWriter([[KINGS, " Sai rồi. "]])
    events = await events_of(AgentRunner(parts(writer)), QUESTION, AgentOptions(mode="draft", attempts=1))
    assert "".join(event.text for event in events if event.type == "draft") == f"{KINGS} Sai rồi. "
    assert shown(events) == [KINGS]


class SlowSearch:
    """Takes too long for all but the words."""

    async def search(self, query: Query) -> Retrieved:
        if query.stages.dense:
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


class Restless:
    """Finds another passage each time, none of which answers."""

    def __init__(self) -> None:
        self.shelf = Shelf([])

    async def search(self, query: Query) -> Retrieved:
        number = len(self.shelf.held) + 1
        found = passage(number, f"Trang {number}", f"Đây là trang {number}.")
        self.shelf.held[found.chunk_id] = found
        return Retrieved((ScoredPassage(found, 1.0),))


async def test_the_most_rounds_still_end_in_an_answer() -> None:
    search = Restless()
    analyst = Analyst(template=Question("", "", focus=tuple(f"Tên {number}" for number in range(20))))
    agent = replace(parts(ScriptedWriter([]), search=search, analyst=analyst), graph=cast("GraphStore", search.shelf))
    events = await events_of(AgentRunner(agent), QUESTION, AgentOptions(rounds=5))
    assert final(events).usage.rounds == 5
    assert final(events).abstained


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


async def test_a_backup_goes_on_where_the_writer_fails() -> None:
    broken = ScriptedWriter([[KINGS, " Sông Hương chảy", ModelError("đứt")], [ModelUnavailable("tắt máy")]])
    backup = ScriptedWriter([[RIVER]])
    events = await events_of(AgentRunner(parts(broken, backup=backup)), QUESTION)
    assert shown(events) == [KINGS, RIVER]
    assert backup.told[0][0] == (KINGS,)
    assert [event.part for event in events if isinstance(event, DegradedEvent)] == ["writer"] * 3


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


async def test_closing_the_events_closes_the_writer() -> None:
    writer = ScriptedWriter([[f"{KINGS} {RIVER}", 30.0]])
    events = AgentRunner(parts(writer)).answer(QUESTION)
    async for event in events:
        if event.type == "sentence":
            break
    await events.aclose()
    await asyncio.sleep(0)
    assert writer.closed == 1


async def test_history_reaches_the_analyst() -> None:
    analyst = Analyst()
    runner = AgentRunner(parts(ScriptedWriter([[KINGS]]), analyst=analyst))
    history = [Turn("user", "Vinh ở đâu?"), Turn("assistant", "Vinh ở Nghệ An.")]
    assert [event async for event in runner.answer(QUESTION, history=history)]
    assert analyst.heard == [tuple(history)]


async def test_a_thread_needs_a_checkpointer() -> None:
    with pytest.raises(InputError, match="VINAGRAPH_CHECKPOINT_URL"):
        await anext(AgentRunner(parts(ScriptedWriter([]))).answer(QUESTION, thread="t"))


async def test_many_agents_share_the_loop() -> None:
    async def ask() -> list[Event]:
        return await events_of(AgentRunner(parts(ScriptedWriter([[KINGS]]), checker=ExactChecker())), QUESTION)

    answers = await asyncio.gather(*(ask() for _ in range(50)))
    assert all(final(events).answer == KINGS for events in answers)
    assert len({of_type(events, "run")[0].model_dump()["id"] for events in answers}) == 50
