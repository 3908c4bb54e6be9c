"""How much of a claim its source carries, as a few figures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from agents.grounding.source import Source
from agents.reading.tokens import is_number

FEATURES = (
    "novel_weight",
    "novel_share",
    "longest_run",
    "pairs_missing",
    "second_share",
    "above_share",
    "claim_length",
    "source_left",
)


def _novel(source: Source, asked: frozenset[str]) -> Iterator[tuple[int, float]]:
    """Index and weight of the claim's content that neither source, heading, paraphrase nor question explains."""
    claim = source.claim
    for index, term in enumerate(claim.terms):
        respelled = is_number(term) and term in source.values
        if term in source.terms or respelled or index in source.excused or term not in claim.content:
            continue
        share = 0.5 if term in source.above or term in asked else 1.0
        yield index, claim.weights[term] * share


def _longest_run(novel: dict[int, float]) -> float:
    longest = run = 0.0
    for index in range(max(novel, default=-1) + 1):
        run = run + novel[index] if index in novel else 0.0
        longest = max(longest, run)
    return longest


def missing_pairs(source: Source) -> float:
    """Share of the claim's neighbouring content words that stand nowhere side by side in the source.

    Paraphrased words and numbers are passed over: other checks look at them.
    """
    claim = source.claim
    told = [
        term if term in claim.content and index not in source.excused and not is_number(term) else None
        for index, term in enumerate(claim.terms)
    ]
    pairs = [f" {one} {other} " for one, other in pairwise(told) if one and other]
    return sum(not source.holds(pair) for pair in pairs) / len(pairs) if pairs else 0.0


def features(source: Source, asked: frozenset[str]) -> tuple[float, ...]:
    """Values in the order of `FEATURES`; ``asked`` are the terms of the question."""
    claim = source.claim
    total = claim.total or 1.0
    novel = dict(_novel(source, asked))
    weight = sum(novel.values())
    in_best = sum(claim.weights[term] for term in claim.content & source.best.sentence.content)
    in_all = sum(claim.weights[term] for term in claim.content & source.terms)
    above = sum(claim.weights[term] for term in (claim.content & source.above) - source.terms)
    return (
        weight,
        weight / total,
        _longest_run(novel),
        missing_pairs(source),
        (in_all - in_best) / total,
        above / total,
        math.log1p(len(claim.terms)),
        math.log1p(len(source.best.sentence.content - claim.content)),
    )
