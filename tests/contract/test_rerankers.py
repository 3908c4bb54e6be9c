"""Rerankers keep the contract."""

from __future__ import annotations

import pytest

from graph.ports import Reranker
from graph.retrieval.factory import open_reranker
from tests.contract.reranker import RerankerContract


class TestShipped(RerankerContract):
    """The suite on the learned reranker."""

    @pytest.fixture
    def reranker(self) -> Reranker | None:
        return open_reranker("ltr:")
