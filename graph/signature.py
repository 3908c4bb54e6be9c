"""MinHash signatures as stores keep them: bytes that say how alike two texts are, in bands by which they are found."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

_BANDS = 5
_VALUES = 12
_WIDTH = np.dtype("<u4").itemsize * _VALUES
"""Bytes of a band. Of texts that share 95 % of their shingles 98 % share one of five bands of twelve values, of those
that share 99 % all but one in ten thousand; of those that share half one in a thousand."""


def bands_of(signature: bytes) -> list[int]:
    """Signed 64-bit numbers of the bands; texts that are nearly the same have one in common. None of an empty one."""
    return [
        int.from_bytes(
            hashlib.blake2b(signature[start : start + _WIDTH], digest_size=8, salt=bytes([number])).digest(),
            "little",
            signed=True,
        )
        for number, start in enumerate(range(0, min(len(signature), _BANDS * _WIDTH), _WIDTH))
    ]


def similarity(one: bytes, other: bytes) -> float:
    """Estimated share of shingles that two texts have in common, 0 to 1; signatures are of equal length."""
    return similarities(one, [other])[0]


def similarities(one: bytes, others: Sequence[bytes]) -> list[float]:
    """Estimated share of shingles that a text has in common with each of others; signatures are of equal length."""
    if not others:
        return []
    rows = np.frombuffer(b"".join(others), dtype="<u4").reshape(len(others), -1)
    shares: list[float] = (rows == np.frombuffer(one, dtype="<u4")).mean(axis=1).tolist()
    return shares
