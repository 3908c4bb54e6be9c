"""What every `Reranker` does; an implementation inherits the suite and gives the fixture ``reranker``."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.ports import Candidate, Reranker
from graph.results import Passage
from tests.contract.asking import same_in_threads

QUESTION = "Thanh niên là người trong độ tuổi nào?"
ANSWERS = 1
"""Place of the candidate that answers it."""


def candidate(text: str, title: str = "", score: float = 0.5, **others: object) -> Candidate:
    """A candidate of a document of its own."""
    passage = Passage(
        chunk_id=title + text,
        document_id=title or text[:20],
        external_id=title,
        uri=title,
        title=title,
        text=text,
        start=0,
        end=len(text),
    )
    return Candidate(replace(passage, **others), score, {"sparse": 20 * score})  # type: ignore[arg-type]


def candidates() -> list[Candidate]:
    """Candidates of `QUESTION`, one of them empty, in the order of their scores."""
    return [
        candidate("Cơ quan quản lý nhà nước về thanh niên gồm các bộ.", "Quản lý nhà nước về thanh niên", 0.55),
        candidate("Thanh niên là công dân Việt Nam từ đủ 16 tuổi đến 30 tuổi.", "Thanh niên", 0.5),
        candidate("Trẻ em là người dưới 16 tuổi.", "Trẻ em", 0.45, path=("Trẻ em", "Chương I NHỮNG QUY ĐỊNH CHUNG")),
        candidate("Lúa nước được trồng ở đồng bằng sông Hồng.", "Lúa", 0.1),
        candidate("", "", 0.0),
    ]


class RerankerContract:
    """The suite."""

    def test_the_passage_that_answers_comes_first(self, reranker: Reranker) -> None:
        assert int(np.argmax(reranker.rerank(QUESTION, candidates()))) == ANSWERS

    @pytest.mark.parametrize("question", [QUESTION, "", "?!", "nào", "x" * 5_000, "từ " * 3_000])
    def test_each_candidate_has_one_score(self, reranker: Reranker, question: str) -> None:
        scores = reranker.rerank(question, candidates())
        assert len(scores) == len(candidates())
        assert all(type(score) is float and np.isfinite(score) for score in scores)

    def test_none_and_one_candidate(self, reranker: Reranker) -> None:
        assert reranker.rerank(QUESTION, []) == []
        assert len(reranker.rerank(QUESTION, candidates()[:1])) == 1

    def test_scores_follow_the_candidates_when_their_order_changes(self, reranker: Reranker) -> None:
        order = [3, 0, 4, 1, 2]
        straight = reranker.rerank(QUESTION, candidates())
        shuffled = reranker.rerank(QUESTION, [candidates()[place] for place in order])
        assert shuffled == pytest.approx([straight[place] for place in order], abs=1e-4)

    def test_what_it_is_given_stays_as_it_was(self, reranker: Reranker) -> None:
        given, before = candidates(), candidates()
        assert reranker.rerank(QUESTION, given) == reranker.rerank(QUESTION, tuple(before))
        assert given == before

    def test_threads_may_share_it(self, reranker: Reranker) -> None:
        alone = reranker.rerank(QUESTION, candidates())
        assert same_in_threads(lambda: reranker.rerank(QUESTION, candidates())) == [alone] * 8
