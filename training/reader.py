"""Fits the gates of extractive reading: whether a sentence answers a question.

For a given text: positives are answerable rows of MLQA (github.com/facebookresearch/MLQA, CC BY-SA 3.0) and of a
SQuAD-style Vietnamese set (MIT); negatives are its unanswerable rows and MLQA questions put to another passage of
the same article, which weigh more because they are what is hard.

For what a search found: questions over the sample documents, read as the agent reads them. Positives are those whose
best sentence answers; negatives are those where it does not, the unanswerable ones, and every answerable one
once more with the sentences that hold an answer taken out.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from agents.analysis.hops import split_hops
from agents.grounding.paraphrase import spaced
from agents.ports import AnswerType, QuestionKind
from agents.reading.answers import Answer
from agents.reading.context import context_passage
from agents.reading.gate import FOUND, GIVEN, SIGNALS
from agents.reading.mentions import resolved
from agents.reading.passages import sentences_of
from agents.reading.single import judge_single
from agents.reading.tokens import tokenise
from agents.rules_analyst import RulesAnalyst
from graph.results import Passage
from training.asked import AskedRow, Row
from training.logistic import fit_logistic, model_of

Example = tuple[tuple[float, ...], bool, float]
"""Signals, whether they are those of an answer, weight."""

_SEED = 7
_SAME_ARTICLE_WEIGHT = 1.5
_SQUAD_WEIGHT = 0.6
_UNANSWERABLE_WEIGHT = 2.0
_WRONG_WEIGHT = 0.7
_TAKEN_OUT_WEIGHT = 0.5
_WHOLE = frozenset({AnswerType.LIST})
"""Types whose answer is all that is said, not its short form."""


def _pairs(mlqa: list[dict[str, Any]], squad: list[dict[str, Any]]) -> Iterator[tuple[str, str, bool, float]]:
    """Question, context, whether it is answered, weight."""
    chance = np.random.default_rng(_SEED)
    contexts: dict[str, list[str]] = defaultdict(list)
    for row in mlqa:
        contexts[row["title"]].append(row["context"])
    for row in mlqa:
        yield row["question"], row["context"], True, 1.0
        others = [context for context in contexts[row["title"]] if context != row["context"]]
        if others:
            yield row["question"], others[int(chance.integers(len(others)))], False, _SAME_ARTICLE_WEIGHT
    for row in squad:
        yield row["question"], row["context"], not row["impossible"], _SQUAD_WEIGHT


def given_examples(mlqa: list[dict[str, Any]], squad: list[dict[str, Any]]) -> list[Example]:
    """Examples for a given text; rows {title, question, context} and {question, context, impossible}."""
    analyst = RulesAnalyst(None, None, "training")
    found: list[Example] = []
    for text, context, answered, weight in _pairs(mlqa, squad):
        question = asyncio.run(analyst.analyse(text, ()))
        judged = judge_single(question, (context_passage(context),), GIVEN)
        if judged is not None:
            found.append((judged[1], answered, weight))
    return found


def found_examples(asked: Iterable[AskedRow]) -> list[Example]:
    """Examples for what a search found; of questions over two hops the parts are asked, which have no rows."""
    return [example for each in asked for example in _examples_of(each)]


def _examples_of(asked: AskedRow) -> Iterator[Example]:
    row, passages = asked.row, asked.material.passages
    question = resolved(asked.question, passages)
    if question.kind is QuestionKind.COMPARISON or split_hops(question.text, question.focus):
        return
    judged = judge_single(question, passages, FOUND)
    if judged is not None and not row.answers:
        yield judged[1], False, _UNANSWERABLE_WEIGHT
    elif judged is not None:
        right = _is_right(judged[0], row, whole=question.answer_type in _WHOLE)
        yield judged[1], right, 1.0 if right else _WRONG_WEIGHT
    if row.answers and (judged := judge_single(question, _without_answers(passages, row), FOUND)) is not None:
        yield judged[1], False, _TAKEN_OUT_WEIGHT


def _holds(text: str, phrases: Sequence[str]) -> bool:
    terms = spaced(tokenise(text).terms)
    return any(spaced(tokenise(phrase).terms) in terms for phrase in phrases)


def _is_right(answer: Answer, row: Row, *, whole: bool) -> bool:
    said = " ".join(answer.sentences)
    if row.items:
        return all(_holds(said, [item]) for item in row.items)
    return _holds(said if whole else answer.short or said, row.answers)


def _without_answers(passages: Sequence[Passage], row: Row) -> tuple[Passage, ...]:
    """The passages without the sentences that hold an accepted answer."""
    found: list[Passage] = []
    for passage in passages:
        text = passage.text
        for sentence in reversed(sentences_of(text)):
            if _holds(sentence.text, (*row.answers, *row.items)):
                text = text[: sentence.start] + text[sentence.end :]
        if text.strip():
            found.append(replace(passage, text=text))
    return tuple(found)


def make_gate(
    mlqa: Iterable[dict[str, Any]], squad: Iterable[dict[str, Any]], asked: Iterable[AskedRow], out: Path
) -> str:
    """Fits both gates and writes them; returns a line that tells what was done."""
    examples = {FOUND.gate: found_examples(asked), GIVEN.gate: given_examples(list(mlqa), list(squad))}
    models = {name: model_of(SIGNALS, fit_logistic(*zip(*each, strict=True))) for name, each in examples.items()}
    out.write_text(json.dumps(models) + "\n", encoding="utf-8")
    return ", ".join(f"{name}: {len(each)} examples" for name, each in examples.items())
