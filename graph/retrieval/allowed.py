"""Filters that are applied to what was found."""

from __future__ import annotations

from graph.ports import SearchFilter
from graph.results import Passage


def allowed(passage: Passage, where: SearchFilter) -> bool:
    """Whether a passage satisfies the filters of a search.

    The index applied them neither to what the graph brought nor to what a later instrument ended.
    """
    if where.sources and passage.source not in where.sources:
        return False
    if where.kinds and passage.metadata.get("kind", "") not in where.kinds:
        return False
    if where.documents and passage.document_id not in where.documents:
        return False
    if where.not_in_force_on is not None and passage.validity.holds_on(where.not_in_force_on):
        return False
    return where.in_force_on is None or passage.validity.holds_on(where.in_force_on)
