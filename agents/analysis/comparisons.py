"""Comparisons: what is compared, by which measure, and which end wins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agents.ports import AnswerType


@dataclass(frozen=True, slots=True)
class Measure:
    """How two things are compared.

    Attributes:
        question: Question for the value of one of them; ``{}`` is its name.
        value: Type of the value.
        prefers_larger: Whether the larger or later value wins.
    """

    question: str
    value: AnswerType
    prefers_larger: bool


_NUMBER, _DATE, _PLACE = AnswerType.NUMBER, AnswerType.DATE, AnswerType.PLACE
_MEASURES: tuple[tuple[re.Pattern[str], Measure], ...] = tuple(
    (re.compile(pattern), Measure(question, value, larger))
    for pattern, question, value, larger in (
        (r"(?:ít dân|dân số (?:ít|nhỏ|thấp)|thưa dân)", "Dân số của {} là bao nhiêu?", _NUMBER, False),
        (r"(?:đông dân|nhiều dân|dân số)", "Dân số của {} là bao nhiêu?", _NUMBER, True),
        (r"diện tích (?:nhỏ|hẹp|bé|ít)|(?:hẹp|nhỏ) hơn", "Diện tích của {} là bao nhiêu?", _NUMBER, False),
        (r"diện tích|rộng (?:lớn )?(?:hơn|nhất)|lớn hơn", "Diện tích của {} là bao nhiêu?", _NUMBER, True),
        (r"ngắn (?:hơn|nhất)", "{} dài bao nhiêu?", _NUMBER, False),
        (r"dài (?:hơn|nhất)|chiều dài", "{} dài bao nhiêu?", _NUMBER, True),
        (r"thấp (?:hơn|nhất)", "{} cao bao nhiêu?", _NUMBER, False),
        (r"cao (?:hơn|nhất)|chiều cao|độ cao", "{} cao bao nhiêu?", _NUMBER, True),
        (r"sinh (?:ra )?(?:trước|sớm)|(?:lớn|nhiều|cao) tuổi|già hơn", "{} sinh năm nào?", _DATE, False),
        (r"sinh (?:ra )?(?:sau|muộn)|trẻ hơn|(?:ít|nhỏ) tuổi", "{} sinh năm nào?", _DATE, True),
        (r"\bai\b.*(?:ra đời|chào đời) (?:trước|sớm)", "{} sinh năm nào?", _DATE, False),
        (r"\bai\b.*(?:ra đời|chào đời) (?:sau|muộn)", "{} sinh năm nào?", _DATE, True),
        (r"(?:mất|qua đời) (?:trước|sớm)", "{} mất năm nào?", _DATE, False),
        (r"(?:mất|qua đời) (?:sau|muộn)", "{} mất năm nào?", _DATE, True),
        (r"(?:lập|ra đời) (?:sau|muộn)|mới hơn|non trẻ", "{} được thành lập năm nào?", _DATE, True),
        (r"thành lập|ra đời|sáng lập|lập (?:trước|sớm)|lâu đời|cổ hơn|lâu năm",
         "{} được thành lập năm nào?", _DATE, False),
        (r"(?:xảy ra|diễn ra|nổ ra|bùng nổ) (?:sau|muộn)", "{} diễn ra năm nào?", _DATE, True),
        (r"(?:xảy ra|diễn ra|nổ ra|bùng nổ) (?:trước|sớm)", "{} diễn ra năm nào?", _DATE, False),
        (r"(?:xây|xây dựng|khánh thành|công nhận|ban hành|có hiệu lực) (?:sau|muộn)", "{} có từ năm nào?", _DATE, True),
        ((
            r"(?:xây|xây dựng|khánh thành|công nhận|ban hành|có hiệu lực) (?:trước|sớm)"
        ), "{} có từ năm nào?", _DATE, False),
        (r"(?:cùng|chung) quê|đồng hương|quê ở cùng", "Quê của {} ở đâu?", _PLACE, True),
        (r"sau hơn|muộn hơn|có sau|đến sau", "{} có từ năm nào?", _DATE, True),
        (r"sớm hơn|trước hơn|có trước", "{} có từ năm nào?", _DATE, False),
    )
)  # fmt: skip
_COMPARES = re.compile(r"\b(?:so sánh|hơn|khác nhau|giống nhau|cùng quê|chung quê|đồng hương|trước hay sau)\b")
_CHOICE = re.compile(r"\bhay\b(?! (?:không|chưa|sai|là không)\b)")
_WHICH_OF = re.compile(r"\b(?:và|với)\b[^?]*\b(?:nào|ai)\b")
_WHEREABOUTS = r"(?:ở|tại|bên|thuộc|trong)(?: tỉnh| thành phố)?"
_EARLIER = re.compile(r"\b(?:trước|sau)\b")


def compared(question: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that are weighed against each other: those that only say where one of them is are left out."""
    things = tuple(name for name in names if not re.search(rf"\b{_WHEREABOUTS} {re.escape(name)}", question))
    return things if len(things) > 1 else names


def is_comparison(question: str, things: int) -> bool:
    """Whether a question weighs at least two named things against each other."""
    lower = question.lower()
    if things < 2:
        return lower.startswith("so sánh")
    if _WHICH_OF.search(lower) and (_EARLIER.search(lower) or "nhất" in lower) and measure_of(question):
        return True
    return bool(_COMPARES.search(lower) or (_CHOICE.search(lower) and (_EARLIER.search(lower) or "nhất" in lower)))


def measure_of(question: str) -> Measure | None:
    """The measure that a comparison names, or None where the rules know none."""
    lower = question.lower()
    return next((measure for pattern, measure in _MEASURES if pattern.search(lower)), None)


def comparison_parts(question: str, things: tuple[str, ...]) -> tuple[str, ...]:
    """One question a compared thing; empty where the measure is not known."""
    measure = measure_of(question)
    return tuple(measure.question.format(thing) for thing in things) if measure else ()
