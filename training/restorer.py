"""Training of the diacritics restorer: counts of syllables and of their pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.text.restore import BORDER, RestorationModel, tokens
from graph.text.tables import TermTable
from graph.text.terms import TermArray, pair_terms, syllable_terms


@dataclass(frozen=True, slots=True)
class RestorerConfig:
    """Settings of the restorer.

    Attributes:
        rarest_form: Occurrences that a syllable must have.
        rarest_pair: Occurrences that a pair must have.
        question_weight: How often each question counts: texts ask little, users do little else.
    """

    rarest_form: int = 15
    rarest_pair: int = 2
    question_weight: int = 20


def train_restorer(texts: Iterable[str], questions: Iterable[str], config: RestorerConfig) -> RestorationModel:
    """Counts texts, and questions with their greater weight."""
    counts = _Counts()
    for text in texts:
        counts.add(text, 1)
    for question in questions:
        counts.add(question, config.question_weight)
    forms = {form: number for form, number in counts.forms.items() if number >= config.rarest_form}
    total = sum(forms.values())
    singles = {form: float(np.log(number / total)) for form, number in forms.items()}
    return RestorationModel.of(singles, _pair_table(counts, forms, config))


class _Counts:
    """Occurrences of forms, and of pairs as long arrays of hashes that are counted in blocks."""

    _BLOCK = 4_000_000

    def __init__(self) -> None:
        self.forms: Counter[str] = Counter()
        self._pending: list[tuple[TermArray, TermArray, int]] = []
        self._size = 0
        self._keys: TermArray = np.empty(0, dtype=np.uint32)
        self._firsts: TermArray = np.empty(0, dtype=np.uint32)
        self._numbers: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def add(self, text: str, weight: int) -> None:
        """Counts the words of a text, which starts and ends at a border."""
        words = [BORDER, *tokens(text), BORDER]
        for word in words:
            self.forms[word] += weight
        hashes = syllable_terms(" ".join(words))
        self._pending.append((pair_terms(hashes), hashes[:-1], weight))
        self._size += len(hashes)
        if self._size > self._BLOCK:
            self._merge()

    def pairs(self) -> tuple[TermArray, TermArray, npt.NDArray[np.int64]]:
        """Hash of each pair, hash of its first form, occurrences."""
        self._merge()
        return self._keys, self._firsts, self._numbers

    def _merge(self) -> None:
        keys = np.concatenate([self._keys, *(pairs for pairs, _, _ in self._pending)])
        firsts = np.concatenate([self._firsts, *(first for _, first, _ in self._pending)])
        weights = np.concatenate([self._numbers, *(np.full(len(p), weight) for p, _, weight in self._pending)])
        self._keys, place, inverse = np.unique(keys, return_index=True, return_inverse=True)
        self._firsts = firsts[place]
        self._numbers = np.bincount(inverse, weights).astype(np.int64)
        self._pending, self._size = [], 0


def _pair_table(counts: _Counts, forms: dict[str, int], config: RestorerConfig) -> TermTable:
    """Log-probability of the second form after the first, where that can decide between forms."""
    keys, firsts, numbers = counts.pairs()
    hashes = syllable_terms(" ".join(forms))
    order = np.argsort(hashes)
    places = np.minimum(np.searchsorted(hashes[order], firsts), len(hashes) - 1)
    occurrences = np.array(list(forms.values()))[order][places]
    kept = (hashes[order][places] == firsts) & (numbers >= config.rarest_pair)
    return TermTable.of(keys[kept], np.log(numbers[kept] / np.maximum(occurrences[kept], numbers[kept])))
