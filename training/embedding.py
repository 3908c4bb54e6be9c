"""Training of the static embedding: latent semantic analysis of passages.

The matrix of terms by passages (logarithm of frequency times IDF, unit columns) is factored by a
randomised singular value decomposition (Halko et al. 2011); a term's vector is its left singular
vector times a power of the singular values, times its weight in a text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from graph.embedding.static import StaticVectors
from graph.retrieval.fields import PassageFields
from graph.text.terms import TermArray, pair_terms, syllable_terms

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EmbeddingConfig:
    """Settings of the embedding.

    Attributes:
        dimension: Length of the vectors.
        vocabulary: Terms kept, the most frequent of those in enough passages.
        rarest: Passages that must hold a term.
        most_common: Largest share of passages that may hold a term.
        power_iterations: Of the randomised decomposition.
        oversampling: Extra directions of it.
        singular_power: Exponent of the singular values in the vectors.
        idf_power: Exponent of IDF in a term's weight in a text.
        seed: Of the random start.
    """

    dimension: int = 160
    vocabulary: int = 36_000
    rarest: int = 10
    most_common: float = 0.3
    power_iterations: int = 3
    oversampling: int = 20
    singular_power: float = 0.0
    idf_power: float = 1.0
    seed: int = 7


def train_embedding(passages: Sequence[PassageFields], config: EmbeddingConfig) -> StaticVectors:
    """Vectors of the terms of those passages."""
    counted = [np.unique(_terms(fields), return_counts=True) for fields in passages]
    keys, idf = _vocabulary([terms for terms, _ in counted], config)
    matrix = _matrix(counted, keys, idf)
    left, singular = _decompose(matrix, config)
    vectors = left * singular**config.singular_power * (idf**config.idf_power)[:, None]
    digest = hashlib.blake2b(keys.tobytes() + vectors.tobytes(), digest_size=4).hexdigest()
    return StaticVectors.of(keys, vectors.astype(np.float32), digest)


def _terms(fields: PassageFields) -> TermArray:
    parts = [syllable_terms(part) for part in (fields.title, *fields.path, fields.text)]
    return np.concatenate([*parts, *(pair_terms(part) for part in parts)])


def _vocabulary(distinct: list[TermArray], config: EmbeddingConfig) -> tuple[TermArray, FloatArray]:
    keys, numbers = np.unique(np.concatenate(distinct), return_counts=True)
    usable = (numbers >= config.rarest) & (numbers <= config.most_common * len(distinct))
    keys, numbers = keys[usable], numbers[usable]
    kept = np.sort(np.argsort(-numbers, kind="stable")[: config.vocabulary])
    return keys[kept], np.log(len(distinct) / numbers[kept]).astype(np.float32)


def _matrix(counted: list[tuple[TermArray, npt.NDArray[np.intp]]], keys: TermArray, idf: FloatArray) -> sp.csr_array:
    """Passages by terms, unit rows."""
    columns, values, lengths = [], [], []
    for terms, counts in counted:
        places = np.searchsorted(keys, terms)
        places[places == len(keys)] = 0
        known = keys[places] == terms
        row = (1.0 + np.log(counts[known])) * idf[places[known]]
        columns.append(places[known].astype(np.int32))
        values.append((row / max(float(np.linalg.norm(row)), 1e-9)).astype(np.float32))
        lengths.append(len(row))
    starts = np.concatenate(([0], np.cumsum(lengths)))
    return sp.csr_array((np.concatenate(values), np.concatenate(columns), starts), shape=(len(counted), len(keys)))


def _decompose(matrix: sp.csr_array, config: EmbeddingConfig) -> tuple[FloatArray, FloatArray]:
    """Right singular vectors [terms, dimension] and singular values of the passage matrix."""
    start = np.random.default_rng(config.seed).standard_normal(
        (matrix.shape[1], config.dimension + config.oversampling), dtype=np.float32
    )
    transposed = matrix.T.tocsr()
    basis, _ = np.linalg.qr(start)
    for _ in range(config.power_iterations):
        basis, _ = np.linalg.qr(transposed @ (matrix @ basis))
    projected = matrix @ basis
    values, rotation = np.linalg.eigh(projected.T @ projected)
    order = np.argsort(-values)[: config.dimension]
    return (basis @ rotation[:, order]).astype(np.float32), np.sqrt(np.maximum(values[order], 0)).astype(np.float32)
