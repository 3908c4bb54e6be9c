"""Finds what stands between the two hops of a question, by answering the first."""

from __future__ import annotations

import asyncio

from agents.context import AgentContext
from agents.ports import Material, Question, QuestionKind
from agents.reading.parts import part_of
from agents.stream import closing
from graph.errors import ModelError


async def find_bridge(question: Question, material: Material, context: AgentContext) -> str | None:
    """The short answer of the first hop, where the question has one that nothing has answered yet.

    A writer that fails here finds no bridge; `generate` will tell of its failure.
    """
    if question.kind is not QuestionKind.MULTI_HOP or len(question.sub_questions) != 1:
        return None
    first = part_of(question, question.sub_questions[0])
    try:
        async with asyncio.timeout(context.parts.limits.bridge_s):
            return await _short_answer(first, material, context)
    except (ModelError, TimeoutError):
        return None


async def _short_answer(question: Question, material: Material, context: AgentContext) -> str | None:
    async with closing(context.parts.writer.write(question, material, (), ())) as stream:
        async for piece in stream:
            if piece.short_answer is not None:
                return piece.short_answer
    return None
