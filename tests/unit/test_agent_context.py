"""Answers from a given text run through the same loop as those over the collection."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from agents.context import Limits
from agents.context_reader import ContextReader
from agents.ports import Grounding, Written
from graph.errors import ModelError, ModelTimeout, ModelUnavailable
from graph.results import Passage
from tests.agent_doubles import HUE, KINGS, QUESTION, RIVER, Analyst, ExactChecker, ScriptedWriter

FIVE = "Huế có 5 triệu dân."


def reader(writer: ScriptedWriter, limits: Limits | None = None) -> ContextReader:
    return ContextReader(Analyst(), writer, ExactChecker(), limits or Limits())


async def test_what_fails_is_left_out_and_the_writer_goes_on_told_why() -> None:
    writer = ScriptedWriter([[Written(short_answer="triều Nguyễn"), f"{KINGS} {FIVE} "], [RIVER]])
    answer = await reader(writer).answer(QUESTION, HUE)
    assert [sentence["text"] for sentence in answer.sentences] == ["triều Nguyễn.", KINGS, RIVER]
    assert answer.short_answer == "triều Nguyễn"
    accepted, rejected = writer.told[1]
    assert accepted == ("triều Nguyễn.", KINGS)
    assert [item.text for item in rejected] == [FIVE]
    span = answer.sentences[1]["citations"][0]
    assert HUE[span["start"] : span["end"]] == KINGS.rstrip(".")


async def test_a_writer_that_repeats_itself_is_left() -> None:
    writer = ScriptedWriter([[f"{KINGS} " * 9, 30.0]])
    answer = await reader(writer).answer(QUESTION, HUE)
    assert [sentence["text"] for sentence in answer.sentences] == [KINGS]
    assert writer.closed == 1


async def test_a_short_answer_that_no_sentence_holds_is_dropped() -> None:
    answer = await reader(ScriptedWriter([[Written(short_answer="triều Lê"), KINGS]])).answer(QUESTION, HUE)
    assert answer.short_answer is None
    assert not answer.abstained


async def test_a_writer_that_fails_is_an_error() -> None:
    with pytest.raises(ModelUnavailable, match="tắt máy"):
        await reader(ScriptedWriter([[KINGS, ModelUnavailable("tắt máy")]])).answer(QUESTION, HUE)


async def test_a_writer_that_takes_too_long_is_an_error() -> None:
    writer = ScriptedWriter([[30.0]])
    with pytest.raises(ModelTimeout, match=r"0\.05 seconds"):
        await reader(writer, Limits(answer_s=0.05)).answer(QUESTION, HUE)
    assert writer.closed == 1


class FailingChecker:
    """Cannot be reached."""

    async def check(self, question: str, sentence: str, passages: Sequence[Passage]) -> Grounding:
        raise ModelUnavailable("tắt máy")


async def test_a_checker_that_fails_is_an_error_and_no_abstention() -> None:
    unchecked = ContextReader(Analyst(), ScriptedWriter([[KINGS]]), FailingChecker())
    with pytest.raises(ModelError, match="tắt máy"):
        await unchecked.answer(QUESTION, HUE)
