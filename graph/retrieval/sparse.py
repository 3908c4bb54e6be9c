"""Sparse vectors of passages and questions: BM25F over syllables and pairs of syllables.

The stored value of a term is its saturated, field-weighted frequency; the engine multiplies it by
IDF and by the question's value, which is how reliably such a term names what is asked
(`graph.retrieval.terms`). Average lengths are constants, so that one passage's vector does not depend on
the others. Weights, b, k and the weight of pairs were tuned on legal questions whose own counts were left
out of the reliabilities; `tests/bench/law_retrieval.py` measures what they give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from graph.ports import FloatArray, SparseVector
from graph.retrieval.fields import PassageFields
from graph.retrieval.terms import query_terms, shipped_reliability
from graph.text.tables import TermTable
from graph.text.terms import TermArray, pair_terms, syllable_terms

VERSION = "bm25f-1"


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How a field counts: its weight, the strength of length normalisation, and its usual length in syllables."""

    weight: float
    b: float
    mean_length: float

    def scale(self, length: int) -> float:
        """Weight of one occurrence in a field of that length."""
        return self.weight / (1.0 - self.b + self.b * length / self.mean_length)


@dataclass(frozen=True, slots=True)
class Bm25fOptions:
    """Parameters of the encoding.

    Attributes:
        title: Weight of the title.
        path: Weight of the headings above the passage.
        context: Weight of the inherited context.
        text: Weight of the passage itself.
        k_syllable: Saturation of single syllables.
        k_pair: Saturation of pairs.
        pair_weight: Weight of a pair in a question; a syllable's is 1.
    """

    title: FieldWeight = FieldWeight(8.0, 0.8, 12.0)
    path: FieldWeight = FieldWeight(3.0, 0.4, 18.0)
    context: FieldWeight = FieldWeight(2.0, 0.6, 65.0)
    text: FieldWeight = FieldWeight(1.0, 0.6, 210.0)
    k_syllable: float = 1.5
    k_pair: float = 0.6
    pair_weight: float = 0.7


@lru_cache(maxsize=20_000)
def _heading_terms(text: str) -> tuple[TermArray, TermArray]:
    """Terms of a title, heading or context: many passages share them."""
    terms = syllable_terms(text)
    return terms, pair_terms(terms)


class SparseEncoder:
    """Encodes passages and questions for the sparse space of the index."""

    def __init__(self, options: Bm25fOptions | None = None, reliability: TermTable | None = None) -> None:
        """Opens nothing but the shipped reliability of question terms, where none is given."""
        self._options = options or Bm25fOptions()
        self._reliability = reliability or shipped_reliability()

    @property
    def fingerprint(self) -> str:
        """Changes when the vectors of passages would."""
        return VERSION

    def encode_passages(self, passages: Sequence[PassageFields]) -> list[SparseVector]:
        """One vector a passage; its values lie between 0 and 1."""
        return [self._encode(passage) for passage in passages]

    def encode_query(self, text: str) -> SparseVector:
        """Terms of a question, each once, with the weight and reliability of its kind."""
        terms = query_terms(text, self._reliability)
        weights = np.where(terms.is_pair, self._options.pair_weight, 1.0) * terms.reliability
        return SparseVector(terms.hashes, weights.astype(np.float32))

    def _encode(self, passage: PassageFields) -> SparseVector:
        text = syllable_terms(passage.text)
        options = self._options
        parts = [
            (options.title, [_heading_terms(passage.title)]),
            (options.path, [_heading_terms(heading) for heading in passage.path]),
            (options.context, [_heading_terms(passage.context)]),
            (options.text, [(text, pair_terms(text))]),
        ]
        terms: list[TermArray] = []
        impacts: list[float] = []
        for field, pieces in parts:
            scale = field.scale(sum(len(syllables) for syllables, _ in pieces))
            for syllables, pairs in pieces:
                terms += (syllables, pairs)
                impacts += (scale / options.k_syllable, scale / options.k_pair)
        lengths = [len(piece) for piece in terms]
        return _saturated(np.concatenate(terms), np.repeat(np.array(impacts, dtype=np.float32), lengths))


def _saturated(terms: TermArray, impacts: npt.NDArray[np.float32]) -> SparseVector:
    """Sums the impacts of equal terms and saturates them: u / (1 + u), where u is t / k."""
    if not len(terms):
        return SparseVector(terms, impacts)
    order = np.argsort(terms)
    terms = terms[order]
    first = np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1])))
    total: FloatArray = np.add.reduceat(impacts[order], first)
    return SparseVector(terms[first], total / (1.0 + total))
