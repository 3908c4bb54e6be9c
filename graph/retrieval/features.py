"""Features of the candidates of one question, for the learned reranker.

All of them come from the passages themselves, the scores of the first stage and the shipped term
statistics, so that a passage is judged the same in any collection. The year of an instrument is left
out on purpose: the questions at hand are old, and a ranker that sees it learns to demote new law.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from graph.ports import Candidate, FloatArray
from graph.retrieval.features_order import longest_common
from graph.retrieval.features_terms import BoolArray, CandidateTerms, Columns, IntArray, QuestionTerms, Stretches
from graph.retrieval.features_text import definitions, question_flags, shape
from graph.retrieval.passage_terms import CONTEXT, PATH, TEXT, TITLE

_SATURATION = 1.2
_TITLE_WIDTH, _OPENING_WIDTH, _CLAUSE_WIDTH = 40, 60, 160
_EPSILON = 1e-6
_FIELDS = ("title", "path", "context", "text")
_UNIONS = ("title_text", "headings", "all")
_KINDS = ("syllable", "pair")


def candidate_features(question: QuestionTerms, candidates: Sequence[Candidate]) -> tuple[tuple[str, ...], FloatArray]:
    """Names of the features and their values [candidates, features]."""
    terms = CandidateTerms.of(question, candidates)
    columns: Columns = {}
    for family in _FAMILIES:
        columns |= family(terms)
    values = np.empty((len(columns), len(candidates)), dtype=np.float32)
    for row, name in zip(values, columns, strict=True):
        row[:] = columns[name]
    return tuple(columns), np.ascontiguousarray(values.T)


def _first_stage(terms: CandidateTerms) -> Columns:
    score = np.array([candidate.score for candidate in terms.candidates], dtype=np.float32)
    columns: Columns = {
        "first.score": score,
        "first.z": (score - score.mean()) / (score.std() + _EPSILON),
        "first.gap": score.max() - score,
        "first.rank": np.log1p(np.argsort(np.argsort(-score, kind="stable"))),
    }
    for channel in ("sparse", "dense"):
        values = np.array([c.channels.get(channel, 0.0) for c in terms.candidates], dtype=np.float32)
        columns[f"first.{channel}"] = values / (values.max() + _EPSILON)
    columns["first.dense_raw"] = np.array([c.channels.get("dense", 0.0) for c in terms.candidates])
    return columns


def _kinds(question: QuestionTerms) -> FloatArray:
    """Weights of the single syllables and of the pairs, the other kind at 0 [2, terms]."""
    return np.where([~question.is_pair, question.is_pair], question.weights, np.float32(0))


def _matches(terms: CandidateTerms) -> Columns:
    length_norm = 0.4 + 0.6 * terms.lengths / np.maximum(terms.lengths.mean(axis=1, keepdims=True), 1.0)
    saturated = terms.counts / (terms.counts + _SATURATION * length_norm[:, :, None])
    found = terms.counts > 0
    columns: Columns = {}
    of_kind = [(saturated @ weights, _coverage(found, weights)) for weights in _kinds(terms.question)]
    for row, field in enumerate(_FIELDS):
        for kind, (bm25, coverage) in zip(_KINDS, of_kind, strict=True):
            columns[f"{field}.{kind}.bm25"] = bm25[row]
            columns[f"{field}.{kind}.coverage"] = coverage[row]
    return columns


def _coverage(found: BoolArray, weights: FloatArray) -> npt.NDArray[np.floating]:
    """Share of the weights that is found [..., candidates] in [..., candidates, terms]."""
    share: npt.NDArray[np.floating] = found @ weights / (weights.sum() + _EPSILON)
    return share


def _unions(terms: CandidateTerms) -> Columns:
    in_field = terms.counts > 0
    headings = in_field[TITLE] | in_field[PATH] | in_field[CONTEXT]
    found = np.stack((in_field[TITLE] | in_field[TEXT], headings, headings | in_field[TEXT]))
    local = _rarity_among(found) * terms.question.weights
    kinds = _kinds(terms.question)
    missing = np.where(found[:, None], np.float32(0), kinds[:, None, :])
    heaviest, heavy = missing.max(axis=-1, initial=0.0), (missing > 1.0).sum(axis=-1)
    coverages = [_coverage(found, weights) for weights in kinds]
    columns: Columns = {}
    for row, union in enumerate(_UNIONS):
        for number, kind in enumerate(_KINDS):
            columns[f"{union}.{kind}.coverage"] = coverages[number][row]
            columns[f"{union}.{kind}.heaviest_missing"] = heaviest[row, number]
            columns[f"{union}.{kind}.missing"] = heavy[row, number]
        columns[f"{union}.local_coverage"] = _coverage(found[row], local[row])
    return columns


def _rarity_among(found: BoolArray) -> FloatArray:
    """IDF of the question's terms within the candidates: tells them apart where all speak of one subject.

    Of ``found`` [..., candidates, terms]; returns [..., terms].
    """
    holding = found.sum(axis=-2)
    rarity: FloatArray = np.log1p((found.shape[-2] - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    return rarity


def _title_side(terms: CandidateTerms) -> Columns:
    """How much of the title the question says; a title that says more is about something narrower."""
    titles, count = terms.titles, len(terms.candidates)
    owner = np.repeat(titles.owner, titles.lengths)
    weights = np.concatenate([passage.title_idf for passage in terms.passages])
    total = np.bincount(owner, weights, count)
    said = np.bincount(owner, weights * _said(terms, titles), count)
    return {
        "title.said": said / (total + _EPSILON),
        "title.unsaid": total - said,
        "title.length": titles.lengths.astype(np.float32),
    }


def _said(terms: CandidateTerms, stretches: Stretches) -> BoolArray:
    """Whether the question holds each syllable of some stretches."""
    found, ordered = terms.found, np.zeros(len(terms.question.hashes), dtype=bool)
    ordered[terms.question.in_order] = True
    said = np.zeros(terms.stretches.lengths.sum(), dtype=bool)
    said[found.at[ordered[found.place]]] = True
    before = np.cumsum(stretches.lengths) - stretches.lengths
    at = np.arange(stretches.lengths.sum()) + np.repeat(stretches.starts - before, stretches.lengths)
    of_stretches: BoolArray = said[at]
    return of_stretches


def _order_and_clauses(terms: CandidateTerms) -> Columns:
    """How the question's order is kept by the title, the opening and the best clause; how good that clause is."""
    clauses, question = terms.clauses, terms.question
    first = np.flatnonzero(np.diff(clauses.owner, prepend=-1))
    whole = question.weights.sum() + _EPSILON
    found = terms.clause_counts > 0
    headings = (terms.counts[TITLE] + terms.counts[PATH] + terms.counts[CONTEXT]) > 0
    coverage = (found @ question.weights) / whole
    with_headings = ((found | headings[clauses.owner]) @ question.weights) / whole
    best = _first_best(with_headings + 0.01 * coverage, clauses.owner, first)
    density = coverage / np.sqrt(clauses.lengths + 20.0)
    runs, subsequences = _order(terms, clauses.only(first), clauses.only(best))
    return {
        "title.run": runs[0],
        "title.subsequence": subsequences[0],
        "opening.run": runs[1],
        "opening.subsequence": subsequences[1],
        "clause.coverage": np.maximum.reduceat(coverage, first),
        "clause.coverage_with_headings": with_headings[best],
        "clause.place": np.log1p(best - first),
        "clause.density": np.maximum.reduceat(density, first),
        "clause.run": runs[2],
        "clause.subsequence": subsequences[2],
        "clause.length": np.log1p(clauses.lengths[best]),
        "clause.number": np.log1p(np.bincount(clauses.owner, minlength=len(terms.candidates))),
    }


def _order(terms: CandidateTerms, openings: Stretches, clauses: Stretches) -> FloatArray:
    """How the order of the question's syllables is kept, as shares of its weight.

    Returns:
        Runs and subsequences of title, opening and one clause of each candidate [2, 3, candidates].
    """
    starts = np.concatenate((terms.titles.starts, openings.starts, clauses.starts))
    lengths = (
        np.minimum(terms.titles.lengths, _TITLE_WIDTH),
        np.minimum(terms.lengths[TEXT], _OPENING_WIDTH),
        np.minimum(clauses.lengths, _CLAUSE_WIDTH),
    )
    weights = longest_common(terms.question, terms.found, starts, np.concatenate(lengths))
    shares: FloatArray = weights / (terms.question.in_order_weights.sum() + _EPSILON)
    return shares.reshape(2, len(lengths), -1)


def _first_best(values: FloatArray, owner: IntArray, first: IntArray) -> IntArray:
    """Index of the best clause of each candidate, the earliest of equals."""
    best = np.maximum.reduceat(values, first)
    at_best = np.flatnonzero(values == best[owner])
    _, earliest = np.unique(owner[at_best], return_index=True)
    return at_best[earliest]


def _neighbours(terms: CandidateTerms) -> Columns:
    """Scores of the other candidates of the same document, instrument and headings."""
    score = np.array([candidate.score for candidate in terms.candidates])
    passages = [candidate.passage for candidate in terms.candidates]
    groups: dict[str, list[object]] = {
        "document": [p.document_id for p in passages],
        "instrument": [p.instrument or p.document_id for p in passages],
        "subject": [p.path[:1] or p.document_id for p in passages],
        "chapter": [(p.instrument, p.path[:2]) for p in passages],
    }
    columns: Columns = {}
    for name, keys in groups.items():
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        member = np.array([numbers[key] for key in keys])
        total = np.bincount(member, score)
        columns[f"{name}.others"] = (total[member] - score) / (score.sum() + _EPSILON)
        best = np.zeros(len(numbers))
        np.maximum.at(best, member, score)
        columns[f"{name}.behind"] = best[member] - score
    return columns


_FAMILIES: tuple[Callable[[CandidateTerms], Columns], ...] = (
    _first_stage,
    _matches,
    _unions,
    _title_side,
    _order_and_clauses,
    _neighbours,
    definitions,
    question_flags,
    shape,
)
