"""Answers questions from the cache where the same was asked of the same documents before."""

from __future__ import annotations

import json
import unicodedata
import uuid
from collections.abc import AsyncGenerator, Callable
from dataclasses import asdict
from importlib.metadata import version

from agents.context import AgentOptions
from agents.events import EVENTS, Event, FinalEvent, RunEvent, Usage
from agents.filters import today_in_vietnam
from agents.stream import closing
from app.index_state import index_fingerprint
from app.ports.cache import AnswerCache, AnswerKey
from app.settings import Settings
from app.wiring import Ports
from graph.errors import StoreError
from graph.ports import GraphStore

_PASSING = frozenset({"run", "status", "retry"})
"""Types of events that tell of the work, which a cached answer does not do again."""


class CachedAnswers:
    """Stands between those who ask and the agent."""

    def __init__(self, cache: AnswerCache, graph: GraphStore, made_by: str, count: Callable[..., None]) -> None:
        """Takes what it works with.

        Args:
            cache: Where answers are kept.
            graph: Whose documents are read; it counts its changes.
            made_by: Names the parts that answer.
            count: Called at each look into the cache with ``hit``, whether it was one.
        """
        self._cache = cache
        self._graph = graph
        self._made_by = made_by
        self._count = count

    async def events(
        self, run_id: str, question: str, options: AgentOptions, asked: AsyncGenerator[Event, None]
    ) -> AsyncGenerator[Event, None]:
        """The events of a question without a conversation.

        Args:
            run_id: Id of the run.
            question: As it was typed.
            options: Options of the run.
            asked: What the agent tells; it is not begun where the answer is known.
        """
        # The state is that before the run: what changes meanwhile makes its answer unreachable.
        key = AnswerKey(options.tenant, _alike(question), _json(options), await self._state())
        kept = await self._cache.get(key)
        self._count(hit=kept is not None)
        if kept is not None:
            yield RunEvent(id=run_id)
            for event in EVENTS.validate_json(kept):
                yield event
            await asked.aclose()
            return
        told: list[Event] = []
        async with closing(asked) as events:
            async for event in events:
                if event.type not in _PASSING:
                    told.append(event)
                yield event
        if _is_whole(told):
            await self._cache.put(key, _kept(told))

    async def _state(self) -> str:
        try:
            changes = await self._graph.changes()
        except StoreError:
            return f"unknown {uuid.uuid4()}"  # found nowhere: the agent meets the same failure, and tells of it
        return f"{changes} {today_in_vietnam()} {self._made_by}"


def made_by(ports: Ports) -> str:
    """Names the parts that answer: another model, or another version, may answer otherwise."""
    settings: Settings = ports.settings
    models = [f"{part.url}#{part.model}" for part in (settings.writer, settings.checker, settings.analyst)]
    return " ".join([version("vinagraph"), index_fingerprint(ports.embedder), settings.reranker_url, *models])


def _alike(question: str) -> str:
    return " ".join(unicodedata.normalize("NFC", question).split())


def _json(options: AgentOptions) -> str:
    return json.dumps(asdict(options), sort_keys=True)


def _is_whole(told: list[Event]) -> bool:
    """Whether an answer was given by all parts; what a failure left out may be there the next time."""
    return bool(told) and isinstance(told[-1], FinalEvent) and all(event.type != "degraded" for event in told)


def _kept(told: list[Event]) -> bytes:
    *events, final = told
    assert isinstance(final, FinalEvent)
    usage = Usage(rounds=final.usage.rounds, cached=True)
    return EVENTS.dump_json([*events, final.model_copy(update={"usage": usage, "seconds": {}})])
