"""The kind of a question, which chooses the route of the answer."""

from __future__ import annotations

import re

from agents.analysis.comparisons import is_comparison
from agents.ports import AnswerType, QuestionKind

_GREETING = re.compile(
    r"^(?:(?:xin |em |mình |cho (?:em|mình) )?chào\b|hello\b|hi\b|hey\b|alo\b|(?:xin )?(?:cảm ơn|cám ơn)\b|"
    r"thanks?\b|thank you\b|tạm biệt\b|bye\b|"
    r"(?:chúc )?ngủ ngon\b|bạn (?:là ai|tên (?:là )?gì|khoẻ không|khỏe không|làm được (?:gì|những gì))|xin chao\b|"
    r"chao ban\b|cam on\b|tam biet\b)"
)
_ASKS = re.compile(r"\b(?:gì|nào|ai|đâu|bao nhiêu|mấy|sao|khi|what|who|where|when|which|how)\b")
_LEGAL = re.compile(
    r"\d+/\d{4}/(?:nđ|tt|qđ|qh|nq|pl|ttlt|ubtvqh)|\b(?:điều|khoản) \d+|\b(?:nghị định|thông tư|bộ luật|pháp lệnh|"
    r"hiến pháp)\b|"
    r"\bluật (?!sư|gia\b)[^\W\d]+|\bpháp luật\b|\b(?:xử phạt|phạt tiền|mức phạt|bị phạt|phạt tù|truy cứu|hình phạt|"
    r"tội danh|vi phạm hành chính)\b|"
    r"\b(?:lương tối thiểu|hợp đồng lao động|người sử dụng lao động|người lao động|bảo hiểm xã hội|thừa kế|giấy "
    r"phép lái xe)\b|"
    r"\bvùng (?:i|ii|iii|iv)\b|\bquy định\b|\b(?:thẩm quyền|thủ tục|hồ sơ|trình tự|điều kiện cấp|thời hiệu|"
    r"có hiệu lực|quyền và nghĩa vụ|"
    r"đăng ký kết hôn)\b"
)
_GLOBAL = re.compile(
    r"\b(?:tổng quan|tóm tắt|khái quát|toàn cảnh|nhìn chung|chủ đề chính|nội dung chính|bức tranh chung|các chủ đề|"
    r"nói về những gì)\b"
)
_WORK = (
    r"(?:(?:một|1|vài|mấy|hai|bài|bức|câu|đoạn|khổ|tập|bản|cuốn) )*(?:thơ|bài hát|ca khúc|lời bài hát|bài văn|nhạc|"
    r"truyện(?: ngắn)?|câu chuyện|tiểu thuyết|kịch bản|câu đối|vè|tranh(?! (?:chấp|luận|cãi))|hình vẽ|hình ảnh|ảnh)"
)
_MAKES = re.compile(
    r"^(?:(?:hãy|xin|nhờ|giúp|bạn|em|anh|chị|có thể) )*"
    r"(?:(?:viết|soạn|sáng tác|vẽ|hát)(?: (?:cho|giúp|hộ|giùm|dùm))+ (?:tôi|mình|em|anh|chị|tớ|con|cháu)(?: nghe)? "
    rf"{_WORK}\b|dịch\b(?! (?:vụ|giả|thuật|bệnh)\b)(?!.*\bcó\b.*\bkhông\W*$).*\b(?:sang|ra|qua) tiếng\b)"
)
_THANKS_ONLY = 8


def is_greeting(question: str) -> bool:
    """Whether a message only greets, thanks, says goodbye or asks who answers."""
    lower = question.lower().strip()
    match = _GREETING.match(lower)
    if match is None:
        return False
    rest = lower[match.end() :]
    return len(lower.split()) <= _THANKS_ONLY and not _ASKS.search(rest)


def asks_for_new_text(question: str) -> bool:
    """Whether something is to be written, drawn or translated (``viết cho tôi bài thơ``): no document says that."""
    lower = question.lower().strip()
    return _MAKES.match(lower) is not None and not _ASKS.search(lower)


def question_kind(question: str, answer: AnswerType, things: int, nested: bool) -> QuestionKind:
    """The kind of a self-contained question.

    Args:
        question: The question.
        answer: Its answer type.
        things: Number of names it holds.
        nested: Whether one question is nested in it.
    """
    lower = question.lower()
    if is_greeting(question):
        return QuestionKind.GREETING
    if is_comparison(question, things):
        return QuestionKind.COMPARISON
    if _LEGAL.search(lower):
        return QuestionKind.LEGAL
    if _GLOBAL.search(lower):
        return QuestionKind.GLOBAL
    if nested:
        return QuestionKind.MULTI_HOP
    return QuestionKind.LIST if answer is AnswerType.LIST else QuestionKind.FACT
