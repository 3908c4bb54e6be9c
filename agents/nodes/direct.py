"""Answers greetings and thanks, which need no search."""

from __future__ import annotations

import re

from agents.analysis.kinds import is_greeting
from agents.context import AgentContext
from agents.nodes.finalise import close
from agents.prompts import message
from agents.state import AgentState, Update, question_of

_THANKS = re.compile(r"c[aá]m ơn|cảm ơn|cam on|thank", re.IGNORECASE)


async def direct(state: AgentState, context: AgentContext) -> Update:
    """Greets back; to thanks, and to a mere ``vâng``, it says to ask on."""
    question = question_of(state)
    thanked = _THANKS.search(question.original) or not is_greeting(question.original)
    key = "direct.thanks" if thanked else "direct.greeting"
    return close(state, context, message(key, question.language), abstained=False)
