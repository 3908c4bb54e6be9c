"""When somebody was born and died, as texts set it in brackets: ``Tố Hữu (4/10/1920 – 9/12/2002)``."""

from __future__ import annotations

import re

from graph.text.sentences import Span

_ENDS = r"(?=[^()–-]*\d{3,4})[^()–;-]{3,30}?"
_LIFE = re.compile(rf"(?<=[^\W\d] )\((?:sinh )?(?P<born>{_ENDS}) ?[–-] ?(?:mất )?(?P<died>{_ENDS}) ?[;)]")
_BORN = re.compile(r"\b(?:sinh|chào đời|ra đời)\b(?! (?:ở|tại) đâu)", re.IGNORECASE)
_DIED = re.compile(r"\b(?:mất|qua đời|từ trần|tạ thế|chết|hy sinh|trút hơi thở)\b", re.IGNORECASE)
LIFE_TERMS = frozenset("sinh mất chào ra qua đời từ trần tạ thế chết hy".split())
"""Terms that such brackets say without a word."""


def life_date(text: str, question: str) -> Span | None:
    """The date in brackets at which the person of a sentence was born or died, as the question asks."""
    match = _LIFE.search(text)
    if match is None:
        return None
    if _DIED.search(question):
        return match.span("died")
    return match.span("born") if _BORN.search(question) else None
