"""Trains the tagger for open runs: multinomial logistic regression by stochastic gradient descent."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from ingestion.extraction.names.tagger import LABELS, SCALE, LinearTagger
from training.entities_sightings import Example

_EPOCHS = 4
_RATE = 0.15
_DECAY = 1e-5
_LARGEST = 127


def train_tagger(examples: Sequence[Example], min_count: int = 4, seed: int = 7) -> dict[str, list[float]]:
    """Weights by feature, one a label, averaged over the last epoch's end state.

    Args:
        examples: Labelled runs.
        min_count: Features seen less often are left out.
        seed: Of the order of examples.
    """
    seen = Counter(feature for example in examples for feature in example.features)
    weights = {feature: [0.0] * len(LABELS) for feature, count in seen.items() if count >= min_count}
    order = list(examples)
    chance = random.Random(seed)  # noqa: S311 - no secret
    tagger = LinearTagger(weights)
    for epoch in range(_EPOCHS):
        chance.shuffle(order)
        rate = _RATE / (1 + epoch)
        for example in order:
            _update(weights, tagger, example, rate)
    return weights


def _update(weights: dict[str, list[float]], tagger: LinearTagger, example: Example, rate: float) -> None:
    probabilities = tagger.probabilities(example.features)
    steps = [rate * ((label == example.label) - p) for label, p in zip(LABELS, probabilities, strict=True)]
    for feature in example.features:
        row = weights.get(feature)
        if row is not None:
            for place, step in enumerate(steps):
                row[place] += step - rate * _DECAY * row[place]


def accuracy(tagger: LinearTagger, examples: Sequence[Example]) -> float:
    """Share of examples whose label has the highest probability."""
    right = 0
    for example in examples:
        probabilities = tagger.probabilities(example.features)
        right += LABELS[probabilities.index(max(probabilities))] == example.label
    return right / max(1, len(examples))


def weight_lines(weights: dict[str, list[float]]) -> list[str]:
    """Lines of ``tagger.tsv``: features and their rounded weights; features that round to nothing are left out."""
    lines = []
    for feature, row in sorted(weights.items()):
        rounded = [max(-_LARGEST, min(_LARGEST, round(weight * SCALE))) for weight in row]
        if any(abs(number) > 1 for number in rounded):
            lines.append(f"{feature}\t{' '.join(map(str, rounded))}")
    return lines
