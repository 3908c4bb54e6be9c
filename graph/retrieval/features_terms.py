"""What the reranker's features are computed from: terms of the question and of its candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.ports import Candidate, FloatArray
from graph.retrieval.passage_terms import TEXT, TITLE, PassageTerms, passage_terms
from graph.retrieval.terms import query_terms
from graph.text.idf import idf_of_hashes
from graph.text.normalise import nfc
from graph.text.tables import TermTable
from graph.text.terms import TermArray, syllable_terms, term_pairs

IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
Columns = dict[str, npt.NDArray[np.floating]]

PAIR_WEIGHT = 0.7
ORDERED = 200
"""Syllables of a question whose order is looked at; the time that it takes grows with them."""

_LOW = np.uint32(0xFFFF)
"""The lower half of a hash: whether any of the question's ends so rules nearly all other terms out, quickly."""


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """A question's distinct terms, ascending by hash, and its syllables in order.

    Attributes:
        text: The question, NFC.
        hashes: Distinct terms.
        is_pair: Which of them are pairs.
        weights: IDF times reliability of each; a pair's is lowered by `PAIR_WEIGHT`.
        in_order: The first syllables as they come, by their places in ``hashes``.
        in_order_weights: Weight of each of those.
        endings: Whether a distinct term ends so, by the lower half of its hash.
    """

    text: str
    hashes: TermArray
    is_pair: BoolArray
    weights: FloatArray
    in_order: IntArray
    in_order_weights: FloatArray
    endings: BoolArray

    @classmethod
    def of(cls, text: str, reliability: TermTable) -> QuestionTerms:
        """Terms of a question, weighted."""
        text = nfc(text)
        terms = query_terms(text, reliability)
        scale = np.where(terms.is_pair, PAIR_WEIGHT, 1.0).astype(np.float32)
        weights = idf_of_hashes(terms.hashes) * terms.reliability * scale
        in_order = np.searchsorted(terms.hashes, syllable_terms(text)[:ORDERED])
        endings = np.zeros(int(_LOW) + 1, dtype=bool)
        endings[terms.hashes & _LOW] = True
        return cls(text, terms.hashes, terms.is_pair, weights, in_order, weights[in_order], endings)

    def find(self, terms: TermArray) -> tuple[IntArray, IntArray]:
        """Where those terms stand among the question's: their indices, and the places in ``hashes``."""
        if not len(self.hashes):
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
        likely = np.flatnonzero(self.endings[terms & _LOW])
        terms = terms[likely]
        places = np.searchsorted(self.hashes, terms)
        places[places == len(self.hashes)] = 0
        is_there = self.hashes[places] == terms
        return likely[is_there], places[is_there]


@dataclass(frozen=True, slots=True)
class Stretches:
    """Titles, headings, contexts and clauses of the candidates, in the order of their syllables.

    Attributes:
        owner: Candidate of each.
        field: Its field.
        starts: Its first syllable, counted through all candidates.
        lengths: Its syllables.
    """

    owner: IntArray
    field: IntArray
    starts: IntArray
    lengths: IntArray

    @classmethod
    def of(cls, passages: Sequence[PassageTerms]) -> Stretches:
        """The stretches of all passages."""
        lengths = np.concatenate([passage.stretches for passage in passages])
        owner = np.repeat(np.arange(len(passages)), [len(passage.stretches) for passage in passages])
        field = np.concatenate([passage.stretch_fields for passage in passages])
        return cls(owner, field, np.cumsum(lengths) - lengths, lengths)

    def only(self, chosen: IntArray | BoolArray) -> Stretches:
        """Some of them."""
        return Stretches(self.owner[chosen], self.field[chosen], self.starts[chosen], self.lengths[chosen])


@dataclass(frozen=True, slots=True)
class Found:
    """Where the question's terms stand among the syllables of all candidates.

    Attributes:
        at: Syllables that are terms of the question, ascending.
        place: Their places among its terms.
        pair_at: First syllables of the pairs that are.
        pair_place: Their places.
    """

    at: IntArray
    place: IntArray
    pair_at: IntArray
    pair_place: IntArray

    @classmethod
    def of(cls, question: QuestionTerms, syllables: TermArray, borders: IntArray) -> Found:
        """Looks for the question's terms; no pair ends at one of the borders."""
        at, place = question.find(syllables)
        is_border = np.zeros(len(syllables) + 1, dtype=bool)
        is_border[borders] = True
        # A pair of the question is of two syllables that are the question's: only where such meet can there be one.
        first, second = at[:-1], at[1:]
        meeting = first[(second - first == 1) & ~is_border[second]]
        pair, pair_place = question.find(term_pairs(syllables[meeting], syllables[meeting + 1]))
        return cls(at, place, meeting[pair], pair_place)

    def counted(self, owner: IntArray, owners: int, terms: int) -> FloatArray:
        """How often each term occurs with each owner [owners, terms]; ``owner`` is that of each syllable."""
        cells = np.concatenate((owner[self.at] * terms + self.place, owner[self.pair_at] * terms + self.pair_place))
        return np.bincount(cells, minlength=owners * terms).reshape(owners, terms).astype(np.float32)


@dataclass(frozen=True, slots=True)
class CandidateTerms:
    """The candidates of a question; syllables are counted through all of them.

    Attributes:
        question: The question.
        candidates: Its candidates.
        passages: The terms of each.
        stretches: Titles, headings, contexts and clauses of all.
        titles: The titles alone.
        clauses: The clauses alone.
        found: Where the question's terms stand.
        lengths: Syllables of each field [fields, candidates].
        counts: How often each question term occurs in each field [fields, candidates, terms].
        clause_counts: The same of each clause [clauses, terms].
    """

    question: QuestionTerms
    candidates: Sequence[Candidate]
    passages: Sequence[PassageTerms]
    stretches: Stretches
    titles: Stretches
    clauses: Stretches
    found: Found
    lengths: IntArray
    counts: FloatArray
    clause_counts: FloatArray

    @classmethod
    def of(cls, question: QuestionTerms, candidates: Sequence[Candidate]) -> CandidateTerms:
        """Cuts and counts the candidates' fields."""
        passages = [passage_terms(candidate.passage) for candidate in candidates]
        stretches = Stretches.of(passages)
        is_clause = stretches.field == TEXT
        goes_on = is_clause & (np.roll(stretches.field, 1) == TEXT)  # the pairs of a text reach over its clauses
        syllables = np.concatenate([passage.syllables for passage in passages])
        found = Found.of(question, syllables, stretches.starts[~goes_on])

        fields, number, width = TEXT + 1, len(passages), len(question.hashes)
        row = stretches.field * number + stretches.owner
        lengths = np.bincount(row, stretches.lengths, fields * number).astype(np.intp).reshape(fields, number)
        clauses = stretches.only(is_clause)
        row[is_clause] = TEXT * number + np.arange(len(clauses.owner))
        counts = found.counted(np.repeat(row, stretches.lengths), TEXT * number + len(clauses.owner), width)
        headings, clause_counts = counts[: TEXT * number], counts[TEXT * number :]
        first = np.searchsorted(clauses.owner, np.arange(number))
        text = np.add.reduceat(clause_counts, first, axis=0)
        by_field = np.concatenate((headings, text)).reshape(fields, number, width)
        titles = stretches.only(stretches.field == TITLE)
        return cls(question, candidates, passages, stretches, titles, clauses, found, lengths, by_field, clause_counts)
