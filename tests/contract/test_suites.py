"""The suites see what is wrong: each broken implementation fails the test that is named beside it,
which a good one passes."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.extractive_writer import ExtractiveWriter
from agents.factory import open_writer
from agents.lexical_checker import LexicalChecker
from agents.model_server import ModelServer
from agents.ports import Grounding, Material, Question, Rejected, Turn, Verdict, Written
from agents.rules_analyst import RulesAnalyst
from graph.embedding.static import StaticEmbedder
from graph.errors import ModelTimeout
from graph.ports import Candidate, FloatArray
from graph.results import Passage
from graph.retrieval.ltr import LtrReranker
from graph.retrieval.options import Query, Retrieved
from graph.text.restore import DiacriticRestorer
from tests.agent_doubles import RIVER, Shelf, WordSearch
from tests.contract.analyst import QueryAnalystContract
from tests.contract.checker import AnswerCheckerContract
from tests.contract.embedder import EmbedderContract
from tests.contract.model_port import ModelPartContract
from tests.contract.reranker import RerankerContract
from tests.contract.restorer import RestorerContract
from tests.contract.search import PassageSearchContract
from tests.contract.writer import MATERIAL, WriterContract, written


class Unnormalised(StaticEmbedder):
    def embed_query(self, text: str) -> FloatArray:
        vector = super().embed_query(text)
        vector *= 2
        return vector


class Shifted(StaticEmbedder):
    """Centres each batch, so that a text's vector depends on the others."""

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        rows = super().embed_passages(texts)
        rows -= rows.sum(axis=0) / 9
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return rows


class Sorting(LtrReranker):
    """Gives the scores best first, whatever place their candidates have."""

    def rerank(self, question: str, candidates: Sequence[Candidate]) -> list[float]:
        return sorted(super().rerank(question, candidates), reverse=True)


class Emptying(LtrReranker):
    def rerank(self, question: str, candidates: Sequence[Candidate]) -> list[float]:
        scores = super().rerank(question, candidates)
        if isinstance(candidates, list):
            candidates.clear()
        return scores


class Meddling(DiacriticRestorer):
    def restore(self, text: str) -> str:
        return super().restore(text).replace("-", " ")


class Twice(WordSearch):
    async def search(self, query: Query) -> Retrieved:
        found = await super().search(query)
        return replace(found, passages=(*found.passages, *found.passages)[: query.limit])


class OneTurn(WordSearch):
    """Loses its turn where it is cancelled."""

    busy = False

    async def search(self, query: Query) -> Retrieved:
        assert not self.busy, "the one before never ended"
        self.busy = True
        await asyncio.sleep(0.001)
        self.busy = False
        return await super().search(query)


class Unhurried(WordSearch):
    """Takes as long as it likes."""

    async def search(self, query: Query) -> Retrieved:
        return await super().search(replace(query, within_s=None))


class Repeating(ExtractiveWriter):
    """Forgets what was accepted, and what was rejected."""

    async def write(
        self, question: Question, material: Material, accepted: Sequence[str], rejected: Sequence[Rejected]
    ) -> AsyncIterator[Written]:
        async for piece in super().write(question, material, (), ()):
            yield piece


class Chatting(ExtractiveWriter):
    """Always has something to say."""

    async def write(
        self, question: Question, material: Material, accepted: Sequence[str], rejected: Sequence[Rejected]
    ) -> AsyncIterator[Written]:
        async for piece in super().write(question, material or MATERIAL, accepted, rejected):
            yield piece
        yield Written("Xin hỏi thêm.\n")


class Shrugging(LexicalChecker):
    """Takes being cancelled for a verdict."""

    async def check(self, question: str, sentence: str, passages: Sequence[Passage]) -> Grounding:
        try:
            return await super().check(question, sentence, passages)
        except asyncio.CancelledError:
            return Grounding(Verdict.UNSUPPORTED, 0.0, reason="?")


class Misplaced(LexicalChecker):
    """Cites by places in the passage instead of in the document."""

    async def check(self, question: str, sentence: str, passages: Sequence[Passage]) -> Grounding:
        return await super().check(question, sentence, [replace(passage, start=0) for passage in passages])


class Lenient(LexicalChecker):
    """Takes the label of the first sentence."""

    async def check_answer(self, question: str, answer: str, context: str) -> Grounding:
        return await super().check_answer(question, answer.partition(". ")[0], context)


class Forgetful(RulesAnalyst):
    """Does not listen to the conversation."""

    async def analyse(self, question: str, history: Sequence[Turn]) -> Question:
        return await super().analyse(question, ())


class Popping(RulesAnalyst):
    async def analyse(self, question: str, history: Sequence[Turn]) -> Question:
        understood = await super().analyse(question, history)
        if isinstance(history, list):
            history.pop()
        return understood


async def raw(server: ModelServer) -> object:
    """Lets what goes wrong below through as it is."""
    raise ConnectionError(server.url)


async def hasty(server: ModelServer) -> object:
    """Tells every failure as one of time."""
    raise ModelTimeout(server.url)


def shelf() -> Shelf:
    return Shelf([Passage(f"c{n}", f"d{n}", "", "", "", "Nghệ An là tỉnh.", 0, 16, source="tests") for n in range(3)])


async def sound(server: ModelServer) -> object:
    return await written(open_writer(server))


EMBEDDER, RERANKER, WRITER, CHECKER = StaticEmbedder(), LtrReranker(), ExtractiveWriter(), LexicalChecker()
ANALYST, FORGETFUL, POPPING = (kind(None, None, "t") for kind in (RulesAnalyst, Forgetful, Popping))
BEST_FIRST = "test_the_best_come_first_each_once_and_no_more_than_wanted"
FOLLOW_UP = "test_a_follow_up_is_made_self_contained_and_kept_as_typed"
NOTHING = "test_nothing_is_written_where_the_material_does_not_answer"
REFUSED = "test_a_server_that_refuses_is_unavailable_and_its_reason_told"


@pytest.mark.parametrize(
    ("suite", "test", "good", "broken", "arguments"),
    [
        (EmbedderContract, "test_rows_are_unit_vectors_of_its_dimension", EMBEDDER, Unnormalised(), {}),
        (EmbedderContract, "test_a_text_is_embedded_alone_as_among_others", EMBEDDER, Shifted(), {}),
        (RerankerContract, "test_scores_follow_the_candidates_when_their_order_changes", RERANKER, Sorting(), {}),
        (RerankerContract, "test_what_it_is_given_stays_as_it_was", RERANKER, Emptying(), {}),
        (
            RestorerContract,
            "test_restoring_changes_marks_and_nothing_else",
            DiacriticRestorer(),
            Meddling(),
            {"text": "luat 38-2022"},
        ),
        (PassageSearchContract, BEST_FIRST, WordSearch(shelf()), Twice(shelf()), {}),
        (PassageSearchContract, "test_who_is_cancelled_keeps_nobody_out", WordSearch(shelf()), OneTurn(shelf()), {}),
        (PassageSearchContract, "test_no_search_takes_longer_than_it_may", WordSearch(shelf()), Unhurried(shelf()), {}),
        (WriterContract, "test_what_was_accepted_is_not_said_again", WRITER, Repeating(), {}),
        (WriterContract, "test_what_was_rejected_is_not_said_again", WRITER, Repeating(), {}),
        (WriterContract, NOTHING, WRITER, Chatting(), {"material": Material(())}),
        (AnswerCheckerContract, "test_who_is_cancelled_stops", CHECKER, Shrugging(), {}),
        (AnswerCheckerContract, "test_an_answer_takes_the_worst_label_of_its_sentences", CHECKER, Lenient(), {}),
        (
            AnswerCheckerContract,
            "test_words_of_a_passage_are_supported_and_cited",
            CHECKER,
            Misplaced(),
            {"sentence": RIVER},
        ),
        (QueryAnalystContract, FOLLOW_UP, ANALYST, FORGETFUL, {}),
        (QueryAnalystContract, "test_what_it_is_given_stays_as_it_was", ANALYST, POPPING, {}),
        (ModelPartContract, "test_a_connection_that_is_cut_is_a_failure_of_the_model", sound, raw, {}),
        (ModelPartContract, REFUSED, sound, hasty, {"status": 401, "reason": "wrong key"}),
    ],
)
async def test_a_broken_implementation_is_seen(
    suite: type, test: str, good: object, broken: object, arguments: Mapping[str, Any]
) -> None:
    async def run(implementation: object) -> None:
        outcome = getattr(suite(), test)(implementation, **arguments)
        if inspect.isawaitable(outcome):
            await outcome

    await run(good)
    with pytest.raises((AssertionError, pytest.fail.Exception, ConnectionError, ModelTimeout)):
        await run(broken)
