"""Metrics of rankings and short answers, and paired bootstrap intervals. Greater is better for all."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from graph.text.normalise import name_key
from graph.text.syllables import syllables

_PUNCTUATION = re.compile(r"[^\w\s%]")


def ndcg_at(ranked: Sequence[str], gold: Collection[str], k: int = 10) -> float:
    """Normalised discounted cumulative gain with binary relevance (Järvelin and Kekäläinen 2002)."""
    gain = sum(1 / math.log2(place + 2) for place, item in enumerate(ranked[:k]) if item in gold)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(k, len(gold))))
    return gain / ideal if ideal else 0.0


def recall_at(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """Share of the gold items among the first k."""
    return len(set(ranked[:k]) & set(gold)) / len(set(gold)) if gold else 0.0


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str]) -> float:
    """One over the place of the first gold item; 0 where there is none."""
    return next((1 / place for place, item in enumerate(ranked, start=1) if item in gold), 0.0)


def normalised_answer(text: str) -> str:
    """Lower case, unified tones, single spaces, no punctuation."""
    return " ".join(_PUNCTUATION.sub(" ", name_key(text)).split())


def token_f1(answer: str, accepted: Sequence[str]) -> float:
    """Best F1 of the syllables against any accepted answer (SQuAD's measure, over syllables)."""
    return max((_f1(syllables(answer), syllables(gold)) for gold in accepted), default=0.0)


def _f1(answer: Sequence[str], gold: Sequence[str]) -> float:
    shared = sum((Counter(answer) & Counter(gold)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(answer), shared / len(gold)
    return 2 * precision * recall / (precision + recall)


def answer_holds(answer: str, accepted: Sequence[str]) -> bool:
    """Whether the answer holds an accepted one as whole words."""
    padded = f" {normalised_answer(answer)} "
    return any(f" {normalised_answer(gold)} " in padded for gold in accepted)


def paired_bootstrap(
    one: npt.ArrayLike, other: npt.ArrayLike, *, rounds: int = 10_000, seed: int = 0
) -> tuple[float, float, float]:
    """Mean difference of paired scores and its 95 % percentile bootstrap interval (Efron 1979)."""
    difference = np.asarray(one, dtype=np.float64) - np.asarray(other, dtype=np.float64)
    picks = np.random.default_rng(seed).integers(0, len(difference), (rounds, len(difference)))
    means = difference[picks].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(difference.mean()), float(low), float(high)
