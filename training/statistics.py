"""How common terms are, and how reliably the terms of a question occur in what answers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.retrieval.fields import PassageFields
from graph.text.tables import TermTable
from graph.text.terms import TermArray, pair_terms, syllable_terms


@dataclass(frozen=True, slots=True)
class StatisticsConfig:
    """Settings of the statistics.

    Attributes:
        rarest: Passages that must hold a term for it to enter the IDF table.
        prior: Weight of the pooled share in a term's reliability, in questions.
        fewest_questions: Questions that must hold a term for it to have a reliability of its own.
        power: Exponent of the reliability.
    """

    rarest: int = 12
    prior: float = 3.0
    fewest_questions: int = 2
    power: float = 2.0


def terms_of(fields: PassageFields) -> TermArray:
    """Distinct terms of a passage with its headings."""
    parts = [syllable_terms(part) for part in (fields.title, *fields.path, fields.context, fields.text)]
    return np.unique(np.concatenate([*parts, *(pair_terms(part) for part in parts)]))


def idf_table(corpora: Sequence[Sequence[PassageFields]], config: StatisticsConfig) -> TermTable:
    """IDF over several corpora in equal parts: minus the logarithm of the mean share of passages with the term."""
    counted = [np.unique(np.concatenate([terms_of(f) for f in corpus]), return_counts=True) for corpus in corpora]
    keys = np.unique(np.concatenate([terms for terms, _ in counted]))
    number = np.zeros(len(keys))
    share = np.zeros(len(keys))
    for corpus, (terms, counts) in zip(corpora, counted, strict=True):
        places = np.searchsorted(keys, terms)
        number[places] += counts
        share[places] += counts / len(corpus) / len(corpora)
    kept = number >= config.rarest
    return TermTable.of(keys[kept], -np.log(share[kept]))


@dataclass(frozen=True, slots=True)
class _Observation:
    """The terms of one question: which of them its gold passages hold, and the share expected of their kind."""

    terms: TermArray
    found: npt.NDArray[np.bool_]
    expected: npt.NDArray[np.float64]


class ReliabilityCounts:
    """Counts of question terms and of how often what answers the question holds them too.

    A term's reliability is ((hits + prior·p) / (expected + prior·p))^power, where p is the pooled share of
    hits of its kind (syllable or pair) in its set of questions and ``expected`` the sum of those shares over
    the questions that hold it. It stands in place of lists of stop phrases.
    """

    def __init__(self, config: StatisticsConfig) -> None:
        self._config = config
        self._observations: dict[str, _Observation] = {}
        self._keys: TermArray = np.empty(0, dtype=np.uint32)
        self._sums: npt.NDArray[np.float64] = np.empty((0, 3))

    def add(self, answered: Iterable[tuple[str, TermArray]]) -> None:
        """Counts a set of questions, each with all terms of what answers it."""
        observed: dict[str, tuple[TermArray, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]] = {}
        for question, answer_terms in answered:
            in_order = syllable_terms(question)
            syllables, pairs = np.unique(in_order), np.unique(pair_terms(in_order))
            terms = np.concatenate((syllables, pairs))
            observed[question] = (terms, np.isin(terms, answer_terms), np.arange(len(terms)) >= len(syllables))
        found = np.concatenate([found for _, found, _ in observed.values()])
        is_pair = np.concatenate([pair for _, _, pair in observed.values()])
        pooled = np.array([_pooled_share(found[~is_pair]), _pooled_share(found[is_pair])])
        for question, (terms, hit, pair) in observed.items():
            self._observations[question] = _Observation(terms, hit, pooled[pair.astype(int)])
        self._count()

    def table(self, without: str | None = None) -> TermTable:
        """Reliability by term, as if one of the questions had never been seen (it need not have been)."""
        sums = self._sums.copy()
        left_out = self._observations.get(without or "")
        if left_out is not None:
            sums[np.searchsorted(self._keys, left_out.terms)] -= _rows(left_out)
        seen = sums[:, 2] >= self._config.fewest_questions
        hits, expected, number = sums[seen].T
        prior = self._config.prior * expected / number
        reliability = ((hits + prior) / (expected + prior)) ** self._config.power
        return TermTable.of(self._keys[seen], np.minimum(reliability, 4.0))

    def _count(self) -> None:
        terms = np.concatenate([seen.terms for seen in self._observations.values()])
        rows = np.concatenate([_rows(seen) for seen in self._observations.values()])
        self._keys, places = np.unique(terms, return_inverse=True)
        self._sums = np.zeros((len(self._keys), 3))
        np.add.at(self._sums, places, rows)


def _pooled_share(found: npt.NDArray[np.bool_]) -> float:
    """Share of hits; not below one in a hundred, so that a small set of questions divides by no zero."""
    return max(float(found.mean()), 0.01) if len(found) else 0.01


def _rows(seen: _Observation) -> npt.NDArray[np.float64]:
    """Per term: hit, expected hit, one."""
    return np.stack((seen.found.astype(float), seen.expected, np.ones(len(seen.terms))), axis=1)
