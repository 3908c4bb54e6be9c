"""Runs over HTTP: replay, cancelling, leaving and coming back, refusals."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import httpx2
import pytest

from app.api import create_app, sse
from app.api.routes import query
from app.run import COMES_BACK_S, LEFT_S
from app.settings import load_settings
from tests.agent_doubles import KINGS, QUESTION, RIVER, ScriptedWriter
from tests.asking_http import asked, reading, scripted, seconds_until_closed, told
from tests.live_server import serving
from tests.running import SLOW, SLOW_S
from tests.servers.openai_stub import openai_stub, says


@pytest.fixture
def client(api_url: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=api_url, timeout=30) as client:
        yield client


def test_a_stream_tells_the_run_first_and_the_answer_last_and_can_be_replayed(client: httpx2.Client) -> None:
    events = asked(client, passages=9)  # which no other test asks for: the cache has no such answer
    assert [event.id for event in events] == list(range(1, len(events) + 1))
    assert [event.event for event in events] == [event.data["type"] for event in events]
    run = events[0].data["id"]
    assert events[0].event == "run"
    assert {"status", "sources", "sentence"} <= {event.event for event in events}
    assert events[-1].event == "final"
    address = f"/runs/{run}/events"
    with client.stream("GET", address) as again:
        assert list(told(again.iter_lines())) == events
    with client.stream("GET", address, headers={"Last-Event-ID": "3"}, params={"after": 5}) as rest:
        assert list(told(rest.iter_lines())) == events[3:]
    with client.stream("GET", address, params={"after": 5}) as rest:
        assert list(told(rest.iter_lines())) == events[5:]
    for of_others in ("whose?", "-1", "9" * 5_000):
        with client.stream("GET", address, headers={"Last-Event-ID": of_others}) as again:
            assert list(told(again.iter_lines())) == events
    assert client.get(address, params={"after": len(events)}).status_code == 204
    cancelled = client.delete(f"/runs/{run}").json()
    assert cancelled["state"] == "done", "A run that is over stays as it is."
    assert cancelled["events"] == len(events)


def test_streams_are_described_as_such(client: httpx2.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for operation in (paths["/query/stream"]["post"], paths["/runs/{run_id}/events"]["get"]):
        stream = operation["responses"]["200"]["content"]["text/event-stream"]
        assert stream["example"].startswith("event: run\n")
        assert "data" in stream["itemSchema"]["properties"]
        assert list(operation["responses"]["default"]["content"]) == ["application/problem+json"]


def test_runs_that_are_not_there(client: httpx2.Client) -> None:
    for method, address in (("GET", "/runs/x"), ("GET", "/runs/x/events"), ("DELETE", "/runs/x")):
        missing = client.request(method, address)
        assert missing.status_code == 404
        assert missing.json()["code"] == "not_found"


def test_deleting_a_run_stops_it_within_a_second(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW])
    with scripted(tmp_path, writer) as (client, _), reading(client) as (run, events):
        assert client.get(f"/runs/{run}").json()["state"] == "running"
        begun = time.monotonic()
        cancelled = client.delete(f"/runs/{run}").json()
        assert writer.closed == 1
        last = list(events)[-1]
        assert time.monotonic() - begun < 1.0
        assert cancelled["state"] == "cancelled"
        assert (last.event, last.data["code"]) == ("error", "cancelled")


def test_who_leaves_a_stream_for_good_stops_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "COMES_BACK_S", 0.8)
    writer = ScriptedWriter([SLOW])
    with scripted(tmp_path, writer) as (client, _):
        with reading(client) as (run, _):
            left = time.monotonic()
        seconds_until_closed(writer, SLOW_S / 2)
        assert time.monotonic() - left >= 0.8, "who loses the connection has time to come back"
        assert client.get(f"/runs/{run}").json()["error"]["code"] == "cancelled"


def test_who_comes_back_to_a_stream_reads_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "COMES_BACK_S", 1.0)
    writer = ScriptedWriter([[f"{KINGS} {RIVER}", 1.5, " Hết."]])
    with scripted(tmp_path, writer) as (client, _):
        with reading(client) as (run, _):
            pass
        time.sleep(0.3)
        with client.stream("GET", f"/runs/{run}/events", headers={"Last-Event-ID": "2"}) as response:
            events = list(told(response.iter_lines()))
        assert events[0].id == 3
        assert events[-1].event == "final"


def test_the_grace_of_a_stream_is_ten_seconds_and_that_of_a_json_answer_under_one() -> None:
    assert COMES_BACK_S == 10.0
    assert LEFT_S < 1.0


async def test_who_leaves_before_the_json_answer_stops_the_work(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW])
    with scripted(tmp_path, writer) as (client, _):
        async with httpx2.AsyncClient(base_url=client.base_url, timeout=None) as leaving:
            asking = asyncio.create_task(leaving.post("/query", json={"question": QUESTION}))
            while not writer.told:  # noqa: ASYNC110 - nothing tells when it begins to write
                await asyncio.sleep(0.01)
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            await asyncio.to_thread(seconds_until_closed, writer, SLOW_S / 2)


@pytest.mark.parametrize(("why", "status", "code"), [("cancelled", 409, "conflict"), ("interrupted", 503, "not_ready")])
def test_who_waits_for_an_answer_is_told_why_there_is_none(
    tmp_path: Path, why: Literal["cancelled", "interrupted"], status: int, code: str
) -> None:
    writer = ScriptedWriter([SLOW])
    with scripted(tmp_path, writer) as (client, app), ThreadPoolExecutor(1) as other:

        @app.post("/test/cancel")
        async def cancel_all() -> None:
            while not app.state.services.runs.running:  # noqa: ASYNC110 - nothing tells when it starts
                await asyncio.sleep(0.01)
            for run in list(app.state.services.runs._running.values()):
                run.cancel(why)

        asking = other.submit(client.post, "/query", json={"question": QUESTION})
        client.post("/test/cancel")
        refused = asking.result()
        assert (refused.status_code, refused.json()["code"]) == (status, code)


def test_more_questions_than_the_server_takes_are_refused_at_once(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW])
    with scripted(tmp_path, writer, questions_at_once=1) as (client, _), reading(client):
        for address in ("/query", "/query/stream"):
            begun = time.monotonic()
            refused = client.post(address, json={"question": QUESTION})
            assert time.monotonic() - begun < 1.0
            assert refused.status_code == 503
            assert refused.json()["code"] == "overloaded"
            assert int(refused.headers["retry-after"]) >= 1


def test_a_second_question_on_a_thread_that_is_being_answered_is_a_conflict(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW, [KINGS], [KINGS]])
    with scripted(tmp_path, writer) as (client, _):
        with reading(client, thread="t") as (run, _):
            refused = client.post("/query", json={"question": QUESTION, "thread": "t"})
            assert refused.status_code == 409
            assert refused.json()["code"] == "conflict"
            assert run in refused.json()["detail"]
            assert client.post("/query", json={"question": QUESTION, "thread": "u"}).status_code == 200
            client.delete(f"/runs/{run}")
        assert client.post("/query", json={"question": QUESTION, "thread": "t"}).status_code == 200


def test_a_silent_stream_is_kept_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "_KEEP_ALIVE_S", 0.1)
    writer = ScriptedWriter([[KINGS, 0.8, f" {RIVER}"]])
    with (
        scripted(tmp_path, writer) as (client, _),
        client.stream("POST", "/query/stream", json={"question": QUESTION}) as response,
    ):
        lines = list(response.iter_lines())
    assert any(line.startswith(":") for line in lines)
    assert [event.id for event in told(iter(lines))][-1] > 5
    assert list(told(iter(lines)))[-1].event == "final"


async def test_a_cancelled_run_hangs_up_on_its_model(own_store: Path) -> None:
    written = "Trả lời ngắn: 1766\n" + "Nguyễn Du là tác giả của Truyện Kiều. " * 100
    async with openai_stub(says(written, delay_s=0.1)) as model:
        app = create_app(load_settings(data_dir=own_store, writer_url=model.url, writer_model="stub"))

        def cancel() -> str:
            with serving(app) as url, httpx2.Client(base_url=url, timeout=30) as client:
                with client.stream("POST", "/query/stream", json={"question": QUESTION}) as response:
                    events = told(response.iter_lines())
                    run = next(events).data["id"]
                    while next(events).data.get("node") != "generate":
                        pass
                    time.sleep(0.5)
                    state: str = client.delete(f"/runs/{run}").json()["state"]
                return state

        cancelling = asyncio.create_task(asyncio.to_thread(cancel))
        await asyncio.wait_for(model.hung_up.wait(), 30)
        assert await cancelling == "cancelled"
