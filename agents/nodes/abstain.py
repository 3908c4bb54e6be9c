"""Says honestly that there is no answer, and what was looked for."""

from __future__ import annotations

from agents.context import AgentContext
from agents.material import read_passages
from agents.nodes.finalise import close
from agents.prompts import message
from agents.state import AgentState, Update, question_of

_TITLES = 3


async def abstain(state: AgentState, context: AgentContext) -> Update:
    """Abstains, naming the searches and the documents that were read."""
    language = question_of(state).language
    queries = "; ".join(f"“{query}”" for query in state["searched"])
    passages = await read_passages(state, context)
    if not passages:
        return close(state, context, message("abstain.nothing", language, queries=queries), abstained=True)
    titles = list(dict.fromkeys(passage.title for passage in passages))
    named = ", ".join(titles[:_TITLES]) + (", …" if len(titles) > _TITLES else "")
    key = "abstain.missing" if state["missing"] else "abstain.unanswered"
    answer = message(
        key, language, queries=queries, count=len(passages), titles=named, names=", ".join(state["missing"])
    )
    return close(state, context, answer, abstained=True)
