"""Jobs over HTTP: followed, cancelled, taken up again after a restart, one tenant after the other."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.api import create_app
from app.job_options import JobOptions
from app.jobs import JobRunner
from app.keys import Caller
from app.ports import Job, JobState, Role
from app.settings import load_settings
from app.stores.factory import open_app_store
from app.wiring import open_ports
from tests.integration.api_jobs import PATIENCE_S, finished
from tests.integration.conftest import NO_LIMIT
from tests.live_server import serving

NDJSON = {"Content-Type": "application/x-ndjson"}
_PARAGRAPH = "Ông Trần Văn {0} ở tỉnh Nghệ An làm việc tại Công ty Cổ phần Sông Lam {0} từ năm {1}. " * 12


def rows(count: int, name: str = "dong") -> bytes:
    """Rows that take a while, none like another."""
    texts = (" ".join(_PARAGRAPH.format(n * 7919 + i, 1950 + i) for i in range(6)) for n in range(count))
    return b"".join(json.dumps({"id": f"{name}-{n}", "text": text}).encode() + b"\n" for n, text in enumerate(texts))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def client(data_dir: Path) -> Iterator[httpx2.Client]:
    with served(data_dir) as opened:
        yield opened


@contextmanager
def served(data_dir: Path) -> Iterator[httpx2.Client]:
    """A server over a folder, and a client of it."""
    app = create_app(
        load_settings(data_dir=data_dir, workers=1, requests_a_minute=NO_LIMIT)
    )  # jobs are asked after often
    with serving(app) as url, httpx2.Client(base_url=url, timeout=30) as opened:
        yield opened


def wait_for(client: httpx2.Client, job_id: str, state: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_S
    while (job := client.get(f"/jobs/{job_id}").json())["state"] != state:
        assert job["state"] in {"queued", "running"}, job
        assert time.monotonic() < deadline, job
        time.sleep(0.05)
    found: dict[str, Any] = job
    return found


def test_a_job_is_followed_to_its_end_and_can_be_followed_again(client: httpx2.Client, data_dir: Path) -> None:
    accepted = client.post("/documents", content=rows(20), headers=NDJSON)
    path = f"{accepted.headers['location']}/events"
    events: list[list[Any]] = []
    with client.stream("GET", path, headers={"Last-Event-ID": "no-number"}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            key, _, value = line.partition(": ")
            if key == "event":
                events.append([value])
            elif key in {"data", "id"}:
                events[-1].append(json.loads(value))
    assert [event[0] for event in events] == ["progress"] * (len(events) - 1) + ["done"]
    assert len(events) > 1
    assert [event[2] for event in events] == list(range(1, len(events) + 1))
    last = events[-1][1]
    assert (last["result"]["added"], last["done"], last["state"]) == (20, 20, "done")
    again = client.get(path, headers={"Last-Event-ID": "7"}).text
    assert "event: done" in again
    assert "id: 8" in again
    assert list((data_dir / ".jobs").iterdir()) == []  # its files are gone
    assert client.get("/jobs/khong-co/events").json()["code"] == "not_found"


def test_jobs_are_listed_newest_first_and_paged(client: httpx2.Client) -> None:
    jobs = [client.post("/documents", content=rows(1, f"r{n}"), headers=NDJSON) for n in range(3)]
    for accepted in jobs:
        finished(client, accepted)
    ids = [accepted.json()["id"] for accepted in reversed(jobs)]
    first = client.get("/jobs", params={"limit": 2}).json()
    rest = client.get("/jobs", params={"limit": 2, "offset": 2}).json()
    assert [job["id"] for job in (*first["items"], *rest["items"])] == ids
    assert (first["more"], rest["more"]) == (True, False)


def test_running_and_waiting_jobs_can_be_cancelled_and_what_was_written_stays(
    client: httpx2.Client, data_dir: Path
) -> None:
    running = client.post("/documents", content=rows(3000), headers=NDJSON).json()["id"]
    waiting = client.post("/documents", content=rows(1, "hai"), headers=NDJSON).json()["id"]
    wait_for(client, running, "running")
    assert client.get(f"/jobs/{waiting}").json()["state"] == "queued"
    assert client.delete(f"/jobs/{waiting}").json()["state"] == "cancelled"
    assert client.delete(f"/jobs/{running}").json()["state"] in {"running", "cancelled"}
    over = wait_for(client, running, "cancelled")
    assert over["finished"] is not None
    assert client.delete(f"/jobs/{running}").json()["state"] == "cancelled"
    assert "event: cancelled" in client.get(f"/jobs/{running}/events").text
    assert list((data_dir / ".jobs").iterdir()) == []
    done = finished(client, client.post("/documents", content=rows(1, "ba"), headers=NDJSON))
    refused = client.delete(f"/jobs/{done['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")


def test_a_job_survives_a_restart_of_the_server(data_dir: Path) -> None:
    with served(data_dir) as client:
        job_id = client.post("/documents", content=rows(60), headers=NDJSON).json()["id"]
        wait_for(client, job_id, "running")
    broken_off = data_dir / ".jobs" / "0123456789abcdef"  # an upload that a kill cut short
    broken_off.mkdir()
    (broken_off / "vinagraph-job").touch()
    with served(data_dir) as client:
        job = wait_for(client, job_id, "done")
        assert job["result"]["added"] + job["result"]["unchanged"] == 60
        assert client.get("/documents", params={"limit": 1000}).json()["items"][59]
        assert list((data_dir / ".jobs").iterdir()) == []


def test_folders_that_are_not_of_a_job_are_left_alone(data_dir: Path) -> None:
    kept = [data_dir / "uploads" / "2024", data_dir / ".jobs" / "0123456789abcdef", data_dir / ".jobs" / "của-tôi"]
    for folder in kept:
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text("Của người khác.")
    (kept[2] / "vinagraph-job").touch()
    with served(data_dir) as client:
        finished(client, client.post("/documents", content=rows(1), headers=NDJSON))
    assert all((folder / "a.txt").read_text() == "Của người khác." for folder in kept)


def test_a_job_whose_files_are_gone_fails_and_says_so(data_dir: Path) -> None:
    async def leave_a_job() -> str:
        settings = load_settings(data_dir=data_dir)
        async with open_ports(settings) as ports:
            store = await open_app_store(settings.app_url, data_dir)
            runner = JobRunner(settings, ports, store)
            job = await runner.submit(settings.tenant, "mat", JobOptions())
            await store.close()
        return job.id

    job_id = asyncio.run(leave_a_job())
    with served(data_dir) as client:
        job = wait_for(client, job_id, "failed")
        assert "files of this job are gone" in job["error"]
        assert "event: failed" in client.get(f"/jobs/{job_id}/events").text


async def test_tenants_take_turns(data_dir: Path) -> None:
    settings = load_settings(data_dir=data_dir, workers=1)
    async with open_ports(settings) as ports:
        store = await open_app_store(settings.app_url, data_dir)
        runner = JobRunner(settings, ports, store)
        jobs: list[Job] = []
        for number, tenant in enumerate("aaabb"):
            async with runner.folder(Caller(tenant, Role.WRITE)) as (job_id, folder):
                (folder / "a.txt").write_text(f"Nội quy số {number} của bên {tenant} về giờ làm việc.")
                jobs.append(await runner.submit(tenant, job_id, JobOptions()))
        work = asyncio.create_task(runner.work())
        ends = []
        for job in jobs:
            async for state in runner.watch(job.tenant, job.id):
                last = state
            assert last.state is JobState.DONE
            ends.append(last.finished)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await store.close()
    order = [job.tenant for _, job in sorted(zip(ends, jobs, strict=True), key=lambda pair: str(pair[0]))]
    assert order == list("ababa")
