"""What the short answer to a question must be, from its question words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from agents.ports import AnswerType

_PERSON_NOUNS = (
    "người|nhân vật|nhà thơ|nhà văn|nhạc sĩ|hoạ sĩ|họa sĩ|nhà khoa học|nhà toán học|nhà sử học|bác sĩ|vua|vị vua|"
    "hoàng đế|"
    "chúa|vị|ông|bà|tướng|vị tướng|danh tướng|tổng thống|chủ tịch|thủ tướng|bộ trưởng|tác giả|ca sĩ|diễn viên|đạo diễn|"
    "cầu thủ|huấn luyện viên|chân sút|nghệ sĩ|"
    "giáo sư|danh nhân|anh hùng|nữ sĩ|thi sĩ|kiến trúc sư|doanh nhân|đại tướng|trạng nguyên|giám đốc|hiệu trưởng|"
    "kỹ sư|luật sư|y tá|điều dưỡng|nhân viên"
)
_PLACE_NOUNS = (
    "tỉnh|thành phố|huyện|xã|phường|quận|thị xã|làng|thôn|nước|quốc gia|vùng|miền|châu lục|địa phương|địa danh|đảo|"
    "quần đảo|sông|dòng sông|con sông|núi|ngọn núi|đỉnh núi|dãy núi|hồ|biển|vịnh|nơi|chỗ|thủ đô|khu vực|bang|đèo|"
    "cao nguyên|"
    "địa điểm|tỉnh thành|thung lũng|đồng bằng|cảng|phố|đường|cửa biển|tỉnh lỵ"
)
_ORGANISATION_NOUNS = (
    "công ty|tập đoàn|tổng công ty|tổ chức|trường|trường đại học|đại học|cơ quan|bộ|đơn vị|doanh nghiệp|hãng|ngân "
    "hàng|đảng|"
    "câu lạc bộ|đội|đội bóng|đội tuyển|viện|học viện|uỷ ban|ủy ban|hội|toà án|tòa án|báo|tờ báo|nhóm|ban nhạc|toà soạn"
)
_NAMED_BODIES = "công ty|tập đoàn|ngân hàng|nhà băng|hãng|doanh nghiệp|đại học|câu lạc bộ"
"""Bodies before what they are told by: ``ngân hàng`` Hàn Quốc nào."""

_TIME_NOUNS = (
    "năm|ngày|tháng|thế kỷ|thế kỉ|thời gian|thời điểm|giai đoạn|thập niên|thập kỷ|thời kỳ|mùa|hôm|lúc|giờ|ngày tháng"
)

_NUMBERED = "phòng|quầy|cửa|cổng|toà|tòa|ô|tuyến|xe|mẫu|bàn|lô|kho|gian|máy lẻ"
"""Things that have a number or a code, which is no amount: ``phòng số mấy``."""

_NOT_COUNTED = "là|thì|mà|được|bị|ở|tại|vào|từ|đến|có|do|đã|khi|lúc|ngày|năm|tháng|hôm"
"""Words behind which ``các … nào`` no longer asks for the things that ``các`` counts."""

_INSTRUMENT_NUMBER = (
    r"\b(?P<kind>luật|nghị định|quyết định|thông tư|pháp lệnh|nghị quyết|văn bản|công văn|chỉ thị|hướng dẫn) "
    r"số (?:mấy|bao nhiêu|nào|gì)\b"
)
_RULES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            AnswerType.YES_NO,
            r"(?:đúng|phải|có phải|được) (?:hay )?(?:không|sai)\W*$|đúng hay sai|^có phải\b|phải không",
        ),
        (AnswerType.THING, _INSTRUMENT_NUMBER),
        (AnswerType.THING, r"\b(?:điều|khoản|chương) (?:số )?(?:mấy|bao nhiêu)\b"),
        (
            AnswerType.THING,
            (
                rf"\b(?:{_NUMBERED}) số (?:mấy|nào|bao nhiêu)\b(?!.*\b(?:nào|đâu)\b)|"
                r"\b(?:chức vụ|chức danh|nghề) (?:gì|nào)\b"
            ),
        ),
        (AnswerType.REASON, r"\b(?:vì sao|tại sao|do đâu|vì đâu|nguyên nhân|lý do|lí do|sao lại|vì lẽ gì|why)\b"),
        (AnswerType.LIST, r"\b(?:liệt kê|kể tên|nêu tên|kể ra)\b"),
        (
            AnswerType.LIST,
            rf"\b(?:những|các) (?:(?!(?:{_NOT_COUNTED})\b)[^\W\d]+ ){{1,6}}(?:nào|gì)\b|\bnhững (?:ai|gì)\b",
        ),
        (AnswerType.LIST, r"\b(?:gồm|bao gồm|gồm có) (?:những )?(?:gì|ai|các|những)|\bnhững gì\b"),
        (
            AnswerType.DATE,
            (
                rf"\b(?:khi nào|bao giờ|hồi nào|when)\b|(?<!mỗi )(?<!một )\b(?:{_TIME_NOUNS}) (?:nào|mấy)\b(?! tuổi)|"
                rf"(?<!mỗi )(?<!một )\b(?:{_TIME_NOUNS}) bao nhiêu\b(?! (?!thì|là|vậy|thế|ạ|nhỉ|mới|rồi)[^\W\d])"
            ),
        ),
        (AnswerType.DATE, r"\bngày tháng năm\b|^(?:năm|ngày)(?: tháng)? (?:sinh|mất|thành lập)\b|từ (?:ngày|năm) nào"),
        (AnswerType.NUMBER, r"\b(?:độ tuổi|tuổi|mức lương|mức phạt|mức|khoản tiền|giá) nào\b"),
        (
            AnswerType.NUMBER,
            r"\b(?:bao nhiêu|mấy(?!.*\b(?:gì|nào|ai|đâu)\b)|bao lâu|bao xa|how many|how much|tuổi gì)\b",
        ),
        (
            AnswerType.PLACE,
            rf"\b(?:ở|tại|vào|đến|từ|đi|về|ra|tới|qua) đâu\b|\bnơi đâu\b|\b(?:{_PLACE_NOUNS}) (?:nào|gì)\b",
        ),
        (
            AnswerType.PLACE,
            r"\bđâu (?:là|\?)|\bđâu\W*$|\bwhere\b|^(?:quê|quê quán|nơi sinh|trụ sở)\b.*\b(?:là gì|ở đâu)",
        ),
        (
            AnswerType.PERSON,
            (
                rf"\b(?:vị|ông|bà|cụ|người|bậc) (?:[^\W\d]+ ){{0,3}}nào\b|\b(?:{_PERSON_NOUNS}) nào\b|\bai\b|"
                rf"\b(?:who|whom)\b"
            ),
        ),
        (AnswerType.ORGANISATION, rf"\b(?:{_ORGANISATION_NOUNS}|nhà băng) (?:nào|gì)\b"),
        (AnswerType.ORGANISATION, rf"\b(?:{_NAMED_BODIES}) (?:[^\W\d]+ ){{1,3}}nào\b(?! là)"),
        (AnswerType.MANNER, r"\b(?:như thế nào|ra sao|thế nào|bằng cách nào|làm sao|làm thế nào|cách nào|how)\b"),
        (AnswerType.YES_NO, r"\bcó\b.*\b(?:không|chưa)\W*$|\bđã\b.*\bchưa\W*$"),
    )
)
_DEFINITION = re.compile(
    r"^(?:thế nào là|khái niệm|định nghĩa)\b|(?:nghĩa là gì|được hiểu (?:là|như thế nào)|được định nghĩa)|^what is\b"
)
_WHAT_IS = re.compile(r"^(?P<subject>[^,?]{2,80}?) là (?:gì|ai)\W*$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(?:của|tên|tổng|thủ đô|tỉnh lỵ|biệt danh|bút danh|mục đích|nghề)\b", re.IGNORECASE)
_ATTRIBUTE_TYPES: tuple[tuple[re.Pattern[str], AnswerType], ...] = tuple(
    (re.compile(words), kind)
    for words, kind in (
        (
            (
                r"\b(?:dân số|diện tích|chiều dài|độ cao|chiều cao|số lượng|mức phạt|mức lương|tỷ lệ|thời hạn|"
                r"khoảng cách|vốn điều lệ|doanh thu)\b"
            ),
            AnswerType.NUMBER,
        ),
        (r"\b(?:thủ đô|tỉnh lỵ|thủ phủ|quê|quê quán|nơi sinh|trụ sở|địa chỉ)\b", AnswerType.PLACE),
        (
            r"^(?:tác giả|người|vợ|chồng|cha|mẹ|con trai|con gái|hiệu trưởng|giám đốc|chủ tịch|tổng thống|thủ tướng)\b",
            AnswerType.PERSON,
        ),
        (r"\b(?:ngày sinh|năm sinh|ngày mất|năm mất|ngày thành lập|năm thành lập)\b", AnswerType.DATE),
    )
)
_ASKED_BEFORE = re.compile(r"((?:[^\W\d]+ ){1,4})(?:nào|gì|mấy)\b")
_ASKED_AFTER = re.compile(r"\b(?:bao nhiêu|mấy)((?: [^\W\d]+(?:-[^\W\d]+)*){1,3})")
_NOT_AFTER = re.compile(r"\b(?:của|thì|sau|trước|theo|khi|vào|từ|ở|tại|trong|là|được|và|cho|với|để|kể)\b.*")
_NAMED = re.compile(r"\btên (?:là )?(?:gì|chi)\b")
_NOT_NOUNS = frozenset("là của và có được bị cho với về ở tại từ đến vào theo như thế những các một do".split())


@dataclass(frozen=True, slots=True)
class AskedNoun:
    """The noun next to the question word: ``giải thưởng`` nào, bao nhiêu ``tỉnh``; empty where there is none."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def _is_name(text: str) -> bool:
    return text[:1].isupper() and all(word[:1].isupper() for word in text.split())


def _of_definition(question: str) -> AnswerType | None:
    lower = question.lower()
    if _DEFINITION.search(lower):
        return AnswerType.DEFINITION
    match = _WHAT_IS.match(question)
    if match is None:
        return None
    subject = match["subject"]
    if lower.rstrip(" ?.!").endswith("là ai"):
        return AnswerType.DEFINITION if _is_name(subject) else None
    return None if _ATTRIBUTE.search(subject) else AnswerType.DEFINITION


@lru_cache(maxsize=512)
def answer_type(question: str) -> AnswerType:
    """The type of answer that the question words ask for; `AnswerType.THING` where they do not say."""
    question = question.strip()
    lower = question.lower()
    definition = _of_definition(question)
    for kind, pattern in _RULES:
        if pattern.search(lower):
            return definition if definition and kind is AnswerType.PERSON else kind
    for pattern, kind in _ATTRIBUTE_TYPES:
        if pattern.search(lower) and not (kind is AnswerType.NUMBER and _NAMED.search(lower)):
            return kind
    return definition or AnswerType.THING


def asked_instrument(question: str) -> str | None:
    """The kind of the instrument whose number is asked for (``quyết định`` số mấy), small letters; or None."""
    match = re.search(_INSTRUMENT_NUMBER, question.lower())
    return match["kind"] if match else None


def asked_noun(question: str) -> AskedNoun:
    """Syllables of the noun that the question word belongs to, lower case, nearest three or fewer."""
    lower = question.lower()
    before: tuple[str, ...] = ()
    for match in _ASKED_BEFORE.finditer(lower):
        before = _tail(match[1].split())
    after_match = _ASKED_AFTER.search(lower)
    after = _NOT_AFTER.sub("", after_match[1]).replace("-", " ").split() if after_match else []
    return AskedNoun(before, tuple(after))


def _tail(words: list[str]) -> tuple[str, ...]:
    """The last three words at most, cut behind the last word that cannot be part of a noun."""
    kept: list[str] = []
    for word in reversed(words):
        if word in _NOT_NOUNS or len(kept) == 3:
            break
        kept.append(word)
    return tuple(reversed(kept))
