"""Follow-up questions made self-contained from the question and answer before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.analysis.answer_types import answer_type
from agents.analysis.ellipsis import asks_of_company, is_acknowledgement, is_complete
from agents.analysis.focus import product_names
from agents.analysis.parts import answered_part, is_part, of_that_part, with_sort
from agents.analysis.persons import fitting, is_person
from agents.ports import AnswerType, Turn
from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.names import associated, names
from graph.text.normalise import name_key
from graph.text.sentences import sentences
from graph.text.syllables import spanned_syllables

_SWAP = re.compile(
    (
        r"^(?:(?:thế|vậy|vậy thì|thế thì) (?:còn |thì )?|còn )(?P<topic>[^?]{1,80}?)(?: thì sao| thế nào| ra "
        r"sao| là gì| thì)?\W*$"
    ),
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:thế|vậy|vậy thì|thế thì|còn|và|rồi)(?: còn| thì)? (?=\S)", re.IGNORECASE)
_PERSON = (
    r"(?:ông|bà|anh|chị|cô|ngài|cụ|thầy|người|vị|nhà thơ|nhà văn|nhạc sĩ|vị vua|vua|tác giả|nhân vật|giáo sư|đại tướng)"
)
_OTHER = (
    r"(?:nơi|tỉnh|thành phố|nước|quốc gia|huyện|xã|vùng|đảo|sông|con sông|dòng sông|núi|đỉnh núi|hồ|vịnh|"
    r"công ty|tập đoàn|"
    r"trường|đại học|tổ chức|cơ quan|ngân hàng|bộ|tác phẩm|bài thơ|bài hát|cuốn sách|truyện|di sản|di tích|lễ hội|trận|"
    r"trận đánh|chiến dịch|cuộc chiến|sự kiện|luật|nghị định|thông tư|văn bản|món|món ăn|loài|toà thành|"
    r"tòa thành|toà nhà|tòa nhà|ngôi chùa|chùa|ngôi đền|đền|thành|cây cầu|cầu|công trình|nhà máy|doanh "
    r"nghiệp|hãng|tờ báo|giải thưởng|giải|chiến thắng|hiệp ước|triều đại|bảo tàng|sân bay|tuyến|bài|tập "
    r"thơ|văn đoàn|địa phương|"
    r"đơn vị|hiệp định|khu|khoa|phòng|ban|bộ phận|chi nhánh|cửa hàng|khách sạn|bệnh viện|sản phẩm|máy|mẫu|gói|dịch vụ|"
    r"dự án|hợp đồng|chương trình|cuộc thi|kho|quầy|lớp|đợt)"
)
_THAT = r"(?:ấy|này|đó|kia|trên)"
_OF_KIN = "(?:ruột|trai|em|cả|họ|rể|nội|ngoại|gái|dâu)"
_DOES = "sinh|mất|là|có|được|bị|đã|từng|quê|học|làm|viết|sáng|qua|lên|về|giữ|đỗ|dạy|sống|lấy|nhận"
_PERSON_PRONOUN = re.compile(
    rf"\b{_PERSON} {_THAT}\b|^(?:ông|bà|anh|cô|họ)(?-i:(?! {_OF_KIN}\b)(?= [^\W\dA-ZĐ]))|(?<=\bcủa )(?:ông|"
    rf"bà)(?-i:(?=\s+[^\W\dA-ZĐ]|\W*$))"
    rf"|(?<=\s)(?:ông|bà|cụ)(?= (?:{_DOES})\b)",
    re.IGNORECASE,
)
_TO = "ở|tại|lên|tới|đến|vào|ra|về"
_OTHER_PRONOUN = re.compile(
    rf"\b{_OTHER} {_THAT}\b|\bnó\b|\b(?:{_TO}) (?:đó|đấy|đây)\b|^(?:đó|đây)\b",
    re.IGNORECASE,
)
_THEY = re.compile(r"(?<=\bcủa )họ\b(?! \w+ nào)")
_BARE = re.compile(rf"^(?:(?:ông|bà|cụ) (?:{_DOES})|họ (?:{_DOES}))\b", re.IGNORECASE)
"""Pronouns that open a question without ``ấy``."""

_ATTRIBUTES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile((
        r"dân số|diện tích|chiều dài|chiều cao|độ cao|số |mức |tỷ lệ|doanh thu|vốn|tuổi|giá"
    ), re.IGNORECASE), "là bao nhiêu"),
    (re.compile((
        r"trụ sở|quê|nơi sinh|thủ đô|tỉnh lỵ|nơi mất|vị trí|trung tâm hành chính|địa chỉ"
    ), re.IGNORECASE), "ở đâu"),
    (re.compile(r"tác giả|người|vợ|chồng|cha|mẹ|con|giám đốc|hiệu trưởng|chủ tịch|lãnh đạo", re.IGNORECASE), "là ai"),
    (re.compile(r"bảo hành|thời hạn", re.IGNORECASE), "là bao lâu"),
    (re.compile(r"năm|ngày|thời gian", re.IGNORECASE), "là khi nào"),
    (re.compile(r"lý do|nguyên nhân", re.IGNORECASE), "là gì"),
)  # fmt: skip
_ASKS = re.compile(r"\b(?:gì|nào|ai|đâu|bao nhiêu|mấy|bao giờ|bao lâu|sao)\b", re.IGNORECASE)
_THEN = re.compile(
    rf"^(?:(?:thế|vậy) )?(?:còn|thế|vậy) (?P<topic>[^?,]{{1,40}}?) thì (?P<rest>.*{_ASKS.pattern}.*)$", re.IGNORECASE
)
_SHORT, _SHORT_LABELLED = 9, 12
_TIMES = frozenset("ngày hôm buổi giờ tháng năm lúc thứ".split())
_WHICH = r"(?:\d{1,3}[A-Z]?|[IVX]+|[A-Z])(?![\w/.,]*\d)(?!\w)"
_LABEL = re.compile(rf"(?P<sort>[^\W\d]+(?: [^\W\d]+)?) (?P<which>{_WHICH})")
"""Something told from others of its sort by a number or a letter: ``Cơ sở`` 2, ``vùng`` II."""

_POINTS_TO_PERSON = re.compile(rf"\b{_PERSON} {_THAT}\b", re.IGNORECASE)
_CONTINUES = re.compile(r"^(?:thế |vậy )?còn [^?,]{1,40} (?:thì sao|thế nào|ra sao)\W*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]| thì ")
_CUT = re.compile(r"[\s,?]+")


@dataclass(frozen=True, slots=True)
class _Previous:
    """The exchange before: its self-contained question and the reply, and all that was said until then."""

    question: str
    reply: str = ""
    told: tuple[str, ...] = ()


def _focus(previous: _Previous) -> str | None:
    found = product_names(previous.question)
    return found[0] if found else None


def _answered_name(previous: _Previous) -> str | None:
    """The first name of the reply that the question did not hold."""
    opening = sentences(previous.reply)[:1]
    asked = name_key(previous.question)
    found = (name for sentence in opening for name in names(sentence))
    return next((name for name in found if name_key(name) not in asked), None)


def _referent(previous: _Previous, wanted: frozenset[AnswerType]) -> str | None:
    """What a pronoun stands for: the answer where it is of the kind that the pronoun means, else the focus."""
    if answer_type(previous.question) in wanted:
        return _answered_name(previous) or _focus(previous)
    return _focus(previous) or _answered_name(previous)


_PEOPLE = frozenset({AnswerType.PERSON})
_THINGS = frozenset({AnswerType.PLACE, AnswerType.ORGANISATION, AnswerType.THING})


def _without_pronoun(question: str, previous: _Previous) -> str | None:
    for pattern, wanted in ((_PERSON_PRONOUN, _PEOPLE), (_OTHER_PRONOUN, _THINGS), (_THEY, frozenset())):
        match = pattern.search(question)
        if match is None:
            continue
        referent = _referent(previous, wanted)
        if referent is not None and wanted is _PEOPLE:
            referent = fitting(match[0], referent, previous.told)
        if referent is None:
            return None
        first = match[0].split()[0]
        lead = first if first.lower() in _TO.split("|") else ""
        return f"{question[: match.start()]}{f'{lead} {referent}'.strip()}{question[match.end() :]}"
    return None


def _parallel(topic: str, question: str) -> str | None:
    """The question with the phrase that is built like the topic replaced by it (``vùng I`` by ``vùng II``)."""
    words = topic.split()
    if len(words) < 2:
        return None
    lower = question.lower()
    at = lower.rfind(f" {words[0].lower()} ")
    if at < 0:
        return None
    tail = _CUT.split(question[at + 1 :])[: len(words)]
    old = " ".join(tail)
    return question.replace(old, topic, 1) if old in question and old != topic else None


def _relabelled(question: str, previous: str) -> str | None:
    """The question before about another one of the same sort: ``Cơ sở 2 thì …`` after one about ``Cơ sở 1``.

    None where the new question asks something else of it.
    """
    for label in _LABEL.finditer(question):
        sort, which = re.escape(label["sort"]), re.escape(label["which"])
        other = re.search(rf"(?<!\w){sort} (?!{which}\b){_WHICH}", previous, re.IGNORECASE)
        rest = _LEAD.sub("", question.replace(label[0], " "))
        if other is not None and (rest != question.replace(label[0], " ") or _says_nothing_new(rest, previous)):
            return previous[: other.start()] + label[0] + previous[other.end() :]
    return None


def _says_nothing_new(rest: str, previous: str) -> bool:
    """Whether the words of a question stand in the one before, but for those that ask."""
    words = {part.term for part in spanned_syllables(rest)} - FUNCTION_WORDS - QUESTION_WORDS - _TIMES
    return words <= {part.term for part in spanned_syllables(previous)}


def _with_subject(topic: str, question: str) -> str | None:
    """The question with another subject: its opening word, where that is no name and no attribute of something."""
    words = question.split()
    size = 2 if len(words) > 2 and associated(words[0].lower(), words[1].lower()) else 1
    names_first = any(question.startswith(name) for name in product_names(question))
    if names_first or len(words) < size + 2 or words[size].lower() == "của" or _ASKS.search(" ".join(words[:size])):
        return None
    return " ".join((topic, *words[size:]))


def _swapped(topic: str, previous: _Previous) -> str | None:
    """The previous question about another thing, or another attribute of the same thing."""
    topic = _LEAD.sub("", topic).strip()
    focus = _focus(previous)
    named = product_names(f"còn {topic}")
    parallel = _parallel(topic, previous.question)
    if parallel is not None and not named:
        return parallel
    if named and name_key(named[0]) == name_key(topic) and focus is not None:
        return previous.question.replace(focus, topic)
    ending = next((end for pattern, end in _ATTRIBUTES if pattern.match(topic)), None)
    if ending is None:
        if parallel is not None:
            return parallel
        if named:
            return previous.question.replace(focus, topic) if focus else None
        return _with_subject(topic, previous.question) or (f"{topic} của {focus} là gì?" if focus else None)
    opened = topic[0].upper() + topic[1:]
    of = "" if named or focus is None else f" của {focus}"
    return f"{opened}{of} {ending}?"


def _self_contained(question: str, previous: _Previous) -> str:
    if (match := _SWAP.match(question)) and not _ASKS.search(match["topic"]):
        topic = _without_pronoun(match["topic"], previous) or match["topic"]
        swapped = _swapped(topic, previous)
        if swapped is not None:
            return swapped
    resolved = _without_pronoun(question, previous)
    if resolved is not None:
        return _LEAD.sub("", resolved)
    if len(question.split()) <= _SHORT_LABELLED and (relabelled := _relabelled(question, previous.question)):
        return relabelled
    if match := _THEN.match(question):
        swapped = _with_subject(match["topic"], previous.question) or _focus(previous)
        if swapped is not None:
            return f"{swapped.rstrip(' ?')}, {match['topic']} {match['rest']}"
    return _with_the_subject(question, previous)


def _with_the_subject(question: str, previous: _Previous) -> str:
    """The question with what the conversation is about in front, where it says too little by itself."""
    bare = _LEAD.sub("", question)
    subject = _subject(previous)
    if subject and not product_names(question) and (named := of_that_part(question, subject)):
        return named
    if _POINTS_TO_PERSON.search(question):  # to somebody whom nothing before names
        return question
    if product_names(question) or len(question.split()) > _SHORT or (bare == question and is_complete(question)):
        return question
    if subject is None or (asks_of_company(bare) and not _may_be_company(subject, previous)):
        return question
    return f"{subject} {bare[0].lower()}{bare[1:]}"


def _subject(previous: _Previous) -> str | None:
    """What a question without a subject goes on about: the plant that was asked for and told, or else the focus."""
    answered = answered_part(previous.question, previous.reply)
    focus = _focus(previous)
    return answered or (with_sort(focus, previous.question) if focus else None)


def _may_be_company(subject: str, previous: _Previous) -> bool:
    """Whether the subject may have a turnover or a chairman: not somebody, and not a part of a company."""
    return not is_part(subject) and not is_person(subject, previous.told)


def resolve_follow_up(question: str, history: Sequence[Turn]) -> str:
    """The question so that it can be understood without the conversation.

    Pronouns are replaced by the answer or the subject of the question before; ``Còn … thì sao?`` takes
    over the previous question with another subject or attribute; short questions without a name get
    the previous subject unless they are complete. Thanks and the like are passed over. Earlier questions
    are resolved first, oldest to newest.

    Args:
        question: The new message.
        history: The conversation before it, oldest turn first.
    """
    if is_acknowledgement(question):
        return question
    previous: _Previous | None = None
    passed_over = False
    for turn in history:
        if turn.role == "user":
            passed_over = is_acknowledgement(turn.text)
        if passed_over:
            continue
        if turn.role == "user":
            text = turn.text.strip()
            asked = _self_contained(text, previous) if previous and text else text
            previous = _Previous(asked, told=(*(previous.told if previous else ()), asked))
        elif previous is not None:
            previous = _Previous(previous.question, turn.text, (*previous.told, turn.text))
    return _self_contained(question, previous) if previous is not None else question


def unclear(question: str, *, named: bool) -> str | None:
    """The words of a question that point to something it does not name; None where there are none.

    Args:
        question: A question, as far as the conversation could resolve it.
        named: Whether it names something: then a pronoun may stand for that.
    """
    if _CONTINUES.match(question):
        return question.strip(" ?")
    if named:
        return None
    opening = _CLAUSE.split(question, maxsplit=1)[0]
    for pattern in (_POINTS_TO_PERSON, _OTHER_PRONOUN, _BARE):
        match = pattern.search(opening)
        if match and match[0].lower().split()[0] not in opening[: match.start()].lower().split():
            return match[0]
    return None
