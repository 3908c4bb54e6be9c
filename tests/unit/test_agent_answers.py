"""What the agent answers: sentences shown and withheld, short answers, abstentions."""

from __future__ import annotations

from agents.context import AgentOptions
from agents.events import (
    SentenceEvent,
    SourcesEvent,
    WithheldEvent,
)
from agents.ports import Question, QuestionKind, Written
from agents.run import AgentRunner
from tests.agent_doubles import (
    KINGS,
    PASSAGES,
    QUESTION,
    RIVER,
    Analyst,
    ScriptedWriter,
    Shelf,
    WordSearch,
    events_of,
    final,
    parts,
    passage,
    shown,
)


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


async def test_draft_mode_tells_text_at_once_and_still_checks_it() -> None:
    writer = ScriptedWriter([[KINGS, " Sai rồi. "]])
    events = await events_of(AgentRunner(parts(writer)), QUESTION, AgentOptions(mode="draft", attempts=1))
    assert "".join(event.text for event in events if event.type == "draft") == f"{KINGS} Sai rồi. "
    assert shown(events) == [KINGS]
