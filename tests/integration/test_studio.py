"""LangGraph Studio's server runs the agent: schemas, a streamed run, a resumed thread, an interrupt."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from langgraph.pregel.remote import RemoteGraph
from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient

from tests.servers.langgraph_dev import ROOT, langgraph_dev

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

GRAPH = "vinagraph"
NOTES = {
    "hue.md": "# Huế\n\nHuế là kinh đô của triều Nguyễn từ năm 1802 đến năm 1945. Sông Hương chảy qua thành phố Huế.\n",
    "vinh.md": "# Vinh\n\nVinh là thành phố trung tâm của tỉnh Nghệ An. Ga Vinh nằm trên đường sắt Bắc – Nam.\n",
}
QUESTION = {"question": "Huế là kinh đô của triều nào?"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("studio")
    notes = folder / "notes"
    notes.mkdir()
    for name, text in NOTES.items():
        (notes / name).write_text(text, encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "VINAGRAPH_DATA_DIR": str(folder / "data")}
    ingest = [sys.executable, "-m", "app.cli.main", "ingest", str(notes)]
    done = subprocess.run(ingest, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with langgraph_dev(folder / "data", folder) as address:
        yield address


@pytest.fixture
async def client(url: str) -> AsyncIterator[LangGraphClient]:
    async with get_client(url=url) as connected:
        yield connected


async def stream(
    client: LangGraphClient,
    thread: str,
    question: dict[str, str] | None,
    *,
    stop_before: str | None = None,
    rounds: int = 2,
) -> list[Any]:
    """The agent's events of one run."""
    parts = client.runs.stream(
        thread,
        GRAPH,
        input=question,
        stream_mode=["custom"],
        context={"rounds": rounds},
        interrupt_before=[stop_before] if stop_before else None,
    )
    return [part.data async for part in parts if part.event == "custom"]


def kinds(events: list[Any]) -> list[str]:
    return [event["type"] for event in events if event["type"] != "status"]


async def test_schemas_and_drawing(client: LangGraphClient) -> None:
    assistant = (await client.assistants.search(graph_id=GRAPH))[0]["assistant_id"]
    schemas = await client.assistants.get_schemas(assistant)
    assert set(schemas["input_schema"]["properties"]) == {"question", "turn", "history"}  # type: ignore[index]
    assert {"rounds", "passages", "mode"} <= set(schemas["context_schema"]["properties"])  # type: ignore[index]
    drawing = await client.assistants.get_graph(assistant)
    names = {node["id"] for node in drawing["nodes"]}
    assert {"understand", "retrieve", "grade", "rewrite", "generate", "verify", "abstain"} <= names


async def test_a_streamed_run_answers_with_citations(client: LangGraphClient) -> None:
    thread = (await client.threads.create())["thread_id"]
    events = await stream(client, thread, QUESTION)
    assert kinds(events)[0] == "sources"
    assert kinds(events)[-1] == "final"
    sentences = [event for event in events if event["type"] == "sentence"]
    assert any("triều Nguyễn" in sentence["text"] and sentence["citations"] for sentence in sentences)


async def test_a_thread_is_resumed_with_its_history(client: LangGraphClient) -> None:
    thread = (await client.threads.create())["thread_id"]
    await stream(client, thread, QUESTION)
    await stream(client, thread, {"question": "Sông nào chảy qua thành phố Huế?"}, rounds=1)
    values = (await client.threads.get_state(thread))["values"]
    assert isinstance(values, dict)
    assert [message["role"] for message in values["history"]] == ["user", "assistant"] * 2
    assert "Sông Hương" in values["answer"]


async def test_the_remote_graph_of_langgraph_answers_and_streams(client: LangGraphClient) -> None:
    agent = RemoteGraph(GRAPH, client=client)
    state = await agent.ainvoke(QUESTION)
    assert isinstance(state, dict)
    assert "triều Nguyễn" in state["answer"]
    assert state["sentences"][0]["citations"]
    events = [event async for event in agent.astream(QUESTION, stream_mode="custom")]
    assert kinds(events)[-1] == "final"
    assert events[-1]["answer"] == state["answer"]


async def test_a_run_stops_before_a_node_and_goes_on(client: LangGraphClient) -> None:
    thread = (await client.threads.create())["thread_id"]
    before = await stream(client, thread, QUESTION, stop_before="generate")
    assert "sentence" not in kinds(before)
    assert (await client.threads.get_state(thread))["next"] == ["generate"]
    after = await stream(client, thread, None)
    assert kinds(after)[-1] == "final"
    assert "Nguyễn" in after[-1]["answer"]
