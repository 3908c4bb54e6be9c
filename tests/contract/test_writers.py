"""Writers keep the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from agents.factory import open_writer
from agents.model_server import ModelServer
from agents.ports import Writer
from tests.contract.writer import COMPOSER, WriterContract
from tests.servers.reading_model import copies, reading_model


class TestExtractive(WriterContract):
    """The suite on the writer without a model."""

    @pytest.fixture
    def writer(self) -> Writer:
        return open_writer(ModelServer("extractive:"))


class TestModel(WriterContract):
    """The suite on a chat model behind a server."""

    @pytest.fixture
    async def writer(self) -> AsyncIterator[Writer]:
        async with reading_model(copies(COMPOSER)) as server:
            yield open_writer(ModelServer(server.url, "stub"))
