from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graph.embedding.factory import open_embedder
from graph.embedding.static import StaticEmbedder, StaticVectors
from graph.errors import SettingsError
from graph.text.terms import term_hashes


def small_vectors() -> StaticVectors:
    keys = term_hashes(["hà", "nội", "hà nội", "lúa"])
    rows = np.array([[1, 0, 0], [1, 0.1, 0], [3, 0, 0], [0, 0, 2]], dtype=np.float32)
    return StaticVectors.of(keys, rows, "test")


def test_vectors_survive_saving(tmp_path: Path) -> None:
    small_vectors().save(tmp_path / "v.npz")
    again = StaticEmbedder(StaticVectors.load(tmp_path / "v.npz"))
    assert again.fingerprint == "static-test"
    assert again.embed_query("Hà Nội") == pytest.approx(StaticEmbedder(small_vectors()).embed_query("Hà Nội"), abs=1e-3)


def test_shipped_vectors_put_related_texts_nearer() -> None:
    embedder = open_embedder("static:")
    query = embedder.embed_query("mức lương tối thiểu của người lao động")
    near, far = embedder.embed_passages(
        ["Người sử dụng lao động trả tiền công cho nhân viên theo vùng", "Sông Hồng chảy qua nhiều tỉnh phía bắc"]
    )
    assert embedder.dimension == len(query)
    assert query @ near > query @ far + 0.2


@pytest.mark.parametrize("url", ["st:BAAI/bge-m3", "http://localhost:8000/v1", "statik:", ""])
def test_other_urls_are_refused_with_what_to_use(url: str) -> None:
    with pytest.raises(SettingsError, match="static:"):
        open_embedder(url)
