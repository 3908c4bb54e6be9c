"""Whom a pronoun may stand for, as the texts address people: ``ông ấy`` is nobody whom they call ``bà``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.reading.lexicon import SURNAMES
from agents.reading.names import names

_MEN = r"(?:ông|anh|chú|bác trai)"
_WOMEN = r"(?:bà|chị|cô|dì|mẹ)"
_MIDDLE_NAME = re.compile(r"(?<=\w )Thị(?= \w)")
"""Only women bear it between family and given name."""

_WHOLE = 3
"""Syllables from which a name that opens with a family name is a person's (``Hồ Tây`` is not)."""


def _addressed(who: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{who})(?: là)? {re.escape(name)}(?!\w)")


def is_woman(name: str, told: Sequence[str]) -> bool | None:
    """Whether somebody is a woman, as her name or the texts tell; None where they do not."""
    if _MIDDLE_NAME.search(name):
        return True
    for text in reversed(told):
        if _addressed(_WOMEN, name).search(text):
            return True
        if _addressed(_MEN, name).search(text):
            return False
    return None


def is_person(name: str, told: Sequence[str]) -> bool:
    """Whether a name is a person's: the texts address it so, or it opens with a family name."""
    words = name.lower().split()
    return is_woman(name, told) is not None or (len(words) >= _WHOLE and words[0] in SURNAMES)


def fitting(pronoun: str, name: str, told: Sequence[str]) -> str | None:
    """The name, or where the pronoun cannot be it, the last one told of that can; None where there is none.

    Args:
        pronoun: Words such as ``ông ấy``.
        name: What it would stand for.
        told: What was asked and answered before, oldest first.
    """
    woman = _woman_meant(pronoun)
    if woman is None or is_woman(name, told) in (woman, None):
        return name
    others = (other for text in reversed(told) for other in reversed(names(text)))
    return next((other for other in others if is_woman(other, told) is woman), None)


def _woman_meant(pronoun: str) -> bool | None:
    for who, woman in ((_MEN, False), (_WOMEN, True)):
        if re.match(rf"{who}(?!\w)", pronoun, re.IGNORECASE):
            return woman
    return None
