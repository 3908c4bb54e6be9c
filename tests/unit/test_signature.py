"""Signatures: texts that are nearly the same are found by a band, others are not."""

import random

import numpy as np

from graph.signature import bands_of, similarity


def signature(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2**32, 64, dtype=np.uint32)


def test_nearly_the_same_texts_share_a_band_and_others_do_not() -> None:
    draw = random.Random(3)
    found = {0.95: 0, 0.99: 0, 0.5: 0}
    for share in found:
        for seed in range(300):
            one = signature(seed)
            other = np.where([draw.random() < share for _ in range(64)], one, signature(1000 + seed))
            found[share] += bool(set(bands_of(one.tobytes())) & set(bands_of(other.tobytes())))
    assert found[0.99] >= 298
    assert found[0.95] >= 285
    assert found[0.5] <= 6


def test_equal_values_in_other_bands_are_not_in_common() -> None:
    same = np.full(64, 7, dtype=np.uint32).tobytes()
    assert len(set(bands_of(same))) == 5
    assert bands_of(b"") == []


def test_similarity_is_the_share_of_equal_values() -> None:
    one = signature(1)
    other = one.copy()
    other[:16] += 1
    assert similarity(one.tobytes(), one.tobytes()) == 1.0
    assert similarity(one.tobytes(), other.tobytes()) == 0.75
