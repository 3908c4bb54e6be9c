"""Groups of entities that ``SAME_AS`` relations join; derived from them, and undone with them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from graph.stores.sqlite.rows import as_json

_EDGES = """
SELECT head, tail FROM relations WHERE type = 'SAME_AS' AND head IN (SELECT value FROM json_each(:entities))
UNION SELECT head, tail FROM relations WHERE type = 'SAME_AS' AND tail IN (SELECT value FROM json_each(:entities))
"""


def regroup(connection: sqlite3.Connection, touched: Iterable[int]) -> None:
    """Derives again the groups that the touched entities, ends of new or lost assertions, reach.

    What is left of a broken group still hangs on an end of a lost assertion, so that it is reached too.
    The representative of a group is the member with the smallest id of the data model, so that it does
    not depend on the order of arrival.
    """
    seeds = set(touched)
    if not seeds:
        return
    nodes, edges = _reached(connection, seeds)
    connection.execute("DELETE FROM groups WHERE entity IN (SELECT value FROM json_each(?))", (as_json(nodes),))
    joined = [component for component in _components(nodes, edges) if len(component) > 1]
    uids = dict(
        connection.execute(
            "SELECT id, uid FROM entities WHERE id IN (SELECT value FROM json_each(?))", [as_json(nodes)]
        )
    )
    rows = [(entity, min(component, key=uids.__getitem__)) for component in joined for entity in component]
    connection.executemany("INSERT INTO groups (entity, representative) VALUES (?, ?)", rows)


def _reached(connection: sqlite3.Connection, seeds: set[int]) -> tuple[set[int], set[tuple[int, int]]]:
    """All entities that assertions connect to the seeds, and those assertions."""
    nodes, edges, frontier = set(seeds), set[tuple[int, int]](), seeds
    while frontier:
        found = set(connection.execute(_EDGES, {"entities": as_json(frontier)}))
        edges |= found
        frontier = {entity for edge in found for entity in edge} - nodes
        nodes |= frontier
    return nodes, edges


def _components(nodes: Iterable[int], edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Connected components, by union-find."""
    parent = {node: node for node in nodes}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for head, tail in edges:
        parent[root(head)] = root(tail)
    components: defaultdict[int, list[int]] = defaultdict(list)
    for node in parent:
        components[root(node)].append(node)
    return list(components.values())
