"""The embedder that a URL names."""

from __future__ import annotations

from graph.embedding.static import StaticEmbedder
from graph.errors import SettingsError
from graph.ports import Embedder


def open_embedder(url: str) -> Embedder:
    """Opens the embedder of ``VINAGRAPH_EMBEDDER_URL``.

    Raises:
        SettingsError: The URL names no embedder that there is.
        ModelUnavailable: Its model cannot be loaded.
    """
    if url == "static:":
        return StaticEmbedder()
    if url.startswith(("st:", "http://", "https://", "models:")):
        raise SettingsError(
            f"VINAGRAPH_EMBEDDER_URL={url!r}: neural embedders (st:, http(s)://, models:) are not part of this version "
            "yet. Use static: (ships with VinaGraph)."
        )
    raise SettingsError(f"VINAGRAPH_EMBEDDER_URL={url!r} is not an embedder. Use static: (ships with VinaGraph).")
