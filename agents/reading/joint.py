"""Reads the two steps of a question together: the name about which the second step is answered surely wins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.ports import Material, Question
from agents.reading.answers import Answer
from agents.reading.asked import asked_of
from agents.reading.gate import TYPED, Bar
from agents.reading.lexicon import PRONOUNS
from agents.reading.parts import part_of
from agents.reading.passages import sentences_of
from agents.reading.ranking import attribute_share
from agents.reading.steps import Step
from agents.reading.tokens import tokenise
from graph.text.normalise import name_key

Follow = Callable[[Question, Bar], Answer | None]

_SURE_FOCUS = 0.7
"""Least share of the names in the second sentence: a wrong step is worse than none."""

_SURE_ATTRIBUTE = 0.35
"""Least share of what is asked about them."""

_OPEN = 0.3
"""Least share of the question that a sentence leaves open, for it only to lead to the answer."""

_ASKS_DAY = re.compile(r"(?<!\w)ngày (?:nào|mấy|bao nhiêu|tháng năm nào)", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}(?:[/.-]| tháng )\d{1,2}|mùng|mồng|ngày \d")


def read_joint(
    question: Question, found: Sequence[Step], material: Material, bar: Bar, follow: Follow
) -> Answer | None:
    """The answer about what is described, with the sentences of both steps; None where one of them is missing.

    Args:
        question: The question.
        found: What may stand in between, best first.
        material: Passages and facts.
        bar: How much is asked of a sentence.
        follow: Answers what is asked about the thing, once it is named.
    """
    surer = replace(bar, focus=max(bar.focus, _SURE_FOCUS), attribute=max(bar.attribute, _SURE_ATTRIBUTE))
    for step in found:
        second = follow(part_of(question, step.second, (step.name,)), surer)
        if (
            second is not None
            and _completes(second, step, question, material)
            and is_about(second, step.name, material)
        ):
            sentences = tuple(dict.fromkeys((*step.sentences, *second.sentences)))
            return Answer(sentences, second.short, second.spare)
    return None


def only_leads(answer: Answer, found: Sequence[Step]) -> bool:
    """Whether an answer only names what is described, and leaves what is asked about it open."""
    if answer.short is None:
        return False
    short, sentences = name_key(answer.short), set(answer.sentences)
    return any(
        step.open >= _OPEN and name_key(step.name) in short and sentences <= set(step.sentences) for step in found
    )


def _completes(second: Answer, step: Step, question: Question, material: Material) -> bool:
    """Whether the second answer says more than the step, and what was asked for: a day, a value, a name."""
    if set(second.sentences) <= set(step.sentences):
        return False
    if second.short is None:
        return question.answer_type not in TYPED
    asks = asked_of(part_of(question, step.second, (step.name,)))
    titles = {p.title for p in material.passages if any(text in p.text for text in second.sentences)}
    if attribute_share(asks, " ".join((*second.sentences, *titles))) < _SURE_ATTRIBUTE:
        return False
    if _ASKS_DAY.search(question.text) and not _DAY.search(second.short):
        return False
    return name_key(second.short) not in name_key(step.name)


def is_about(answer: Answer, name: str, material: Material) -> bool:
    """Whether a sentence of the answer names it, stands in a document about it, or goes on about it."""
    key = name_key(name)
    if any(key in name_key(sentence) for sentence in answer.sentences):
        return True
    return any(
        sentence in passage.text and (key in name_key(passage.title) or _goes_on(passage.text, sentence, key))
        for passage in material.passages
        for sentence in answer.sentences
    )


def _goes_on(text: str, sentence: str, key: str) -> bool:
    """Whether a sentence points back with a pronoun to a name in one of the two before it."""
    if PRONOUNS.isdisjoint(tokenise(sentence).terms):
        return False
    before = sentences_of(text[: text.find(sentence)])[-2:]
    return any(key in name_key(other.text) for other in before)
