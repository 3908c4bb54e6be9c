"""``/metrics``, ``/health`` and the probes, and what the log tells of a run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from agents.context import AgentOptions
from agents.events import ErrorEvent, FinalEvent, SourceOut, SourcesEvent, Usage, WithheldEvent
from app.api import create_app
from app.api.deps import ReaderDep, ServicesDep
from app.metrics import Metrics
from app.ports.jobs import Job, JobState
from app.run import Run
from app.run_report import RunReport
from app.settings import load_settings
from app.stores.factory import open_app_store
from tests.live_server import serving
from tests.servers import openai_stub as stub

QUESTION = "Nguyễn Du sinh năm nào?"


def application(store: Path, **settings: object) -> FastAPI:
    """The API with an address that answers a question."""
    app = create_app(load_settings(data_dir=store, **settings))

    @app.get("/test/ask/{question}")
    async def ask(question: str, services: ServicesDep, caller: ReaderDep) -> str:
        run = services.runs.start(caller, question, options=AgentOptions(tenant=caller.tenant))
        last, _ = await run.result()
        return last.type

    return app


@contextmanager
def client_of(store: Path, **settings: object) -> Iterator[httpx2.Client]:
    with serving(application(store, **settings)) as url, httpx2.Client(base_url=url, timeout=60) as client:
        yield client


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Each sample by its name and its labels' values, in the order of their names."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_is_served_is_counted_by_templates_not_by_what_was_asked(own_store: Path) -> None:
    async def add_jobs() -> None:
        store = await open_app_store("sqlite:", own_store)
        for number, state in enumerate([JobState.DONE, JobState.DONE, JobState.FAILED]):
            await store.save_job(Job(str(number), "t", state, "", "{}", datetime.now(UTC)))
        await store.close()

    asyncio.run(add_jobs())
    with client_of(own_store, cache_url="memory:") as client:
        for _ in range(2):
            assert client.get(f"/test/ask/{QUESTION}").json() == "final"
        client.get(f"/{QUESTION}")
        client.request("TRACE", "/livez")
        reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=")
    found = samples(reply.text)
    route = "/test/ask/{question}"
    assert found["rag_requests_total", "GET", route, "200"] == 2
    assert found["rag_requests_total", "GET", "unmatched", "404"] == 1
    assert found["rag_requests_total", "other", "/livez", "405"] == 1
    assert found["rag_request_latency_seconds_count", route] == 2
    assert found["rag_verdicts_total", "answered"] == 2
    assert found["rag_verdicts_total", "shown"] >= 2
    assert found["rag_verdicts_total", "error"] == 0
    assert found["rag_retrieval_score_count",] >= 2
    assert found["rag_node_seconds_count", "retrieve"] == 1, "the second answer came from the cache"
    assert found["rag_cache_hits_total",] == found["rag_cache_misses_total",] == 1
    assert found["rag_event_loop_lag_seconds_count",] > 0
    assert found["rag_cost_total",] == found["rag_running_questions",] == 0
    assert {state: found["rag_jobs", state] for state in JobState} == {
        "queued": 0,
        "running": 0,
        "done": 2,
        "failed": 1,
        "cancelled": 0,
    }
    assert "Nguy" not in reply.text


async def test_what_a_model_writes_is_counted_at_its_price(own_store: Path) -> None:
    def count(url: str) -> dict[tuple[str, ...], float]:
        priced = {"writer_input_price": 1000.0, "writer_output_price": 10_000.0}
        with client_of(own_store, writer_url=url, writer_model="stub", **priced) as client:
            client.get(f"/test/ask/{QUESTION}")
            return samples(client.get("/metrics").text)

    async with stub.openai_stub(*[stub.says("Nguyễn Du sinh năm 1765.")] * 4) as server:
        found = await asyncio.to_thread(count, server.url)
        asked = len(server.requests)
    read, written = found["rag_tokens_total", "input"], found["rag_tokens_total", "output"]
    assert (read, written) == (10 * asked, len(stub.tokens("Nguyễn Du sinh năm 1765.")) * asked)
    assert found["rag_cost_total",] == pytest.approx((read * 1000 + written * 10_000) / 1_000_000)
    assert found["rag_cost_total",] > 0


def test_two_servers_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.request("GET", "/livez", 200, 0.1)
    assert ("rag_requests_total", "GET", "/livez", "200") in samples(one.text().decode())
    assert ("rag_requests_total", "GET", "/livez", "200") not in samples(other.text().decode())


def source(score: float) -> SourceOut:
    return SourceOut(
        number=1, chunk="c", document="d", uri="u", title="t", path=(), text="x", start=0, end=1, score=score
    )


def test_events_are_counted_once_for_what_they_are() -> None:
    metrics = Metrics(input_price=0.5, output_price=2.0)
    final = FinalEvent(
        answer="",
        short_answer=None,
        abstained=True,
        usage=Usage(tokens=7, prompt_tokens=100),
        seconds={"generate": 0.5, "verify": 0.1},
    )
    for event in (
        SourcesEvent(sources=(source(0.2), source(0.7))),
        SourcesEvent(sources=()),
        WithheldEvent(ordinal=1, text="bí mật", reason="bí mật"),
        final,
        ErrorEvent(code="model", message="bí mật"),
    ):
        metrics.event(event)
    metrics.cache(hit=True)
    metrics.cache(hit=False)
    found = samples(metrics.text().decode())
    assert found["rag_retrieval_score_sum",] == 0.7
    verdicts = ("shown", "withheld", "answered", "abstained", "error")
    assert [found["rag_verdicts_total", verdict] for verdict in verdicts] == [0, 1, 0, 1, 1]
    assert (found["rag_tokens_total", "input"], found["rag_tokens_total", "output"]) == (100, 7)
    assert found["rag_cost_total",] == (100 * 0.5 + 7 * 2.0) / 1_000_000
    assert found["rag_node_seconds_sum", "generate"] == 0.5
    assert found["rag_cache_hits_total",] == found["rag_cache_misses_total",] == 1


@pytest.mark.parametrize("asked", [False, True])
async def test_the_log_holds_questions_only_where_that_is_asked_for(
    asked: bool, caplog: pytest.LogCaptureFixture
) -> None:
    run = Run("r-1", "t", "câu hỏi bí mật", thread=None, grace_s=1)
    run.cancel()
    with caplog.at_level(logging.INFO, "app"):
        RunReport(Metrics(), log_questions=asked)(run)
    fields = caplog.records[-1].__dict__["fields"]
    assert (fields["run"], fields["tenant"], fields["error"]) == ("r-1", "t", "cancelled")
    assert fields["seconds"] >= 0
    assert ("bí mật" in str(fields)) == asked


def test_health_names_what_is_degraded_and_only_to_who_may_know_where_it_is(own_store: Path) -> None:
    settings = {
        "writer_url": "http://127.0.0.1:9/v1",
        "writer_model": "m",
        "bootstrap_key": SecretStr("khoa-cua-nguoi-quan-tri"),
    }
    with client_of(own_store, **settings) as client:
        reply = client.get("/health")
        assert reply.status_code == 200
        told = reply.json()
        assert (told["status"], told["version"]) == ("degraded", "0.1.0")
        assert {name: store["status"] for name, store in told["stores"].items()} == dict.fromkeys(
            ("graph", "vectors", "app"), "ok"
        )
        assert told["models"]["writer"]["status"] == "degraded"
        assert told["models"]["writer"]["seconds"] >= 0
        assert "127.0.0.1" not in reply.text
        known = client.get("/health", headers={"X-API-Key": "khoa-cua-nguoi-quan-tri"}).json()
        assert "VINAGRAPH_WRITER_URL: http://127.0.0.1:9/v1/models" in known["models"]["writer"]["problem"]
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics", headers={"X-API-Key": "khoa-cua-nguoi-quan-tri"}).status_code == 200
        assert client.get("/readyz").json() == client.get("/livez").json() == {"status": "ok"}


async def test_a_server_whose_stores_are_not_open_lives_and_is_not_ready(own_store: Path) -> None:
    app = application(own_store)

    async def ask(path: str) -> httpx2.Response:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://localhost") as client:
            return await client.get(path)

    assert (await ask("/livez")).status_code == 200
    before = await ask("/readyz")
    assert (before.status_code, before.json()["code"], before.headers["retry-after"]) == (503, "not_ready", "1")
    async with app.router.lifespan_context(app):
        assert (await ask("/readyz")).status_code == 200
        assert (await ask("/health")).json()["status"] == "ok"
        services = app.state.services
        await services.store.close()
        app.state.health.forget()
        degraded = (await ask("/health")).json()
        assert degraded["stores"]["app"]["status"] == "degraded"
        assert (await ask("/graph/stats")).json()["code"] == "store_failed"
        await services.ports.graph.close()
        assert (await ask("/readyz")).json()["code"] == "store_failed"
        assert (await ask("/livez")).status_code == 200
    assert (await ask("/readyz")).json()["code"] == "not_ready"
