"""When somebody was born and died, as texts set it in brackets: ``Tố Hữu (4/10/1920 – 9/12/2002)``."""

from __future__ import annotations

import re

from graph.text.sentences import Span

_ENDS = r"(?=[^()–-]*\d{3,4})[^()–;-]{3,30}?"
_LIFE = re.compile(rf"\((?:sinh )?(?P<born>{_ENDS}) ?[–-] ?(?:mất )?(?P<died>{_ENDS}) ?[;)]")
_BORN = r"(?:sinh|chào đời|ra đời)"
_DIED = r"(?:mất|qua đời|từ trần|tạ thế|chết|hy sinh)"
_LONGEST_NAME = 5
LIFE_TERMS = frozenset("sinh mất chào ra qua đời từ trần tạ thế chết hy".split())
"""Terms that such brackets say without a word."""


def life_date(text: str, question: str) -> Span | None:
    """The date in brackets at which the person named before them was born or died, as the question asks of them."""
    match = _LIFE.search(text)
    name = _asked_name(text[: match.start()], question) if match else ""
    if match is None or not name:
        return None
    if _asks(question, name, _DIED):
        return match.span("died")
    return match.span("born") if _asks(question, name, _BORN) else None


def _asked_name(before: str, question: str) -> str:
    """The longest end of a text that the question holds, of two words at least; empty without one."""
    words = before.split()
    ends = (" ".join(words[-count:]) for count in range(min(_LONGEST_NAME, len(words)), 1, -1))
    return next((end for end in ends if end.lower() in question.lower()), "")


def _asks(question: str, name: str, verb: str) -> bool:
    behind = rf"{re.escape(name)}(?: [^\W\d]+){{0,2}} {verb}\b"
    return (
        re.search(rf"{behind}|\b{verb} của (?:[^\W\d]+ ){{0,3}}{re.escape(name)}", question, re.IGNORECASE) is not None
    )
