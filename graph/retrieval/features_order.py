"""How far a question's order of words is kept: longest common runs and subsequences, for many texts at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.ports import FloatArray
from graph.retrieval.features_terms import Found, IntArray, QuestionTerms

_Places = npt.NDArray[np.int16]
_NONE = -1


def longest_common(question: QuestionTerms, found: Found, starts: IntArray, lengths: IntArray) -> FloatArray:
    """Weight of the heaviest common run and of the heaviest common subsequence of each text with the question.

    Args:
        question: The question.
        found: Where its terms stand among the syllables of the texts.
        starts: First syllable of each text; texts may overlap.
        lengths: Syllables of each.

    Returns:
        Array [2, texts]: runs (neighbours in both), subsequences (gaps allowed).
    """
    shared, follows = _shared(question, found, starts, lengths)
    run, heaviest, extended = (np.zeros(shared.shape, dtype=np.float32) for _ in range(3))
    subsequence = np.zeros((len(shared) + 1, len(starts)), dtype=np.float32)
    occurring = set(np.unique(shared).tolist())
    for place, weight in zip(question.in_order.tolist(), question.in_order_weights, strict=True):
        if place not in occurring:
            run[:] = 0
            continue
        match = (shared == place).astype(np.float32)
        np.multiply(run[:-1], follows, out=extended[1:])
        extended[:1] = 0
        extended += weight
        np.multiply(extended, match, out=run)
        np.maximum(heaviest, run, out=heaviest)
        np.add(subsequence[:-1], np.multiply(match, weight, out=match), out=extended)
        np.maximum(subsequence[1:], extended, out=extended)
        subsequence[1:] = _running_maximum(extended)
    return np.stack((heaviest.max(axis=0, initial=0.0), subsequence[-1]))


def _running_maximum(rows: FloatArray) -> FloatArray:
    """The largest of each row and those before it, in place; `np.maximum.accumulate` takes several times as long."""
    reach = 1
    while reach < len(rows):
        np.maximum(rows[reach:], rows[:-reach], out=rows[reach:])
        reach *= 2
    return rows


def _shared(question: QuestionTerms, found: Found, starts: IntArray, lengths: IntArray) -> tuple[_Places, FloatArray]:
    """The syllables of each text that the question holds, by their places, and 1 where one follows right on the last.

    What the question does not hold adds to no run and no subsequence, and is most of a text.

    Returns:
        Arrays [syllables, texts], filled with `_NONE`, and [syllables - 1, texts].
    """
    first, end = np.searchsorted(found.at, starts), np.searchsorted(found.at, starts + lengths)
    numbers = end - first
    text = np.repeat(np.arange(len(starts)), numbers)
    order = np.arange(len(text)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
    chosen = order + first[text]
    shared = np.full((int(numbers.max(initial=0)), len(starts)), _NONE, dtype=np.int16)
    shared[order, text] = found.place[chosen]
    follows = np.zeros(shared.shape, dtype=np.float32)
    follows[order[1:], text[1:]] = np.diff(found.at[chosen]) == 1
    return shared, follows[1:]
