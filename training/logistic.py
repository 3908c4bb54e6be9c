"""Logistic regression of a few features, for models that ship as a handful of numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

FloatArray = npt.NDArray[np.float64]

_RIDGE = 0.5


def fit_logistic(rows: Sequence[Sequence[float]], labels: Sequence[bool], weights: Sequence[float]) -> FloatArray:
    """Intercept and one weight a feature that minimise the weighted log loss with a small ridge penalty.

    Args:
        rows: Feature values, one row an example.
        labels: Whether each example is positive.
        weights: Weight of each example.
    """
    values = np.asarray(rows, dtype=np.float64)
    signs = np.where(np.asarray(labels), 1.0, -1.0)
    shares = np.asarray(weights, dtype=np.float64)

    def loss(parameters: FloatArray) -> float:
        odds = parameters[0] + values @ parameters[1:]
        penalty = _RIDGE * float(np.square(parameters[1:]).sum())
        return float((shares * np.logaddexp(0.0, -signs * odds)).sum()) + penalty

    found: FloatArray = minimize(loss, np.zeros(values.shape[1] + 1)).x
    return found


def model_of(names: Sequence[str], parameters: FloatArray) -> dict[str, Any]:
    """Intercept and weights by name, as they are kept in JSON."""
    weights = {name: round(float(value), 3) for name, value in zip(names, parameters[1:], strict=True)}
    return {"intercept": round(float(parameters[0]), 3), "weights": weights}


def write_model(path: Path, names: Sequence[str], parameters: FloatArray) -> None:
    """Writes intercept and weights by name as JSON."""
    path.write_text(json.dumps(model_of(names, parameters)) + "\n", encoding="utf-8")
