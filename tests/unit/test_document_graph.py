"""Hops and PageRank over the document graph."""

from __future__ import annotations

import pytest

from graph.results import DocumentLink
from graph.retrieval.document_graph import Neighbourhood, best_hop, link_weight, personalised_pagerank

CHAIN = Neighbourhood({("a", "b"): 1.0, ("b", "c"): 1.0, ("c", "b"): 0.2, ("b", "a"): 0.2})


def test_names_early_in_a_text_weigh_more() -> None:
    first, later = (DocumentLink("x", "y", "e", "c", position, 1) for position in (0, 10))
    assert link_weight(first) == 1.0
    assert link_weight(later) == pytest.approx(0.25)


def test_best_hop_reaches_one_step_and_takes_the_strongest_edge() -> None:
    assert best_hop(CHAIN, ["a"]) == {"b": 1.0}
    assert best_hop(CHAIN, ["a", "c"])["b"] == 1.0


def test_pagerank_falls_with_distance_and_is_scaled_to_one() -> None:
    rank = personalised_pagerank(CHAIN, {"a": 1.0})
    assert max(rank.values()) == 1.0
    assert rank["a"] > rank["b"] > rank["c"] > 0


def test_pagerank_conserves_mass_where_documents_link_nowhere() -> None:
    rank = personalised_pagerank(Neighbourhood({("a", "b"): 1.0}), {"a": 1.0})
    # with restart .5: r(a) = .5 + .5 r(b), r(b) = .5 r(a), r(a) + r(b) = 1
    assert rank["b"] / rank["a"] == pytest.approx(0.5, abs=0.01)


def test_no_seeds_no_rank() -> None:
    assert personalised_pagerank(CHAIN, {}) == {}
