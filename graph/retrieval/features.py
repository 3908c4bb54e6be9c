"""Features of the candidates of one question, for the learned reranker.

All of them come from the passages themselves, the scores of the first stage and the shipped term
statistics, so that a passage is judged the same in any collection. The year of an instrument is left
out on purpose: the questions at hand are old, and a ranker that sees it learns to demote new law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from graph.ports import Candidate, FloatArray
from graph.retrieval.features_order import longest_common, padded
from graph.retrieval.features_terms import BoolArray, CandidateTerms, Columns, FieldTerms, IntArray, QuestionTerms
from graph.retrieval.features_text import definitions, question_flags, shape
from graph.text.idf import idf_of_hashes

_SATURATION = 1.2
_TITLE_WIDTH, _OPENING_WIDTH, _CLAUSE_WIDTH = 40, 60, 160
_EPSILON = 1e-6


def candidate_features(question: QuestionTerms, candidates: Sequence[Candidate]) -> tuple[tuple[str, ...], FloatArray]:
    """Names of the features and their values [candidates, features]."""
    terms = CandidateTerms.of(question, candidates)
    columns: Columns = {}
    for family in _FAMILIES:
        columns |= family(terms)
    return tuple(columns), np.stack(list(columns.values()), axis=1).astype(np.float32)


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


def _fields(terms: CandidateTerms) -> Mapping[str, FieldTerms]:
    return {"title": terms.title, "path": terms.path, "context": terms.context, "text": terms.text}


def _kinds(question: QuestionTerms) -> dict[str, FloatArray]:
    """Weights of the single syllables and of the pairs, the other kind at 0."""
    return {
        "syllable": np.where(question.is_pair, 0.0, question.weights).astype(np.float32),
        "pair": np.where(question.is_pair, question.weights, 0.0).astype(np.float32),
    }


def _matches(terms: CandidateTerms) -> Columns:
    columns: Columns = {}
    for name, field in _fields(terms).items():
        length_norm = 0.4 + 0.6 * field.lengths / max(float(field.lengths.mean()), 1.0)
        saturated = field.counts / (field.counts + _SATURATION * length_norm[:, None])
        for kind, weights in _kinds(terms.question).items():
            columns[f"{name}.{kind}.bm25"] = saturated @ weights
            columns[f"{name}.{kind}.coverage"] = (field.counts > 0) @ weights / (weights.sum() + _EPSILON)
    return columns


def _unions(terms: CandidateTerms) -> Columns:
    fields = _fields(terms)
    unions = {
        "title_text": fields["title"].counts + fields["text"].counts,
        "headings": fields["title"].counts + fields["path"].counts + fields["context"].counts,
        "all": sum(field.counts for field in fields.values()),
    }
    columns: Columns = {}
    for name, counts in unions.items():
        found = np.asarray(counts) > 0
        for kind, weights in _kinds(terms.question).items():
            columns[f"{name}.{kind}.coverage"] = found @ weights / (weights.sum() + _EPSILON)
            missing = np.where(found, 0.0, weights)
            columns[f"{name}.{kind}.heaviest_missing"] = missing.max(axis=1, initial=0.0)
            columns[f"{name}.{kind}.missing"] = (missing > 1.0).sum(axis=1)
        local = _rarity_among(found) * terms.question.weights
        columns[f"{name}.local_coverage"] = found @ local / (local.sum() + _EPSILON)
    return columns


def _rarity_among(found: BoolArray) -> FloatArray:
    """IDF of the question's terms within the candidates: tells them apart where all speak of one subject."""
    holding = found.sum(axis=0)
    rarity: FloatArray = np.log1p((len(found) - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    return rarity


def _title_side(terms: CandidateTerms) -> Columns:
    """How much of the title the question says; a title that says more is about something narrower."""
    title, count = terms.title, len(terms.candidates)
    weights = idf_of_hashes(title.syllables)
    asked = np.isin(title.syllables, terms.question.in_order)
    total = np.bincount(title.owner, weights, count)
    said = np.bincount(title.owner, weights * asked, count)
    return {
        "title.said": said / (total + _EPSILON),
        "title.unsaid": total - said,
        "title.length": title.lengths.astype(np.float32),
    }


def _order(terms: CandidateTerms) -> Columns:
    question = terms.question
    columns: Columns = {}
    whole = question.in_order_weights.sum() + _EPSILON
    stretches = {
        "title": (terms.title, _TITLE_WIDTH),
        "opening": (terms.text, _OPENING_WIDTH),
    }
    for name, (field, width) in stretches.items():
        starts = np.concatenate(([0], np.cumsum(field.lengths)[:-1])).astype(np.intp)
        rows = padded(field.syllables, starts, field.lengths, width)
        run, subsequence = longest_common(question.in_order, question.in_order_weights, rows)
        columns[f"{name}.run"] = run / whole
        columns[f"{name}.subsequence"] = subsequence / whole
    return columns


def _best_clauses(terms: CandidateTerms) -> Columns:
    clauses, question = terms.clauses, terms.question
    weights = question.weights
    whole = weights.sum() + _EPSILON
    first = np.flatnonzero(np.diff(clauses.owner, prepend=-1))
    found = clauses.counts > 0
    headings = (terms.title.counts + terms.path.counts + terms.context.counts) > 0
    coverage = (found @ weights) / whole
    with_headings = ((found | headings[clauses.owner]) @ weights) / whole
    best = _first_best(with_headings + 0.01 * coverage, clauses.owner, first)
    lengths = np.diff(clauses.starts)
    rows = padded(terms.text.syllables, clauses.starts[:-1][best], lengths[best], _CLAUSE_WIDTH)
    run, subsequence = longest_common(question.in_order, question.in_order_weights, rows)
    in_order = question.in_order_weights.sum() + _EPSILON
    density = coverage / np.sqrt(lengths + 20.0)
    return {
        "clause.coverage": np.maximum.reduceat(coverage, first),
        "clause.coverage_with_headings": with_headings[best],
        "clause.place": np.log1p(clauses.place[best]),
        "clause.density": np.maximum.reduceat(density, first),
        "clause.run": run / in_order,
        "clause.subsequence": subsequence / in_order,
        "clause.length": np.log1p(lengths[best]),
        "clause.number": np.log1p(np.bincount(clauses.owner, minlength=len(terms.candidates))),
    }


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
    _order,
    _best_clauses,
    _neighbours,
    definitions,
    question_flags,
    shape,
)
