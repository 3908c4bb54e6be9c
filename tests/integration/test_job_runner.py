"""The worker of jobs without a server: cancelled twice, and breaking in ways that nobody thought of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.job_options import JobOptions
from app.jobs import JobRunner
from app.ports import AppStore, Job, JobState
from app.settings import load_settings
from app.stores.factory import open_app_store
from app.wiring import open_ports

TENANT = "công-ty"


@asynccontextmanager
async def opened(tmp_path: Path) -> AsyncIterator[tuple[JobRunner, AppStore]]:
    """A runner over real stores, that does not work yet."""
    settings = load_settings(data_dir=tmp_path, workers=1)
    async with open_ports(settings) as ports:
        store = await open_app_store(settings.app_url, tmp_path)
        try:
            yield JobRunner(settings, ports, store), store
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
    async with runner.folder() as (job_id, folder):
        (folder / f"{name}.txt").write_text(f"Nội quy {name} của công ty về giờ làm việc.")
        return await runner.submit(TENANT, job_id, JobOptions())


async def ended(runner: JobRunner, job: Job) -> Job:
    async with asyncio.timeout(30):
        async for state in runner.watch(TENANT, job.id):
            last = state
    return last


async def test_a_waiting_job_may_be_cancelled_twice_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as (runner, store):
        job = await submitted(runner, "một")
        both = await asyncio.gather(runner.cancel(TENANT, job.id), runner.cancel(TENANT, job.id))
        assert [one.state for one in both] == [JobState.CANCELLED] * 2
        assert (await store.job(TENANT, job.id)).state is JobState.CANCELLED


@pytest.mark.parametrize("times", [1, 10])
async def test_the_worker_goes_on_behind_a_job_that_breaks_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, times: int
) -> None:
    async with opened(tmp_path) as (runner, store):
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
    async with opened(tmp_path) as (runner, store):
        job = await submitted(runner, "một")

        async def failing(_: Job) -> None:
            raise RuntimeError("một lỗi")

        monkeypatch.setattr(store, "save_job", failing)
        assert (await runner.cancel(TENANT, job.id)).state is JobState.FAILED
