"""Answers greetings and thanks, which need no search."""

from __future__ import annotations

import re

from agents.context import AgentContext
from agents.nodes.finalise import close
from agents.prompts import message
from agents.state import AgentState, Update, question_of

_THANKS = re.compile(r"c[aá]m ơn|cảm ơn|cam on|thank", re.IGNORECASE)


async def direct(state: AgentState, context: AgentContext) -> Update:
    """Greets back."""
    question = question_of(state)
    key = "direct.thanks" if _THANKS.search(question.original) else "direct.greeting"
    return close(state, context, message(key, question.language), abstained=False)
