"""Checkers keep the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from agents.factory import open_checker
from agents.model_server import ModelServer
from agents.ports import AnswerChecker
from tests.contract.checker import AnswerCheckerContract
from tests.servers.reading_model import judges, reading_model


class TestLexical(AnswerCheckerContract):
    """The suite on the checker without a model."""

    @pytest.fixture
    def checker(self) -> AnswerChecker:
        return open_checker(ModelServer("lexical:"))


class TestModel(AnswerCheckerContract):
    """The suite on a chat model behind a server."""

    @pytest.fixture
    async def checker(self) -> AsyncIterator[AnswerChecker]:
        async with reading_model(judges) as server:
            yield open_checker(ModelServer(server.url, "stub"))
