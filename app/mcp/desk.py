"""What the tools do over the stores, for one tenant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date

from agents.events import ErrorEvent, Event, StatusEvent
from agents.rules_analyst import MAX_QUESTION, language_of
from app.answering import agent_options
from app.cited_text import CitedText
from app.document_view import chunk_of
from app.keys import Caller
from app.mcp.shapes import (
    Answer,
    EntityKnown,
    PassageOut,
    Passages,
    citation_out,
    entity_out,
    fact_out,
    passage_out,
)
from app.run import LEFT_S
from app.serving import Services
from graph.errors import InputError, ModelError, NotFound
from graph.ports import SearchFilter
from graph.retrieval.options import Query

_FACTS = 50
_OTHERS = 5


@dataclass(frozen=True, slots=True)
class StoresDesk:
    """A desk over the stores that are open here, for one caller.

    Attributes:
        services: What is open.
        caller: Whose documents are read.
    """

    services: Services
    caller: Caller

    async def search(
        self, query: str, *, limit: int, sources: Sequence[str] = (), in_force_on: date | None = None
    ) -> Passages:
        """The passages that fit a query best.

        Raises:
            InputError: The query is empty or too long.
            StoreError: A store failed.
        """
        if not query.strip() or len(query) > MAX_QUESTION:
            raise InputError(f"The query must hold 1 to {MAX_QUESTION:,} characters.")
        where = SearchFilter(self.caller.tenant, sources=tuple(sources), in_force_on=in_force_on)
        found = await self.services.ports.search.search(Query(query, where, limit))
        return Passages(
            passages=[passage_out(scored.passage, scored.score) for scored in found.passages],
            missing=list(found.degraded),
        )

    async def ask(
        self,
        question: str,
        *,
        sources: Sequence[str] = (),
        in_force_on: date | None = None,
        when_step: Callable[[str], Awaitable[None]] | None = None,
    ) -> tuple[Answer, str]:
        """Answers a question; also as Markdown with its list of sources.

        Args:
            question: As it was typed; self-contained.
            sources: Collections that are searched; none for all.
            in_force_on: Day on which law must be in force.
            when_step: Told what is being done.

        Raises:
            Problem: As many questions are being answered as may.
            InputError: The question is empty or too long.
            ModelError: The run failed.
        """
        options = replace(
            agent_options(self.services.settings),
            sources=tuple(sources),
            in_force_on=in_force_on.isoformat() if in_force_on else None,
        )
        run = self.services.runs.start(self.caller, question, options=options, grace_s=LEFT_S)
        told = CitedText(language_of(question))
        async with aclosing(run.follow()) as following:
            async for _, event in following:
                _fail_on_error(event)
                told.add(event)
                if when_step is not None and isinstance(event, StatusEvent):
                    await when_step(event.detail)
        return _answer(run.id, told), told.text

    async def entity(self, name: str) -> EntityKnown:
        """What is known of the entity of that name or id.

        Raises:
            NotFound: There is none.
        """
        graph, tenant = self.services.ports.graph, self.caller.tenant
        found = [entity for entity in await graph.entities([name]) if entity.tenant == tenant]
        found = found or await graph.search_entities(tenant, name, limit=1 + _OTHERS)
        if not found:
            raise NotFound(f"No entity is named {name!r}. Try fewer words, or the tool `search`.")
        facts = await graph.facts([found[0].id], limit=_FACTS)
        return EntityKnown(
            entity=entity_out(found[0]),
            facts=[fact_out(fact) for fact in facts],
            others=[entity_out(entity) for entity in found[1:]],
        )

    async def passage(self, chunk: str) -> PassageOut:
        """A passage by the id of its chunk.

        Raises:
            NotFound: The tenant has none with that id.
        """
        return passage_out(await chunk_of(self.services.ports.graph, self.caller.tenant, chunk))


def _fail_on_error(event: Event) -> None:
    if isinstance(event, ErrorEvent):
        raise InputError(event.message) if event.code == "input" else ModelError(event.message)


def _answer(run: str, told: CitedText) -> Answer:
    assert told.final is not None
    cited = {(one.number, one.citation.start, one.citation.end): one for one in told.cited}
    return Answer(
        run=run,
        answer=told.body,
        short_answer=told.final.short_answer,
        abstained=told.final.abstained,
        citations=[citation_out(one) for one in cited.values()],
    )
