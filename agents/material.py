"""Reads what the state names by id: passages and facts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from agents.context import AgentContext
from agents.events import DegradedEvent
from agents.ports import Material
from agents.prompts import message
from agents.state import AgentState, question_of
from graph.errors import StoreError
from graph.results import Fact, Passage

T = TypeVar("T")

_FACT_LIMIT = 200


async def read_passages(state: AgentState, context: AgentContext) -> list[Passage]:
    """The passages found, as their documents are now; those that vanished since are left out.

    Raises:
        StoreError: The graph store failed, or did not answer in time.
    """
    if not state["chunks"]:
        return []
    return await _in_time(context.parts.graph.passages(state["chunks"]), context)


async def read_material(state: AgentState, context: AgentContext) -> Material:
    """Passages and facts for the writer; facts are left out, visibly, where they cannot be read.

    Raises:
        StoreError: The passages cannot be read.
    """
    passages = await read_passages(state, context)
    try:
        facts = await _read_facts(state, context)
    except StoreError as error:
        language = question_of(state).language
        context.emit(DegradedEvent(part="facts", missing=message("degraded.facts", language, error=error)))
        facts = []
    return Material(tuple(passages), tuple(facts))


async def _read_facts(state: AgentState, context: AgentContext) -> list[Fact]:
    references = state["facts"]
    if not references:
        return []
    heads = list(dict.fromkeys(reference["head_id"] for reference in references))
    types = list(dict.fromkeys(reference["type"] for reference in references))
    reading = context.parts.graph.facts(heads, types=types, incoming=False, limit=_FACT_LIMIT)
    facts = await _in_time(reading, context)
    by_id = {fact.relation.id: fact for fact in facts}
    return [by_id[reference["relation_id"]] for reference in references if reference["relation_id"] in by_id]


async def _in_time(reading: Awaitable[T], context: AgentContext) -> T:
    seconds = context.parts.limits.read_s
    try:
        async with asyncio.timeout(seconds):
            return await reading
    except TimeoutError as error:
        raise StoreError(
            f"The graph store did not answer within {seconds:g} seconds; see `vinagraph doctor`."
        ) from error
