"""What every `QueryAnalyst` does; an implementation inherits the suite and gives the fixture ``analyst``."""

from __future__ import annotations

import unicodedata

import pytest

from agents.ports import QueryAnalyst, Question, Turn
from graph.errors import InputError
from tests.contract.asking import lets_go, same_at_once

HISTORY = (Turn("user", "Nguyễn Du sinh năm nào?"), Turn("assistant", "Nguyễn Du sinh năm 1766."))
FOLLOW_UP = "Ông mất ở đâu?"
REWRITTEN = "Nguyễn Du mất ở đâu?"
"""`FOLLOW_UP` made self-contained."""
WHOLE = "Nguyễn Du quê ở tỉnh nào?"
QUESTIONS = (
    WHOLE,
    "Hà Tĩnh và Nghệ An, tỉnh nào rộng hơn?",
    "Quê của người sáng lập Tập đoàn FPT ở đâu?",
    "Where is the hometown of Nguyễn Du?",
    "Chào bạn",
    "1802",
)


class QueryAnalystContract:
    """The suite; a model that the analyst asks must rewrite `FOLLOW_UP` as `REWRITTEN`, or not usably."""

    @pytest.mark.parametrize("typed", QUESTIONS)
    async def test_a_question_that_is_whole_stays_as_it_is(self, analyst: QueryAnalyst, typed: str) -> None:
        question = await analyst.analyse(typed, ())
        assert (question.original, question.text) == (typed, typed)
        assert all(name in question.text for name in question.focus)
        assert all(part.strip() for part in question.sub_questions)
        assert question.language == ("en" if typed.startswith("Where") else "vi")
        assert not question.restored

    async def test_a_follow_up_is_made_self_contained_and_kept_as_typed(self, analyst: QueryAnalyst) -> None:
        question = await analyst.analyse(FOLLOW_UP, HISTORY)
        assert (question.original, question.text) == (FOLLOW_UP, REWRITTEN)
        assert question.focus == ("Nguyễn Du",)
        assert not question.unclear

    async def test_words_that_point_to_nothing_are_told(self, analyst: QueryAnalyst) -> None:
        question = await analyst.analyse("Ông ấy sinh năm nào?", ())
        assert question.unclear in question.text
        assert question.unclear

    @pytest.mark.parametrize("typed", ["", "   ", "???", "a" * 1_000_000])
    async def test_unusable_questions_are_refused_in_the_users_terms(self, analyst: QueryAnalyst, typed: str) -> None:
        for history in ((), HISTORY):
            with pytest.raises(InputError, match="Câu hỏi"):
                await analyst.analyse(typed, history)

    async def test_decomposed_letters_are_composed(self, analyst: QueryAnalyst) -> None:
        question = await analyst.analyse(unicodedata.normalize("NFD", WHOLE), ())
        assert question.text == WHOLE

    async def test_what_it_is_given_stays_as_it_was(self, analyst: QueryAnalyst) -> None:
        history = list(HISTORY)
        await analyst.analyse(FOLLOW_UP, history)
        assert history == list(HISTORY)

    async def test_questions_are_analysed_side_by_side(self, analyst: QueryAnalyst) -> None:
        await same_at_once(lambda: analyst.analyse(FOLLOW_UP, HISTORY))

    async def test_who_is_cancelled_stops(self, analyst: QueryAnalyst) -> None:
        async def understood() -> Question:
            return await analyst.analyse(FOLLOW_UP, HISTORY)

        await lets_go(understood)
