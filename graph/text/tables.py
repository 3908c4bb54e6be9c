"""Small shipped tables from hashed terms to numbers: sorted keys with 8-bit codes of the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.errors import ModelUnavailable
from graph.text.terms import TermArray

FloatArray = npt.NDArray[np.float32]
WEIGHTS = "graph.weights"


def model_path(name: str) -> Path:
    """Where a shipped model file lies.

    Raises:
        ModelUnavailable: It is not there.
    """
    path = Path(str(resources.files(WEIGHTS).joinpath(name)))
    if not path.is_file():
        raise ModelUnavailable(
            f"The model file {name} is missing from {path.parent}: reinstall, or run vinagraph train all"
        )
    return path


@dataclass(frozen=True, slots=True, eq=False)
class TermTable:
    """Numbers by term; two tables are equal where they are the same one.

    Attributes:
        keys: Hashed terms, ascending.
        codes: Code of each term's value; value = low + code * step.
        low: Value of code 0.
        step: Difference between neighbouring codes.
    """

    keys: TermArray
    codes: npt.NDArray[np.uint8]
    low: float
    step: float

    @classmethod
    def of(cls, keys: TermArray, values: npt.NDArray[np.floating]) -> TermTable:
        """Encodes values in 256 even steps; keys must be distinct."""
        order = np.argsort(keys)
        low, high = float(values.min()), float(values.max())
        step = (high - low) / 255 or 1.0
        codes = np.rint((values[order] - low) / step).astype(np.uint8)
        return cls(keys[order], codes, low, step)

    def look_up(self, terms: TermArray, missing: float) -> FloatArray:
        """Value of each term, ``missing`` for those that are not in the table."""
        if not len(self.keys):
            return np.full(len(terms), missing, dtype=np.float32)
        places = np.searchsorted(self.keys, terms)
        places[places == len(self.keys)] = 0
        values = self.low + self.codes[places].astype(np.float32) * self.step
        return np.where(self.keys[places] == terms, values, missing).astype(np.float32)

    def arrays(self) -> dict[str, Any]:
        """The table as arrays to store; keys as differences, which compress well."""
        gaps = np.diff(self.keys, prepend=np.uint32(0))
        return {"gaps": gaps, "codes": self.codes, "scale": np.array([self.low, self.step])}

    @classmethod
    def from_arrays(cls, data: Mapping[str, npt.NDArray[np.generic]]) -> TermTable:
        """The table that `arrays` took apart."""
        low, step = (float(value) for value in data["scale"])
        return cls(np.cumsum(data["gaps"], dtype=np.uint32), data["codes"].astype(np.uint8), low, step)

    def save(self, path: Path) -> None:
        """Writes the table."""
        np.savez_compressed(path, **self.arrays())

    @classmethod
    def load(cls, path: Path) -> TermTable:
        """Reads what `save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            return cls.from_arrays(data)


@lru_cache
def load_table(name: str) -> TermTable:
    """A shipped table, read once a process.

    Raises:
        ModelUnavailable: The file is missing.
    """
    return TermTable.load(model_path(name))
