"""Makes the question self-contained and says what it asks."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from agents.context import AgentContext
from agents.events import DegradedEvent, StatusEvent
from agents.ports import Question
from agents.prompts import message
from agents.state import AgentState, Update, new_turn, turns_of
from graph.errors import ModelError, words_of


async def understand(state: AgentState, context: AgentContext) -> Update:
    """Analyses the question in the light of the conversation; without an analyst it is taken as typed."""
    typed = state["question"]
    try:
        async with asyncio.timeout(context.parts.limits.understand_s):
            question = await context.parts.analyst.analyse(typed, turns_of(state))
    except (ModelError, TimeoutError) as error:
        context.emit(DegradedEvent(part="analyst", missing=message("degraded.analyst", error=words_of(error))))
        question = Question(original=typed, text=typed)
    if context.options.language != "auto":
        question = replace(question, language=context.options.language)
    if question.text != typed.strip():
        detail = message("status.understood", question.language, question=question.text)
        context.emit(StatusEvent(node="understand", detail=detail))
    return new_turn(question)
