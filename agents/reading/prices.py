"""Prices of a unit: ``rau muống bao nhiêu tiền một ký`` asks for the price that a list gives as ``Giá: … đồng/kg``."""

from __future__ import annotations

import re
from dataclasses import replace

from agents.ports import AnswerType, Question
from agents.reading.answers import Answer

_KILO = "ký|kí|kg|cân|ki-?lô(?:gam)?"
_OTHER = "lít|tấn|tạ|yến|gram|gam|mét|chục|thùng|hộp|túi|gói|chai|lon|bao|quả|trái|con|cái|chiếc|bó"
_PER = re.compile(rf"\s*\b(?:một|1|mỗi)\s+(?P<unit>{_KILO}|{_OTHER})\b(?! \w+ (?:là|có|gồm) )", re.IGNORECASE)
_HOW_MUCH = re.compile(r"\bbao nhiêu\b(?: tiền\b)?(?!\s+[^\W\d](?!ột\b))", re.IGNORECASE)
_PRICE = re.compile(r"\b(?:giá|lương|công|phí|thưởng|phạt|thuế|trợ cấp|phụ cấp)\b", re.IGNORECASE)
_OF_UNIT = re.compile(r"/\s?(?P<unit>[^\W\d]+)")


def _unit(written: str) -> str:
    """A unit as lists write it."""
    lower = written.lower()
    return "kg" if re.fullmatch(_KILO, lower) else lower


def priced(question: Question) -> Question:
    """The question for the price of a unit, as lists give it; other questions as they are."""
    text = question.text
    per = _PER.search(text)
    if question.answer_type is not AnswerType.NUMBER or per is None:
        return question
    rest = f"{text[: per.start()]}{text[per.end() :]}".strip()
    if not _HOW_MUCH.search(rest):
        return question
    if re.search(r"\bgiá\b", rest, re.IGNORECASE):
        return replace(question, text=rest)
    return question if _PRICE.search(rest) else replace(question, text=f"Giá {rest[0].lower()}{rest[1:]}")


def is_of_another_unit(question: Question, answer: Answer) -> bool:
    """Whether an answer gives the price of another unit than the question asks: ``480.000 đồng/thùng``."""
    per, given = _PER.search(question.text), _OF_UNIT.search(answer.short or "")
    return per is not None and given is not None and _unit(given["unit"]) != _unit(per["unit"])
