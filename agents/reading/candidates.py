"""Spans of a sentence that could be the short answer, by the type that is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agents.ports import AnswerType
from agents.reading.asked import Asked
from agents.reading.forms import asked_form, formed
from agents.reading.lexicon import CLASS_NOUNS, FUNCTION_WORDS, TITLES
from agents.reading.lists import enumerations
from agents.reading.named import whole_names, with_noun
from agents.reading.names import name_spans
from agents.reading.naming import asks_legal_text, legal_texts, organisations, people, places
from agents.reading.passages import Sentence
from agents.reading.periods import of_another_time
from agents.reading.phrases import phrases
from agents.reading.values import dates, numbers
from graph.text.sentences import Span

_CAUSE = re.compile(
    r"\b(?:(?:bởi|do|vì|nhờ)(?: vì| có)?|nguyên nhân (?:là|do)|nhằm|để) (?P<answer>[^.;]{4,200})", re.IGNORECASE
)
_IS = re.compile(r"(?:\blà|\btên(?: thật)?(?: là)?|:) (?P<answer>[^.;,]{3,160})")
_DIGIT = re.compile(r"\d")
_OPENER = re.compile(r"[^\W\d_]+(?: [^\W\dA-ZĐ]+)+ (?=[^\W\d])")
_DENIED = re.compile(r"\b(?:[Kk]hông|[Cc]hưa|[Cc]hẳng) phải(?: là)?((?: [^\W\dA-ZĐ]+){0,4}) $")
_ASKS_START = re.compile(r"\b(?:có|bắt đầu) hiệu lực|\bhiệu lực (?:kể )?từ", re.IGNORECASE)
_IN_FORCE = re.compile(r"(?:(?P<end>\b(?:hết|mất|chấm dứt|ngưng|ngừng) )|\b)hiệu lực\b", re.IGNORECASE)
_SIGNED = re.compile(r"\b(?:ký|ban hành|thông qua)(?: kết)?(?: vào)?(?: ngày)? (?:\d[\d/.-]*\W*)?$", re.IGNORECASE)
ANY_NAME = frozenset({AnswerType.PERSON, AnswerType.THING})
"""Types whose answer may be any name, or any phrase."""

_OF_DATES = frozenset({"ngày", "tháng", "năm"})
_ONE = frozenset({"một"})
_LONGEST = 40
_LEADS = TITLES | CLASS_NOUNS
"""What may stand between a denial and the name that it denies."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a sentence's text that could be the short answer.

    Attributes:
        start: First code point in the sentence's text.
        end: One past the last.
        first: Index of its first term in the sentence.
        last: One past the index of its last term.
        typed: Whether it is of the asked type.
        name: Whether it is a name.
    """

    start: int
    end: int
    first: int
    last: int
    typed: bool = True
    name: bool = False


def _things(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    if asks_legal_text(asked):
        yield from legal_texts(sentence)
        return
    yield from _names(sentence, asked)
    for match in _IS.finditer(sentence.text):
        yield match.span("answer")


def _people(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    """People, also where the title before the name opens the sentence (``Họa sĩ`` Nguyễn Cát Tường)."""
    yield from (span for span in people(sentence, asked) if not _DIGIT.search(sentence.text, *span))
    for start, end in name_spans(sentence.text):
        opener = _OPENER.match(sentence.text, start, end)
        if opener and " " in sentence.text[opener.end() : end]:
            yield opener.end(), end


def _causes(sentence: Sentence, _: Asked) -> Iterator[Span]:
    for match in _CAUSE.finditer(sentence.text):
        yield match.span("answer")


_FINDERS: dict[AnswerType, Callable[[Sentence, Asked], Iterator[Span]]] = {
    AnswerType.DATE: dates,
    AnswerType.NUMBER: numbers,
    AnswerType.PERSON: _people,
    AnswerType.PLACE: places,
    AnswerType.ORGANISATION: organisations,
    AnswerType.THING: _things,
    AnswerType.REASON: _causes,
    AnswerType.LIST: enumerations,
}


def _candidate(sentence: Sentence, span: Span, *, typed: bool, name: bool) -> Candidate | None:
    start, end = span
    inside = [index for index, (a, b) in enumerate(sentence.spans) if start <= a and b <= end]
    return Candidate(start, end, inside[0], inside[-1] + 1, typed, name) if inside else None


@lru_cache(maxsize=4096)
def candidates_of(sentence: Sentence, asked: Asked) -> tuple[Candidate, ...]:
    """Spans of the asked type that the question does not hold already."""
    form = asked_form(asked.text)
    finder = _FINDERS.get(asked.type)
    if form is not None:
        spans = (_candidate(sentence, span, typed=True, name=False) for span in formed(sentence.text, form))
        return tuple(item for item in spans if item is not None)
    if finder is None:
        return ()
    named = (*whole_names(sentence.text), *_names(sentence, asked)) if asked.type in ANY_NAME else ()
    names = frozenset(named)
    found = (_candidate(sentence, span, typed=True, name=span in names) for span in finder(sentence, asked))
    return tuple(item for item in found if item is not None and _is_new(sentence, asked, item))


def choices_of(sentence: Sentence, asked: Asked, typed: Sequence[Candidate]) -> list[Candidate]:
    """The spans to choose the short answer from: of the asked type, and where any may be meant names and phrases.

    Args:
        sentence: The sentence.
        asked: The question.
        typed: What `candidates_of` finds in it.
    """
    if asked.type not in ANY_NAME or asks_legal_text(asked) or asked_form(asked.text):
        return list(typed)
    names = _names(sentence, asked)
    spans = {span: None for span in names if not any(a.start <= span[0] and span[1] <= a.end for a in typed)}
    if asked.type is AnswerType.THING:
        whole = whole_names(sentence.text)
        spans |= dict.fromkeys(
            span
            for span in phrases(sentence, frozenset(asked.terms) - FUNCTION_WORDS)
            if not any(a < span[1] and span[0] < b and not (span[0] <= a and b <= span[1]) for a, b in whole)
        )
    known = {(item.start, item.end) for item in typed}
    others = (_candidate(sentence, span, typed=False, name=span in names) for span in spans if span not in known)
    return [*typed, *(item for item in others if item is not None and _is_new(sentence, asked, item))]


def _names(sentence: Sentence, asked: Asked) -> Sequence[Span]:
    """Names; those of things with the noun that belongs to them."""
    if asked.type is AnswerType.PERSON:
        return whole_names(sentence.text)
    return [with_noun(sentence.text, span, asked.noun.before) for span in whole_names(sentence.text)]


def _is_new(sentence: Sentence, asked: Asked, item: Candidate) -> bool:
    """Whether a span says something that the question does not, and is no whole sentence and not denied."""
    if _is_denied(sentence, asked, item) or of_another_time(sentence.text, item.start, asked):
        return False
    return item.last - item.first <= _LONGEST and not _known(asked, named=item.name).issuperset(
        sentence.terms[item.first : item.last]
    )


@lru_cache(maxsize=256)
def _known(asked: Asked, *, named: bool) -> frozenset[str]:
    """Terms that say nothing new: those of the question, and words that mean little."""
    known = frozenset(asked.terms) | FUNCTION_WORDS | {"số"} | (CLASS_NOUNS if named else frozenset())
    if asked.type is AnswerType.DATE:
        known |= _OF_DATES
    return known - _ONE if asked.type is AnswerType.NUMBER else known


def _is_denied(sentence: Sentence, asked: Asked, item: Candidate) -> bool:
    """Whether the text says of a span that it is not (``không phải là`` ông An), or is the end of what begins."""
    before = sentence.text[: item.start]
    denial = _DENIED.search(before)
    if denial and (not denial[1] or {denial[1].strip().lower(), *denial[1].lower().split()} & _LEADS):
        return True
    return only_ends(sentence.text[: item.start], asked)


def only_ends(text: str, asked: Asked) -> bool:
    """Whether a text last speaks of the end of what the question asks the beginning of, or of its signing alone."""
    if asked.type is not AnswerType.DATE or not _ASKS_START.search(asked.text):
        return False
    said = list(_IN_FORCE.finditer(text))
    return said[-1]["end"] is not None if said else bool(_SIGNED.search(text))
