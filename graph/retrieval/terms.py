"""Terms of a question, with how reliably each names what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from graph.ports import FloatArray
from graph.text.normalise import nfc
from graph.text.tables import TermTable, load_table
from graph.text.terms import TermArray, pair_terms, syllable_terms

_RELIABILITY_FILE = "reliability.npz"
_UNSEEN = 1.0
_KEPT = 64
"""Questions kept: each is encoded for the index and then reranked, and of an answer several searches ask the same."""


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """Distinct terms of a question.

    Attributes:
        hashes: The terms, ascending.
        is_pair: Whether a term is a pair of syllables.
        reliability: Weight of each as learned from questions: near 0 for ``như thế nào``, 1 for unseen terms.
    """

    hashes: TermArray
    is_pair: npt.NDArray[np.bool_]
    reliability: FloatArray


def shipped_reliability() -> TermTable:
    """Reliability by term, learned from questions by ``vinagraph train statistics``."""
    return load_table(_RELIABILITY_FILE)


@lru_cache(maxsize=_KEPT)
def query_terms(text: str, reliability: TermTable) -> QueryTerms:
    """The distinct syllables and pairs of a question; the arrays are shared, do not write to them."""
    in_order = syllable_terms(nfc(text))
    syllables = np.unique(in_order)
    pairs = np.setdiff1d(pair_terms(in_order), syllables)
    hashes = np.concatenate((syllables, pairs))
    order = np.argsort(hashes)
    hashes = hashes[order]
    is_pair = (np.arange(len(hashes)) >= len(syllables))[order]
    return QueryTerms(hashes, is_pair, reliability.look_up(hashes, _UNSEEN))
