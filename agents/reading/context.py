"""A text that comes with the question, as a passage."""

from __future__ import annotations

from collections.abc import Sequence

from graph.results import Passage

CONTEXT = "context"
"""Chunk and document id of the given text."""


def context_passage(context: str) -> Passage:
    """A given text as a passage of its own; spans are into the text as given."""
    return Passage(CONTEXT, CONTEXT, CONTEXT, CONTEXT, "", context, 0, len(context))


def is_given(passages: Sequence[Passage]) -> bool:
    """Whether the passages are a text that came with the question, and not what a search found."""
    return bool(passages) and all(passage.chunk_id == CONTEXT for passage in passages)
