"""The weights of the learned reranker: gradient-boosted trees and a linear ranker over the same features."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np

from graph.errors import ModelUnavailable
from graph.ports import FloatArray

_CLIP = 4.0
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class LinearRanker:
    """Weighted sum of standardised features, clipped at four deviations.

    Attributes:
        mean: Mean of each feature over the training candidates.
        scale: Its standard deviation.
        weights: Its weight.
    """

    mean: FloatArray
    scale: FloatArray
    weights: FloatArray

    def score(self, features: FloatArray) -> FloatArray:
        """One score a candidate."""
        scores: FloatArray = self.standardised(features) @ self.weights
        return scores

    def standardised(self, features: FloatArray) -> FloatArray:
        """Features in deviations from their mean."""
        clipped: FloatArray = np.clip((features - self.mean) / self.scale, -_CLIP, _CLIP).astype(np.float32)
        return clipped


@dataclass(frozen=True, slots=True)
class RerankerModel:
    """Trees and a linear ranker, added after both are standardised within the question.

    Attributes:
        features: Names of the features, in the order of the columns.
        trees: LightGBM ensembles; their mean counts.
        linear: The linear ranker.
    """

    features: tuple[str, ...]
    trees: tuple[lightgbm.Booster, ...]
    linear: LinearRanker

    def score(self, features: FloatArray) -> FloatArray:
        """Scores of the candidates of one question, higher is better."""
        grown = np.mean([np.asarray(booster.predict(features, num_threads=1)) for booster in self.trees], axis=0)
        return (within_question(grown) + within_question(self.linear.score(features))).astype(np.float32)

    def save(self, path: Path) -> None:
        """Writes the model as one JSON file."""
        content = {
            "features": self.features,
            "linear": {
                "mean": _rounded(self.linear.mean),
                "scale": _rounded(self.linear.scale),
                "weights": _rounded(self.linear.weights),
            },
            "trees": [booster.model_to_string() for booster in self.trees],
        }
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> RerankerModel:
        """Reads what `save` wrote.

        Raises:
            ModelUnavailable: The file is not a reranker.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            linear = LinearRanker(
                *(np.array(content["linear"][key], np.float32) for key in ("mean", "scale", "weights"))
            )
            trees = tuple(lightgbm.Booster(model_str=text) for text in content["trees"])
            return cls(tuple(content["features"]), trees, linear)
        except (KeyError, ValueError, lightgbm.basic.LightGBMError) as error:
            raise ModelUnavailable(f"{path.name} cannot be read as a reranker: {error}. Train it again.") from error


def within_question(scores: FloatArray) -> FloatArray:
    """Scores in deviations from their mean over the question's candidates."""
    standardised: FloatArray = (scores - scores.mean()) / (scores.std() + _EPSILON)
    return standardised


def _rounded(values: FloatArray) -> list[float]:
    return [float(f"{value:.6g}") for value in values]
