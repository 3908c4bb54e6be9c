"""Names in running text: runs of capitalised syllables and quoted titles.

In names of organisations and laws only the first syllable of a word is capitalised (``Đại học Bách khoa
Hà Nội``), so a run also takes in a lower-case syllable that often follows the one before it.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from graph.text.idf import idf, largest_idf
from graph.text.normalise import name_key, unify_tones
from graph.text.sentences import Span

_WORD = re.compile(r"[^\W_][\w’'.&]*(?<![.’'])")
_GAP = re.compile(r"[  ]|[-–]| [-–] ")
_CODE = re.compile(r"(?<![\w/.-])(?=[\w-]*\d)(?=[\w-]*[A-ZĐ])[A-ZĐ][A-ZĐ\d]*(?:-[A-ZĐ\d]+)+(?![\w/-])")
"""Codes of models and papers, such as ``MT-B125A``: names whatever stands before them."""

_QUOTED = re.compile(r"[\"“”‘«]([^\"“”’«»]{2,80})[\"“”’»]")
_ROMAN = re.compile(r"[IVXLC]+")
_FOLLOWS = 0.05
"""Least share of the passages with one syllable that also hold the pair, for the two to be one word."""

_ASSOCIATED = -1.5
"""Least IDF of two syllables less that of their pair, for a word; passages are long, so chance pairs fall below -2."""

_COMMON = 4.5
"""IDF below which a lone syllable that opens a sentence is taken for a word."""

_VERY_COMMON = 2.0
_COUNTRIES = frozenset("anh pháp mỹ nga lào nhật ý đức".split())
_NOT_IN_NAMES = FUNCTION_WORDS | QUESTION_WORDS | frozenset("năm ngày tháng sinh mất".split())
_FUNCTION_OPENERS = frozenset(
    "ai ở vì tại khi năm theo hãy kể nêu liệt có những các bao làm trong sau trước nếu so người nơi vào còn thế vậy "
    "ông bà anh chị cô nó họ cho xin tên vị đâu từ với ngoài do nhờ bằng mức thời ngày tháng giữa của và hay là đã "
    "đến hỏi cũng ngay về tới mỗi một như đây đó mùa đầu cuối khoảng "
    "what who where when which how why is are did does the in".split()
)
_NOUN_OPENERS = frozenset(
    "quê cha mẹ vợ chồng con tác thủ dân diện trụ giải tỉnh thành sông núi hồ đảo nước quốc công trường luật nghị "
    "điều khoản nhà nhạc bài cuốn tổng chủ ngôn đơn cơ hai ba bốn việc loại hình địa lễ món trận hiệp khu chiều độ "
    "đỉnh tuổi tiền lương giá số sự cuộc hành mục ý nguồn chất chức bộ vua tướng huyện xã vùng để tất cả quy thẩm "
    "trách quyền nghĩa sinh chết vốn dự đất nội thuế ngành ngân hợp nguyên năng trẻ ca tiểu tập thơ cổ thông quyết "
    "điểm chương tuyến cháu phần đoàn trưởng đường cầu phường làng mất anh em".split()
)
_TITLED_NAMES = ("Bà Rịa", "Bà Nà", "Bà Đen", "Bà Triệu", "Bà Trưng", "Bà Huyện", "Ông Đốc", "Năm Căn")
"""Names whose first syllable is otherwise a form of address."""

_ROLES = (
    "tác giả|tổng giám đốc|giám đốc|phó chủ tịch nước|phó chủ tịch|chủ tịch nước|chủ tịch|thủ đô|bộ trưởng|thứ trưởng|"
    "hiệu trưởng|thủ tướng|nhạc sĩ|nhà thơ|nhà văn|diện tích|dân số|trụ sở|tổng thống|đại tướng|giáo sư|"
    "bác sĩ|quê hương|"
    "tổng bí thư|trưởng đoàn|viện trưởng|nghị định|thông tư|quyết định|"
    "trung tướng|thiếu tướng|thượng tướng|tổng tư lệnh|bảng nhãn|trạng nguyên|thám hoa"
)
_ROLE = re.compile(rf"(?:phó |nguyên |cựu )?(?:{_ROLES})(?!\w)\s*", re.IGNORECASE)
"""Common nouns in capitals before a name or alone: they are not part of it."""

_Word = tuple[str, int, int]


def is_role(text: str) -> bool:
    """Whether a text only says what somebody or something is: ``Phó Chủ tịch nước``, ``Đại tướng``."""
    return _ROLE.fullmatch(text) is not None


def opens_role(text: str, start: int) -> bool:
    """Whether such words open at that place of a text."""
    return _ROLE.match(text, start) is not None


@lru_cache(maxsize=50_000)
def one_word(first: str, second: str) -> bool:
    """Whether two syllables are often found together, so that the second belongs to the word of the first."""
    alone, pair = idf([first, f"{first} {second}"])
    return bool(pair < largest_idf() and math.exp(alone - pair) >= _FOLLOWS)


@lru_cache(maxsize=50_000)
def associated(first: str, second: str) -> bool:
    """Whether two lower-case syllables are likelier one word (``xe máy``) than two (``xe vượt``)."""
    one, other, pair = idf([unify_tones(first), unify_tones(second), unify_tones(f"{first} {second}")])
    return bool(pair < largest_idf() and one + other - pair >= _ASSOCIATED)


@lru_cache(maxsize=10_000)
def _is_common(syllable: str) -> bool:
    return syllable not in _COUNTRIES and float(idf([unify_tones(syllable)])[0]) < _COMMON


def _is_capital(word: str) -> bool:
    return word[0].isupper()


def _belongs(before: str, word: str) -> bool:
    """Whether a lower-case syllable goes on with the word that a capital opened."""
    lower = unify_tones(word.lower())
    if not word.isalpha() or lower in _NOT_IN_NAMES or not before.isalpha() or before.isupper():
        return False
    return one_word(unify_tones(before.lower()), lower)


@lru_cache(maxsize=50_000)
def _opens_word(before: str, word: str) -> bool:
    """Whether a lone capital on a common syllable is the first of a word such as ``Quốc ca``."""
    if not (before.isalpha() and word.isalpha()) or before.isupper() or unify_tones(word.lower()) in _NOT_IN_NAMES:
        return False
    first, second = unify_tones(before.lower()), unify_tones(word.lower())
    alone, pair = idf([first, f"{first} {second}"])
    return bool(alone < _VERY_COMMON and pair < largest_idf()) and first not in _COUNTRIES


def _end_of_run(text: str, words: list[_Word], index: int) -> int:
    """Index one past the last word of the run that opens at a capital."""
    at = index + 1
    while at < len(words) and _GAP.fullmatch(text, words[at - 1][2], words[at][1]):
        before, word = words[at - 1][0], words[at][0]
        lone = at == index + 1 and _opens_word(before, word)
        hyphened = text[words[at - 1][2] : words[at][1]] == "-" and word.isalpha()
        if not (_is_capital(word) or lone or hyphened or (_is_capital(before) and _belongs(before, word))):
            break
        at += 1
    if at < len(words) and words[at][0].isdigit() and text[words[at - 1][2] : words[at][1]] == " ":
        ends = not text[words[at][2] : words[at][2] + 1].strip(",;)?.")
        at += ends and words[at - 1][0].lower() not in _NOT_IN_NAMES
    return at


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return not before or before[-1] in ".?!:\n-*|"


def _trimmed(text: str, words: list[_Word]) -> Span | None:
    """The run without a first syllable that is capitalised only because it opens the sentence."""
    role = _ROLE.match(text, words[0][1])
    if role:
        return _rest([word for word in words if word[1] >= role.end()])
    start, end = words[0][1], words[-1][2]
    if _ROMAN.fullmatch(text, start, end):
        return None
    if not _opens_sentence(text, start) or text.startswith(_TITLED_NAMES, start):
        return start, end
    first = words[0][0].lower()
    if len(words) == 1:
        return None if first in _FUNCTION_OPENERS or first in _NOUN_OPENERS or _is_common(first) else (start, end)
    if first in _FUNCTION_OPENERS:
        return _rest(words[1:])
    capitals = sum(_is_capital(word) for word, _, _ in words)
    return (start, end) if capitals > 1 or any(word.isdigit() for word, _, _ in words) else None


def _rest(words: list[_Word]) -> Span | None:
    """What follows a dropped opener, from its first capital."""
    while words and not _is_capital(words[0][0]):
        words = words[1:]
    if not words or (len(words) == 1 and words[0][0].lower() in _NOUN_OPENERS):
        return None
    return words[0][1], words[-1][2]


@lru_cache(maxsize=4096)
def name_spans(text: str) -> tuple[Span, ...]:
    """Half-open spans of names by their capitals, in order; sentence openers are left out."""
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    found: list[Span] = []
    at = 0
    while at < len(words):
        if not _is_capital(words[at][0]):
            at += 1
            continue
        end = _end_of_run(text, words, at)
        span = _trimmed(text, words[at:end])
        if span is not None:
            found.append(span)
        at = end
    return tuple(found)


def names(text: str) -> list[str]:
    """Quoted titles and capitalised runs of a text, each once, by position."""
    spans = [match.span(1) for match in _QUOTED.finditer(text)]
    spans += [match.span() for match in _CODE.finditer(text) if not any(a <= match.start() < b for a, b in spans)]
    spans += [span for span in name_spans(text) if not any(a < span[1] and span[0] < b for a, b in spans)]
    found: dict[str, str] = {}
    for start, end in sorted(spans):
        found.setdefault(name_key(text[start:end]), text[start:end].strip())
    return list(found.values())
