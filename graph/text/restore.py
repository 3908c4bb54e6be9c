"""Puts diacritics back into Vietnamese that was typed without them.

Viterbi search over the forms that a bare syllable can have, scored by pairs of syllables (weight 0.9) and
single ones (0.1), as counted by ``vinagraph train restorer`` in official law, Vietnamese Wikipedia and
questions. Case, digits, punctuation and syllables that carry a mark stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.text.normalise import has_diacritics, nfc, strip_diacritics, unify_tones
from graph.text.tables import TermTable, model_path
from graph.text.terms import TermArray, syllable_terms, term_pairs

FloatArray = npt.NDArray[np.float32]

MOST_FORMS = 12
_FILE = "restorer.npz"
_PAIR_SHARE, _SINGLE_SHARE = 0.9, 0.1
_UNKNOWN = -14.0
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[.?!;:,()\"“”\n]+")
BORDER, NUMBER = "_", "0"
_BARE_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|uoi|uou|uay|uai|ieu|yeu|oai|oay|oao|oeo"
    r"|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_ENGLISH = frozenset(
    "is are was were of what who whom which where when why how and for with does did by his her".split()
)
_MOST_MARKED = 0.15
_FEWEST_VIETNAMESE = 0.5


@dataclass(frozen=True, slots=True)
class RestorationModel:
    """Counts of syllables and of their pairs, as logarithms.

    Attributes:
        forms: Forms with marks (or without) of each bare syllable, most frequent first.
        singles: Log-probability of each form.
        pairs: Log-probability of the second form after the first, by hashed pair.
    """

    forms: Mapping[str, tuple[str, ...]]
    singles: Mapping[str, float]
    pairs: TermTable

    @classmethod
    def of(cls, singles: Mapping[str, float], pairs: TermTable) -> RestorationModel:
        """Groups the forms by their bare syllable."""
        forms: dict[str, list[str]] = {}
        for form in sorted(singles, key=lambda form: (-singles[form], form)):
            forms.setdefault(strip_diacritics(form), []).append(form)
        return cls({bare: tuple(all_[:MOST_FORMS]) for bare, all_ in forms.items()}, dict(singles), pairs)

    def save(self, path: Path) -> None:
        """Writes the model."""
        text = "\n".join(self.singles).encode()
        np.savez_compressed(
            path,
            forms=np.frombuffer(text, dtype=np.uint8),
            singles=np.array(list(self.singles.values()), dtype=np.float16),
            **self.pairs.arrays(),
        )

    @classmethod
    def load(cls, path: Path) -> RestorationModel:
        """Reads what `save` wrote."""
        with np.load(path, allow_pickle=False) as data:
            forms = data["forms"].tobytes().decode().split("\n")
            singles = dict(zip(forms, data["singles"].astype(float).tolist(), strict=True))
            return cls.of(singles, TermTable.from_arrays(data))


@lru_cache(maxsize=1)
def _shipped_model() -> RestorationModel:
    return RestorationModel.load(model_path(_FILE))


@dataclass(frozen=True, slots=True)
class _Position:
    """The forms that one word of a text may take."""

    forms: tuple[str, ...]
    hashes: TermArray
    singles: FloatArray


class DiacriticRestorer:
    """Recognises text without diacritics and restores it, with the model that ships or a given one."""

    def __init__(self, model: RestorationModel | None = None) -> None:
        """Reads the shipped model, once a process, where none is given.

        Raises:
            ModelUnavailable: The model file is missing.
        """
        self._model = model or _shipped_model()

    def looks_bare(self, text: str) -> bool:
        """Whether a text is Vietnamese typed (nearly) without diacritics; English is not."""
        words = [word.lower() for word in _WORD.findall(nfc(text))]
        if not words or any(word in _ENGLISH for word in words):
            return False
        marked = sum(has_diacritics(word) for word in words)
        vietnamese = sum(is_syllable(word) for word in words)
        if marked > _MOST_MARKED * len(words) or vietnamese < _FEWEST_VIETNAMESE * len(words):
            return False
        return self.restore(text) != nfc(text)

    def restore(self, text: str) -> str:
        """The likeliest text with diacritics that reads the same without them."""
        text = nfc(text)
        found = list(_TOKEN.finditer(text))
        positions = [self._position(token_form(token[0])) for token in found]
        border = self._position(BORDER)
        chosen = self._best_forms([border, *positions, border])[1:-1]
        pieces: list[str] = []
        end = 0
        for token, form in zip(found, chosen, strict=True):
            pieces += (text[end : token.start()], _cased(form, token[0]) if token[0].isalpha() else token[0])
            end = token.end()
        return "".join([*pieces, text[end:]])

    def _position(self, form: str) -> _Position:
        forms = (form,) if has_diacritics(form) else self._model.forms.get(form, (form,))
        singles = np.array([self._model.singles.get(each, _UNKNOWN) for each in forms], dtype=np.float32)
        return _Position(forms, syllable_terms(" ".join(forms)), singles)

    def _best_forms(self, positions: Sequence[_Position]) -> list[str]:
        """Viterbi search for the likeliest sequence of forms."""
        scores = positions[0].singles
        choices: list[npt.NDArray[np.intp]] = []
        for before, after in pairwise(positions):
            total = scores[:, None] + self._transitions(before, after)
            choices.append(total.argmax(axis=0))
            scores = total.max(axis=0)
        at = int(scores.argmax())
        path = [at]
        for choice in reversed(choices):
            at = int(choice[at])
            path.append(at)
        return [position.forms[place] for position, place in zip(positions, reversed(path), strict=True)]

    def _transitions(self, before: _Position, after: _Position) -> FloatArray:
        """Log-probability of each form after each [before, after]."""
        pairs = term_pairs(np.repeat(before.hashes, len(after.hashes)), np.tile(after.hashes, len(before.hashes)))
        known = np.exp(self._model.pairs.look_up(pairs, -np.inf)).reshape(len(before.hashes), len(after.hashes))
        mixed: FloatArray = np.log(_PAIR_SHARE * known + _SINGLE_SHARE * np.exp(after.singles)[None, :])
        return mixed


def is_syllable(word: str) -> bool:
    """Whether a word is spelt as a Vietnamese syllable, with marks or without."""
    return _BARE_SYLLABLE.fullmatch(strip_diacritics(word).lower()) is not None


def tokens(text: str) -> list[str]:
    """Words of an NFC text as the counts know them, with one sign for numbers and one for punctuation."""
    return [token_form(token) for token in _TOKEN.findall(text)]


def token_form(token: str) -> str:
    """The form under which a word, number or punctuation mark is counted."""
    if token.isalpha():
        return unify_tones(token.lower())
    return NUMBER if token.isdigit() else BORDER


def _cased(form: str, written: str) -> str:
    """The form in the case of the word as it was written."""
    if written.isupper():
        return form.upper() if len(written) > 1 else form.capitalize()
    return "".join(new.upper() if old.isupper() else new for new, old in zip(form, written, strict=True))
