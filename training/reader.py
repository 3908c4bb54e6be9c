"""Fits the gate of extractive reading: whether a sentence answers a question.

Positives are answerable rows of MLQA (github.com/facebookresearch/MLQA, CC BY-SA 3.0) and of a SQuAD-style
Vietnamese set (MIT); negatives are its unanswerable rows and MLQA questions put to another passage of the
same article, which weigh more because they are what a search brings up.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from agents.reading.asked import asked_of
from agents.reading.context import context_passage
from agents.reading.gate import SIGNALS, signals
from agents.reading.ranking import rank_sentences
from agents.reading.spans import short_answer
from agents.rules_analyst import RulesAnalyst
from training.logistic import fit_logistic, write_model

Example = tuple[tuple[float, ...], bool, float]

_SEED = 7
_SAME_ARTICLE_WEIGHT = 1.5
_SQUAD_WEIGHT = 0.6
_CONSIDERED = 6
_SPAN_SHARE = 0.12


def _signals(analyst: RulesAnalyst, question: str, context: str) -> tuple[float, ...] | None:
    """Signals of the sentence that reading would take; None where no sentence shares a word with the question."""
    asked = asked_of(asyncio.run(analyst.analyse(question, ())))
    ranked = rank_sentences(asked, (context_passage(context),))[:_CONSIDERED]
    read = [(item, short_answer(item, asked)) for item in ranked]
    scored = [(item.score + _SPAN_SHARE * (short.score if short else 0.0), item, short) for item, short in read]
    if not scored:
        return None
    _, best, short = max(scored, key=lambda found: found[0])
    return signals(best, asked, short.score if short else 0.0)


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


def examples(mlqa: list[dict[str, Any]], squad: list[dict[str, Any]]) -> list[Example]:
    """Signals with label and weight; rows {title, question, context} and {question, context, impossible}."""
    analyst = RulesAnalyst(None, None, "training")
    found: list[Example] = []
    for question, context, answered, weight in _pairs(mlqa, squad):
        values = _signals(analyst, question, context)
        if values is not None:
            found.append((values, answered, weight))
    return found


def make_gate(mlqa: Iterable[dict[str, Any]], squad: Iterable[dict[str, Any]], out: Path) -> str:
    """Fits the gate and writes it; returns a line that tells what was done."""
    rows, labels, weights = zip(*examples(list(mlqa), list(squad)), strict=True)
    write_model(out, SIGNALS, fit_logistic(rows, labels, weights))
    return f"{len(rows)} examples"
