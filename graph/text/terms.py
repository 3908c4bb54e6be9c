"""Index terms as 32-bit hashes: syllables and pairs of neighbouring syllables.

A syllable's hash is the CRC-32 of its normal form (lower case, tone marks in their new place); a
pair's is a multiply-shift hash of its two. Hashes need no vocabulary, so that any text can be encoded
alone and by any process. With three million distinct terms about one in 1,400 shares its hash.
"""

from __future__ import annotations

import re
import zlib
from itertools import chain

import numpy as np
import numpy.typing as npt

from graph.text.normalise import unify_tones

TermArray = npt.NDArray[np.uint32]

_SYLLABLE = re.compile(r"\w+")
_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(32)
_CACHE_SIZE = 300_000


class _SyllableCache(dict[str, int]):
    """Hash by syllable as written; numbers and codes never end, so it starts afresh when full."""

    def __missing__(self, written: str) -> int:
        if len(self) >= _CACHE_SIZE:
            self.clear()
        value = zlib.crc32(unify_tones(written.lower()).encode())
        self[written] = value
        return value


_CACHE = _SyllableCache()


def syllable_terms(text: str) -> TermArray:
    """Hashes of the syllables of an NFC text, in order; the same as of `graph.text.syllables.syllables`."""
    found = _SYLLABLE.findall(text)
    return np.fromiter(map(_CACHE.__getitem__, found), dtype=np.uint32, count=len(found))


def line_terms(text: str) -> tuple[TermArray, list[int]]:
    """`syllable_terms` of a text, and how many of them stand in each of its lines."""
    found = [_SYLLABLE.findall(line) for line in text.split("\n")]
    lengths = [len(line) for line in found]
    hashes = map(_CACHE.__getitem__, chain.from_iterable(found))
    return np.fromiter(hashes, dtype=np.uint32, count=sum(lengths)), lengths


def pair_terms(terms: TermArray) -> TermArray:
    """Hashes of the neighbouring pairs, one fewer than there are syllables."""
    return term_pairs(terms[:-1], terms[1:])


def term_pairs(first: TermArray, second: TermArray) -> TermArray:
    """Hash of each pair of a first and a second syllable."""
    mixed: npt.NDArray[np.uint64] = first.astype(np.uint64) * _FIRST + second.astype(np.uint64) * _SECOND
    return (mixed >> _SHIFT).astype(np.uint32)


def term_hashes(terms: list[str]) -> TermArray:
    """Hash of each term: one syllable, or two with a space between."""
    return np.array([_term_hash(term) for term in terms], dtype=np.uint32)


def _term_hash(term: str) -> int:
    hashed = [_CACHE[written] for written in _SYLLABLE.findall(term)]
    if len(hashed) != 2:
        return hashed[0]
    return (hashed[0] * int(_FIRST) + hashed[1] * int(_SECOND)) % 2**64 >> int(_SHIFT)  # as `term_pairs`
