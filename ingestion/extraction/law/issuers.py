"""Bodies that issue legal instruments, as they are written after one (``của Chính phủ``)."""

from __future__ import annotations

import re

from graph.model import EntityType
from graph.text.normalise import name_key
from ingestion.extraction.spans import NameSpan

_MINISTRIES = (
    "Công an|Quốc phòng|Ngoại giao|Nội vụ|Tư pháp|Tài chính|Công [Tt]hương|Công nghiệp|Thương mại"
    "|Nông nghiệp và (?:Phát triển nông thôn|Môi trường)|Giao thông vận tải|Xây dựng|Tài nguyên và Môi trường"
    "|Thông tin và Truyền thông|Lao động *[-–] *Thương binh và Xã hội|Văn hóa, Thể thao và Du lịch"
    "|Văn hóa *[-–] *Thông tin|Khoa học và Công nghệ|Giáo dục và Đào tạo|Y tế|Kế hoạch và Đầu tư|Dân tộc và Tôn giáo"
    "|Bưu chính, Viễn thông|Thủy sản"
)
_PLACE = r"[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?:[ -][A-ZĐÀ-Ỹ][\wÀ-ỹ]*){0,3}"
_ISSUER = re.compile(
    r"(?:(?:Bộ trưởng|Thống đốc|Chánh án|Hội đồng Thẩm phán|Viện trưởng|Tổng)\s+)?"
    r"(?P<body>Quốc hội|[UỦ][ỷy] ban [Tt]hường vụ Quốc hội|Thủ tướng Chính phủ|Chính phủ|Chủ tịch nước"
    rf"|Bộ (?:{_MINISTRIES})|Ngân hàng Nhà nước(?: Việt Nam)?"
    r"|T[oò][àa] án nhân dân tối cao|Viện kiểm sát nhân dân tối cao"
    rf"|Kiểm toán [Nn]hà nước|Thanh tra Chính phủ|(?:[UỦ][ỷy] ban|Hội đồng) nhân dân (?:tỉnh|thành phố) {_PLACE}"
    r"|Ban Chấp hành Trung ương(?: Đảng)?|Bộ Chính trị|Hội đồng Bộ trưởng)(?!\w)"
)
_SOURCE = "law"


def find_issuers(text: str, start: int, end: int) -> list[NameSpan]:
    """Issuing bodies in ``text[start:end]``; an office (``Bộ trưởng Bộ Y tế``) stands for its body."""
    return [
        NameSpan(
            match.start("body"),
            match.end("body"),
            EntityType.ORGANISATION.value,
            name_key(match["body"]),
            match["body"],
            _SOURCE,
        )
        for match in _ISSUER.finditer(text, start, end)
    ]
