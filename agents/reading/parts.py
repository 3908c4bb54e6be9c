"""Parts of a question as questions of their own."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from agents.analysis.answer_types import answer_type
from agents.analysis.focus import written_names
from agents.analysis.relation_triggers import triggered_relations
from agents.ports import Question, QuestionKind


def part_of(question: Question, text: str, known: tuple[str, ...] = ()) -> Question:
    """A part of a question as a question of its own; ``known`` are names that it holds."""
    focus = tuple(name for name in (*known, *question.focus) if name in text) or written_names(text)
    type_ = answer_type(text)
    return replace(
        question,
        text=text,
        kind=QuestionKind.FACT,
        answer_type=type_,
        focus=focus,
        sub_questions=(),
        relations=triggered_relations(text, type_),
    )


@lru_cache(maxsize=256)
def alone(text: str) -> Question:
    """A question of which nothing but its text is known; a checker is asked of several sentences of one answer."""
    return part_of(Question(text, text), text)
