"""Static embeddings: the vector of a text is the weighted sum of vectors of its terms.

Terms are syllables and frequent pairs of syllables. A term's weight falls with its frequency (smooth
inverse frequency, Arora et al. 2017) and is part of its stored scale. Trained by ``vinagraph train embedding``
on official law and Vietnamese Wikipedia; no vocabulary strings are needed, terms are hashed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.ports import FloatArray
from graph.text.normalise import nfc
from graph.text.tables import model_path
from graph.text.terms import TermArray, pair_terms, syllable_terms

_FILE = "embedding.npz"


@dataclass(frozen=True, slots=True)
class StaticVectors:
    """Vectors of terms.

    Attributes:
        keys: Hashed terms, ascending.
        codes: Directions, int8 [terms, dimension].
        scales: What a row's codes are multiplied by; holds the term's weight in a text.
        version: Digest of the vectors.
    """

    keys: TermArray
    codes: npt.NDArray[np.int8]
    scales: FloatArray
    version: str

    @classmethod
    def of(cls, keys: TermArray, vectors: FloatArray, version: str) -> StaticVectors:
        """Encodes weighted vectors in eight bits a component; keys must be distinct."""
        order = np.argsort(keys)
        vectors = vectors[order]
        scales = np.maximum(np.abs(vectors).max(axis=1), 1e-12) / 127
        codes = np.rint(vectors / scales[:, None]).astype(np.int8)
        return cls(keys[order], codes, scales.astype(np.float32), version)

    def save(self, path: Path) -> None:
        """Writes the vectors."""
        np.savez_compressed(
            path,
            keys=self.keys,
            codes=self.codes,
            scales=self.scales.astype(np.float16),
            version=np.array(self.version),
        )

    @classmethod
    def load(cls, path: Path) -> StaticVectors:
        """Reads what `save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            return cls(data["keys"], data["codes"], data["scales"].astype(np.float32), str(data["version"]))

    def sum_of(self, terms: TermArray) -> FloatArray:
        """Weighted sum of the known terms' vectors; zero where none is known."""
        places = np.searchsorted(self.keys, terms)
        places[places == len(self.keys)] = 0
        known = places[self.keys[places] == terms]
        total: FloatArray = self.scales[known] @ self.codes[known].astype(np.float32)
        return total


@lru_cache(maxsize=1)
def _shipped_vectors() -> StaticVectors:
    return StaticVectors.load(model_path(_FILE))


class StaticEmbedder:
    """Embeds texts with the vectors that ship, or with given ones; needs no model library."""

    def __init__(self, vectors: StaticVectors | None = None) -> None:
        """Reads the shipped vectors, once a process, where none are given."""
        self._vectors = vectors or _shipped_vectors()

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self._vectors.codes.shape[1])

    @property
    def fingerprint(self) -> str:
        """Changes when the vectors would."""
        return f"static-{self._vectors.version}"

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        """Array [len(texts), dimension] of unit rows (zero rows for texts without known terms)."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = self.embed_query(text)
        return rows

    def embed_query(self, text: str) -> FloatArray:
        """Unit vector [dimension], or zeros."""
        syllables = syllable_terms(nfc(text))
        total = self._vectors.sum_of(np.concatenate((syllables, pair_terms(syllables))))
        norm = float(np.linalg.norm(total))
        return total / norm if norm else total
