"""Opens everything that the settings name, once a process, and hands out the opened ports.

API, command line, Studio and tests all come through `open_ports`. It is counted: whoever enters while the
ports are open shares them, and the last one to leave closes them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from agents.factory import open_analyst, open_checker, open_writer
from agents.ports import GroundingChecker, QueryAnalyst, Writer
from app.index_state import check_index, note_collection
from app.loop_care import loop_kept_free
from app.settings import Settings
from graph.cpu_work import THREADS, CpuWork
from graph.embedding.factory import open_embedder
from graph.errors import InputError
from graph.ports import Embedder, GraphStore, Reranker, VectorStore
from graph.retrieval.factory import open_reranker
from graph.retrieval.retriever import Retriever
from graph.stores.factory import open_graph_store, open_vector_store
from graph.stores.lock import FolderLock
from graph.threads import DaemonThreads


@dataclass(frozen=True, slots=True)
class Ports:
    """What is open.

    Attributes:
        settings: What they were opened from.
        graph: System of record.
        vectors: Index over it.
        embedder: Encoder of the dense space.
        reranker: Orders candidates; None where it is switched off.
        search: Retrieval over these.
        writer: Writes answers.
        checker: Checks sentences.
        analyst: Understands questions.
        work: Where work that would block the event loop runs; two threads, so that the loop's turn for the
            interpreter's lock comes soon.
    """

    settings: Settings
    graph: GraphStore
    vectors: VectorStore
    embedder: Embedder
    reranker: Reranker | None
    search: Retriever
    writer: Writer
    checker: GroundingChecker
    analyst: QueryAnalyst
    work: CpuWork


@dataclass(slots=True)
class _Shared:
    """What those who entered share; ``turn`` lets one open or close at a time."""

    users: int = 0
    ports: Ports | None = None
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


_open: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Settings, _Shared]] = WeakKeyDictionary()
# Held here, since the event loop itself keeps only weak references to its tasks.
_closings: set[asyncio.Task[None]] = set()


def nothing_stored(settings: Settings) -> InputError:
    """What to tell who asks for documents before there are any."""
    return InputError(f"No document is stored in {settings.data_dir} yet. Start with: vinagraph ingest FOLDER")


@asynccontextmanager
async def open_ports(
    settings: Settings, *, program: str = "vinagraph", stale_index: bool = False, server: str | None = None
) -> AsyncIterator[Ports]:
    """Opens the ports, or shares those that are open on this event loop with the same settings.

    Args:
        settings: What to open.
        program: Name that another process is shown while this one holds the embedded stores.
        server: URL at which others are served meanwhile.
        stale_index: Open even where the index is missing or made by other encoders (to rebuild it).

    Raises:
        SettingsError: A URL names something that does not exist.
        StoreBusy: Another process holds the embedded stores.
        StoreError: A store cannot be opened, or its index does not fit.
    """
    shared = _open.setdefault(asyncio.get_running_loop(), {}).setdefault(settings, _Shared())
    ports = await _enter(shared, settings, program, server)
    try:
        if not stale_index:
            await check_index(ports.graph, ports.vectors, ports.embedder)
        yield ports
    finally:
        await _leave(shared)


async def _enter(shared: _Shared, settings: Settings, program: str, server: str | None) -> Ports:
    async with shared.turn:
        if shared.ports is None:
            async with AsyncExitStack() as opening:
                opening.enter_context(FolderLock.acquire(settings.data_dir, program, server))
                shared.ports = await _open_all(settings, opening)
                opening.enter_context(loop_kept_free())
                shared.stack = opening.pop_all()
        shared.users += 1
        return shared.ports


async def _leave(shared: _Shared) -> None:
    """Counts the user out at once, so that no cancelling can lose the count, and closes shielded from it."""
    shared.users -= 1
    if shared.users == 0:
        task = asyncio.create_task(_close_unused(shared))
        _closings.add(task)
        task.add_done_callback(_closings.discard)
        await asyncio.shield(task)


async def _close_unused(shared: _Shared) -> None:
    async with shared.turn:
        # Somebody may have entered, or have closed it, while this waited for its turn.
        if shared.users == 0 and shared.ports is not None:
            shared.ports = None
            await shared.stack.aclose()


async def _open_all(settings: Settings, stack: AsyncExitStack) -> Ports:
    cpu = DaemonThreads(THREADS, "vinagraph-cpu")
    stack.callback(cpu.shutdown, wait=False, cancel_futures=True)
    work = CpuWork(cpu, THREADS)
    embedder = open_embedder(settings.embedder_url)
    reranker = open_reranker(settings.reranker_url)
    graph = await open_graph_store(settings.graph_url, settings.data_dir)
    stack.push_async_callback(graph.close)
    await note_collection(graph, embedder)
    vectors = await open_vector_store(settings.vector_url, settings.data_dir, embedder)
    stack.push_async_callback(vectors.close)
    return Ports(
        settings=settings,
        graph=graph,
        vectors=vectors,
        embedder=embedder,
        reranker=reranker,
        search=Retriever(graph, vectors, embedder, reranker, work),
        writer=open_writer(settings.writer, work=work),
        checker=open_checker(settings.checker, work=work),
        analyst=open_analyst(settings.analyst, graph=graph, tenant=settings.tenant, work=work),
        work=work,
    )
