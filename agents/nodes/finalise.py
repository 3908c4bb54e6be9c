"""Closes the turn: the whole answer, its cost, and the conversation for the next question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.context import AgentContext
from agents.events import FinalEvent, Usage
from agents.state import AgentState, Update, with_turn

_ITEM = re.compile(r"(?:\d{1,3}\.|[a-zđ]\)|[-•–*])\s")


async def finalise(state: AgentState, context: AgentContext) -> Update:
    """Joins the sentences that were shown; items of a list and remarks stand on lines of their own."""
    answer = ""
    for sentence in state["sentences"]:
        answer += ("\n" if is_item(sentence["text"]) else " ") + sentence["text"]
    return close(state, context, answer.strip(), abstained=False, remarks=state["remarks"])


def is_item(sentence: str) -> bool:
    """Whether a sentence is an item of a list, which stands on a line of its own."""
    return _ITEM.match(sentence) is not None


def close(
    state: AgentState, context: AgentContext, text: str, *, abstained: bool, remarks: Sequence[str] = ()
) -> Update:
    """Tells the final answer, whose last lines are the remarks, and adds the turn to the conversation."""
    answer = "\n".join((text, *remarks))
    short_answer = None if abstained else state["short_answer"]
    context.emit(
        FinalEvent(
            answer=answer,
            short_answer=short_answer,
            abstained=abstained,
            remarks=tuple(remarks),
            usage=Usage(tokens=state["tokens"], prompt_tokens=state["prompt_tokens"], rounds=state["round"]),
            seconds=state["seconds"],
        )
    )
    return {
        "answer": answer,
        "short_answer": short_answer,
        "abstained": abstained,
        "history": with_turn(state, answer),
    }
