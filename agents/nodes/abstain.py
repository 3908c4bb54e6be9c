"""Says honestly that there is no answer, and what was looked for."""

from __future__ import annotations

from agents.context import AgentContext
from agents.filters import filters_in_force, told
from agents.material import read_passages
from agents.nodes.finalise import close
from agents.prompts import message
from agents.state import AgentState, Update, question_of
from agents.versions import other_version
from graph.results import Passage

_TITLES = 3


async def abstain(state: AgentState, context: AgentContext) -> Update:
    """Abstains, naming the searches and the documents that were read, or asks back what the question is about.

    Where a version of a law that is not in force on the day in question speaks of it, that is told as a remark.
    """
    question = question_of(state)
    if question.unclear:
        answer = message("abstain.unclear", question.language, words=question.unclear)
        return close(state, context, answer, abstained=True)
    answer = _looked_for(state, await read_passages(state, context))
    filters = told(filters_in_force(question, context.options, widened=state["widened"]), question.language)
    if filters:
        answer += " " + message("abstain.filters", question.language, filters=filters)
    remark = await other_version(state, context)
    return close(state, context, answer, abstained=True, remarks=[remark] if remark else [])


def _looked_for(state: AgentState, passages: list[Passage]) -> str:
    """What was searched and read in vain."""
    language = question_of(state).language
    queries = "; ".join(f"“{query}”" for query in state["searched"])
    if not passages:
        return message("abstain.nothing", language, queries=queries)
    titles = list(dict.fromkeys(passage.title for passage in passages))
    named = ", ".join(titles[:_TITLES]) + (", …" if len(titles) > _TITLES else "")
    key = "abstain.missing" if state["missing"] else "abstain.unanswered"
    return message(key, language, queries=queries, count=len(passages), titles=named, names=", ".join(state["missing"]))
