"""Answers questions about something that is only described, once the description is read as a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeGuard

from agents.analysis.descriptions import descriptions
from agents.analysis.hops import Hops
from agents.ports import Material, Question, QuestionKind
from agents.reading.answers import Answer
from agents.reading.gate import Bar
from agents.reading.lexicon import PRONOUNS
from agents.reading.names import name_spans
from agents.reading.parts import part_of
from agents.reading.passages import sentences_of
from agents.reading.single import read_single
from agents.reading.tokens import tokenise
from graph.text.normalise import name_key

Follow = Callable[[Question, Bar], Answer | None]

_SURE_FOCUS = 0.7
"""Least share of the names in either sentence: a wrong step is worse than none."""

_SHARE = 0.5
"""Least share of the rest of a description in the sentence that says what it is."""

_SHARE_UNNAMED = 0.7
"""The same where the description holds no name."""


def described(question: Question, material: Material, bar: Bar) -> Iterator[tuple[Hops, Answer]]:
    """What may be described, each with the split that shows it; one sentence must hold most of the description.

    Questions of law name the provision that answers, however much it looks like a description.
    """
    if question.kind is QuestionKind.LEGAL:
        return
    asked = name_key(question.text)
    for hops in descriptions(question.text):
        part = part_of(question, hops.first)
        share = _SHARE if part.focus else _SHARE_UNNAMED
        found = read_single(part, material, _surer(bar, share))
        if found is not None and _is_name(found.short) and name_key(found.short) not in asked:
            yield hops, found


def read_described(question: Question, material: Material, bar: Bar, follow: Follow) -> Answer | None:
    """The answer about what is described, with the sentences of both steps; None where one of them is missing.

    Args:
        question: The question.
        material: Passages and facts.
        bar: How much is asked of a sentence.
        follow: Answers what is asked about the thing, once it is named.
    """
    for hops, first in described(question, material, bar):
        bridge = first.short or ""
        second = follow(part_of(question, hops.second(bridge), (bridge,)), _surer(bar, _SHARE))
        if second is None or second.short == bridge or set(second.sentences) <= set(first.sentences):
            continue
        if is_about(second, bridge, material):
            sentences = tuple(dict.fromkeys((*first.sentences, *second.sentences)))
            return Answer(sentences, second.short, (*second.spare, *first.spare))
    return None


def _surer(bar: Bar, share: float) -> Bar:
    return replace(bar, focus=max(bar.focus, _SURE_FOCUS), attribute=share)


def _is_name(short: str | None) -> TypeGuard[str]:
    """Whether it may be looked up: a name, and no letter of a class (``Hạng B``)."""
    return short is not None and any(start == 0 for start, _ in name_spans(short)) and len(short.split()[-1]) > 1


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
