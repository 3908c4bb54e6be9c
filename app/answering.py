"""The agent over opened ports, with a checkpointer that keeps its conversations."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from agents.context import AgentOptions, AgentParts, Limits
from agents.events import Event
from agents.extractive_writer import ExtractiveWriter
from agents.lexical_checker import LexicalChecker
from agents.ports import Turn
from agents.rules_analyst import RulesAnalyst
from agents.run import AgentRunner
from app.conversations import ConversationStore
from app.loop_care import collect_while_idle
from app.remote import RemoteRunner, here_or_at_server
from app.settings import Settings
from app.wiring import Ports, nothing_stored, open_ports
from graph.errors import SettingsError, StoreError
from graph.stores.factory import path_of

_SQLITE = "sqlite:"
CHECKPOINT_FILE = "threads.sqlite"
MAX_TURN = 50_000
"""Longest message of a conversation that comes with a question, characters."""


class Answers(Protocol):
    """Answers questions, here or elsewhere."""

    def answer(
        self,
        question: str,
        *,
        thread: str | None = None,
        history: Sequence[Turn] = (),
        options: AgentOptions | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Tells each step; the last event is ``final`` or ``error``. Closing the generator stops the run."""
        ...


def agent_parts(ports: Ports) -> AgentParts:
    """The parts of the agent, from the opened ports; a model writer is backed by the extractive one."""
    extractive = isinstance(ports.writer, ExtractiveWriter)
    return AgentParts(
        search=ports.search,
        graph=ports.graph,
        writer=ports.writer,
        checker=ports.checker,
        analyst=ports.analyst,
        work=ports.work,
        backup_writer=None if extractive else ExtractiveWriter(ports.work),
        limits=_limits(ports),
    )


def _limits(ports: Ports) -> Limits:
    """The limits of the settings; the parts that wait for a model have VINAGRAPH_MODEL_TIMEOUT_S on top."""
    usual, model_s = Limits(), ports.settings.model_timeout_s
    return replace(
        usual,
        understand_s=usual.understand_s + (0.0 if isinstance(ports.analyst, RulesAnalyst) else model_s),
        answer_s=ports.settings.answer_timeout_s,
        check_s=usual.check_s + (0.0 if isinstance(ports.checker, LexicalChecker) else model_s),
    )


def agent_options(settings: Settings) -> AgentOptions:
    """Options of a run, from the settings."""
    return AgentOptions(tenant=settings.tenant, rounds=settings.max_rounds, passages=settings.passages)


@asynccontextmanager
async def open_checkpointer(url: str, data_dir: Path) -> AsyncIterator[ConversationStore]:
    """The checkpointer that a URL names.

    Raises:
        SettingsError: No checkpointer has that URL.
        StoreError: The file cannot be opened or written.
    """
    if not url.startswith(_SQLITE):
        raise SettingsError(
            f"VINAGRAPH_CHECKPOINT_URL={url!r} cannot be used: this version keeps conversations in SQLite. "
            "Use sqlite: or sqlite:///PATH."
        )
    path = path_of(url, "VINAGRAPH_CHECKPOINT_URL") or data_dir / CHECKPOINT_FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder of {path} cannot be made: {error.strerror}. Name another file in VINAGRAPH_CHECKPOINT_URL."
        ) from error
    async with ConversationStore.open(path) as store:
        yield store


@asynccontextmanager
async def open_answers(
    settings: Settings, *, program: str, on_server: Callable[[str, str], None]
) -> AsyncIterator[Answers]:
    """Opens the agent, or turns to a running ``vinagraph serve`` that holds its stores.

    Args:
        settings: What to open.
        program: Name that another process is shown meanwhile.
        on_server: Told where the server is that is asked instead, and the tenant.

    Raises:
        SettingsError: A setting cannot be used.
        StoreError: A store cannot be opened.
        InputError: Nothing has been ingested yet.
    """

    def there(server: str, key: str, _tenant: str) -> AbstractAsyncContextManager[RemoteRunner]:
        return nullcontext(RemoteRunner(server, key))

    here = open_runner(settings, program=program)
    async with here_or_at_server(settings, here, there, on_server) as answers:
        yield answers


@asynccontextmanager
async def open_runner(
    settings: Settings, *, program: str = "vinagraph", may_be_empty: bool = False
) -> AsyncIterator[AgentRunner]:
    """Opens the ports and the checkpointer and hands out the agent.

    Args:
        settings: What to open.
        program: Name that another process is shown meanwhile.
        may_be_empty: Open even where nothing has been ingested.

    Raises:
        SettingsError: A setting cannot be used.
        StoreError: A store cannot be opened.
        InputError: Nothing has been ingested yet.
    """
    async with AsyncExitStack() as stack:
        ports = await stack.enter_async_context(open_ports(settings, program=program))
        if not may_be_empty and not await ports.graph.documents(settings.tenant, limit=1):
            raise nothing_stored(settings)
        saver = await stack.enter_async_context(open_checkpointer(settings.checkpoint_url, settings.data_dir))
        yield AgentRunner(agent_parts(ports), saver, agent_options(settings), collect_while_idle)
