"""Whether a cell may be the answer, by the type and the unit that are asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agents.ports import AnswerType
from agents.reading.asked import Asked
from agents.reading.forms import asked_form
from agents.reading.lexicon import FUNCTION_WORDS, SURNAMES
from agents.reading.posts import asks_agent, opens_post
from agents.reading.tables.words import Words, words_of
from agents.reading.tokens import is_number
from agents.reading.units import wanted_units
from agents.reading.values import DATE
from graph.text.normalise import strip_diacritics, unify_tones

_TIME = re.compile(r"\d{1,2}(?:h|:| giờ)(?: ?\d{2})?|\b(?:thứ|sáng|chiều|tối|chủ nhật)\b", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d.])\d{1,2}/\d{1,2}(?!\d)|\b(?:ngày|tháng) \d", re.IGNORECASE)
_CLOCK = re.compile(r"\bgiờ (?:nào|mấy)\b|\bmấy giờ\b|\blúc nào\b|\blúc mấy\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\bthứ mấy\b", re.IGNORECASE)
_BARE = re.compile(r"[\d.,–\s-]+")
_PERSON = re.compile(
    r"(?:(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|(?:[A-ZĐ][\w]{0,3}\.\s?)+)\s+)?(?P<name>[^\W\d_]+(?: [^\W\d_]+){1,4})"
)
_DURATIONS = frozenset("năm tháng tuần ngày giờ phút giây buổi".split())
_MONEY = frozenset({"đồng", "vnđ", "usd", "triệu", "tỷ", "nghìn", "đ"})
_MEASURES = (
    _DURATIONS | _MONEY | frozenset("% km m mét cm mm m² m2 km² km2 ha kg tấn tạ lít db w kw v phần độ °c".split())
)
_SPOKEN = {"hôm": "ngày", "mét": "m", "cân": "kg", "ki": "km", "tiếng": "giờ", "phần": "%", "buổi": "buổi"}
_OPEN = re.compile(r"\b(?:gì|bao nhiêu|bao lâu|mấy)\b(?=.*,)", re.IGNORECASE)
"""``… bằng vật liệu gì, có giống nhau không?`` asks for more than yes or no."""

_TIMES = frozenset("ngày giờ hôm tháng năm".split())
KIND_NOUNS = _TIMES | {"số", "mức", "người"}
"""Nouns that only say of what kind an answer is, in questions and heads of columns alike."""

_NAMES_OF = re.compile(
    r"\b(?:tên|danh sách|liệt kê|kể|nêu)(?: ra| tên)? (?:các|những)\b|\bnhững [^,?]{1,40} nào\b", re.IGNORECASE
)
_KILOMETRES = frozenset("ki lô mét vuông".split())
_FREE = frozenset({AnswerType.THING, AnswerType.DEFINITION, AnswerType.ORGANISATION})
_NO_PEOPLE = frozenset({AnswerType.PLACE, AnswerType.ORGANISATION})
"""Types that whoever holds a post does not answer; many a street and a school is called after somebody."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an answer must be.

    Attributes:
        type: Its type.
        units: Measures of which the cell, its header or its label must name one; empty where any will do.
        clock: Whether a time of day is asked.
        form: The form that it must have, where the question names one (an e-mail address).
        agent: Whether ``ai`` asks who does something, so that a post or a body may be the answer.
    """

    type: AnswerType
    units: frozenset[str]
    clock: bool
    form: re.Pattern[str] | None = None
    agent: bool = False


def wanted_of(asked: Asked) -> Wanted:
    """What the answer to a question must be."""
    units = wanted_units(asked) | frozenset(asked.noun.after[:1])
    measures = frozenset(_SPOKEN.get(unit, unit) for unit in units) & _MEASURES
    if asked.type is AnswerType.LIST and asked.noun.before[-1:] and asked.noun.before[-1] in _TIMES:
        return Wanted(AnswerType.DATE, frozenset(), clock=False)
    if _NAMES_OF.search(asked.text):
        return Wanted(AnswerType.LIST, frozenset(), clock=False)
    clock = bool(_CLOCK.search(asked.text) or _WEEKDAY.search(asked.text))
    if clock:
        return Wanted(AnswerType.DATE, frozenset(), clock=True)
    if form := asked_form(asked.text):
        return Wanted(AnswerType.THING, frozenset(), clock=False, form=form)
    if "tiền" in asked.noun.after or measures & _MONEY:
        measures |= _MONEY
    open_question = asked.type is AnswerType.YES_NO and _OPEN.search(asked.text)
    return Wanted(AnswerType.THING if open_question else asked.type, measures, clock=False, agent=asks_agent(asked))


def unit_terms(asked: Asked) -> frozenset[str]:
    """Terms of the measure behind ``bao nhiêu``: `fits` checks it, it is not looked for in rows and heads."""
    first = asked.noun.after[:1]
    if first == ("ki",):
        return _KILOMETRES
    return frozenset(first) if first and (first[0] in _MEASURES or first[0] in _SPOKEN) else frozenset()


def is_person(text: str) -> bool:
    """Whether a cell is the name of a person, with or without a title."""
    match = _PERSON.match(text)
    if match is None:
        return False
    words = match["name"].split()
    titled = match.start("name") > 0
    named = len(words) > 1 and all(word[0].isupper() for word in words)
    return named and (titled or unify_tones(words[0].lower()) in SURNAMES or len(words) in {3, 4})


def fits(wanted: Wanted, cell: Words, header: Words, label: Words) -> bool:
    """Whether a cell may answer.

    Args:
        wanted: What is asked.
        cell: The cell.
        header: The head of its column.
        label: The first cell of its row, which names what is measured in a table that is turned round.
    """
    if not cell.terms:
        return False
    if wanted.form is not None:
        return wanted.form.search(f"{header.text} {cell.text}") is not None
    if wanted.type is AnswerType.NUMBER:
        return _is_amount(wanted.units, cell, header, label)
    if wanted.type is AnswerType.DATE:
        return bool(_TIME.search(cell.text)) if wanted.clock else bool(DATE.search(cell.text) or _DAY.search(cell.text))
    if wanted.type is AnswerType.PERSON:
        return is_person(cell.text) or (wanted.agent and opens_post(cell.text))
    if wanted.type in _NO_PEOPLE and is_person(cell.text) and opens_post(header.text):
        return False
    if wanted.type is AnswerType.PLACE:
        return not _BARE.fullmatch(cell.text)
    return wanted.type in _FREE


def _is_amount(units: frozenset[str], cell: Words, header: Words, label: Words) -> bool:
    if not any(map(is_number, cell.terms)) and not _says_none(cell):
        return False
    if not units:
        return True
    own = cell.found & _MEASURES
    if own and any(map(str.isdigit, cell.text)):
        return bool(own & units)
    above = (header.found | label.found) & _MEASURES if not header.folded else _unfolded(header)
    return not above or bool(above & units)


def _unfolded(header: Words) -> frozenset[str]:
    return frozenset(
        unit for unit in _MEASURES if strip_diacritics(unit) in header.found and unit not in FUNCTION_WORDS
    )


def _says_none(cell: Words) -> bool:
    return cell.text.lower() in {"miễn phí", "không", "không có", "không thu", "nửa ngày", "chưa có"}


def is_bare_number(cell: Words) -> bool:
    """Whether a cell is a number without a unit."""
    return bool(_BARE.fullmatch(cell.text)) and any(map(str.isdigit, cell.text))


def value_of(cell: Words) -> float | None:
    """The number in a cell (``4.960.000 đồng`` → 4960000.0); None where there is none or several."""
    numbers = [term for term in words_of(cell.text).terms if term[0].isdigit()]
    try:
        return float(numbers[0]) if len(numbers) == 1 else None
    except ValueError:
        return None
