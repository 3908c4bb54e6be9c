"""P(supported) from the features of a claim that no hard rule objects to."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from agents.grounding.features import FEATURES

_FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over `FEATURES`: intercept and one weight a feature."""

    intercept: float
    weights: tuple[float, ...]


@lru_cache(maxsize=1)
def _shipped() -> Calibration:
    values = json.loads(files("agents.grounding").joinpath(_FILE).read_text(encoding="utf-8"))
    return Calibration(values["intercept"], tuple(values["weights"][name] for name in FEATURES))


def probability(values: Sequence[float]) -> float:
    """P(supported) of feature values; fitted by ``vinagraph train calibration`` on made-up changes of sentences."""
    model = _shipped()
    score = model.intercept + sum(weight * value for weight, value in zip(model.weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
