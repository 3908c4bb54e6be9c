"""Names that a noun may stand for: ``nhà thơ`` for people, ``tỉnh`` for the name behind that very word."""

from __future__ import annotations

from functools import lru_cache

from agents.analysis.splits import kind_of
from agents.ports import AnswerType
from agents.reading.asked import asked
from agents.reading.candidates import candidates_of
from agents.reading.lexicon import NOT_PEOPLE, PERSON_HEADS, SURNAMES
from agents.reading.named import whole_names
from agents.reading.names import name_spans
from agents.reading.passages import Sentence
from graph.text.normalise import unify_tones
from graph.text.restore import is_syllable
from graph.text.sentences import Span

_LONGEST_PERSON = 5
_AMBIGUOUS = 2
"""Syllables of a name up to which a surname at its start says little."""

_FOUND_BY_TYPE = frozenset({AnswerType.PERSON, AnswerType.PLACE, AnswerType.ORGANISATION})


@lru_cache(maxsize=2048)
def bearers(sentence: Sentence, noun: str) -> tuple[Span, ...]:
    """Names in a sentence that may be the ``noun`` of a description, as half-open spans of its text.

    A person's opens with a surname, stands behind a title or is foreign; where one name stands behind the very
    noun, the others are not meant.
    """
    text, kind = sentence.text, kind_of(noun)
    spans = [span for span in _of_kind(sentence, noun, kind) if any(a == 0 for a, _ in name_spans(text[slice(*span)]))]
    if kind is AnswerType.PERSON:
        return tuple(span for span in spans if is_personal(text[slice(*span)]) or _is_led(text, span))
    led = [span for span in spans if text[: span[0]].lower().endswith(f"{noun.rsplit(maxsplit=1)[-1]} ")]
    return tuple(led) or tuple(span for span in spans if not _is_known_otherwise(text[slice(*span)], kind))


def _is_known_otherwise(name: str, kind: AnswerType) -> bool:
    known = kind is not AnswerType.PLACE and unify_tones(name.lower()) in NOT_PEOPLE
    return known or _is_surely_personal(name)


def may_bear(name: str, noun: str) -> bool:
    """Whether what a document is about may be the ``noun`` of a description."""
    return is_personal(name) if kind_of(noun) is AnswerType.PERSON else not _is_surely_personal(name)


def is_personal(name: str) -> bool:
    """Whether a name looks like a person's."""
    words = name.split()
    first = unify_tones(words[0].lower())
    return (
        len(words) <= _LONGEST_PERSON and words[-1][0].isupper() and (first in SURNAMES or not is_syllable(words[-1]))
    )


def _is_surely_personal(name: str) -> bool:
    """The same where a place would not do as well: Hà Tĩnh opens with a surname, too."""
    return len(name.split()) > _AMBIGUOUS and is_personal(name)


def _of_kind(sentence: Sentence, noun: str, kind: AnswerType) -> list[Span]:
    if kind not in _FOUND_BY_TYPE:
        return list(whole_names(sentence.text))
    found = candidates_of(sentence, asked(f"{noun} nào?", kind, ()))
    spans = [(one.start, one.end) for one in found if one.typed]
    if kind is AnswerType.PLACE:
        spans = [piece for span in spans for piece in _pieces(sentence.text, span)]
    return spans


def _pieces(text: str, span: Span) -> list[Span]:
    """A place and the larger ones that are named behind it, each for itself."""
    inner = [(span[0] + start, span[0] + end) for start, end in name_spans(text[slice(*span)])]
    return inner if len(inner) > 1 else [span]


def _is_led(text: str, span: Span) -> bool:
    before = text[: span[0]].lower().split()[-1:]
    return bool(before) and unify_tones(before[0]) in PERSON_HEADS
