"""Relation types of the graph that the words of a question ask for.

The names are those of the extractors' relation types; they are plain strings here because the agent
must not import ingestion.
"""

from __future__ import annotations

import re
from functools import lru_cache

from agents.ports import AnswerType

_DATE = frozenset({AnswerType.DATE})
_PLACE = frozenset({AnswerType.PLACE, AnswerType.LIST})
_NUMBER = frozenset({AnswerType.NUMBER})
_ANY: frozenset[AnswerType] = frozenset()

_TRIGGERS: tuple[tuple[re.Pattern[str], frozenset[AnswerType], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), kinds, tuple(types.split()))
    for pattern, kinds, types in (
        (r"\b(?:sinh|chào đời|năm sinh|ngày sinh)\b(?! viên| vật| học| sống)", _DATE, "BORN_ON"),
        (r"\b(?:sinh|chào đời|nơi sinh)\b(?! viên| vật| học| sống)", _PLACE, "BORN_IN HOMETOWN"),
        (r"\b(?:quê|quê quán|quê hương|nguyên quán|nguồn gốc từ)\b", _ANY, "HOMETOWN BORN_IN"),
        (r"\b(?:mất|qua đời|từ trần|tạ thế|hy sinh|chết|băng hà)\b", _DATE, "DIED_ON"),
        (r"\b(?:mất|qua đời|từ trần|tạ thế|hy sinh|chết|băng hà)\b", _PLACE, "DIED_IN"),
        (r"\b(?:vợ|chồng|kết hôn|phu nhân|phu quân|hoàng hậu|cưới)\b", _ANY, "SPOUSE_OF"),
        (r"\b(?:con trai|con gái|cha|mẹ|bố|thân phụ|thân mẫu|con ruột|con của|là con)\b", _ANY, "CHILD_OF"),
        (r"\b(?:anh trai|em trai|chị gái|em gái|anh em|anh ruột|em ruột)\b", _ANY, "SIBLING_OF"),
        (r"\b(?:(?:anh|em|chị) (?:vợ|chồng|rể|dâu))\b", _ANY, "SPOUSE_OF SIBLING_OF"),
        (r"\b(?:con rể|con dâu|nhạc phụ|nhạc mẫu)\b", _ANY, "CHILD_OF SPOUSE_OF"),
        (r"\b(?:(?:ông|bà|cháu) (?:nội|ngoại))\b", _ANY, "CHILD_OF"),
        ((
            r"\b(?:lãnh đạo|đứng đầu|giám đốc|chủ tịch|hiệu trưởng|tổng thống|thủ tướng|bộ trưởng|chỉ huy|điều "
            r"hành|vua|tư lệnh)\b"
        ),
         _ANY, "LEADS HOLDS_POSITION"),
        (r"\b(?:chức vụ|giữ chức|đảm nhiệm|bổ nhiệm|làm (?:bộ trưởng|thứ trưởng|phó))\b", _ANY, "HOLDS_POSITION LEADS"),
        (r"\b(?:kế nhiệm|kế vị|nối ngôi|tiền nhiệm|thay thế vị trí)\b", _ANY, "SUCCEEDED_BY"),
        (r"\b(?:học ở|học tại|theo học|tốt nghiệp|từng học|du học|học trường)\b", _ANY, "STUDIED_AT"),
        (r"\b(?:làm việc|công tác|giảng dạy|dạy học|làm ở|thi đấu|khoác áo)\b", _ANY, "WORKS_FOR"),
        ((
            r"\b(?:giải thưởng|giải|huân chương|danh hiệu|huy chương|được (?:trao|tặng|phong)|đoạt|nhận giải|"
            r"công nhận)\b"
        ), _ANY, "AWARDED"),
        (r"\b(?:sáng lập|thành lập|lập ra|lập nên|gây dựng|khai sinh|ra đời)\b", _DATE, "FOUNDED_ON"),
        (r"\b(?:sáng lập|thành lập|lập ra|lập nên|gây dựng|khai sinh)\b",
         frozenset(AnswerType) - {AnswerType.DATE, AnswerType.NUMBER}, "FOUNDED_BY"),
        (r"\b(?:trụ sở|đóng trụ sở|đặt trụ sở|tổng hành dinh|hội sở)\b", _ANY, "HEADQUARTERED_IN"),
        (r"\b(?:thành viên|gia nhập|hội viên|đảng viên|thuộc nhóm)\b", _ANY, "MEMBER_OF"),
        (r"\b(?:chủ sở hữu|sở hữu|thuộc sở hữu|công ty mẹ|cổ đông)\b", _ANY, "OWNED_BY PART_OF"),
        ((
            r"\b(?:trực thuộc|thuộc|bộ phận của|một phần của|công ty con|đơn vị thành viên)\b"
        ), _ANY, "PART_OF LOCATED_IN"),
        (r"\b(?:nay|hiện|hiện nay|ngày nay) (?:\w+ )?thuộc\b", _ANY, "LOCATED_IN MERGED_INTO"),
        (r"\b(?:thủ đô|tỉnh lỵ|thủ phủ|trung tâm hành chính|kinh đô)\b", _ANY, "CAPITAL_OF"),
        (r"\b(?:giáp|tiếp giáp|giáp ranh|biên giới)\b", _ANY, "BORDERS"),
        (r"\b(?:đổ (?:vào|ra)|chảy (?:vào|ra))\b", _ANY, "FLOWS_INTO"),
        (r"\b(?:sáp nhập|hợp nhất|nhập vào|hợp thành)\b", _ANY, "MERGED_INTO"),
        (r"\b(?:đặt tên|mang tên|tên gọi|được gọi theo|đặt theo)\b", _ANY, "NAMED_AFTER"),
        ((
            r"\b(?:tác giả|viết|sáng tác|soạn|thiết kế|phát minh|vẽ|tác phẩm|sáng chế|đạo diễn|phổ nhạc)\b"
        ), _ANY, "CREATED_BY"),
        (r"\b(?:dân số|bao nhiêu dân|bao nhiêu người|đông dân|mấy triệu người)\b", _ANY, "POPULATION"),
        (r"\b(?:diện tích|rộng)\b", _ANY, "AREA"),
        (r"\b(?:dài|chiều dài)\b", _NUMBER | _PLACE | {AnswerType.THING}, "LENGTH"),
        (r"\b(?:cao|độ cao|chiều cao)\b", _NUMBER, "HEIGHT"),
        (r"\b(?:diễn ra|xảy ra|nổ ra|bùng nổ|bắt đầu|kết thúc|khai mạc|ký kết|được ký)\b", _DATE, "OCCURRED_ON"),
        (r"\b(?:diễn ra|xảy ra|nổ ra|bùng nổ|tổ chức|được ký|ký kết)\b", _PLACE, "OCCURRED_IN"),
        (r"\b(?:xuất bản|phát hành|ra mắt|công bố|in lần đầu)\b", _DATE, "PUBLISHED_ON"),
        (r"\b(?:ngôn ngữ chính thức|nói tiếng gì|tiếng gì|ngôn ngữ)\b", _ANY, "OFFICIAL_LANGUAGE"),
        (r"\b(?:tiền tệ|đơn vị tiền|đồng tiền|dùng tiền)\b", _ANY, "CURRENCY"),
        (r"\b(?:sửa đổi|bổ sung)\b", _ANY, "AMENDS"),
        (r"\b(?:bãi bỏ|huỷ bỏ|hủy bỏ|hết hiệu lực)\b", _ANY, "REPEALS REPLACES"),
        (r"\b(?:thay thế|thay cho)\b", _ANY, "REPLACES"),
        (r"\b(?:hướng dẫn|quy định chi tiết)\b", _ANY, "GUIDES"),
        (r"\b(?:căn cứ)\b", _ANY, "BASED_ON"),
        (r"\b(?:ban hành|ai ký|cơ quan nào)\b", _ANY, "ISSUED_BY"),
        (r"\b(?:có hiệu lực|hiệu lực thi hành|áp dụng từ|hiệu lực)\b", _ANY, "EFFECTIVE_FROM"),
        ((
            r"\b(?:tên thật|tên khác|bút danh|biệt danh|tên cũ|còn gọi|viết tắt|tên hiệu|bí danh|tên chữ|tên "
            r"đầy đủ)\b"
        ), _ANY, "SAME_AS"),
    )
)  # fmt: skip
_LIES = re.compile(r"\b(?:nằm|toạ lạc|tọa lạc|ở đâu|ở tỉnh|ở thành phố|ở nước|đặt tại)\b")
"""Asks where something lies, but only where no other relation is asked: ``sinh ở đâu`` is not about lying."""
_WHICH_REGION = re.compile(r"\b(?:tỉnh|thành phố|huyện|quận|nước|quốc gia) nào\b")
"""Asks for a larger place: what is known may be a smaller one, which lies in it."""


@lru_cache(maxsize=512)
def triggered_relations(question: str, kind: AnswerType) -> tuple[str, ...]:
    """Relation types that a question with that answer type triggers, each once, in the order of the table."""
    lower = question.lower()
    found: dict[str, None] = {}
    for pattern, kinds, types in _TRIGGERS:
        if (not kinds or kind in kinds) and pattern.search(lower):
            found.update(dict.fromkeys(types))
    if (not found and _LIES.search(lower)) or (kind is AnswerType.PLACE and _WHICH_REGION.search(lower)):
        found["LOCATED_IN"] = None
    return tuple(found)
