"""Commands that find the stores in the hands of a running server ask that server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.command import end, start

QUESTION = "Nguyễn Du sinh năm nào?"


@pytest.fixture
def served(own_store: Path) -> Iterator[str]:
    """The stores in the hands of ``vinagraph serve``; its URL."""
    server = start(own_store, "serve", "--port", "0", settings={"bootstrap_key": "khoa-thu"})
    assert server.stderr is not None
    said = server.stderr.readline().decode()
    assert "listens on" in said, said
    yield said.split()[3]
    server.terminate()
    assert end(server).status == 0


def test_ask_goes_through_the_server_and_says_so(served: str, own_store: Path) -> None:
    asked = end(start(own_store, "ask", QUESTION, "--json", settings={"api_key": "khoa-thu"}))
    assert asked.status == 0, asked.err
    assert f"asking it at {served}" in asked.err
    events = [json.loads(line) for line in asked.out.splitlines()]
    assert events[0]["type"] == "run"
    assert events[-1]["type"] == "final"
    assert "1766" in events[-1]["answer"] or "1765" in events[-1]["answer"]


def test_a_server_that_asks_for_a_key_is_told_in_the_users_terms(served: str, own_store: Path) -> None:
    refused = end(start(own_store, "ask", QUESTION))
    assert refused.status == 1
    assert "VINAGRAPH_API_KEY" in refused.err
    assert served in refused.err


def test_what_only_the_holder_can_do_names_it(served: str, own_store: Path) -> None:
    assert served
    held = end(start(own_store, "reindex"))
    assert held.status == 1
    assert "vinagraph serve" in held.err
    assert "process" in held.err
