"""Restorers of diacritics keep the contract."""

from __future__ import annotations

import pytest

from agents.rules_analyst import Restorer
from graph.text.restore import DiacriticRestorer
from tests.contract.restorer import RestorerContract


class TestShipped(RestorerContract):
    """The suite on the model that ships."""

    @pytest.fixture
    def restorer(self) -> Restorer:
        return DiacriticRestorer()
