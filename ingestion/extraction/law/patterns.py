"""Patterns of relations between legal texts, over sentences in which references are marked.

A relation needs its verb right beside the reference; looser windows fail. ``tail`` is what the relation points at,
``head`` what it comes from; without a group ``head`` it is the text itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingestion.extraction.relations import RelationType

ARTICLE, INSTRUMENT, OWN_INSTRUMENT, OWN_ARTICLE, DAY, ISSUER = "\ue000\ue001\ue002\ue003\ue004\ue005"
"""Marks of a reference to articles, an instrument, ``Luật này``, ``Điều này``, a date, an issuing body."""

_SEPARATOR = r"(?:\s*[,;]\s*(?:và\s+)?|\s+(?:và|hoặc)\s+)(?:các\s+)?(?:tại\s+|của\s+)?"
_WITH_DATE = rf"(?:,? {DAY})?(?: của {ISSUER})?"
_ONE = rf"[{ARTICLE}{INSTRUMENT}]{_WITH_DATE}"
_TAIL = rf"(?P<tail>{_ONE}(?:{_SEPARATOR}{_ONE})*)"
_INSTRUMENTS = rf"(?P<tail>{INSTRUMENT}{_WITH_DATE}(?:{_SEPARATOR}{INSTRUMENT}{_WITH_DATE})*)"
_HEAD = rf"(?P<head>[{INSTRUMENT}{OWN_INSTRUMENT}]){_WITH_DATE}"
_CLAUSE = r"(?:^|[.;:]\s+|\b[a-zđ]\)\s*|\b\d{1,2}\.\s*|\bsau đây:\s*)[“\"]?\s*"
_PART = (
    r"(?:(?:tên|nội dung|tiêu đề|một số|điều|khoản|điểm|quy định|cụm từ [“\"][^”\"]{1,80}[”\"]|đoạn \w+(?: \w+)?"
    r"|vào|sau|của|tại|trong|các|và|,|số \w+|toàn bộ|phụ lục(?: \w+)?)\s+|\s*,\s*)*"
)
_CHANGE = r"(?:sửa đổi|bổ sung)(?:, bổ sung|, sửa đổi| và bổ sung|, thay thế|, bãi bỏ)*"
_REPEAL = r"(?:bãi bỏ|hủy bỏ|huỷ bỏ)"
_IN_FORCE = r"có hiệu lực(?: thi hành)?(?:,? kể)?(?: từ)?"
_GUIDE = (
    r"(?:quy định chi tiết|hướng dẫn|quy định biện pháp)"
    r"(?:[ ,]+(?:thi hành|thực hiện|áp dụng|hướng dẫn|biện pháp|một số|điều|khoản|nội dung|quy định|các|về|và|việc|để"
    r"|của|tại|trong))* "
)
_KIND = r"(?:bộ luật|luật|pháp lệnh|nghị định|nghị quyết|thông tư liên tịch|thông tư|quyết định)"


@dataclass(frozen=True, slots=True)
class LawPattern:
    """A pattern and what it states.

    Attributes:
        name: Part of the extractor's name.
        type: Relation type.
        regex: Over a marked sentence, with groups ``tail`` and, where the sentence names it, ``head``.
        trigger: Lower-case words without which the pattern cannot match.
        whole: Without ``head``, the head is the instrument as a whole rather than the article at hand.
        before_articles: Only in what precedes the first article (title, recitals).
        confidence: Of the statement.
    """

    name: str
    type: RelationType
    regex: re.Pattern[str]
    trigger: str
    whole: bool = False
    before_articles: bool = False
    confidence: float = 0.9


def _pattern(
    name: str, type_: RelationType, trigger: str, regex: str, *, whole: bool = False, before_articles: bool = False
) -> LawPattern:
    return LawPattern(name, type_, re.compile(regex), trigger, whole, before_articles)


_NUMBERED = rf"[{INSTRUMENT}{OWN_INSTRUMENT}]"

PATTERNS: tuple[LawPattern, ...] = (
    _pattern(
        "amends.by",
        RelationType.AMENDS,
        "sửa đổi",
        rf"{_TAIL}\)?,? (?:đã )?được {_CHANGE}(?: một số điều)? (?:bởi|theo|tại|bằng) (?:các )?"
        rf"(?P<head>[{ARTICLE}{INSTRUMENT}])",
    ),
    _pattern(
        "amends.head", RelationType.AMENDS, "sửa đổi", rf"{_HEAD},? (?:quy định |về |việc )*{_CHANGE} {_PART}{_TAIL}"
    ),
    _pattern(
        "amends.enacting",
        RelationType.AMENDS,
        "sửa đổi",
        rf"ban hành {_KIND} {_CHANGE} {_PART}{_TAIL}",
        whole=True,
        before_articles=True,
    ),
    _pattern("amends.clause", RelationType.AMENDS, "sửa đổi", rf"{_CLAUSE}{_CHANGE} {_PART}{_TAIL}"),
    _pattern("amends.supplement", RelationType.AMENDS, "bổ sung", rf"{_CLAUSE}bổ sung {_PART}{_TAIL}"),
    _pattern("amends.after", RelationType.AMENDS, "như sau", rf"{_TAIL},? (?:được )?{_CHANGE} như sau"),
    _pattern("repeals.head", RelationType.REPEALS, "bỏ", rf"{_HEAD},? {_REPEAL} {_PART}{_TAIL}"),
    _pattern("repeals.clause", RelationType.REPEALS, "bỏ", rf"{_CLAUSE}{_REPEAL} {_PART}{_TAIL}"),
    _pattern(
        "repeals.after",
        RelationType.REPEALS,
        "hết hiệu lực",
        rf"{_TAIL}[^.;:{INSTRUMENT}{ARTICLE}]{{0,160}}? (?:sẽ |chính thức )?hết hiệu lực(?! (?:một phần|trước))",
        whole=True,
    ),
    _pattern(
        "repeals.passive",
        RelationType.REPEALS,
        "bỏ",
        rf"{_TAIL},? (?:bị|được) {_REPEAL} (?:bởi|theo|tại) (?P<head>{INSTRUMENT})",
    ),
    _pattern(
        "replaces.head",
        RelationType.REPLACES,
        "thay thế",
        rf"{_HEAD}(?:,? {_IN_FORCE} {DAY})?,?(?: và)? thay thế (?:cho )?(?:các )?{_INSTRUMENTS}",
    ),
    _pattern(
        "replaces.clause",
        RelationType.REPLACES,
        "thay thế",
        rf"{_CLAUSE}thay thế (?:cho )?(?:các )?{_INSTRUMENTS}",
        whole=True,
    ),
    _pattern(
        "replaces.passive",
        RelationType.REPLACES,
        "thay thế",
        rf"{_INSTRUMENTS},? (?:đã )?(?:được|bị) thay thế (?:bởi|bằng) (?P<head>{_NUMBERED})",
    ),
    _pattern("guides.head", RelationType.GUIDES, "", rf"{_HEAD},? {_GUIDE}{_TAIL}"),
    _pattern(
        "guides.enacting",
        RelationType.GUIDES,
        "ban hành",
        rf"ban hành {_KIND} {_GUIDE}{_TAIL}",
        whole=True,
        before_articles=True,
    ),
    _pattern(
        "based_on",
        RelationType.BASED_ON,
        "căn cứ",
        rf"^\W*căn cứ (?:vào )?(?:các )?{_TAIL}",
        whole=True,
        before_articles=True,
    ),
    _pattern(
        "effective",
        RelationType.EFFECTIVE_FROM,
        "hiệu lực",
        rf"{_HEAD},? (?:sẽ |bắt đầu |chính thức )?{_IN_FORCE} (?P<tail>{DAY})",
    ),
    _pattern(
        "issued_by.of",
        RelationType.ISSUED_BY,
        "của",
        rf"(?P<head>{INSTRUMENT}),?(?: {DAY})?,? của (?P<tail>{ISSUER})",
    ),
    _pattern(
        "issued_by.do",
        RelationType.ISSUED_BY,
        "",
        rf"(?P<head>{_NUMBERED}),?(?: {DAY})?,? (?:được|do) (?P<tail>{ISSUER}) (?:thông qua|ban hành)",
    ),
    _pattern(
        "issued_by.verb",
        RelationType.ISSUED_BY,
        "",
        rf"(?P<tail>{ISSUER}) (?:đã |vừa |mới )*(?:ban hành|ký ban hành|thông qua) (?P<head>{_NUMBERED})",
    ),
    _pattern(
        "issued_by.enacting",
        RelationType.ISSUED_BY,
        "ban hành",
        rf"(?P<tail>{ISSUER}) ban hành {_KIND}\b",
        whole=True,
        before_articles=True,
    ),
)
"""In order: where two of them point at the same reference the first wins."""
