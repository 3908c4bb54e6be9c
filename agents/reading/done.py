"""Questions whether something has been done (``đã … chưa``): the sentence that tells of the deed decides them."""

from __future__ import annotations

import re
from functools import lru_cache

from agents.reading.tokens import tokenise

_WHETHER_DONE = re.compile(r"\bđã (?:được |bị )?(?P<deed>[^?;]+?),? chưa\b(?: ạ| nhỉ| vậy| thế)?\W*$", re.IGNORECASE)
_DONE_OR_NOT = frozenset("đã chưa vừa mới".split())
_STAGES = frozenset("sẽ đang".split())
_WHEN = frozenset("từ vào ngày tháng năm xong rồi".split())
_DUTY = frozenset("phải cần nên trước hạn".split())
"""Words about what ought to be done, or by when: whether it was they leave open."""

_REACH = 3
"""Terms between the deed and the word that says whether, or when, it was done."""

_SAID, _TOLD, _DUE = 0.8, 0.5, -0.2


@lru_cache(maxsize=256)
def _deed(question: str) -> tuple[str, ...]:
    match = _WHETHER_DONE.search(question)
    return tokenise(match["deed"]).terms if match else ()


def decision(question: str, terms: tuple[str, ...]) -> float:
    """How far the terms of a sentence decide whether the deed of a question is done; nothing for other questions.

    Most where it is said to be done or not, less where a time or a stage of it is told; less than nothing where only
    a duty is.
    """
    deed = _deed(question)
    if not deed or (len(deed) > 1 and frozenset(deed[1:]).isdisjoint(terms)):
        return 0.0
    return max((_decides(terms, at, deed) for at, term in enumerate(terms) if term == deed[0]), default=0.0)


def _decides(terms: tuple[str, ...], at: int, deed: tuple[str, ...]) -> float:
    """How far the mention of the deed at that term decides."""
    reach = range(at, min(at + len(deed) + 1, len(terms)))
    last = max((index for index in reach if terms[index] in deed), default=at)
    before, after = terms[max(0, at - _REACH) : at], terms[last + 1 : last + 1 + _REACH]
    if not _DONE_OR_NOT.isdisjoint(before):
        return _SAID
    if not _DUTY.isdisjoint((*before, *after)):
        return _DUE
    return 0.0 if _STAGES.isdisjoint(before) and _WHEN.isdisjoint((terms[last], *after)) else _TOLD
