"""A small linear tagger for the runs of capitals that the rules leave open.

A multinomial logistic regression over sparse features; the weights in ``data/tagger.tsv`` are made by
``vinagraph train names``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from graph.model import EntityType
from ingestion.extraction.names.gazetteer import read_lines

NO_NAME = "-"
LABELS = (NO_NAME, EntityType.PERSON.value, EntityType.ORGANISATION.value, EntityType.PLACE.value)
SCALE = 16.0
"""The file holds weights times this, rounded."""


class LinearTagger:
    """Judges what a run of capitals is."""

    def __init__(self, weights: Mapping[str, Sequence[float]]) -> None:
        """Takes weights by feature, one for each of `LABELS`."""
        self._weights = weights

    def probabilities(self, features: Iterable[str]) -> list[float]:
        """P(label) in the order of `LABELS`."""
        scores = [0.0] * len(LABELS)
        for feature in features:
            row = self._weights.get(feature)
            if row is not None:
                for place, weight in enumerate(row):
                    scores[place] += weight
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]


@cache
def shipped_tagger() -> LinearTagger:
    """The tagger with the shipped weights, read once a process."""
    weights: dict[str, tuple[float, ...]] = {}
    for line in read_lines("tagger.tsv"):
        feature, numbers = line.split("\t")
        weights[feature] = tuple(int(number) / SCALE for number in numbers.split(" "))
    return LinearTagger(weights)
