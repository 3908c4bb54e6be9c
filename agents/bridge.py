"""Finds what stands between the two hops of a question, by answering the first."""

from __future__ import annotations

import asyncio

from agents.analysis.hops import split_hops
from agents.context import AgentContext
from agents.ports import Material, Question, QuestionKind
from agents.reading.described import described
from agents.reading.gate import FOUND
from agents.reading.mentions import resolved
from agents.reading.parts import part_of
from agents.stream import closing
from graph.errors import ModelError
from graph.long_text import apart


async def find_bridge(question: Question, material: Material, context: AgentContext) -> str | None:
    """The short answer of the first hop, where the question has one that nothing has answered yet.

    A reader or writer that fails here finds no bridge; `generate` will tell of its failure.
    """
    if question.sub_questions and (question.kind is not QuestionKind.MULTI_HOP or len(question.sub_questions) != 1):
        return None
    try:
        async with asyncio.timeout(context.parts.limits.bridge_s):
            if not question.sub_questions:
                return await context.parts.work.run(_described, question, material)
            first = await apart(context.parts.work, question.text, _first_part, question, material)
            return await _short_answer(first, material, context)
    except (ModelError, TimeoutError):
        return None


def _first_part(question: Question, material: Material) -> Question:
    """What must be answered first."""
    known = resolved(question, material.passages)
    hops = split_hops(known.text, known.focus)
    return part_of(known, hops.first if hops is not None else question.sub_questions[0])


def _described(question: Question, material: Material) -> str | None:
    """What the question opens with a description of, where a passage says it."""
    return next((first.short for _, first in described(resolved(question, material.passages), material, FOUND)), None)


async def _short_answer(question: Question, material: Material, context: AgentContext) -> str | None:
    async with closing(context.parts.writer.write(question, material, (), ())) as stream:
        async for piece in stream:
            if piece.short_answer is not None:
                return piece.short_answer
    return None
