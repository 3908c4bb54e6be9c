"""Writer, checker and analyst with a chat model fail as the contract says."""

from __future__ import annotations

import pytest

from agents.factory import open_analyst, open_checker, open_writer
from agents.model_server import ModelServer
from agents.ports import Grounding, Question, Written
from tests.agent_doubles import KINGS, PASSAGES
from tests.contract.analyst import FOLLOW_UP, HISTORY
from tests.contract.model_port import ModelPartContract, Part
from tests.contract.writer import written


class TestWriter(ModelPartContract):
    """The suite on the writer."""

    @pytest.fixture
    def part(self) -> Part:
        async def ask(server: ModelServer) -> list[Written]:
            return await written(open_writer(server))

        return ask


class TestChecker(ModelPartContract):
    """The suite on the checker."""

    @pytest.fixture
    def part(self) -> Part:
        async def ask(server: ModelServer) -> Grounding:
            return await open_checker(server).check("", KINGS, PASSAGES)

        return ask


class TestAnalyst(ModelPartContract):
    """The suite on the analyst."""

    @pytest.fixture
    def part(self) -> Part:
        async def ask(server: ModelServer) -> Question:
            return await open_analyst(server, graph=None, tenant="t").analyse(FOLLOW_UP, HISTORY)

        return ask
