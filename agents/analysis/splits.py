"""Ways to part a question into the description of something and what is asked about it.

``[Nữ sĩ được lấy tên đặt cho hồ giữa Đà Lạt] quê ở đâu``: a description opens with the noun of a class and may end
behind any syllable; which end is meant, the sentences tell that hold one part or the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from agents.analysis.answer_types import answer_type
from agents.analysis.pointing import now_said, split_pointing
from agents.ports import AnswerType
from agents.reading.lexicon import CLASS_NOUNS, FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.names import associated
from agents.reading.tokens import is_number, tokenise

_ROLES = frozenset(
    "tác giả|người|ông|bà|thầy|ông thầy|thầy giáo|người thầy|nơi|chỗ|quê|quê hương|quê gốc|huấn luyện viên|hlv|"
    "giám đốc|tổng giám đốc|hiệu trưởng|viện trưởng|bộ trưởng|trưởng phòng|trưởng khoa|chủ nhiệm|nhân viên|"
    "vợ|chồng|cha|mẹ|bố|con trai|con gái|con rể|con dâu|anh trai|em trai|anh vợ|em vợ|chị gái|em gái|ông nội|ông ngoại|"
    "bố vợ|cha vợ|người con|người vợ|người kế nhiệm|thủ đô|trụ sở|ông chủ|bà chủ|người phụ nữ|thành viên|học trò".split(
        "|"
    )
)
"""Nouns that say what somebody or something is to what is named behind them: ``tác giả`` Tràng giang."""

_OTHER_CLASSES = frozenset(
    "ngôi trường|trường|con đường|đường|phố|bộ phận|khoa|phòng|chi nhánh|kho|cơ quan|địa phương|vùng|vùng đất|"
    "ông vua|vị vua|nhà vua|vị|đơn vị|bảo tàng|nhà máy|trại|trang trại|dòng sông|con sông|ngọn núi|hòn đảo|bài|bản|"
    "kỹ sư|nhà giáo|nhà nghiên cứu|nữ tướng|trạng nguyên|danh tướng|nhân vật".split("|")
)
_PLAIN = frozenset("người|ông|bà|nơi|chỗ|tác giả|hlv|huấn luyện viên|người phụ nữ|ông thầy|thầy|người thầy".split("|"))
_BEFORE_NAMES = frozenset("ông|bà|người|thầy|ông thầy|thầy giáo|người thầy|hlv|huấn luyện viên|nhân viên".split("|"))
"""Roles that only lead the name of a person, and say nothing about another one."""

_HEADS = {tuple(noun.split()): noun in _ROLES for noun in CLASS_NOUNS | _ROLES | _OTHER_CLASSES}
"""Nouns that open a description, by their syllables, and whether they are roles."""

_LONGEST_HEAD = max(map(len, _HEADS))
_SHORTEST = 3
"""Least syllables of a description."""

_LONGEST = 30
"""Most syllables of a description."""

_LONGEST_QUESTION = 80
"""Most syllables of a question; longer ones tell a case, and no thing that is to be looked up."""

_CONTENT = 4
"""Least terms of a description without a name that say something."""

_BELONG = frozenset("của nhất ta mình này nhà cho và đầu duy thứ".split())
"""Words with which the rest of a question does not begin: they belong to what is described."""

_ASKING = QUESTION_WORDS - frozenset("khi tên biết phải cho chưa không hỏi kể".split())
_LINKS = FUNCTION_WORDS - frozenset("ta mình này đó ấy nhất nó họ ông bà người lại lên xuống ra nữa".split())
"""Words with which a description does not end: more must follow."""

_EMPTY = FUNCTION_WORDS | QUESTION_WORDS | frozenset("ngày tháng năm vị".split())


@dataclass(frozen=True, slots=True)
class Split:
    """A question parted in two.

    Attributes:
        first: Index of the description's first term among the question's.
        head: One past the last term of the noun that it opens with.
        last: One past its last term.
        noun: That noun: what sort of thing is described.
        rest: The question with ``{}`` in place of the description.
        description: The words of the description.
    """

    first: int
    head: int
    last: int
    noun: str
    rest: str
    description: str

    @property
    def relates(self) -> bool:
        """Whether the noun says what one thing is to another, and not only of what sort it is."""
        return self.noun in _ROLES and self.noun not in _PLAIN

    @property
    def sort(self) -> range:
        """Indices of the noun's terms where it only says what sort of thing is described."""
        return range(self.first, self.first if self.relates else self.head)

    def second(self, name: str) -> str:
        """What is asked, once the thing described is named."""
        return self.rest.replace("{}", name)


_PEOPLE = frozenset(
    "vợ|chồng|cha|mẹ|bố|con trai|con gái|con rể|con dâu|anh trai|em trai|anh vợ|em vợ|chị gái|em gái|ông nội|"
    "ông ngoại|bố vợ|cha vợ|người con|người vợ|thầy|thầy giáo|hlv|nhân viên|thành viên|học trò|chủ nhiệm".split("|")
)


def kind_of(noun: str) -> AnswerType:
    """What a description that opens with the noun is of."""
    kind = answer_type(f"{noun} nào?")
    return AnswerType.PERSON if kind is AnswerType.THING and noun in _PEOPLE else kind


def splits(question: str, names: Sequence[str]) -> list[Split]:
    """All ways to part a question that hold a description and ask something about it."""
    return list(_splits(question, tuple(names)))


@lru_cache(maxsize=256)
def _splits(question: str, names: tuple[str, ...]) -> tuple[Split, ...]:
    """The same, kept for the questions at hand: each look at the passages asks for it."""
    pointed = split_pointing(question, names)
    if pointed:
        return (_pointed(*pointed),)
    terms, spans = tokenise(question).terms, tokenise(question).spans
    if len(terms) > _LONGEST_QUESTION or _ASKING.isdisjoint(terms):
        return ()
    named = [tokenise(name).terms for name in names]
    inside = _inside(terms, named)
    found: list[Split] = []
    for first, head in _heads(terms, inside):
        noun = " ".join(terms[first:head])
        for last in _ends(terms, first, head, named):
            before, after = question[: spans[first][0]], question[spans[last - 1][1] :].lstrip(" ,")
            if last not in inside and _asks_more(before, after):
                described = question[spans[first][0] : spans[last - 1][1]]
                found.append(Split(first, head, last, noun, f"{before}{{}} {now_said(after)}", described))
    return tuple(found)


def _ends(terms: tuple[str, ...], first: int, head: int, named: Sequence[tuple[str, ...]]) -> Iterator[int]:
    """Where a description with that noun may end: before what is asked, behind enough to be looked up."""
    relates = _HEADS[terms[first:head]] and " ".join(terms[first:head]) not in _BEFORE_NAMES
    if not relates and any(terms[head : head + len(name)] == name for name in named):
        return  # the noun only leads a name
    told = _behind(terms, first, head, named)
    asks = next((at for at in range(first, len(terms)) if terms[at] in _ASKING), len(terms))
    for last in range(max(head + 1, first + _SHORTEST), min(asks, first + _LONGEST) + 1):
        if terms[last - 1] not in _LINKS and _goes_on(terms, last, named) and _tells(terms[told:last], named):
            yield last


def _pointed(told: str, rest: str) -> Split:
    terms = tokenise(told).terms
    which = max(at for at, term in enumerate(terms) if term == "nào")
    first = next(
        (at for at in range(max(0, which - _LONGEST_HEAD), which) if terms[at:which] in _HEADS), max(0, which - 1)
    )
    return Split(0, 0, len(terms), " ".join(terms[first:which]), rest, told)


def _inside(terms: tuple[str, ...], named: Sequence[tuple[str, ...]]) -> set[int]:
    """Indices of terms with which a name or a word goes on, where nothing may begin or end."""
    found = {at + 1 for at, pair in enumerate(pairwise(terms)) if is_number(pair[1]) or _is_word(*pair)}
    for name in named:
        for start in range(len(terms) - len(name) + 1):
            if terms[start : start + len(name)] == name:
                found |= set(range(start + 1, start + len(name)))
                found.discard(start)
    return found


def _goes_on(terms: tuple[str, ...], last: int, named: Sequence[tuple[str, ...]]) -> bool:
    """Whether something may be said there of what is described: neither a name nor a noun of a class follows it."""
    if last == len(terms):
        return True
    if terms[last] in _BELONG or terms[last] in _ASKING or terms[last + 1 : last + 2] == ("nhất",):
        return False
    if any(terms[last : last + len(name)] == name for name in named):
        return False
    return not any(_HEADS.get(terms[last : last + size]) is False for size in range(1, _LONGEST_HEAD + 1))


def _is_word(first: str, second: str) -> bool:
    words = first.isalpha() and second.isalpha() and FUNCTION_WORDS.isdisjoint((first, second))
    return words and associated(first, second)


def _behind(terms: tuple[str, ...], first: int, head: int, named: Sequence[tuple[str, ...]]) -> int:
    """Where a description goes on behind its noun, or behind the name that opens with it."""
    return max([head, *(first + len(name) for name in named if terms[first : first + len(name)] == name)])


def _tells(described: tuple[str, ...], named: Sequence[tuple[str, ...]]) -> bool:
    """Whether a description holds a name, or enough else to be looked up."""
    if any(described[at : at + len(name)] == name for name in named for at in range(len(described))):
        return True
    return sum(term not in _EMPTY for term in described) >= _CONTENT


def _heads(terms: Sequence[str], inside: set[int]) -> Iterator[tuple[int, int]]:
    """Where nouns of a class stand, the longest at each place."""
    end = 0
    for first in range(len(terms)):
        lengths = range(min(_LONGEST_HEAD, len(terms) - first), 0, -1)
        size = next((size for size in lengths if tuple(terms[first : first + size]) in _HEADS), 0)
        if size and first >= end and first not in inside and tuple(terms[first : first + 2]) != ("người", "ta"):
            end = first + size
            yield first, end


def _asks_more(before: str, after: str) -> bool:
    """Whether what is left asks more than who, which, when or where alone."""
    terms = tokenise(f"{before} {after}").terms
    leads = tokenise(before).terms[-2:]
    if leads[-1:] == ("là",) and (leads[0] in _ASKING or not _telling(tokenise(after).terms)):
        return False
    which = [at for at, term in enumerate(terms) if term in {"nào", "gì"}]
    sorts = {
        index
        for at in which
        for size in range(1, min(_LONGEST_HEAD, at) + 1)
        if _HEADS.get(terms[at - size : at]) is False
        for index in range(at - size, at)
    }
    return _telling([term for at, term in enumerate(terms) if at not in sorts])


def _telling(terms: Sequence[str]) -> bool:
    return any(term not in _EMPTY for term in terms)
