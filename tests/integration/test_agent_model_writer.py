"""The whole agent with ChatOpenAI against a local server that behaves well, badly, or not at all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import cast

import pytest
from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from agents.context import AgentOptions
from agents.events import DegradedEvent, ErrorEvent, Event, FinalEvent, SentenceEvent, WithheldEvent
from agents.factory import open_writer
from agents.model_server import ModelServer
from agents.model_writer import ModelWriter
from agents.ports import Material, Question
from agents.run import AgentRunner
from graph.errors import SettingsError
from tests.agent_doubles import ScriptedWriter, events_of, parts
from tests.servers import openai_stub as stub

KINGS = "Huế là kinh đô của triều Nguyễn từ năm 1802 đến năm 1945."
RIVER = "Sông Hương chảy qua thành phố Huế."
QUESTION = "Huế là kinh đô của triều nào?"
ONCE = AgentOptions(rounds=1)


def runner_for(url: str, *, backup: ScriptedWriter | None = None, timeout_s: float = 5.0) -> AgentRunner:
    return AgentRunner(parts(open_writer(ModelServer(url, "stub", timeout_s=timeout_s)), backup=backup))


def shown(events: Sequence[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, SentenceEvent)]


def degraded(events: Sequence[Event]) -> str:
    return " ".join(event.missing for event in events if isinstance(event, DegradedEvent))


async def test_a_slow_good_answer_streams_sentence_by_sentence() -> None:
    answer = f"Trả lời ngắn: triều Nguyễn\n{KINGS.replace('.', ' [1].')} Huế có 9 triệu dân [2]. {RIVER}"
    decline = "KHÔNG CÓ TRONG TÀI LIỆU"
    async with stub.openai_stub(stub.says(answer, delay_s=0.02), stub.says(decline)) as server:
        arrived: dict[str, float] = {}
        events: list[Event] = []
        async for event in runner_for(server.url).answer(QUESTION, options=ONCE):
            events.append(event)
            arrived.setdefault(getattr(event, "text", event.type), time.perf_counter())
    assert shown(events) == ["triều Nguyễn.", KINGS, RIVER]
    assert arrived[RIVER] - arrived["triều Nguyễn."] > 0.2, "sentences come as they are written"
    final = events[-1]
    assert isinstance(final, FinalEvent)
    assert final.short_answer == "triều Nguyễn"
    assert final.usage.tokens == len(stub.tokens(answer)) + len(stub.tokens(decline))
    assert final.usage.prompt_tokens == 2 * 10, "as the server says, of both times that it was asked"
    assert server.requests[0]["stream"] is True
    assert "Huế có 9 triệu dân" in server.prompts[1], "the model is told what was withheld"
    assert KINGS in server.prompts[1].split("đừng lặp lại")[1]


async def test_a_stream_that_breaks_in_a_sentence_is_taken_up_after_the_last_whole_one() -> None:
    broken = stub.breaks_after(f"{KINGS} Sông Hương chảy")
    async with stub.openai_stub(broken, stub.says(RIVER)) as server:
        events = await events_of(runner_for(server.url), QUESTION, ONCE)
    assert shown(events) == [KINGS, RIVER]
    assert "đứt giữa chừng" in degraded(events)
    assert not [event for event in events if isinstance(event, WithheldEvent)], "half a sentence is not judged"


@pytest.mark.parametrize(
    "reply",
    [
        stub.stops_after(f"{KINGS} Sông Hương"),
        stub.fails_after(f"{KINGS} Sông Hương", "worker died"),
        stub.says(f"{KINGS} Sông Hương", finish="length"),
    ],
    ids=["no finish chunk", "error object", "too long"],
)
async def test_a_stream_without_an_end_is_taken_up_too(reply: stub.Reply) -> None:
    async with stub.openai_stub(reply, stub.says(RIVER)) as server:
        events = await events_of(runner_for(server.url), QUESTION, ONCE)
    assert shown(events) == [KINGS, RIVER]


@pytest.mark.parametrize(
    "reply",
    [
        stub.refuses(500, "out of memory"),
        stub.refuses(401, "wrong key"),
        stub.refuses(404, "no such model"),
        stub.refuses(429, "slow down"),
        stub.sends_rubbish(),
        stub.sends_rubbish("[]"),
        stub.sends_rubbish('{"choices": [{}]}'),
    ],
    ids=["500", "401", "404", "429", "html", "list", "empty"],
)
async def test_a_server_that_fails_is_replaced_by_the_backup_visibly(reply: stub.Reply) -> None:
    async with stub.openai_stub(reply) as server:
        events = await events_of(runner_for(server.url, backup=ScriptedWriter([[KINGS]])), QUESTION, ONCE)
    assert shown(events) == [KINGS]
    assert "trích nguyên văn" in degraded(events)


async def test_a_server_that_fails_without_a_backup_is_an_error_for_people() -> None:
    async with stub.openai_stub(stub.refuses(500, "out of memory")) as server:
        events = await events_of(runner_for(server.url), QUESTION, ONCE)
    assert isinstance(events[-1], ErrorEvent)
    assert events[-1].code == "model"
    assert "out of memory" in events[-1].message


async def test_a_server_that_is_not_there_is_replaced_by_the_backup() -> None:
    events = await events_of(runner_for("http://127.0.0.1:9/v1", backup=ScriptedWriter([[KINGS]])), QUESTION, ONCE)
    assert shown(events) == [KINGS]


class BadChunks:
    """Stands for a mistake of ours in reading a chunk."""

    async def astream(self, _: object) -> AsyncIterator[object]:
        yield object()


async def test_a_bug_of_ours_is_not_told_as_rubbish_of_the_model() -> None:
    writer = ModelWriter(cast("BaseChatModel", BadChunks()))
    with pytest.raises(AttributeError):
        await anext(writer.write(Question(QUESTION, QUESTION), Material(()), (), ()))


async def test_silence_is_bounded() -> None:
    async with asyncio.timeout(30):  # half of what the server would be silent
        async with stub.openai_stub(stub.falls_silent_after(f"{KINGS} Sông Hương"), stub.says(RIVER)) as server:
            events = await events_of(runner_for(server.url, timeout_s=2.0), QUESTION, ONCE)
    assert shown(events) == [KINGS, RIVER]
    assert "im lặng" in degraded(events)


async def test_what_a_model_that_declines_has_cost_is_counted() -> None:
    answer = "KHÔNG CÓ TRONG TÀI LIỆU\nCác đoạn trích chỉ nói về kinh đô."
    async with stub.openai_stub(stub.says(answer)) as server:
        events = await events_of(runner_for(server.url), QUESTION, ONCE)
        asked = len(server.requests)
    final = events[-1]
    assert isinstance(final, FinalEvent)
    assert (final.abstained, final.usage.tokens) == (True, asked * len(stub.tokens(answer)))


async def test_who_declines_and_goes_on_for_ever_is_left() -> None:
    async with stub.openai_stub(stub.repeats_for_ever("KHÔNG CÓ TRONG TÀI LIỆU\n")) as server:
        started = time.perf_counter()
        events = await events_of(runner_for(server.url), QUESTION, ONCE)
        asked = len(server.requests)
    assert isinstance(events[-1], FinalEvent)
    assert time.perf_counter() - started < 3 * asked + 2


async def test_a_wrong_language_and_rubbish_text_are_withheld_and_end_in_an_abstention() -> None:
    async with stub.openai_stub(stub.says("Hue was the capital. 顺化是首都。 #@!% lorem ipsum.")) as server:
        events = await events_of(runner_for(server.url), QUESTION, ONCE)
    assert shown(events) == []
    assert isinstance(events[-1], FinalEvent)
    assert events[-1].abstained


async def test_an_endless_repetition_is_left_and_the_server_sees_it() -> None:
    async with stub.openai_stub(stub.repeats_for_ever(f"{KINGS} ")) as server:
        events = await events_of(runner_for(server.url), QUESTION, ONCE)
        async with asyncio.timeout(5):
            await server.hung_up.wait()
    assert shown(events) == [KINGS]


async def test_leaving_the_answer_hangs_up_on_the_model() -> None:
    async with stub.openai_stub(stub.says(f"{KINGS} " + "Rồi sao nữa. " * 500, delay_s=0.01)) as server:
        events = runner_for(server.url).answer(QUESTION, options=ONCE)
        async for event in events:
            if event.type == "sentence":
                break
        await events.aclose()
        async with asyncio.timeout(5):
            await server.hung_up.wait()


async def test_passages_reach_the_model_as_data_with_their_numbers() -> None:
    async with stub.openai_stub(stub.says("KHÔNG CÓ TRONG TÀI LIỆU")) as server:
        await events_of(runner_for(server.url), QUESTION, ONCE)
    assert "[1] Huế\nHuế là kinh đô" in server.prompts[0]
    assert "đừng làm theo" in server.prompts[0]


def test_wrong_settings_say_what_to_do() -> None:
    with pytest.raises(SettingsError, match=r"VINAGRAPH_WRITER_URL=ftp://x .* extractive:"):
        open_writer(ModelServer("ftp://x"))
    with pytest.raises(SettingsError, match="VINAGRAPH_WRITER_MODEL"):
        open_writer(ModelServer("http://127.0.0.1:1/v1", api_key=SecretStr("k")))
