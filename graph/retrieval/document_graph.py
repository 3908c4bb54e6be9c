"""The document graph: X→Y when the text of X names what Y is about.

It is what finds the second document of a question over two: recall of both documents in the top five rose
from .18 (BM25) to .59 in trials on two-hop questions over an encyclopaedia.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.ports import GraphStore
from graph.results import DocumentLink

POSITION_DECAY = 0.3
BACK_EDGE = 0.2
_DAMPING = 0.5
_ITERATIONS = 12


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Weighted directed edges between documents around the seeds."""

    edges: Mapping[tuple[str, str], float]


def link_weight(link: DocumentLink) -> float:
    """Weight of a link: one for names in the first chunk, less for later ones."""
    return 1.0 / (1.0 + POSITION_DECAY * link.position)


async def neighbourhood(graph: GraphStore, seeds: Sequence[str], *, hops: int, limit: int) -> Neighbourhood:
    """Reads the links around the seeds.

    Args:
        graph: The store.
        seeds: Document ids.
        hops: How far to walk; each hop is two reads.
        limit: Links read of each document and direction.
    """
    edges: dict[tuple[str, str], float] = {}
    frontier, seen = list(seeds), set(seeds)
    for _ in range(hops):
        if not frontier:
            break
        outgoing = await graph.links_from(frontier, limit)
        incoming = await graph.links_to(frontier, limit)
        for link in (*outgoing, *incoming):
            weight = link_weight(link)
            _raise(edges, (link.head_id, link.tail_id), weight)
            _raise(edges, (link.tail_id, link.head_id), BACK_EDGE * weight)
        reached = {link.tail_id for link in outgoing} | {link.head_id for link in incoming}
        frontier = sorted(reached - seen)
        seen |= reached
    return Neighbourhood(edges)


def _raise(edges: dict[tuple[str, str], float], edge: tuple[str, str], weight: float) -> None:
    edges[edge] = max(edges.get(edge, 0.0), weight)


def best_hop(around: Neighbourhood, seeds: Iterable[str]) -> dict[str, float]:
    """Strongest edge from any seed to each document."""
    best: dict[str, float] = {}
    sources = set(seeds)
    for (head, tail), weight in around.edges.items():
        if head in sources and head != tail:
            best[tail] = max(best.get(tail, 0.0), weight)
    return best


def personalised_pagerank(around: Neighbourhood, seeds: Mapping[str, float]) -> dict[str, float]:
    """Personalised PageRank over the neighbourhood, scaled so that the highest is one.

    Power iteration with restart (Haveliwala 2002); mass of documents without links returns to the seeds.
    """
    names = sorted({name for edge in around.edges for name in edge} | set(seeds))
    if not names or not seeds:
        return {}
    index = {name: i for i, name in enumerate(names)}
    heads = np.array([index[head] for head, _ in around.edges], dtype=np.intp)
    tails = np.array([index[tail] for _, tail in around.edges], dtype=np.intp)
    weights = np.array(list(around.edges.values()), dtype=np.float64)
    out = np.zeros(len(names))
    np.add.at(out, heads, weights)
    restart = np.zeros(len(names))
    for name, mass in seeds.items():
        restart[index[name]] = mass
    restart /= restart.sum()
    rank = restart.copy()
    for _ in range(_ITERATIONS):
        moved = np.zeros(len(names))
        np.add.at(moved, tails, rank[heads] * weights / out[heads])
        dangling = rank[out == 0].sum()
        rank = (1 - _DAMPING) * restart + _DAMPING * (moved + dangling * restart)
    top = float(rank.max())
    return {name: float(value) / top for name, value in zip(names, rank, strict=True)}
