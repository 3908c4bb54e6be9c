"""Thinks of another search: what is missing, the parts of the question, the question unfiltered."""

from __future__ import annotations

from collections.abc import Sequence

from agents.analysis.hops import split_hops
from agents.context import AgentContext
from agents.events import RetryEvent
from agents.filters import given_up, restricted
from agents.ports import Question
from agents.state import AgentState, Update, question_of
from graph.long_text import apart

_QUERIES = 4


async def rewrite(state: AgentState, context: AgentContext) -> Update:
    """Makes the queries of the next round; none where nothing new could be asked."""
    question = question_of(state)
    queries = await apart(context.parts.work, question.text, _queries, state, question, context)
    if not queries:
        return {"queries": []}
    following = state["round"] + 1
    context.emit(RetryEvent(round=following, reason=state["reason"]))
    return {"queries": queries, "round": following, "widened": True}


def _queries(state: AgentState, question: Question, context: AgentContext) -> list[str]:
    candidates = [
        *_about_bridges(question, state["bridges"]),
        *state["following"],
        *state["missing"],
        *question.sub_questions,
        *question.focus,
    ]
    fresh = list(dict.fromkeys(text for text in candidates if text not in state["searched"]))[:_QUERIES]
    if not fresh and restricted(given_up(question, context.options)) and not state["widened"]:
        return [question.text]
    return fresh


def _about_bridges(question: Question, bridges: Sequence[str]) -> list[str]:
    """What is asked about each name that stands in between."""
    hops = split_hops(question.text, question.focus)
    return [hops.second(name) if hops else f"{name} {question.text}" for name in bridges]
