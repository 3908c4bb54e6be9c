"""Rerankers by URL."""

from __future__ import annotations

from graph.errors import SettingsError
from graph.ports import Reranker
from graph.retrieval.ltr import LtrReranker


def open_reranker(url: str) -> Reranker | None:
    """The reranker that a URL names; None for ``none:``.

    Raises:
        SettingsError: No reranker has that URL.
    """
    if url == "none:":
        return None
    if url == "ltr:":
        return LtrReranker()
    raise SettingsError(f"VINAGRAPH_RERANKER_URL={url!r} is not a reranker. Use ltr: (ships with VinaGraph) or none:.")
