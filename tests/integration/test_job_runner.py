"""The worker of jobs without a server: cancelled twice, and breaking in ways that nobody thought of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.collection import empty_collection
from app.job_options import JobOptions
from app.jobs import JobRunner
from app.keys import Caller
from app.ports import AppStore, Job, JobState, Role
from app.problem import Problem
from app.settings import load_settings
from app.stores.factory import open_app_store
from app.wiring import Ports, open_ports

TENANT = "công-ty"
CALLER = Caller(TENANT, Role.WRITE, "khóa")


@asynccontextmanager
async def opened(tmp_path: Path) -> AsyncIterator[tuple[JobRunner, AppStore, Ports]]:
    """A runner over real stores, that does not work yet."""
    settings = load_settings(data_dir=tmp_path, workers=1)
    async with open_ports(settings) as ports:
        store = await open_app_store(settings.app_url, tmp_path)
        try:
            yield JobRunner(settings, ports, store), store, ports
        finally:
            await store.close()


@asynccontextmanager
async def at_work(runner: JobRunner) -> AsyncIterator[None]:
    work = asyncio.create_task(runner.work())
    try:
        yield
        assert not work.done()
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def submitted(runner: JobRunner, name: str) -> Job:
    async with runner.folder(CALLER) as (job_id, folder):
        (folder / f"{name}.txt").write_text(f"Nội quy {name} của công ty về giờ làm việc.")
        return await runner.submit(TENANT, job_id, JobOptions())


async def ended(runner: JobRunner, job: Job) -> Job:
    async with asyncio.timeout(30):
        async for state in runner.watch(TENANT, job.id):
            last = state
    return last


async def test_who_watches_is_sent_away_when_the_server_stops(tmp_path: Path) -> None:
    async with opened(tmp_path) as (runner, *_):
        job = await submitted(runner, "một")
        watching = asyncio.create_task(ended(runner, job))
        await asyncio.sleep(0)
        runner.end_watching()
        assert (await asyncio.wait_for(watching, 5)).state is JobState.QUEUED


async def test_a_waiting_job_may_be_cancelled_twice_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as (runner, store, _):
        job = await submitted(runner, "một")
        both = await asyncio.gather(runner.cancel(TENANT, job.id), runner.cancel(TENANT, job.id))
        assert [one.state for one in both] == [JobState.CANCELLED] * 2
        assert (await store.job(TENANT, job.id)).state is JobState.CANCELLED


@pytest.mark.parametrize("times", [1, 10])
async def test_the_worker_goes_on_behind_a_job_that_breaks_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, times: int
) -> None:
    async with opened(tmp_path) as (runner, store, _):
        bad, good = await submitted(runner, "hỏng"), await submitted(runner, "lành")
        save, broken = store.save_job, 0

        async def failing(job: Job) -> None:
            nonlocal broken
            if job.id == bad.id and broken < times:
                broken += 1
                raise RuntimeError("một lỗi")
            await save(job)

        monkeypatch.setattr(store, "save_job", failing)
        async with at_work(runner):
            over = await ended(runner, bad)
            assert (over.state, over.step) == (JobState.FAILED, "")
            assert "The server broke over this job" in over.error
            assert (await ended(runner, good)).state is JobState.DONE
            assert (await store.job(TENANT, bad.id)).state is (JobState.FAILED if times == 1 else JobState.QUEUED)
        assert f"Job {bad.id} broke unexpectedly" in caplog.text
        assert "một lỗi" in caplog.text


async def test_who_cancels_a_job_that_cannot_be_kept_is_told_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as (runner, store, _):
        job = await submitted(runner, "một")

        async def failing(_: Job) -> None:
            raise RuntimeError("một lỗi")

        monkeypatch.setattr(store, "save_job", failing)
        assert (await runner.cancel(TENANT, job.id)).state is JobState.FAILED


async def test_jobs_that_are_over_are_kept_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.jobs._KEPT", 1)
    async with opened(tmp_path) as (runner, store, _):
        waiting = await submitted(runner, "chờ")
        over = [await submitted(runner, name) for name in "ab"]
        for job in over:
            await runner.cancel(TENANT, job.id)
        assert {job.id for job in await store.jobs(TENANT)} == {over[1].id, waiting.id}


async def test_a_tenant_whose_jobs_wait_sends_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.jobs._MOST_WAITING", 2)
    async with opened(tmp_path) as (runner, _, _):
        first, _ = [await submitted(runner, name) for name in "ab"]
        with pytest.raises(Problem, match="2 jobs of your tenant wait") as refused:
            await submitted(runner, "c")
        assert refused.value.code == "rate_limited"
        assert int(refused.value.headers["Retry-After"]) >= 1
        async with runner.folder(Caller("khác", Role.WRITE, "khóa-khác")):
            """Others may."""
        await runner.cancel(TENANT, first.id)
        await submitted(runner, "c")


async def test_uploads_at_once_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.jobs._UPLOADS_AT_ONCE", 2)
    async with opened(tmp_path) as (runner, _, _):
        async with runner.folder(CALLER):
            with pytest.raises(Problem, match="its share of the 2"):
                await submitted(runner, "a")
            async with runner.folder(Caller("khác", Role.WRITE, "khóa-khác")):
                with pytest.raises(Problem, match="2 uploads are on their way") as refused:
                    await submitted(runner, "a")
                assert refused.value.code == "overloaded"
        await submitted(runner, "a")


async def test_a_collection_that_a_job_fills_is_not_deleted(tmp_path: Path) -> None:
    async with opened(tmp_path) as (runner, _, ports):
        job = await submitted(runner, "một")
        with pytest.raises(Problem, match=job.id) as refused:
            await empty_collection(ports, runner, TENANT)
        assert refused.value.code == "conflict"
        async with at_work(runner):
            await ended(runner, job)
            assert await empty_collection(ports, runner, TENANT) == 1
        assert list(await ports.graph.documents(TENANT)) == []


async def test_a_job_that_is_sent_while_a_collection_is_deleted_begins_behind_that(tmp_path: Path) -> None:
    async with opened(tmp_path) as (runner, _, ports), at_work(runner):
        await ended(runner, await submitted(runner, "một"))
        deleting = asyncio.create_task(empty_collection(ports, runner, TENANT))
        await asyncio.sleep(0)
        job = await submitted(runner, "hai")
        with pytest.raises(Problem):  # twice at once
            await empty_collection(ports, runner, TENANT)
        async for state in runner.watch(TENANT, job.id):
            if state.state is not JobState.QUEUED:
                break
        assert deleting.done()
        assert await deleting == 1
        await ended(runner, job)
        assert [document.title for document in await ports.graph.documents(TENANT)] == ["hai"]
