"""Embedders keep the contract."""

from __future__ import annotations

import numpy as np
import pytest

from graph.embedding.factory import open_embedder
from graph.embedding.static import StaticEmbedder, StaticVectors
from graph.ports import Embedder
from graph.text.terms import term_hashes
from tests.contract.embedder import TEXTS, EmbedderContract


class TestShipped(EmbedderContract):
    """The suite on the vectors that ship."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        return open_embedder("static:")


class TestGiven(EmbedderContract):
    """The suite on a few vectors that know one word of each text."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        words = ["nội", "nghỉ", "lúa"]
        assert all(sum(word in text.lower() for text in TEXTS) == 1 for word in words)
        return StaticEmbedder(StaticVectors.of(term_hashes(words), np.eye(3, 4, dtype=np.float32) * 2, "test"))
