"""Chooses what to search first."""

from __future__ import annotations

from agents.context import AgentContext
from agents.ports import QuestionKind
from agents.state import AgentState, Update, question_of

_SPLIT = (QuestionKind.COMPARISON, QuestionKind.MULTI_HOP, QuestionKind.LIST)
_QUERIES = 8
"""Searches at once, at most: a page of names to compare must not take the stores from all others."""


async def route(state: AgentState, context: AgentContext) -> Update:
    """Asks the whole question, and for a question in parts each part beside it."""
    question = question_of(state)
    parts = question.sub_questions if question.kind in _SPLIT else ()
    return {"queries": list(dict.fromkeys((question.text, *parts)))[:_QUERIES]}
