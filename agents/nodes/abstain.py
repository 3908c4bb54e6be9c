"""Says honestly that there is no answer, and what was looked for."""

from __future__ import annotations

from agents.context import AgentContext
from agents.filters import filters_in_force, told
from agents.material import read_passages
from agents.nodes.finalise import close
from agents.prompts import message
from agents.state import AgentState, Update, question_of

_TITLES = 3


async def abstain(state: AgentState, context: AgentContext) -> Update:
    """Abstains, naming the searches and the documents that were read, or asks back what the question is about."""
    question = question_of(state)
    language = question.language
    if question.unclear:
        return close(state, context, message("abstain.unclear", language, words=question.unclear), abstained=True)
    queries = "; ".join(f"“{query}”" for query in state["searched"])
    passages = await read_passages(state, context)
    if not passages:
        answer = message("abstain.nothing", language, queries=queries)
        return close(state, context, _with_filters(answer, state, context), abstained=True)
    titles = list(dict.fromkeys(passage.title for passage in passages))
    named = ", ".join(titles[:_TITLES]) + (", …" if len(titles) > _TITLES else "")
    key = "abstain.missing" if state["missing"] else "abstain.unanswered"
    answer = message(
        key, language, queries=queries, count=len(passages), titles=named, names=", ".join(state["missing"])
    )
    return close(state, context, _with_filters(answer, state, context), abstained=True)


def _with_filters(answer: str, state: AgentState, context: AgentContext) -> str:
    """The answer, and what the search was restricted to by who asked or by a day."""
    question = question_of(state)
    filters = told(filters_in_force(question, context.options, widened=state["widened"]), question.language)
    if not filters:
        return answer
    within = message("abstain.filters", question.language, filters=filters)
    return f"{answer} {within}"
