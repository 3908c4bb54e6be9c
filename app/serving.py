"""All that the HTTP server works with, opened once for its life."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from agents.factory import open_analyst
from agents.run import AgentRunner
from app.answer_cache import CachedAnswers, made_by
from app.answering import agent_options, agent_parts, open_checkpointer
from app.conversations import ConversationStore
from app.jobs import JobRunner, open_jobs
from app.loop_care import collect_while_idle, lag_told
from app.metrics import Metrics
from app.ports import AppStore
from app.ports.cache import AnswerCache
from app.run_report import RunReport
from app.runs import Runs
from app.settings import Settings
from app.stores.factory import open_answer_cache, open_app_store
from app.wiring import Ports, open_ports

PROGRAM = "vinagraph serve"
_RUNNERS = 64


@dataclass(frozen=True, slots=True)
class Services:
    """What is open.

    Attributes:
        settings: What it was opened from.
        ports: Stores, encoders, writer, checker, analyst.
        store: The program's own data.
        conversations: What the agent remembers of threads.
        runner: The agent of a tenant.
        runs: The questions that are being answered, and those that were of late.
        metrics: What is counted.
        cache: Answers that were given before; None where none are kept.
        jobs: Reads in what is sent.
    """

    settings: Settings
    ports: Ports
    store: AppStore
    conversations: ConversationStore
    runner: Runners
    runs: Runs
    metrics: Metrics
    cache: AnswerCache | None
    jobs: JobRunner

    async def end_streams(self) -> None:
        """Ends what clients wait for before the server stops: answers, and the progress of jobs."""
        self.jobs.end_watching()
        await self.runs.close()


@dataclass(frozen=True, slots=True)
class Runners:
    """The agents of the tenants: their questions are understood with the names of their own graph."""

    settings: Settings
    ports: Ports
    conversations: ConversationStore
    _kept: OrderedDict[str, AgentRunner] = field(default_factory=OrderedDict)

    def __call__(self, tenant: str) -> AgentRunner:
        """The agent of a tenant."""
        runner = self._kept.pop(tenant, None) or self._new(tenant)
        self._kept[tenant] = runner
        if len(self._kept) > _RUNNERS:
            self._kept.popitem(last=False)
        return runner

    def _new(self, tenant: str) -> AgentRunner:
        ports = self.ports
        analyst = open_analyst(self.settings.analyst, graph=ports.graph, tenant=tenant, work=ports.work)
        parts = replace(agent_parts(ports), analyst=analyst)
        return AgentRunner(parts, self.conversations, replace(agent_options(self.settings), tenant=tenant))


@asynccontextmanager
async def open_services(
    settings: Settings, *, program: str = PROGRAM, address: str | None = None
) -> AsyncIterator[Services]:
    """Opens everything that the settings name.

    Args:
        settings: What to open.
        program: Name that another program is shown meanwhile.
        address: URL of the server, for commands that find the stores held.

    Raises:
        SettingsError: A setting cannot be used.
        StoreBusy: Another program holds the embedded stores.
        StoreError: A store cannot be opened.
    """
    async with (
        open_ports(settings, program=program, server=address) as ports,
        open_checkpointer(settings.checkpoint_url, settings.data_dir) as conversations,
    ):
        store = await open_app_store(settings.app_url, settings.data_dir)
        try:
            runner = Runners(settings, ports, conversations)
            metrics = Metrics(input_price=settings.writer_input_price, output_price=settings.writer_output_price)
            cache = open_answer_cache(settings.cache_url)

            def rest() -> None:
                if not jobs.busy:  # what a job holds would be walked while a question may come at any moment
                    collect_while_idle()

            runs = Runs(
                runner,
                store,
                at_once=settings.questions_at_once,
                answers=CachedAnswers(cache, ports.graph, made_by(ports), metrics.cache) if cache is not None else None,
                when_over=RunReport(metrics, log_questions=settings.log_questions),
                when_idle=rest,
            )
            try:
                async with open_jobs(settings, ports, store) as jobs, lag_told(metrics.loop_lag):
                    yield Services(settings, ports, store, conversations, runner, runs, metrics, cache, jobs)
            finally:
                await runs.close()
        finally:
            await store.close()
