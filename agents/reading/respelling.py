"""Diacritics of a question typed without them, as the passages at hand write the same words.

A restorer knows what is likely anywhere; what was found says which of the likely forms is meant here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.results import Passage
from graph.text.normalise import nfc, strip_diacritics
from graph.text.sentences import Span

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST, _SHORTEST = 4, 2

Key = tuple[str, ...]


def respelt(question: str, passages: Sequence[Passage]) -> str:
    """The question with each run of two to four syllables spelt as the passages mostly spell it.

    Longer runs go first; a run that the passages hold as it is stays. Spans of the question keep their places.

    Args:
        question: With restored diacritics.
        passages: What was found, with titles and headings.
    """
    words = [match.span() for match in _WORD.finditer(question)]
    forms = _forms(passages, {key for _, key in _runs(question, words)})
    spelt: dict[int, str] = {}
    for first, key in _runs(question, words):
        places = range(first, first + len(key))
        if key in forms and spelt.keys().isdisjoint(places):
            spelt.update(zip(places, _likeliest(forms[key]), strict=True))
    letters = list(question)
    for place, form in spelt.items():
        letters[slice(*words[place])] = form
    return "".join(letters)


def _likeliest(forms: Counter[Key]) -> Key:
    """The commonest spelling; in capitals only where every word has one, as in a name."""
    spellings: Counter[Key] = Counter()
    for form, count in forms.items():
        spellings[tuple(word.lower() for word in form)] += count
    likeliest = spellings.most_common(1)[0][0]
    named = tuple(word.capitalize() for word in likeliest)
    return named if named in forms else likeliest


def _runs(text: str, words: Sequence[Span]) -> Iterator[tuple[int, Key]]:
    """Runs of words with nothing but a blank between them, longest first: index of the first, bare forms."""
    bare = [strip_diacritics(text[start:end].lower()) for start, end in words]
    for size in range(_LONGEST, _SHORTEST - 1, -1):
        for first in range(len(words) - size + 1):
            inside = words[first : first + size]
            if all(text[a[1] : b[0]] == " " for a, b in pairwise(inside)):
                yield first, tuple(bare[first : first + size])


def _forms(passages: Sequence[Passage], wanted: set[Key]) -> dict[Key, Counter[Key]]:
    """How often the passages spell each wanted run how."""
    found: dict[Key, Counter[Key]] = defaultdict(Counter)
    for passage in passages:
        text = nfc("\n".join((passage.title, *passage.path, passage.text)))
        words = [match.span() for match in _WORD.finditer(text)]
        for first, key in _runs(text, words):
            if key in wanted:
                found[key][tuple(text[slice(*words[first + at])] for at in range(len(key)))] += 1
    return found
