"""Diacritics of a question typed without them, as the passages at hand write the same words.

A restorer knows what is likely anywhere; what was found says which of the likely forms is meant here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from agents.reading.lexicon import QUESTION_WORDS
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
    asking = _only_asking([question[start:end].lower() for start, end in words])
    wanted = {key for _, key in _runs(question, words)}
    texts = _forms((passage.text for passage in passages), wanted)
    headings = _forms(("\n".join((passage.title, *passage.path)) for passage in passages), wanted)
    spelt: dict[int, str] = {}
    for first, key in _runs(question, words):
        places = range(first, first + len(key))
        if (key in texts or key in headings) and spelt.keys().isdisjoint(places) and asking not in places:
            spelt.update(zip(places, _likeliest(texts[key], headings[key]), strict=True))
    letters = list(question)
    for place, form in spelt.items():
        letters[slice(*words[place])] = form
    return "".join(letters)


def _only_asking(words: Sequence[str]) -> int:
    """Index of the one question word, which passages must not respell (``mấy ký`` as ``máy ký``); -1 where none is."""
    found = [index for index, word in enumerate(words) if word in QUESTION_WORDS]
    return found[0] if len(found) == 1 else -1


def _likeliest(in_texts: Counter[Key], in_headings: Counter[Key]) -> Key:
    """The commonest spelling; in capitals where every word mostly has one, as in a name.

    Titles and headings say nothing of capitals, except of words that no text holds.
    """
    likeliest = _spellings(in_texts + in_headings).most_common(1)[0][0]
    forms = in_texts if likeliest in _spellings(in_texts) else in_headings
    named = tuple(word.capitalize() for word in likeliest)
    shouted = tuple(word.upper() for word in likeliest)
    others = _spellings(forms)[likeliest] - forms[named] - forms[shouted]
    return named if forms[named] and forms[named] >= others else likeliest


def _spellings(forms: Counter[Key]) -> Counter[Key]:
    """How often words are spelt how, whatever their capitals."""
    spellings: Counter[Key] = Counter()
    for form, count in forms.items():
        spellings[tuple(word.lower() for word in form)] += count
    return spellings


def _runs(text: str, words: Sequence[Span]) -> Iterator[tuple[int, Key]]:
    """Runs of words with nothing but a blank between them, longest first: index of the first, bare forms."""
    bare = [strip_diacritics(text[start:end].lower()) for start, end in words]
    for size in range(_LONGEST, _SHORTEST - 1, -1):
        for first in range(len(words) - size + 1):
            inside = words[first : first + size]
            if all(text[a[1] : b[0]] == " " for a, b in pairwise(inside)):
                yield first, tuple(bare[first : first + size])


def _forms(texts: Iterable[str], wanted: set[Key]) -> dict[Key, Counter[Key]]:
    """How often the texts spell each wanted run how."""
    found: dict[Key, Counter[Key]] = defaultdict(Counter)
    for text in map(nfc, texts):
        words = [match.span() for match in _WORD.finditer(text)]
        for first, key in _runs(text, words):
            if key in wanted:
                found[key][tuple(text[slice(*words[first + at])] for at in range(len(key)))] += 1
    return found
