"""Finds what stands between the two hops of a question, by answering the first."""

from __future__ import annotations

import asyncio

from agents.analysis.hops import split_hops
from agents.context import AgentContext
from agents.ports import Material, Question, QuestionKind
from agents.reading.mentions import resolved
from agents.reading.parts import part_of
from agents.reading.steps import Step, steps
from agents.stream import closing
from graph.errors import ModelError
from graph.long_text import apart


async def find_bridge(question: Question, material: Material, context: AgentContext) -> str | None:
    """The short answer of the first hop, where the question has one that nothing has answered yet.

    A reader or writer that fails here finds no bridge; `generate` will tell of its failure.
    """
    if question.kind is not QuestionKind.MULTI_HOP or len(question.sub_questions) != 1:
        return None
    try:
        async with asyncio.timeout(context.parts.limits.bridge_s):
            first = await apart(context.parts.work, question.text, _first_part, question, material)
            return await _short_answer(first, material, context)
    except (ModelError, TimeoutError):
        return None


def _first_part(question: Question, material: Material) -> Question:
    """What must be answered first."""
    known = resolved(question, material.passages)
    hops = split_hops(known.text, known.focus)
    return part_of(known, hops.first if hops is not None else question.sub_questions[0])


async def find_following(question: Question, material: Material, context: AgentContext) -> list[Step]:
    """What may be described in the question, each with what is asked about it, best first."""
    try:
        async with asyncio.timeout(context.parts.limits.bridge_s):
            return await context.parts.work.run(_following, question, material)
    except (ModelError, TimeoutError):
        return []


def _following(question: Question, material: Material) -> list[Step]:
    """The steps; what the second of them leads to on the same passages goes first."""
    found = steps(resolved(question, material.passages), material.passages)
    if not found:
        return []
    second = part_of(question, found[0].second, (found[0].name,))
    return [*steps(second, material.passages)[:1], *found]


async def _short_answer(question: Question, material: Material, context: AgentContext) -> str | None:
    async with closing(context.parts.writer.write(question, material, (), ())) as stream:
        async for piece in stream:
            if piece.short_answer is not None:
                return piece.short_answer
    return None
