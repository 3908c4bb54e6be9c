"""What the reranker's features are computed from: terms of the question and of its candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.ports import Candidate, FloatArray
from graph.retrieval.passage_terms import PassageTerms, passage_terms
from graph.retrieval.terms import query_terms
from graph.text.idf import idf_of_hashes
from graph.text.normalise import nfc
from graph.text.tables import TermTable
from graph.text.terms import TermArray, pair_terms, syllable_terms

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
        in_order: The first syllables as they come.
        in_order_weights: Weight of each of those.
        endings: Whether a distinct term ends so, by the lower half of its hash.
    """

    text: str
    hashes: TermArray
    is_pair: BoolArray
    weights: FloatArray
    in_order: TermArray
    in_order_weights: FloatArray
    endings: BoolArray

    @classmethod
    def of(cls, text: str, reliability: TermTable) -> QuestionTerms:
        """Terms of a question, weighted."""
        text = nfc(text)
        terms = query_terms(text, reliability)
        scale = np.where(terms.is_pair, PAIR_WEIGHT, 1.0).astype(np.float32)
        weights = idf_of_hashes(terms.hashes) * terms.reliability * scale
        in_order = syllable_terms(text)[:ORDERED]
        at = np.searchsorted(terms.hashes, in_order)
        in_order_weights = weights[at] if len(at) else np.empty(0, np.float32)
        endings = np.zeros(int(_LOW) + 1, dtype=bool)
        endings[terms.hashes & _LOW] = True
        return cls(text, terms.hashes, terms.is_pair, weights, in_order, in_order_weights, endings)

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
class Found:
    """Where the question's terms stand in a run of syllables.

    Attributes:
        at: Syllables that are terms of the question.
        place: Their places among its terms.
        pair_at: First syllables of the pairs that are.
        pair_place: Their places.
    """

    at: IntArray
    place: IntArray
    pair_at: IntArray
    pair_place: IntArray

    @classmethod
    def of(cls, question: QuestionTerms, syllables: TermArray) -> Found:
        """Looks for the question's terms."""
        return cls(*question.find(syllables), *question.find(pair_terms(syllables)))


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """One field of all candidates, one after the other.

    Attributes:
        syllables: Syllables of candidate 0, of candidate 1, …
        owner: Candidate of each.
        lengths: Syllables a candidate.
        found: Where the question's terms stand among them.
        counts: How often each question term occurs [candidates, terms].
    """

    syllables: TermArray
    owner: IntArray
    lengths: IntArray
    found: Found
    counts: FloatArray

    @classmethod
    def of(cls, question: QuestionTerms, cut: Sequence[Sequence[TermArray]]) -> FieldTerms:
        """Counts a field; each candidate has pieces over whose borders no pair reaches."""
        lengths = np.array([sum(len(part) for part in parts) for parts in cut], dtype=np.intp)
        owner = np.repeat(np.arange(len(cut)), lengths)
        flat = [part for parts in cut for part in parts]
        syllables = np.concatenate(flat) if flat else np.empty(0, dtype=np.uint32)
        border = np.cumsum([len(part) for part in flat], dtype=np.intp)[:-1] - 1
        inside = np.ones(max(len(syllables) - 1, 0), dtype=bool)
        inside[border[(border >= 0) & (border < len(inside))]] = False
        found = Found.of(question, syllables)
        return cls(syllables, owner, lengths, found, occurrences(found, len(question.hashes), owner, inside, len(cut)))


def occurrences(found: Found, width: int, owner: IntArray, inside: BoolArray, owners: int) -> FloatArray:
    """How often each question term occurs with each owner [owners, terms].

    Args:
        found: Where the terms stand among the syllables of all owners.
        width: Number of the question's terms.
        owner: Owner of each syllable; a pair belongs to that of its first.
        inside: Whether the pair that starts at a syllable counts (one fewer than syllables).
        owners: Number of owners.
    """
    kept = inside[found.pair_at]
    single = owner[found.at] * width + found.place
    pairs = owner[found.pair_at[kept]] * width + found.pair_place[kept]
    cells = np.concatenate((single, pairs))
    return np.bincount(cells, minlength=owners * width).reshape(owners, width).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Clauses:
    """Stretches of the candidates' texts: whole lines of 40 to 160 syllables together, longer lines cut.

    Attributes:
        owner: Candidate of each clause, ascending.
        place: Ordinal of the clause within its candidate.
        starts: First syllable of each clause in the text field; ends with the number of syllables.
        counts: How often each question term occurs [clauses, terms].
    """

    owner: IntArray
    place: IntArray
    starts: IntArray
    counts: FloatArray


@dataclass(frozen=True, slots=True)
class CandidateTerms:
    """The candidates of a question, field by field."""

    question: QuestionTerms
    candidates: Sequence[Candidate]
    passages: Sequence[PassageTerms]
    title: FieldTerms
    path: FieldTerms
    context: FieldTerms
    text: FieldTerms
    clauses: Clauses

    @classmethod
    def of(cls, question: QuestionTerms, candidates: Sequence[Candidate]) -> CandidateTerms:
        """Cuts and counts the candidates' fields."""
        passages = [passage_terms(candidate.passage) for candidate in candidates]
        text = FieldTerms.of(question, [[passage.text] for passage in passages])
        return cls(
            question,
            candidates,
            passages,
            FieldTerms.of(question, [[passage.title] for passage in passages]),
            FieldTerms.of(question, [passage.path for passage in passages]),
            FieldTerms.of(question, [[passage.context] for passage in passages]),
            text,
            _clauses(question, text, [passage.cuts for passage in passages]),
        )


def _clauses(question: QuestionTerms, text: FieldTerms, cuts: Sequence[Sequence[int]]) -> Clauses:
    numbers = [len(own) for own in cuts]
    first = np.cumsum(text.lengths) - text.lengths
    owner = np.repeat(np.arange(len(cuts)), numbers)
    starts = np.concatenate([np.array(own, dtype=np.intp) for own in cuts]) + first[owner]
    place = np.arange(len(owner)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
    edges = np.append(starts, text.lengths.sum())
    clause_of = np.repeat(np.arange(len(starts)), np.diff(edges))
    inside = np.ones(max(len(text.syllables) - 1, 0), dtype=bool)
    counts = occurrences(text.found, len(question.hashes), clause_of, inside, len(starts))
    return Clauses(owner, place, edges, counts)
