"""Hybrid retrieval over the real embedded stores."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import ANY

import pytest

from graph.cpu_work import CpuWork
from graph.embedding.static import StaticEmbedder
from graph.errors import ModelUnavailable
from graph.model import DEFAULT_TENANT, Validity
from graph.ports import GraphStore, SearchFilter, VectorStore
from graph.retrieval.options import Query, Retrieved, Stages
from graph.retrieval.retriever import RetrievalWeights, Retriever
from graph.retrieval.sparse import SparseEncoder
from graph.retrieval.timing import Stopwatch
from ingestion.vectors import points_of
from ingestion.writer import StoreWriter
from tests.small_stores import NoEmbedder, NoReranker, Stores, small_stores
from tests.small_world import record

WORDS = Stages(dense=False, links=False, facts=False, pagerank=False, rerank=False, dedupe=False)


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with small_stores(tmp_path) as opened:
        yield opened


def retriever(graph: GraphStore, vectors: VectorStore, **sizes: int) -> Retriever:
    return Retriever(graph, vectors, StaticEmbedder(), None, CpuWork(), RetrievalWeights(**sizes))


def query(text: str, *relations: str, limit: int = 3, stages: Stages = Stages(), kinds: tuple[str, ...] = ()) -> Query:
    return Query(text, SearchFilter(DEFAULT_TENANT, kinds=kinds), limit, relations, stages=stages)


async def test_vectors_that_are_not_current_do_not_leave_an_answer_short(
    stores: tuple[GraphStore, VectorStore],
) -> None:
    graph, vectors = stores
    strays = [record(f"Nghệ An {i}", "Nghệ An, Nghệ An, tỉnh Nghệ An ở Bắc Trung Bộ.") for i in range(40)]
    await vectors.upsert(points_of(strays, SparseEncoder(), StaticEmbedder()))
    found = await retriever(graph, vectors, first=10).search(query("tỉnh Nghệ An ở đâu", limit=1, stages=WORDS))
    assert [scored.passage.title for scored in found.passages] == ["Nghệ An"]


async def test_the_graph_brings_the_second_document_with_its_fact(stores: tuple[GraphStore, VectorStore]) -> None:
    question = "Quê của người sáng lập Tập đoàn FPT ở đâu?"
    found = await retriever(*stores).search(query(question, "FOUNDED_BY", "HOMETOWN"))
    assert {"Tập đoàn FPT", "Trương Gia Bình"} <= {scored.passage.title for scored in found.passages}
    assert [fact.tail.name for fact in found.facts] == ["Trương Gia Bình", "Nghệ An"]
    assert {"search", "graph", "read", "rerank", "rank"} <= set(found.seconds)


async def test_documents_are_ranked_by_their_best_passage(stores: tuple[GraphStore, VectorStore]) -> None:
    asked = Query("Nghệ An", SearchFilter(DEFAULT_TENANT), 4, by_document=True)
    found = (await retriever(*stores).search(asked)).passages
    assert len({scored.passage.document_id for scored in found}) == len(found)
    assert [scored.score for scored in found] == sorted((s.score for s in found), reverse=True)


async def test_what_the_graph_brings_keeps_to_the_filters(stores: tuple[GraphStore, VectorStore]) -> None:
    asked = query("Quê của Trương Gia Bình ở đâu?", "HOMETOWN", kinds=("nghị định",))
    found = await retriever(*stores).search(asked)
    assert found.passages == ()
    assert found.facts == ()


async def test_only_the_documents_of_an_instrument_are_searched(stores: tuple[GraphStore, VectorStore]) -> None:
    graph, vectors = stores
    laws = [
        replace(made, document=replace(made.document, instrument=number))
        for made, number in (
            (record("Nghị định A", "Nghệ An thuộc vùng III."), "38/2022/NĐ-CP"),
            (record("Nghị định B", "Nghệ An thuộc vùng II."), "74/2024/NĐ-CP"),
        )
    ]
    await StoreWriter(graph, vectors).write(laws, points_of(laws, SparseEncoder(), StaticEmbedder()))
    asked = query("Nghệ An thuộc vùng nào", limit=10)
    for number, titles in (("38/2022", ["Nghị định A"]), ("74/2024/NĐ-CP", ["Nghị định B"]), ("1/1999", [])):
        found = await retriever(graph, vectors).search(replace(asked, instrument=number))
        assert [scored.passage.title for scored in found.passages] == titles


async def test_nothing_is_ranked_where_all_is_in_force_and_something_else_is_asked(
    stores: tuple[GraphStore, VectorStore],
) -> None:
    graph, vectors = stores
    day = date(2030, 1, 1)
    broken = Retriever(graph, vectors, StaticEmbedder(), NoReranker(), CpuWork())
    asked = replace(query("tỉnh Nghệ An ở đâu"), out_of_force_on=day)
    assert (await broken.search(asked)) == Retrieved(seconds=ANY)
    old = record("Nghệ An cũ", "Tỉnh Nghệ An ở xứ Nghệ.")
    old = replace(old, document=replace(old.document, validity=Validity(None, day)))
    await StoreWriter(graph, vectors).write([old], points_of([old], SparseEncoder(), StaticEmbedder()))
    found = await broken.search(asked)
    assert {"Nghệ An", "Nghệ An cũ"} <= {scored.passage.title for scored in found.passages}


async def test_a_few_searches_run_at_a_time(stores: tuple[GraphStore, VectorStore]) -> None:
    graph, vectors = stores
    running, most = 0, 0

    class Counted(Retriever):
        async def _search(self, query: Query, watch: Stopwatch) -> Retrieved:
            nonlocal running, most
            running += 1
            most = max(most, running)
            try:
                return await super()._search(query, watch)
            finally:
                running -= 1

    search = Counted(graph, vectors, StaticEmbedder(), None, CpuWork())
    found = await asyncio.gather(*(search.search(query("Nghệ An ở đâu")) for _ in range(40)))
    assert all(result.passages for result in found)
    assert 1 < most <= 6


async def test_models_that_fail_leave_a_search_by_words_in_its_own_order_and_are_named(
    stores: tuple[GraphStore, VectorStore],
) -> None:
    asked = query("tỉnh Nghệ An ở đâu")
    whole = Retriever(*stores, StaticEmbedder(), None, CpuWork())
    lame = Retriever(*stores, NoEmbedder(), NoReranker(), CpuWork())
    found = await lame.search(asked)
    assert found.degraded == ("dense", "rerank")
    by_words = await whole.search(replace(asked, stages=Stages(dense=False)))
    assert found.passages == by_words.passages != ()
    assert (await whole.search(asked)).degraded == ()


async def test_an_encoder_that_fails_ends_a_search_that_has_nothing_else(
    stores: tuple[GraphStore, VectorStore],
) -> None:
    with pytest.raises(ModelUnavailable):
        await Retriever(*stores, NoEmbedder(), None, CpuWork()).search(
            query("tỉnh Nghệ An ở đâu", stages=Stages(sparse=False))
        )
