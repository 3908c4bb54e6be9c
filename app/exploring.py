"""Ways through the graph from one entity to another, over its facts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import prod

from graph.errors import NotFound
from graph.model import SAME_AS, Entity
from graph.ports import GraphStore
from graph.results import Fact

_SECONDS = 3.0
_FACTS = 4000
"""Facts that are read for one step of a search, best supported first."""
_NODES = 1000
"""Entities from which a search takes its next step."""
_COMPARED = 500
"""Paths of the same length among which the best are chosen."""


@dataclass(frozen=True, slots=True)
class GraphPath:
    """A way through the graph: ``facts[i]`` joins ``entities[i]`` and ``entities[i + 1]``, in either direction."""

    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class GraphPaths:
    """Shortest ways, the best stated first.

    Attributes:
        paths: The ways; all have the same length.
        complete: False where the search met its bounds (time, facts), so that others may exist.
    """

    paths: tuple[GraphPath, ...]
    complete: bool


async def entity_of(graph: GraphStore, tenant: str, entity_id: str) -> Entity:
    """An entity of a tenant.

    Raises:
        NotFound: The tenant has none of that id.
    """
    found = await graph.entities([entity_id])
    if not found or found[0].tenant != tenant:
        raise NotFound(f"There is no entity {entity_id!r}. GET /graph/entities?query=NAME finds them.")
    return found[0]


async def shortest_paths(graph: GraphStore, start: Entity, goal: Entity, *, steps: int, limit: int) -> GraphPaths:
    """Shortest ways from one entity to another, searched from both sides.

    Args:
        graph: The graph.
        start: Where the ways begin.
        goal: Where they end.
        steps: Facts of a way at most.
        limit: Ways at most.
    """
    search = _Search(graph)
    try:
        async with asyncio.timeout(_SECONDS):
            homes = await search.groups([start.id, goal.id])
            one, other = _Side(homes[start.id]), _Side(homes[goal.id])
            await search.meet(one, other, steps)
    except TimeoutError:
        search.complete = False
        return GraphPaths((), complete=False)
    ways = list(islice(_ways(one, other), _COMPARED))
    ways.sort(key=lambda way: -prod(fact.confidence for fact in way.facts))
    ids = {node for way in ways[:limit] for node in way.nodes}
    named = dict(zip(ids, await graph.entities(list(ids)), strict=True)) if ids else {}
    paths = tuple(GraphPath(tuple(named[node] for node in way.nodes), way.facts) for way in ways[:limit])
    return GraphPaths(paths, search.complete and len(ways) <= limit)


class _Side:
    """What is reached from one end. Nodes are groups of entities, by their representative.

    Attributes:
        frontier: Nodes that were reached in the last step.
        came: For each node, those that are one step nearer to the end, each with the best fact between the two.
    """

    def __init__(self, end: str) -> None:
        self.frontier = [end]
        self.came: dict[str, dict[str, Fact]] = {end: {}}

    def step(self, facts: Iterable[tuple[str, str, Fact]]) -> None:
        """Moves the frontier on over facts, each with the nodes of its two ends."""
        latest, reached = set(self.frontier), dict[str, dict[str, Fact]]()
        for head, tail, fact in facts:
            for near, far in ((head, tail), (tail, head)):
                if near in latest and far not in self.came:
                    reached.setdefault(far, {}).setdefault(near, fact)
        self.came |= reached
        self.frontier = list(reached)

    def back(self, node: str) -> Iterator[_Way]:
        """The ways from a node to the end."""
        if not self.came[node]:
            yield _Way((node,), ())
        for nearer, fact in self.came[node].items():
            for way in self.back(nearer):
                yield _Way((node, *way.nodes), (fact, *way.facts))


@dataclass(frozen=True, slots=True)
class _Way:
    nodes: tuple[str, ...]
    facts: tuple[Fact, ...]


def _ways(one: _Side, other: _Side) -> Iterator[_Way]:
    """The shortest ways: each passes exactly one node that both sides reached last."""
    met = set(other.frontier)
    for node in one.frontier:
        if node in met:
            for first in one.back(node):
                for last in other.back(node):
                    yield _Way((*reversed(first.nodes), *last.nodes[1:]), (*reversed(first.facts), *last.facts))


@dataclass(slots=True)
class _Search:
    """Reads the graph, and notes whether it read all there was."""

    graph: GraphStore
    complete: bool = True
    _homes: dict[str, str] = field(default_factory=dict)

    async def meet(self, one: _Side, other: _Side, steps: int) -> None:
        """Widens the smaller side until both share nodes, or nothing is left; then the frontiers share none."""
        for _ in range(steps):
            if set(one.frontier) & set(other.frontier):
                return
            side = min(one, other, key=lambda side: len(side.frontier))
            if not side.frontier:
                return
            await self._widen(side)

    async def _widen(self, side: _Side) -> None:
        facts = await self.graph.facts(side.frontier[:_NODES], limit=_FACTS)
        if len(facts) == _FACTS or len(side.frontier) > _NODES:
            self.complete = False
        homes = await self.groups({end.id for fact in facts for end in (fact.head, fact.tail)})
        side.step((homes[fact.head.id], homes[fact.tail.id], fact) for fact in facts)

    async def groups(self, entity_ids: Iterable[str]) -> Mapping[str, str]:
        """The representative of each entity: the smallest id among those that assertions join with it."""
        new = [entity_id for entity_id in entity_ids if entity_id not in self._homes]
        asserted = await self.graph.facts(new, types=[SAME_AS], limit=_FACTS)
        self._homes |= _joined(new, asserted)
        return self._homes


def _joined(entity_ids: Sequence[str], asserted: Sequence[Fact]) -> dict[str, str]:
    """The smallest id of each group that assertions make of entities, by union-find."""
    home = dict.fromkeys(entity_ids, "")

    def root(node: str) -> str:
        while home.get(node):
            node = home[node]
        return node

    for fact in asserted:
        small, large = sorted((root(fact.head.id), root(fact.tail.id)))
        if small != large:
            home[large] = small
        home.setdefault(small, "")
    return {node: root(node) for node in home}
