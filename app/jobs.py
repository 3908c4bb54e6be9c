"""Jobs: documents that were sent are read in by the server, one job after the other, fairly between tenants.

Jobs outlive the server: what was not over when it stopped is begun again, and ingestion finds what it did already.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from app.fair_share import RETRY_S, demand_place
from app.job_files import JobFiles
from app.job_options import JobOptions, ingest_options
from app.job_outcome import error_of, failure, outcome
from app.keys import Caller
from app.ports import Job, JobReject, JobState, JobStore
from app.problem import Problem
from app.settings import Settings
from app.turn_queue import TurnQueue
from app.uploads import write_errors
from app.wiring import Ports
from graph.errors import NotFound, StoreError
from ingestion.fates import FileFates
from ingestion.pipeline import IngestSummary, ingest

_MOST_WAITING = 100
"""Jobs of a tenant that may wait, where there are keys."""
_KEPT = 1000
"""Jobs of a tenant that are kept once they are over; the oldest go."""
_UPLOADS_AT_ONCE = 16
_SAVE_S = 1.0
_TELL_S = 0.2
_CANCEL_S = 10.0
_GONE = "The files of this job are gone from the server. Send them again."
_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Live:
    """A job that is not over; ``changed`` is set, and another one put in its place, when it changes."""

    job: Job
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[IngestSummary] | None = None

    def update(self, job: Job) -> None:
        self.job = job
        self.changed.set()
        self.changed = asyncio.Event()


class JobRunner:
    """Takes jobs in, does them, and tells how far they are."""

    def __init__(self, settings: Settings, ports: Ports, store: JobStore) -> None:
        self._settings = settings
        self._ports = ports
        self._store = store
        self._live: dict[str, _Live] = {}
        self._files = JobFiles(settings.data_dir)
        self._queue = TurnQueue[_Live]()
        self._receiving: list[str] = []  # the tenant of each upload that is on its way
        self._watched = True

    @property
    def busy(self) -> bool:
        """Whether there is a job that is not over."""
        return bool(self._live)

    @asynccontextmanager
    async def folder(self, caller: Caller) -> AsyncIterator[tuple[str, Path]]:
        """Id of a new job, and the folder for its files, which goes again unless `submit` gets the job.

        Raises:
            Problem: ``overloaded``: as many uploads are on their way as may; ``rate_limited``: the tenant has its
                share of them, or too many jobs that wait.
            StoreError: What the block writes to it cannot be written.
        """
        self._check_room(caller)
        self._receiving.append(caller.tenant)
        job_id = secrets.token_hex(8)
        try:
            with write_errors():
                yield job_id, await self._files.make(job_id)
        finally:
            self._receiving.remove(caller.tenant)
            if job_id not in self._live:
                await self._files.remove(job_id)

    async def submit(
        self,
        tenant: str,
        job_id: str,
        options: JobOptions,
        *,
        total: int | None = None,
        rejects: Sequence[JobReject] = (),
    ) -> Job:
        """Keeps a job whose files are whole, and puts it at the end of its tenant's."""
        now = datetime.now(UTC)
        folder = self._files.of(job_id).parent.relative_to(self._settings.data_dir).as_posix()
        job = Job(job_id, tenant, JobState.QUEUED, folder, options.to_json(), now, total=total, rejects=tuple(rejects))
        self._live[job_id] = live = _Live(job)
        try:
            await self._store.save_job(job)
        except BaseException:
            del self._live[job_id]
            raise
        self._queue.put(tenant, live)
        return job

    async def job(self, tenant: str, job_id: str) -> Job:
        """A job as it stands now.

        Raises:
            NotFound: The tenant has no such job.
        """
        live = self._find(tenant, job_id)
        return live.job if live else await self._store.job(tenant, job_id)

    async def jobs(self, tenant: str, *, offset: int, limit: int) -> list[Job]:
        """Jobs of a tenant as they stand now, newest first."""
        kept = await self._store.jobs(tenant, offset=offset, limit=limit)
        return [self._live[job.id].job if job.id in self._live else job for job in kept]

    async def watch(self, tenant: str, job_id: str) -> AsyncGenerator[Job]:
        """The job as it stands now, then whenever it has changed, until it is over, or nobody is to watch any more.

        Raises:
            NotFound: The tenant has no such job.
        """
        live = self._find(tenant, job_id)
        if live is None:
            yield await self._store.job(tenant, job_id)
        while live is not None:
            changed = live.changed
            yield live.job
            if live.job.state.is_over or not self._watched:
                return
            await changed.wait()
            await asyncio.sleep(0 if live.job.state.is_over else _TELL_S)

    def end_watching(self) -> None:
        """Ends all watching, since the server stops; the next one goes on with the jobs."""
        self._watched = False
        for live in self._live.values():
            live.update(live.job)

    async def cancel(self, tenant: str, job_id: str) -> Job:
        """Stops a job; what it wrote so far stays. It may still be stopping when this returns after a while.

        Raises:
            NotFound: The tenant has no such job that is not over.
        """
        live = self._find(tenant, job_id)
        if live is None:
            raise NotFound(f"There is no job {job_id} that is not over.")
        if self._queue.remove(tenant, live):
            await self._surely(live, self._finish(live, replace(live.job, state=JobState.CANCELLED)))
            return live.job
        if live.task is not None:  # otherwise somebody else cancels it, and it is being kept so
            live.task.cancel()
            live.update(replace(live.job, step="cancel"))
        try:
            async with asyncio.timeout(_CANCEL_S):
                while not live.job.state.is_over:
                    await live.changed.wait()
        except TimeoutError:
            _log.warning("Job %s takes long to stop: a large document is being written.", job_id)
        return live.job

    @contextmanager
    def held(self, tenant: str) -> Iterator[None]:
        """Keeps the documents of a tenant from jobs: those that are sent until it is left begin only then.

        Raises:
            Problem: ``conflict``: a job of the tenant is not over, or its documents are kept from jobs already.
        """
        reading = next((job_id for job_id, live in self._live.items() if live.job.tenant == tenant), None)
        if reading is not None:
            raise Problem(
                "conflict",
                f"Documents are being read in (job {reading}): wait for it, or cancel it with DELETE /jobs/ID.",
            )
        if self._queue.is_held(tenant):
            raise Problem("conflict", "The documents are being deleted already: wait until that is over.")
        with self._queue.held(tenant):
            yield

    async def resume(self) -> None:
        """Takes up what an earlier server left, and removes the folders of uploads that broke off."""
        unfinished = await self._store.unfinished_jobs()
        await self._files.sweep({job.id for job in unfinished})
        for job in unfinished:
            self._live[job.id] = live = _Live(replace(job, state=JobState.QUEUED, done=0, step=""))
            self._queue.put(job.tenant, live)

    async def work(self) -> None:
        """Does jobs until it is cancelled; the one that it is at then is begun again by the next server."""
        while True:
            live = await self._queue.next()
            await self._surely(live, self._do(live))

    def _find(self, tenant: str, job_id: str) -> _Live | None:
        live = self._live.get(job_id)
        return live if live is not None and live.job.tenant == tenant else None

    def _check_room(self, caller: Caller) -> None:
        demand_place(caller, self._receiving, _UPLOADS_AT_ONCE, "uploads are on their way")
        waiting = self._queue.waiting(caller.tenant) + self._receiving.count(caller.tenant)
        if caller.key and waiting >= _MOST_WAITING:
            raise Problem(
                "rate_limited",
                f"{waiting} jobs of your tenant wait, as many as may. Come back when some of them are over, and send "
                "many documents in one upload.",
                headers={"Retry-After": str(RETRY_S)},
            )

    async def _do(self, live: _Live) -> None:
        fates = FileFates()
        live.task = task = asyncio.create_task(self._ingest(live, fates))
        live.update(replace(live.job, state=JobState.RUNNING))
        saved = None
        try:
            while not task.done():
                if live.job is not saved:
                    saved = live.job
                    await self._save(saved)
                await asyncio.wait({task}, timeout=_SAVE_S)
        finally:  # the server stops
            task.cancel()
            await asyncio.wait({task})
        await self._finish(live, outcome(live.job, task, fates, f"{self._files.of(live.job.id)}/"))

    async def _ingest(self, live: _Live, fates: FileFates) -> IngestSummary:
        def tell(done: int, total: int | None, step: str) -> None:
            live.update(replace(live.job, done=done, total=total, step=step))

        settings, job = self._settings, live.job
        files = self._files.of(job.id)
        if not files.is_dir():
            raise NotFound(_GONE)
        return await ingest(
            [files],
            ingest_options(job, settings),
            graph=self._ports.graph,
            vectors=self._ports.vectors,
            embedder_url=settings.embedder_url,
            on_progress=tell,
            files=fates,
        )

    async def _surely(self, live: _Live, work: Awaitable[None]) -> None:
        """Does some work on a job, which is over if that breaks: whoever waits for it, or comes after it, must not."""
        error = await error_of(work)
        if error is None:
            return
        failed = failure(live.job, error)
        if (again := await error_of(self._finish(live, failed))) is not None:
            _log.error("That job %s failed could not be kept.", live.job.id, exc_info=again)
            self._tell_over(live, failed)

    async def _finish(self, live: _Live, job: Job) -> None:
        """Keeps how a job ended, removes its files, and only then tells so."""
        over = replace(job, step="", finished=datetime.now(UTC))
        await self._save(over)
        await self._files.remove(job.id)
        self._tell_over(live, over)

    def _tell_over(self, live: _Live, over: Job) -> None:
        self._live.pop(over.id, None)
        live.update(over)

    async def _save(self, job: Job) -> None:
        try:
            await self._store.save_job(job)
            if job.state.is_over:
                await self._store.forget_jobs(job.tenant, _KEPT)
        except StoreError as error:  # the documents matter more; after a restart the job is begun again
            _log.error("How job %s stands could not be kept: %s", job.id, error)


@asynccontextmanager
async def open_jobs(settings: Settings, ports: Ports, store: JobStore) -> AsyncIterator[JobRunner]:
    """A runner at work, with what an earlier server left."""
    runner = JobRunner(settings, ports, store)
    await runner.resume()
    work = asyncio.create_task(runner.work())
    try:
        yield runner
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
