"""What a question asks, as terms and weights to look for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from agents.analysis.answer_types import AskedNoun, asked_instrument, asked_noun
from agents.ports import AnswerType, Filters, Question, QuestionKind
from agents.reading.lexicon import CLASS_NOUNS, FUNCTION_WORDS, QUESTION_WORDS, TITLES
from agents.reading.tokens import is_number, tokenise
from agents.reading.weights import weights_of

_NOT_SOUGHT = frozenset("hơn nay hiện theo vậy bây hồi bên cỡ chừng tầm giùm giúp nhờ luôn".split())
"""Words of talk, of which nothing stands in what is read."""

_TIME_NOUNS = frozenset("thời gian điểm khoảng lúc hôm dịp".split())
_DESCRIPTOR_WEIGHT = 0.3
_NAMED = frozenset({AnswerType.PERSON, AnswerType.ORGANISATION})
_DAY_OR_MONTH = r"(?:ngày )?\d{1,2}(?:/|-| tháng )\d{1,2}(?:/|-| năm )\d{4}|tháng \d{1,2}(?:/| năm )\d{4}|năm \d{4}"
_DATES = re.compile(
    rf"(?:(?:từ|vào|tính đến|trước|sau|đến|kể từ|hồi|hôm|lúc) )*(?:{_DAY_OR_MONTH})",
    re.IGNORECASE,
)
_LONGEST_DESCRIPTOR = 4
NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question made ready for reading.

    Attributes:
        text: Self-contained question.
        type: What the short answer must be.
        noun: The noun next to the question word.
        terms: All terms in order.
        weights: Weight of each term that is looked for.
        attribute: Those of them that say what is asked; the others belong to names.
        names: Terms of each name.
        dated: Numbers of its days, months and years: a text may leave them to its heading or to the reader.
    """

    text: str
    type: AnswerType
    noun: AskedNoun
    terms: tuple[str, ...]
    weights: dict[str, float]
    attribute: frozenset[str]
    names: tuple[tuple[str, ...], ...]
    dated: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        """By the text alone, since weights have none; equality still looks at everything."""
        return hash(self.text)

    def weight(self, terms: frozenset[str]) -> float:
        """Total weight of terms."""
        return sum(self.weights[term] for term in terms)


def asked_of(question: Question) -> Asked:
    """Takes a question apart; the day that law must be in force is a filter and not looked for."""
    text = question.text
    if question.filters.in_force_on and question.kind is QuestionKind.LEGAL:
        text = _DATES.sub(" ", text)
    return asked(text, question.answer_type, question.focus, question.filters)


@lru_cache(maxsize=512)
def asked(text: str, type_: AnswerType, focus: tuple[str, ...], filters: Filters = NO_FILTERS) -> Asked:
    """Takes a question with a known answer type and known names apart; its parts are read again and again."""
    terms = tokenise(text).terms
    names = tuple(tokenise(name).terms for name in focus if name != filters.instrument)
    named = frozenset(term for name in names for term in name)
    sought = frozenset(terms) - (FUNCTION_WORDS | QUESTION_WORDS | _NOT_SOUGHT) | (named & frozenset(terms))
    noun = asked_noun(text)
    attribute = (sought - named - _checked_apart(text, type_, noun)) or (sought - named)
    weights = weights_of(attribute | (named & frozenset(terms)))
    described = (_descriptors(terms, names) | _sort(type_, noun)) & attribute
    if described != attribute:
        weights.update((term, weights[term] * _DESCRIPTOR_WEIGHT) for term in described)
    dates = " ".join(match[0] for match in _DATES.finditer(text))
    dated = frozenset(filter(is_number, tokenise(dates).terms))
    return Asked(text, type_, noun, terms, weights, attribute, names, dated)


def _checked_apart(text: str, type_: AnswerType, noun: AskedNoun) -> frozenset[str]:
    """Terms of the noun of the question word that the candidates must fit anyway: units, ``năm``, ``tỉnh``."""
    if type_ is AnswerType.NUMBER:
        return frozenset(noun.after)
    if type_ is AnswerType.THING and (kind := asked_instrument(text)):
        return frozenset({*tokenise(kind).terms, "số"})
    if type_ is AnswerType.DATE:
        return frozenset({*noun.before[-1:], "ngày", "năm"} | (_TIME_NOUNS & frozenset(noun.before)))
    if type_ is AnswerType.PLACE:
        return frozenset(noun.before[-2:] if noun.before[-2:-1] == ("địa",) else noun.before[-1:])
    return frozenset()


def _class_noun(noun: AskedNoun) -> tuple[str, ...]:
    """The noun of the question word, where it only says what sort of thing is asked: ``tập đoàn`` nào."""
    tails = (noun.before[at:] for at in range(len(noun.before)))
    return next((tail for tail in tails if " ".join(tail) in CLASS_NOUNS), ())


def _descriptors(terms: tuple[str, ...], names: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """Class nouns just before names (``nhà toán học`` Ngô Bảo Châu): they describe, and ask nothing."""
    found: set[str] = set()
    for name in names:
        size = len(name)
        for index in range(len(terms) - size + 1):
            if terms[index : index + size] == name:
                found |= _before(terms[:index])
    return frozenset(found)


def _sort(type_: AnswerType, noun: AskedNoun) -> frozenset[str]:
    """What sort of person or body is asked: a sentence names it without saying so (``nhạc sĩ nào``)."""
    return frozenset(_class_noun(noun)) if type_ in _NAMED else frozenset()


def _before(terms: tuple[str, ...]) -> frozenset[str]:
    for length in range(min(_LONGEST_DESCRIPTOR, len(terms)), 0, -1):
        if " ".join(terms[-length:]) in CLASS_NOUNS:
            return frozenset(terms[-length:])
    return TITLES.intersection(terms[-1:])
