"""Units that a number must carry to answer a question."""

from __future__ import annotations

import re

from agents.reading.asked import Asked
from agents.reading.lexicon import FUNCTION_WORDS

_MONEY = frozenset({"đồng", "usd", "vnđ", "đô", "euro", "yên", "tệ"})
_LENGTH = frozenset({"km", "m", "mét", "cm", "mm", "ki", "kilômét", "hải", "dặm"})
_SURFACE = frozenset({"km²", "km2", "m²", "m2", "ha", "hecta", "héc", "ki", "mẫu"})
_WEIGHT = frozenset({"kg", "cân", "ký", "kí"})
_PEOPLE = frozenset({"người", "dân"})
_PERSON_SYLLABLES = frozenset("viên sinh nhân sĩ niên khách thủ sư quân dân biểu lính thần động".split())
_PERSON_WORDS = frozenset("khách quân dân lính em cháu hộ trẻ".split())


_SPOKEN_KILOS = ({"ký"}, {"kí"})
"""``bao nhiêu ký``, which is no ``ký tự`` and no ``ký hiệu``."""


def counts_people(first: str, second: str) -> int:
    """How many of the two terms behind a number make a noun for people, 0 to 2: ``34 đội viên``, ``200 khách``.

    ``6 km² và dân số …`` counts none.
    """
    if first in FUNCTION_WORDS:
        return 0
    return 2 if second in _PERSON_SYLLABLES else int(first in _PERSON_WORDS)


_BY_NOUN = {
    "tiền": _MONEY,
    "ki": frozenset({"km", "km²", "km2", "ki", "kilômét"}),
    "cây": frozenset({"km", "ki", "kilômét", "cây"}),
    "cân": _WEIGHT,
    "hôm": frozenset({"ngày", "hôm"}),
    "bữa": frozenset({"ngày", "bữa"}),
    "km": frozenset({"km", "ki", "kilômét"}),
    "mét": frozenset({"m", "mét", "m²", "m2"}),
    "người": _PEOPLE,
    "dân": _PEOPLE,
    "héc": frozenset({"ha", "héc", "hecta"}),
    "phần": frozenset({"%", "phần"}),
    "tiếng": frozenset({"giờ", "tiếng"}),
    "tuổi": frozenset({"tuổi"}),
    "lâu": frozenset({"năm", "tháng", "ngày", "giờ", "phút", "thế"}),
}
_BY_ATTRIBUTE = tuple(
    (re.compile(pattern), units)
    for pattern, units in (
        (r"\bbao lâu\b|\bthời (?:gian|hạn)\b", frozenset({"năm", "tháng", "ngày", "giờ", "phút", "tuần", "thế"})),
        (r"\bdân số\b", _PEOPLE),
        (r"\bdiện tích\b", _SURFACE),
        (r"\b(?:dài|chiều dài|cao|chiều cao|độ cao|sâu|rộng)\b(?! hơn| nhất)", _LENGTH | _SURFACE),
        (r"\b(?:lương|phạt|giá(?! trị)|doanh thu|vốn|lợi nhuận|kinh phí|tiền)\b", _MONEY),
        (r"\btỷ lệ\b", frozenset({"%", "phần"})),
        (r"\btuổi\b", frozenset({"tuổi"})),
    )
)


def wanted_units(asked: Asked) -> frozenset[str]:
    """Terms of which one must stand in or just behind the number; empty where any number will do."""
    nouns = [term for term in asked.noun.after if term not in FUNCTION_WORDS or term in _BY_NOUN]
    if asked.noun.after[:1] == ("một",) and _WEIGHT & set(nouns):  # ``bao nhiêu một ký`` asks what each costs
        nouns = []
    if set(nouns) in _SPOKEN_KILOS:
        return _WEIGHT
    if nouns:
        return _BY_NOUN.get(nouns[0], frozenset(nouns))
    lower = asked.text.lower()
    return next((units for pattern, units in _BY_ATTRIBUTE if pattern.search(lower)), frozenset())
