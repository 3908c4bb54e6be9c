"""Fits the choice of the short answer among the spans of its sentence.

A conditional logit (McFadden 1974): of the spans of a sentence that holds the answer, those that overlap it most
are to be the most likely. It learns from the answerable rows of MLQA (github.com/facebookresearch/MLQA, CC BY-SA
3.0) and of a SQuAD-style Vietnamese set (MIT), most of which ask for people and so weigh less.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from agents.ports import AnswerType
from agents.reading.asked import asked_of
from agents.reading.candidates import ANY_NAME
from agents.reading.context import context_passage
from agents.reading.ranking import Ranked, rank_sentences
from agents.reading.span_features import FEATURES
from agents.reading.spans import described
from agents.rules_analyst import RulesAnalyst
from graph.text.syllables import syllables

FloatArray = npt.NDArray[np.float64]

_CONSIDERED = 8
_SQUAD_WEIGHT = 0.35
_RIDGE = 4.0
_TYPE_SHARE = 0.5
"""Weights by type move this much less freely than those of all types."""

_PRIOR = {"fitness": 1.0, "typed": 1.0}
"""Weights that the penalty pulls towards; towards 0 for all others."""

_LEAST_OVERLAP = 0.35
_HOLDS = 0.9
"""Worth of a span that holds the answer with few other words."""

_FEW = 8
_SHARPNESS = 3
_TYPES = tuple(sorted(ANY_NAME))


@dataclass(frozen=True, slots=True)
class Example:
    """The spans of one sentence.

    Attributes:
        type: What is asked.
        values: Features [spans, features].
        wanted: Share of each span in what should be chosen; they add up to 1.
        weight: Of the example.
    """

    type: AnswerType
    values: FloatArray
    wanted: FloatArray
    weight: float


def _worth(span: str, answers: Sequence[str]) -> float:
    """Overlap with the nearest answer, 0 to 1: F1 of the syllables, or nearly 1 where it holds it with few others."""
    words = syllables(span)
    return max(_overlap(words, syllables(answer)) for answer in answers)


def _overlap(words: Sequence[str], answer: Sequence[str]) -> float:
    shared = sum((Counter(words) & Counter(answer)).values())
    if not shared:
        return 0.0
    holds = f" {' '.join(answer)} " in f" {' '.join(words)} " and len(words) < _FEW
    return max(2 * shared / (len(words) + len(answer)), _HOLDS * holds)


def _example(ranked: Ranked, row: dict[str, Any], analyst: RulesAnalyst, weight: float) -> Example | None:
    asked = asked_of(asyncio.run(analyst.analyse(row["question"], ())))
    choices, rows = described(ranked, asked)
    text = ranked.sentence.text
    worth = np.array([_worth(text[choice.start : choice.end], row["answers"]) for choice in choices])
    if len(choices) < 2 or worth.max() < _LEAST_OVERLAP:
        return None
    sharpened = worth**_SHARPNESS
    return Example(asked.type, np.array(rows), sharpened / sharpened.sum(), weight)


def _answering(row: dict[str, Any], analyst: RulesAnalyst) -> Ranked | None:
    """The best ranked sentence that holds the answer, where the question may be answered by any name."""
    asked = asked_of(asyncio.run(analyst.analyse(row["question"], ())))
    if asked.type not in ANY_NAME:
        return None
    ranked = rank_sentences(asked, (context_passage(row["context"]),))[:_CONSIDERED]
    answers = [answer.strip(" ,.;)(") for answer in row["answers"]]
    return next((item for item in ranked if any(answer in item.sentence.text for answer in answers)), None)


def examples(rows: Iterable[dict[str, Any]], weight: float) -> Iterator[Example]:
    """Examples from rows {question, context, answers}; rows without answers are left out."""
    analyst = RulesAnalyst(None, None, "training")
    for row in rows:
        ranked = _answering(row, analyst) if row.get("answers") else None
        found = _example(ranked, row, analyst, weight) if ranked is not None else None
        if found is not None:
            yield found


def _with_type(example: Example) -> FloatArray:
    """Features [spans, features × (1 + types)]: for all types, then those of its own type."""
    blocks = [example.values]
    blocks += [example.values * (_TYPE_SHARE if example.type is type_ else 0.0) for type_ in _TYPES]
    return np.hstack(blocks)


def fit_choice(found: Sequence[Example]) -> FloatArray:
    """Weights [1 + types, features]: of all types, and what each type adds."""
    data = [(_with_type(example), example.wanted, example.weight) for example in found]
    prior = np.zeros(len(FEATURES) * (1 + len(_TYPES)))
    for name, value in _PRIOR.items():
        prior[FEATURES.index(name)] = value

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        total = _RIDGE * float(np.square(weights - prior).sum())
        slope = 2 * _RIDGE * (weights - prior)
        for values, wanted, weight in data:
            logits = values @ weights
            log_shares = logits - np.logaddexp.reduce(logits)
            total -= weight * float(wanted @ log_shares)
            slope = slope - weight * (values.T @ (wanted - np.exp(log_shares)))
        return total, slope

    weights: FloatArray = minimize(loss, prior, jac=True, method="L-BFGS-B").x
    rows = weights.reshape(1 + len(_TYPES), len(FEATURES))
    return np.vstack((rows[:1], rows[1:] * _TYPE_SHARE))


def make_spans(mlqa: Iterable[dict[str, Any]], squad: Iterable[dict[str, Any]], out: Path) -> str:
    """Fits the choice and writes it; returns a line that tells what was done."""
    found = [*examples(mlqa, 1.0), *examples(squad, _SQUAD_WEIGHT)]
    shared, *by_type = (_named(row) for row in fit_choice(found))
    model = {"weights": shared, "by_type": dict(zip(_TYPES, by_type, strict=True))}
    out.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    return f"{len(found)} examples"


def _named(row: FloatArray) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(FEATURES, row, strict=True)}
