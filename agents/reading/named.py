"""Names as answers: with the noun in front that belongs to them, and the number or code behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from agents.reading.lexicon import CLASS_NOUNS
from agents.reading.names import name_spans
from graph.text.normalise import unify_tones
from graph.text.sentences import Span

_CODE = re.compile(r"(?<![\w/.-])(?=[\w/.-]*\d)(?=[\w/.-]*[A-ZĐ])\w+(?:[-/.]\w+)+(?![\w/])")
_NUMBER_BEHIND = re.compile(r" \d{1,4}(?![\w.,/%]*\w)(?! (?:tháng|năm|người|km|m|tỷ|triệu|nghìn|đồng|tuổi|%)\b)")
_WORD_BEFORE = re.compile(r"(\S+)\s$")
_MOST_BEFORE = 3


def codes(text: str) -> Iterator[Span]:
    """Model numbers and document numbers: capitals and digits joined by hyphens, slashes or dots."""
    for match in _CODE.finditer(text):
        yield match.span()


@lru_cache(maxsize=4096)
def whole_names(text: str) -> tuple[Span, ...]:
    """Names by their capitals, none cut inside a code, with a number that belongs to them (``Landmark 81``)."""
    found = dict.fromkeys(codes(text))
    for name in name_spans(text):
        code = next((span for span in found if span[0] < name[1] and name[0] < span[1]), name)
        start, end = min(name[0], code[0]), max(name[1], code[1])
        behind = _NUMBER_BEHIND.match(text, end)
        found[(start, behind.end() if behind else end)] = None
    return tuple(span for span in found if not any(a <= span[0] and span[1] <= b for a, b in found if (a, b) != span))


@lru_cache(maxsize=4096)
def with_noun(text: str, span: Span, asked: tuple[str, ...]) -> Span:
    """The name with its class noun, or the noun that is asked: ``nhà cổ`` Bình Thủy, Tự Lực ``văn đoàn``.

    Args:
        text: The sentence.
        span: The name.
        asked: Terms of the noun next to the question word.
    """
    start = best = span[0]
    words: list[str] = []
    for _ in range(_MOST_BEFORE):
        match = _WORD_BEFORE.search(text, 0, start)
        if match is None or not match[1][0].isalpha() or not match[1].isalpha():
            break
        start = match.start(1)
        words.insert(0, unify_tones(match[1].lower()))
        if " ".join(words) in CLASS_NOUNS or words == list(asked[-len(words) :]):
            best = start
    behind = f" {' '.join(asked[-2:])}"
    ends = asked and unify_tones(text[span[1] : span[1] + len(behind)].lower()) == behind
    return best, span[1] + len(behind) if ends else span[1]
