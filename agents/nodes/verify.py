"""Judges the answer as a whole: is there one, is its short form proved, does it say all, do its sentences agree."""

from __future__ import annotations

from collections.abc import Sequence

from agents.agreement import disagreement
from agents.context import AgentContext
from agents.events import WithheldEvent
from agents.ports import Question, QuestionKind
from agents.prompts import message
from agents.short_answer import stands_in
from agents.state import AgentState, Sentence, Update, question_of
from agents.versions import replaced
from graph.text.normalise import folded_key


async def verify(state: AgentState, context: AgentContext) -> Update:
    """Drops a short answer that no shown sentence holds; names what is missing, what disagrees and what is replaced.

    Sentences that contradict each other each have a source that says so: another round would not make them agree,
    and to hide one would be to take sides. Who asked is told instead.
    """
    question, sentences = question_of(state), state["sentences"]
    if not sentences:
        return {"short_answer": None, "reason": message("retry.unanswered", question.language)}
    missing = _unmentioned(question, sentences)
    reason = message("retry.incomplete", question.language, names=", ".join(missing)) if missing else ""
    return {
        "short_answer": _proved(state, question, context),
        "missing": missing,
        "reason": reason,
        "remarks": [*_disagreement(question, sentences), *filter(None, [await replaced(state, context)])],
    }


def _disagreement(question: Question, sentences: Sequence[Sentence]) -> list[str]:
    """That the sources of the answer disagree. Of a comparison that is what was asked."""
    if question.kind is QuestionKind.COMPARISON:
        return []
    pair = disagreement(sentences)
    if pair is None:
        return []
    return [message("remark.disagree", question.language, one=pair[0], other=pair[1])]


def _proved(state: AgentState, question: Question, context: AgentContext) -> str | None:
    short_answer, sentences = state["short_answer"], state["sentences"]
    if short_answer is None or stands_in(short_answer, [sentence["text"] for sentence in sentences]):
        return short_answer
    reason = message("withheld.short", question.language)
    context.emit(WithheldEvent(ordinal=len(sentences), text=short_answer, reason=reason))
    return None


def _unmentioned(question: Question, sentences: Sequence[Sentence]) -> list[str]:
    """Things compared that no sentence names."""
    if question.kind is not QuestionKind.COMPARISON:
        return []
    written = folded_key(" ".join(sentence["text"] for sentence in sentences))
    return [name for name in question.focus if folded_key(name) not in written]
