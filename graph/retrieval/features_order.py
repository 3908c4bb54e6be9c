"""How far a question's order of words is kept: longest common runs and subsequences, for many texts at once."""

from __future__ import annotations

import numpy as np

from graph.ports import FloatArray
from graph.retrieval.features_terms import BoolArray, IntArray
from graph.text.terms import TermArray


def padded(terms: TermArray, starts: IntArray, lengths: IntArray, width: int) -> TermArray:
    """Stretches of a long array as rows [stretches, width], cut or filled with 0."""
    offsets = np.arange(width)
    places = starts[:, None] + offsets[None, :]
    usable = offsets[None, :] < np.minimum(lengths, width)[:, None]
    if not len(terms):
        return np.zeros(places.shape, dtype=np.uint32)
    return np.where(usable, terms[np.minimum(places, len(terms) - 1)], np.uint32(0))


def longest_common(question: TermArray, weights: FloatArray, texts: TermArray) -> tuple[FloatArray, FloatArray]:
    """Weight of the heaviest common run and of the heaviest common subsequence of each text with the question.

    Args:
        question: Syllables in order.
        weights: Weight of each.
        texts: Rows of syllables, padded with 0 [texts, width].

    Returns:
        Two arrays [texts]: run (neighbours in both), subsequence (gaps allowed).
    """
    texts, follows = _shared(texts, question)
    rows, width = texts.shape
    run = np.zeros((rows, width + 1), dtype=np.float32)
    subsequence = np.zeros((rows, width + 1), dtype=np.float32)
    heaviest = np.zeros(rows, dtype=np.float32)
    for term, weight in zip(question, weights, strict=True):
        match = texts == term
        if not match.any():
            run[:] = 0
            continue
        run[:, 1:] = np.where(match, np.where(follows, run[:, :-1], 0) + weight, 0)
        np.maximum(heaviest, run.max(axis=1), out=heaviest)
        extended = np.maximum(subsequence[:, 1:], subsequence[:, :-1] + weight * match)
        np.maximum.accumulate(extended, axis=1, out=subsequence[:, 1:])
    return heaviest, subsequence[:, -1]


def _shared(texts: TermArray, question: TermArray) -> tuple[TermArray, BoolArray]:
    """The syllables of each text that the question holds, padded with 0, and whether each follows right on the last.

    What the question does not hold adds to no run and no subsequence, and is most of a text.
    """
    is_shared = np.isin(texts, question)
    row, column = np.nonzero(is_shared)
    lengths = is_shared.sum(axis=1)
    place = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    kept = np.zeros((len(texts), int(lengths.max(initial=0))), dtype=texts.dtype)
    kept[row, place] = texts[row, column]
    follows = np.zeros(kept.shape, dtype=bool)
    follows[row[1:], place[1:]] = (np.diff(column) == 1) & (place[1:] > 0)
    return kept, follows
