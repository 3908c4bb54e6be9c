"""Whose predicate it is: the name before a verb, the subject of the sentence, or the document's topic."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.model import EntityType
from ingestion.extraction.relations.marking import Marked
from ingestion.extraction.relations.patterns import FIRST_SYMBOL, CompiledPattern, noun_endings
from ingestion.extraction.relations.subjects import Antecedents
from ingestion.extraction.spans import NameSpan, SentenceSpans

_LAST_SYMBOL = "\ue1ff"
_ANY = f"[{FIRST_SYMBOL}-{_LAST_SYMBOL}]"
_NO_NAME = f"[^{FIRST_SYMBOL}-{_LAST_SYMBOL}.;]"
_DATE = chr(ord(FIRST_SYMBOL) + list(EntityType).index(EntityType.DATE))
_WHEN = (
    r"(?:vào|từ|đến|trong|sau|trước|khi|tại|ở|năm|ngày|theo|cuối|đầu|hiện|do|với|nhân|giữa|thời|lúc|mùa|tính|kể|là"
    r"|sinh)"
)
_LEAD = (
    rf"(?:{_WHEN}\b[^;.]{{0,90}}?,\s*|{_DATE}{_NO_NAME}{{0,20}}?,\s*|(?:hiện nay|ngoài ra|tuy nhiên|bên cạnh đó),?\s*"
    rf"|{_DATE}\s+(?={_ANY}))?"
)
_SUBJECT = re.compile(rf"[\s\"“«(*#_-]*{_LEAD}[\"“«]?(?P<words>{_NO_NAME}{{0,28}}?)(?P<name>{_ANY})")
_NO_SUBJECT_BEFORE = re.compile(
    r"(?<!\w)(?:của|trong|ở|tại|với|từ|cho|về|do|bởi|giữa|những|các|mọi|tất cả|một số|nhiều|theo|là|có|người|trên|bằng"
    r"|cha|mẹ|bố|vợ|chồng|con|cháu|bạn|anh trai|em|chị gái|học trò|thầy|không|chưa)(?!\w)"
)
_NOT_STATED = re.compile(
    r"(?<!\w)(?:không|chưa|chẳng|chưa từng|không phải|từ chối|đề nghị|đề xuất|có thể|nếu|muốn|dự định|dự kiến|ứng cử"
    r"|mong muốn|nguyện vọng|chủ trương|ứng viên|tiềm năng|xin|đàm phán|kế hoạch|ý định|ủng hộ|yêu cầu|hy vọng|phản đối"
    r"|vận động|chuẩn bị|thay vì|cố gắng|tìm cách|việc)(?: (?:được|phải|bị|thể|từng|hề|còn|sẽ|vào))* ?$"
)
_JOINT = re.compile(
    r"(?<!\w)(?:vì|mà|nhưng|nên|rằng|còn|khi|nơi|dù|bởi vì|cho đến khi|trong khi|do đó|so với|thay cho)(?!\w)"
)
_OPENS_WITHOUT_SUBJECT = re.compile(
    rf"[^\w{FIRST_SYMBOL}-{_LAST_SYMBOL}]*"
    r"(?:(?:sinh|quê|mất|thành lập|được|diện tích|dân số|có|nằm|giáp|trụ sở|đặt|từng|vốn|là|tốt nghiệp|chiều dài"
    r"|phía|với)(?!\w).{0,80})?$"
)
_PREPOSITION = (
    r"(?:tại|ở|với|của|cho|vào|từ|đến|cùng|bởi|do|trong|trên|về|bằng|theo|và|hoặc|thuộc|qua|bên|gần|khỏi|giữa|hay|như"
    r"|là)"
)
_ADVERB = (
    r"(?:đã|được|cũng|từng|sẽ|đang|vẫn|lại|hiện|hiện nay|nay|sau này|sau đó|đều|chính thức|chỉ|vừa|mới|bị|tiếp tục|rồi"
    r"|cùng|thì|còn|và|lần đầu|lần lượt|có|bắt đầu|nguyên|vốn|ban đầu|trước đây|ngày nay|khi đó|thực ra)"
)
_ASIDE = rf"(?: ?\([^()]*\)|,[^,.;{FIRST_SYMBOL}-{_LAST_SYMBOL}]{{0,40}},)?"
_NEAR = re.compile(
    rf"(?P<before>{_PREPOSITION} (?:\w+ ){{0,3}}|{_ANY}(?:, | và | - )(?:\w+ )?)?"
    rf"(?P<name>{_ANY}){_ASIDE}(?:,? {_ADVERB})*,? ?$"
)
_BLOCKED = re.compile(
    r"(?:(?<!, )\bngười|\b(?:mà|nơi|con|con trai|con gái|vợ|cha|mẹ|chồng|anh|em|ai|bố|cháu|bạn|kẻ|những|các|khi"
    r"|nếu|để|trước khi|sau khi))(?: \w+)? ?$"
)
_RIVAL = r"(?:[,;] |\b(?:khi|mà|còn|nhưng|thì|nên|vì|bởi|rằng|cho biết|do|để|nếu) )(?:\w+ ){0,2}?"
_NEAR_WINDOW = 120
_OPENS_SENTENCE = re.compile(rf"[^\w{FIRST_SYMBOL}-{_LAST_SYMBOL}]*(?:sau khi |khi |vốn |được )?")
_SUBJECT_AFTER = re.compile(rf"[^.;]{{0,50}}?, {_NO_NAME}{{0,20}}?(?P<name>{_ANY})")
_DIRECTION = re.compile(r"(?:đông|tây|nam|bắc)(?: (?:nam|bắc))?")
_DESCRIBES = re.compile(
    r"(?: ?\([^()]*\))?,? (?:(?:vốn|hiện|cũng|từng|hiện nay|ngày nay) )*"
    r"(?:là|nằm|tọa lạc|toạ lạc|thuộc|trực thuộc|cách|đặt trụ sở|có trụ sở)(?!\w)"
)
"""What begins by telling of its subject: a name inside, after a word of the description, is no subject of its own."""
_DESCRIBED = re.compile(rf"(?:{_ANY}|[,;)])(?:,? (?:và|đã|được|hiện|cũng|là|có|phía|đông|tây|nam|bắc))* ?$")
_UNITS = "xã|phường|thị trấn|quận|huyện|thị xã|thành phố|tỉnh|bang|nước|vùng"
_CHAIN = re.compile(rf"(?<={_ANY}),? (?:(?:{_UNITS}) |và (?:{_UNITS}) ){_ANY}")
_ASIDES = re.compile(rf"\([^()]*\)|(?<!\w)(?:tại|ở|với|vào) (?:\w+ ){{0,3}}{_ANY}")
_LAST_WORD = re.compile(r"(\w+) $")
_BEFORE_A_SUBJECT = frozenset("là khi rằng thì mà nếu vì nhưng còn và hoặc nay trước sau này đó".split())
_PEOPLE = ("Person",)
_NO_SUBJECT = frozenset({"Date", "Quantity"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A marked sentence with what its patterns may refer to.

    Attributes:
        sentence: The sentence.
        place: Its ordinal in the document.
        marked: Its marked form.
        subject_at: Place of its subject in the marked text.
        antecedents: Of the document at this sentence.
    """

    sentence: SentenceSpans
    place: int
    marked: Marked[NameSpan]
    subject_at: int | None
    antecedents: Antecedents


def subject_place(marked: Marked[NameSpan]) -> int | None:
    """Where the marked sentence has its subject: the first name, after an adverbial (``Năm 1945, …``)."""
    subject = _SUBJECT.match(marked.text)
    if subject is None or _NO_SUBJECT_BEFORE.search(subject["words"]):
        return None
    name = marked.items[subject.start("name")]
    return None if name.type in _NO_SUBJECT or _DIRECTION.fullmatch(name.key) else subject.start("name")


def predicate_head(reading: Reading, pattern: CompiledPattern, start: int) -> NameSpan | None:
    """Whose predicate begins at ``start`` of the marked text; None where that is not sure."""
    if not pattern.heads:
        return None
    text, items = reading.marked.text, reading.marked.items
    left = text[max(0, start - _NEAR_WINDOW) : start]
    near = _NEAR.search(left)
    if (
        near is not None
        and near["name"] in pattern.heads
        and (near["before"] is None or _is_apposed(f"{near.string[near.end('name') :]}{text[start]}", pattern))
    ):
        name = items[start - len(left) + near.start("name")]
        return name if _heads_its_phrase(left[: near.start("name")], name) else None
    at = reading.subject_at
    if at is None or at >= start:
        return _topic(reading, pattern, text[:start]) or _apposed_person(reading, pattern, left)
    return _subject(reading, pattern, text[at + 1 : start])


def is_stated(marked: str, start: int) -> bool:
    """Whether what begins at ``start`` of a marked sentence is said to be so: not denied, wished or asked for."""
    return _NOT_STATED.search(marked[max(0, start - _NEAR_WINDOW) : start]) is None


def following_head(reading: Reading, pattern: CompiledPattern, match: re.Match[str]) -> NameSpan | None:
    """The subject that follows a predicate which opens the sentence (``Sinh tại Huế, ông A …``)."""
    if not pattern.heads or not _OPENS_SENTENCE.fullmatch(match.string, 0, match.start()):
        return None
    after = _SUBJECT_AFTER.match(match.string, match.end())
    if after is None or after["name"] not in pattern.heads:
        return None
    return reading.marked.items[after.start("name")]


def _apposed_person(reading: Reading, pattern: CompiledPattern, left: str) -> NameSpan | None:
    """The person of a list of facts (``… bà A, sinh năm 1948, quê ở …``) in a sentence that has another subject."""
    if pattern.source.heads != _PEOPLE:
        return None
    listed = re.search(rf"([{pattern.heads}]),[^.;{pattern.heads}]{{0,80}}, ?$", left)
    if listed is None:
        return None
    same = [place for place in reading.marked.items if reading.marked.text[place] in pattern.heads]
    return reading.marked.items[same[0]] if len(same) == 1 else None


def _subject(reading: Reading, pattern: CompiledPattern, between: str) -> NameSpan | None:
    """The sentence's subject, unless something ``between`` it and the predicate may be the predicate's own subject."""
    assert reading.subject_at is not None
    symbol = reading.marked.text[reading.subject_at]
    if symbol not in pattern.heads or len(between) > pattern.source.reach:
        return None
    if ". " in between or _BLOCKED.search(between) or _JOINT.search(between):
        return None
    described = _DESCRIBES.match(between) and _DESCRIBED.search(between)
    rival = _RIVAL if pattern.source.heads == _PEOPLE or described else ""
    if re.search(rf"{rival}[{pattern.heads}]", _ASIDES.sub("", _without_chains(between))):
        return None
    return reading.marked.items[reading.subject_at]


def _without_chains(between: str) -> str:
    """A place with the places around it (``xã A, huyện B, tỉnh C``) becomes one name."""
    shorter = _CHAIN.sub("", between)
    return shorter if shorter == between else _without_chains(shorter)


def _is_apposed(after_name: str, pattern: CompiledPattern) -> bool:
    """Whether a comma sets the predicate beside a person (``tin về bà A, sinh năm …``)."""
    return pattern.source.heads == _PEOPLE and after_name.startswith(",")


def _heads_its_phrase(before: str, name: NameSpan) -> bool:
    """Whether a name is not just the last word of a longer phrase (``tổ chức tiền tệ [Bắc Âu]``)."""
    word = _LAST_WORD.search(before)
    return word is None or word[1] in _BEFORE_A_SUBJECT or word[1] in noun_endings(name.type)


def _topic(reading: Reading, pattern: CompiledPattern, left: str) -> NameSpan | None:
    """The document's topic, for a predicate that opens its clause and has no name of its kind before it."""
    if not pattern.source.topic or not _OPENS_WITHOUT_SUBJECT.match(left) or re.search(f"[{pattern.heads}]", left):
        return None
    return reading.antecedents.implied(frozenset(pattern.source.heads), reading.sentence.start)
