"""URLs of the store settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from graph.errors import SettingsError
from graph.ports import FloatArray
from graph.stores.factory import open_graph_store, open_vector_store


class TinyEmbedder:
    """Two dimensions, all zero."""

    dimension = 2
    fingerprint = "tiny:1"

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        return np.zeros((len(texts), 2), dtype=np.float32)

    def embed_query(self, text: str) -> FloatArray:
        return np.zeros(2, dtype=np.float32)


@pytest.mark.parametrize(("url", "file"), [("sqlite:", "data/graph.sqlite"), ("sqlite://{}/my%20graph", "my graph")])
async def test_sqlite_urls_name_a_file(tmp_path: Path, url: str, file: str) -> None:
    store = await open_graph_store(url.format(tmp_path), tmp_path / "data")
    await store.close()
    assert (tmp_path / file).is_file()


@pytest.mark.parametrize(("url", "folder"), [("edge:", "data/vectors"), ("edge://{}/index", "index")])
async def test_edge_urls_name_a_folder(tmp_path: Path, url: str, folder: str) -> None:
    store = await open_vector_store(url.format(tmp_path), tmp_path / "data", TinyEmbedder())
    await store.close()
    assert [path.name.startswith("tiny-1-") for path in (tmp_path / folder).iterdir()] == [True]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("neo4j://user:secret@db", "no store for neo4j:// yet"),
        ("mysql://db", "mysql: is no store"),
        ("graph.db", "no scheme"),
        ("sqlite://graph.db", "three slashes"),
    ],
)
async def test_other_graph_urls_say_what_may_be(tmp_path: Path, url: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as refused:
        await open_graph_store(url, tmp_path)
    assert "VINAGRAPH_GRAPH_URL" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(("url", "message"), [("https://qdrant", "https:// yet"), ("faiss:", "faiss: is no store")])
async def test_other_vector_urls_say_what_may_be(tmp_path: Path, url: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        await open_vector_store(url, tmp_path, TinyEmbedder())
