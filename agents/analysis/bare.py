"""Questions typed without diacritics: a question word is likelier than its look-alikes where nothing else asks."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"\b(?:mấy|nào|gì|chi|ai|đâu|sao|bao nhiêu|bao lâu|bao giờ|bao xa|how|what|who|liệt kê|kể)\b"
    r"|\b(?:không|chưa|hả|à)\W*$",
    re.IGNORECASE,
)
_MACHINES = (
    "tính|móc|bay|in|lạnh|ảnh|giặt|phát|bơm|xúc|ủi|chủ|quay|khoan|cày|kéo|nổ|nén|điều|lọc|hút|sấy|pha|đo|scan|chiếu|"
    "fax|photo|cấp|cáp|đóng|ép|trộn|nghiền|hàn|cắt|may|khâu|mặc|vá|mắn"
)
_LIKE = re.compile(rf"\b(?P<first>m)(?:áy|ay|ây|ầy|ẩy)(?= [^\W\d])(?! (?:{_MACHINES})\b)", re.IGNORECASE)


def with_question_word(restored: str) -> str:
    """A question in which a restored ``máy`` before what is counted reads ``mấy`` if nothing else asks."""
    if _ASKS.search(restored):
        return restored
    found = list(_LIKE.finditer(restored))
    if not found:
        return restored
    last = found[-1]
    return f"{restored[: last.start()]}{last['first']}ấy{restored[last.end() :]}"
