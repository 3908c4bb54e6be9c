"""What every `AnswerChecker` does; an implementation inherits the suite and gives the fixture ``checker``."""

from __future__ import annotations

import pytest

from agents.ports import AnswerChecker, Grounding, Verdict
from tests.agent_doubles import KINGS, PASSAGES, QUESTION, RIVER, VINH
from tests.contract.asking import lets_go, same_at_once

TRAIN = "Ga Vinh nằm trên đường sắt Bắc Nam."
WRONG = KINGS.replace("1802", "1812")
NEW = "Núi lửa phun trào ở Indonesia."


def cited(grounding: Grounding) -> list[str]:
    """The words of each citation; its span is into the document's text, its passage one of those given."""
    found = []
    for citation in grounding.citations:
        [passage] = [p for p in PASSAGES if p.chunk_id == citation.chunk_id]
        assert citation.document_id == passage.document_id
        assert passage.start <= citation.start < citation.end <= passage.end
        found.append(passage.text[citation.start - passage.start : citation.end - passage.start])
    return found


class AnswerCheckerContract:
    """The suite."""

    @pytest.mark.parametrize("sentence", [KINGS, RIVER, TRAIN])
    async def test_words_of_a_passage_are_supported_and_cited(self, checker: AnswerChecker, sentence: str) -> None:
        grounding = await checker.check("", sentence, PASSAGES)
        assert grounding.verdict is Verdict.SUPPORTED
        assert 0.5 <= grounding.probability <= 1
        assert [words.rstrip(".") for words in cited(grounding)] == [sentence.rstrip(".")]
        assert not grounding.reason

    @pytest.mark.parametrize("sentence", [WRONG, NEW, "", "?!"])
    async def test_other_words_are_not_and_it_says_why(self, checker: AnswerChecker, sentence: str) -> None:
        grounding = await checker.check("", sentence, PASSAGES)
        assert grounding.verdict is not Verdict.SUPPORTED
        assert 0 <= grounding.probability < 0.5
        assert grounding.citations == ()
        assert grounding.reason

    async def test_nothing_is_supported_without_passages(self, checker: AnswerChecker) -> None:
        assert (await checker.check("", KINGS, ())).verdict is Verdict.UNSUPPORTED
        assert (await checker.check_answer("", KINGS, "")).verdict is not Verdict.SUPPORTED

    async def test_the_order_of_the_passages_does_not_matter(self, checker: AnswerChecker) -> None:
        turned = await checker.check("", TRAIN, PASSAGES[::-1])
        assert cited(turned) == cited(await checker.check("", TRAIN, PASSAGES)) != []

    async def test_an_answer_takes_the_worst_label_of_its_sentences(self, checker: AnswerChecker) -> None:
        right = await checker.check_answer(QUESTION, KINGS, KINGS)
        assert right.verdict is Verdict.SUPPORTED
        for answer in (f"{KINGS} {WRONG}", f"{WRONG} {KINGS}", WRONG, "", " "):
            wrong = await checker.check_answer(QUESTION, answer, KINGS)
            assert wrong.verdict is not Verdict.SUPPORTED, answer
            assert wrong.probability < 0.5 <= right.probability <= 1
            assert wrong.reason

    async def test_what_it_is_given_stays_as_it_was(self, checker: AnswerChecker) -> None:
        passages = list(PASSAGES)
        await checker.check("", VINH, passages)
        assert passages == list(PASSAGES)

    async def test_checks_run_side_by_side(self, checker: AnswerChecker) -> None:
        await same_at_once(lambda: checker.check(QUESTION, KINGS, PASSAGES))

    async def test_who_is_cancelled_stops(self, checker: AnswerChecker) -> None:
        await lets_go(lambda: checker.check(QUESTION, KINGS, PASSAGES))
        await lets_go(lambda: checker.check_answer(QUESTION, KINGS, KINGS))
