"""Names as answers: with the noun in front that belongs to them, and the number or code behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from agents.reading.lexicon import CLASS_NOUNS, FUNCTION_WORDS, SURNAMES
from agents.reading.names import name_spans
from graph.text.idf import idf, largest_idf
from graph.text.normalise import unify_tones
from graph.text.sentences import Span

_CODE = re.compile(r"(?<![\w/.-])(?=[\w/.-]*\d)(?=[\w/.-]*[A-ZĐ])\w+(?:[-/.]\w+)+(?![\w/])")
_NUMBER_BEHIND = re.compile(r" \d{1,4}(?![\w.,/%]*\w)(?! (?:tháng|năm|người|km|m|tỷ|triệu|nghìn|đồng|tuổi|%)\b)")
_WORD_BEFORE = re.compile(r"(\S+)\s$")
_MOST_BEFORE = 3
_LOWER_BEHIND = re.compile(r" ([^\W\dA-ZĐ_][^\W\d_]*)")
_LED_BY_WORK = re.compile(
    r"\b(?:báo|tờ|tạp chí|bài|bài thơ|bài hát|ca khúc|nhạc phẩm|tập|tập thơ|cuốn|cuốn sách|sách|tiểu thuyết|truyện|"
    r"truyện ngắn|truyện thơ|phim|bộ phim|vở|vở kịch|bức tranh|tác phẩm|chương trình|cuộc thi|chủ đề) $"
)
_ENDS_TITLE = FUNCTION_WORDS | frozenset("nằm viết đăng kể ca nói sáng xuất phát không chưa".split())
_MOST_IN_TITLE = 6
_RARE = 4.5
"""IDF above which a lone last syllable is a name of its own (Chi nhánh ``Huế``) and not the half of a word."""

_ASSOCIATED, _LOOSELY = -1.5, -3.3
"""Least IDF of two syllables less that of their pair, for a word; the second where a name cannot end in the first."""


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
        start, end = min(name[0], code[0]), max(finished(text, name)[1], code[1])
        behind = _NUMBER_BEHIND.match(text, end)
        found[(start, behind.end() if behind else end)] = None
    return tuple(span for span in found if not any(a <= span[0] and span[1] <= b for a, b in found if (a, b) != span))


@lru_cache(maxsize=4096)
def finished(text: str, span: Span) -> Span:
    """The name with what its capitals leave out: the end of its last word or of its title.

    In names of bodies and works only first syllables are capitalised: Công ty Cổ phần Thiết ``bị``, bài Nối ``vòng
    tay lớn``.
    """
    start, end = span
    words = text[start:end].split()
    if len(words) > 1 and words[0].lower() in SURNAMES and all(word[0].isupper() for word in words):
        return span
    if _LED_BY_WORK.search(text, 0, start) and sum(word[0].isupper() for word in words) == 1:
        return start, _end_of_title(text, end)
    behind = _LOWER_BEHIND.match(text, end)
    if behind is None or not (words[-1].istitle() and words[-1].isalpha()):
        return span
    first, second = unify_tones(words[-1].lower()), unify_tones(behind[1])
    one, other, pair = (float(value) for value in idf([first, second, f"{first} {second}"]))
    cut = len(words) > 1 and words[-2][0].islower()
    is_word = one < _RARE and pair < largest_idf() and one + other - pair >= (_LOOSELY if cut else _ASSOCIATED)
    if not is_word:
        return span
    return start, next((last for first, last in name_spans(text) if first == behind.end() + 1), behind.end())


def _end_of_title(text: str, end: int) -> int:
    if text.startswith(": ", end):
        return next((last for first, last in name_spans(text) if first == end + 2), end)
    for _ in range(_MOST_IN_TITLE):
        behind = _LOWER_BEHIND.match(text, end)
        if behind is None or behind[1] in _ENDS_TITLE:
            break
        end = behind.end()
    return end


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
