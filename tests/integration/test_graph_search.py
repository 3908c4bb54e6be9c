"""Names of a question lead to documents and facts, over the real embedded graph store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graph.model import DEFAULT_TENANT
from graph.ports import GraphStore, SearchFilter
from graph.retrieval.graph_search import search_graph
from graph.retrieval.linking import link_names
from graph.retrieval.options import Query, Stages
from graph.stores.sqlite.store import SqliteGraphStore
from tests.small_world import TEXTS, entity, record, records

TITLES = {record(title, text).document.id: title for title, text in TEXTS.items()}


@pytest.fixture
async def graph(tmp_path: Path) -> AsyncIterator[GraphStore]:
    store = await SqliteGraphStore.open(tmp_path / "graph.sqlite")
    await store.commit(await store.stage(records()))
    yield store
    await store.close()


def query(text: str, *relations: str, stages: Stages = Stages()) -> Query:
    return Query(text, SearchFilter(DEFAULT_TENANT), relations=relations, stages=stages)


def titles(scores: dict[str, float]) -> list[str]:
    return [TITLES[document] for document in sorted(scores, key=lambda d: -scores[d])]


async def test_the_longest_known_name_is_linked_with_its_span(graph: GraphStore) -> None:
    question = "Ai thành lập Tập đoàn FPT ở Hà Nội?"
    linked = await link_names(graph, DEFAULT_TENANT, question)
    assert [(name.text, question[name.start : name.end], name.entities[0].name) for name in linked] == [
        ("Tập đoàn FPT", "Tập đoàn FPT", "Tập đoàn FPT"),
        ("Hà Nội", "Hà Nội", "Hà Nội"),
    ]


async def test_a_question_without_diacritics_is_linked_on_folded_keys(graph: GraphStore) -> None:
    linked = await link_names(graph, DEFAULT_TENANT, "truong gia binh que o dau")
    assert [name.entities[0].name for name in linked] == ["Trương Gia Bình"]


async def test_words_that_merely_fold_to_a_name_are_not_linked(graph: GraphStore) -> None:
    assert await link_names(graph, DEFAULT_TENANT, "Hạ tĩnh tâm là gì?") == []


async def test_documents_named_and_one_hop_away(graph: GraphStore) -> None:
    signals = await search_graph(graph, query("Trương Gia Bình là ai?"))
    assert titles(signals.seeds) == ["Trương Gia Bình"]
    assert titles(signals.hops)[0] == "Nghệ An"
    assert signals.hops[next(d for d, t in TITLES.items() if t == "Tập đoàn FPT")] == pytest.approx(0.2)


async def test_pagerank_reaches_two_hops(graph: GraphStore) -> None:
    ranked = titles((await search_graph(graph, query("Tập đoàn FPT"))).pagerank)
    assert ranked[:3] == ["Tập đoàn FPT", "Trương Gia Bình", "Nghệ An"]


async def test_a_question_over_two_hops_reaches_the_second_fact(graph: GraphStore) -> None:
    signals = await search_graph(graph, query("Quê của người sáng lập Tập đoàn FPT ở đâu?", "FOUNDED_BY", "HOMETOWN"))
    stated = [(fact.head.name, fact.relation.type, fact.tail.name) for fact in signals.facts]
    assert stated == [
        ("Tập đoàn FPT", "FOUNDED_BY", "Trương Gia Bình"),
        ("Trương Gia Bình", "HOMETOWN", "Nghệ An"),
    ]
    assert signals.facts[0].tail.id == entity("Trương Gia Bình").id
    assert signals.facts[1].sentence == "Trương Gia Bình quê ở Nghệ An."


async def test_one_triggered_type_stays_at_the_names_of_the_question(graph: GraphStore) -> None:
    signals = await search_graph(graph, query("Người sáng lập Tập đoàn FPT?", "FOUNDED_BY"))
    assert [fact.relation.type for fact in signals.facts] == ["FOUNDED_BY"]


async def test_stages_can_be_switched_off(graph: GraphStore) -> None:
    question = "Quê của Trương Gia Bình?"
    off = await search_graph(
        graph, query(question, "HOMETOWN", stages=Stages(links=False, facts=False, pagerank=False))
    )
    facts = await search_graph(graph, query(question, "HOMETOWN", stages=Stages(links=False, pagerank=False)))
    assert (off.names, off.seeds, off.facts) == ([], {}, [])
    assert (facts.seeds, facts.hops, facts.pagerank) == ({}, {}, {})
    assert [fact.tail.name for fact in facts.facts] == ["Nghệ An"]
