"""Folders that were ingested, kept in the graph store: what lies in them keeps the name that it has there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from graph.ports import GraphStore
from ingestion.readers.roots import Place, Root
from ingestion.writer import writing_turn

_KEY = "ingested_folders:{}"
_KEPT = "it lies in {}, which was ingested before, and keeps its name there: {} of the source {}"
_KEPT_SOURCE = "it was ingested before under the source {}, and stays there"
_MOVES = (
    "it was ingested before under the source {0}; what it holds moves from {0} to {1}, now and whenever it is ingested "
    "again. What it no longer holds stays in {0} until deleted (vinagraph documents list --source {0})"
)
_PART_MOVES = (
    "it lies in {0}, which was ingested before under the source {1}; what it holds moves from {1} to {2}, and back "
    "when {0} is ingested again as a whole. To move all of it, name the source with {0}"
)
_RIVAL = (
    "{0} was ingested before under the source {1} too: documents at the same path in both folders replace one another. "
    "If they are different documents, ingest the common parent folder of both instead"
)
_INSIDE = (
    "{0} was ingested by itself before, under the source {1}; its documents stay there, and what repeats them is left "
    "out here. To name them from this folder, delete those (vinagraph documents list --source {1}) and ingest it again"
)


async def known_roots(graph: GraphStore, tenant: str) -> list[Root]:
    """Folders of which something is still stored."""
    noted = await _noted(graph, tenant)
    stored = {root.source: await graph.documents(tenant, source=root.source, limit=1) for root in noted}
    return [root for root in noted if stored[root.source]]


async def _noted(graph: GraphStore, tenant: str) -> list[Root]:
    return [_root(**fields) for fields in json.loads(await graph.get_meta(_KEY.format(tenant)) or "[]")]


def _root(folder: str, source: str, rows_as: str | None = None, named: bool = False) -> Root:
    """A root as it was noted; earlier versions noted whether a person had ``named`` the source."""
    return Root(folder, source, source if named else rows_as)


async def note_roots(graph: GraphStore, tenant: str, places: Sequence[Place], roots: Sequence[Root]) -> None:
    """Remembers the folders among the places that lie in none of the known ones, and those that changed their source.

    Args:
        graph: Where they are kept.
        tenant: Whose they are.
        places: What is ingested.
        roots: Those of which something is stored; others that are no folders any more are forgotten.
    """
    new = [
        Root(str(place.real), place.source, place.rows_as)
        for place in places
        if place.is_folder and (place.root is None or place.is_renamed)
    ]
    if new:
        async with writing_turn(graph):  # another run may have noted its folders since
            noted = await _noted(graph, tenant)
            known = [root for root in noted if root in roots or _is_there(root)]
            kept = {root.folder: root for root in (*known, *new)}
            await graph.set_meta(_KEY.format(tenant), json.dumps([asdict(root) for root in kept.values()]))


def _is_there(root: Root) -> bool:
    return os.path.isdir(root.folder)


def rivals(places: Sequence[Place], roots: Sequence[Root]) -> Iterator[tuple[Place, Root]]:
    """Places with the other folders of the same source that are still there; one that was moved is none."""
    given = {str(place.real) for place in places}
    for place in places:
        own = {*given, place.root.folder if place.root is not None else str(place.real)}
        others = (root for root in roots if root.source == place.source and root.folder not in own)
        yield from ((place, root) for root in others if _is_there(root))


def notices(places: Sequence[Place], roots: Sequence[Root], *, named: bool) -> Iterator[tuple[str, str]]:
    """What a person should know of how the places are named, each with the place.

    Args:
        places: What is ingested.
        roots: Folders that were ingested before.
        named: Whether a person named the source; that folders share it is then meant.
    """
    for place, root in () if named else rivals(places, roots):
        if place.is_folder and place.real not in Path(root.folder).parents:
            yield str(place.path), _RIVAL.format(root.folder, root.source)
    for place in places:
        if place.root is not None and place.is_renamed:
            yield str(place.path), _MOVES.format(place.root.source, place.source)
        elif place.root is not None and place.source != place.root.source:
            yield str(place.path), _PART_MOVES.format(place.root.folder, place.root.source, place.source)
        elif place.root is not None and place.scope.below:
            below = place.scope.below
            shown = f"{below}…" if below.endswith(("/", ":")) else below
            yield str(place.path), _KEPT.format(place.root.folder, shown, place.source)
        elif place.root is not None and place.source != os.path.basename(place.root.folder):
            yield str(place.path), _KEPT_SOURCE.format(place.source)
        if place.is_folder:
            inside = (root for root in roots if place.real in Path(root.folder).parents)
            yield from ((str(place.path), _INSIDE.format(root.folder, root.source)) for root in inside)
