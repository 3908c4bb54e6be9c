"""Questions that first tell of something and then point back to it: ``… thuộc một tỉnh, tỉnh đó …``."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NOUN = (
    r"(?:thành phố|trường đại học|tập đoàn|công ty|ngân hàng|nhà thơ|nhà văn|nhà toán học|nhà khoa học|nhạc sĩ|hoạ sĩ|"
    r"họa sĩ|kiến trúc sư|danh nhân|nhân vật|vị tướng|vị vua|tổ chức|cơ quan|chiến dịch|dòng sông|con sông|"
    r"ngọn núi|hòn đảo|tỉnh|huyện|quận|xã|phường|làng|nước|trường|viện|bộ|hãng|trận|vua|tướng|vị|sông|núi|hồ|đảo|"
    r"bảo tàng|phòng|khoa|bộ phận|chi nhánh|kho|quầy|bài hát|bài thơ|tác phẩm|người)"
)
_PERSON = r"(?:ông|bà|anh|chị|cô|người|vị|cụ) (?:ấy|này|đó)"
_BACK = r"(?:đó|ấy|này)(?!\w)"
_LINK = r"(?:thuộc|ở|tại|là|của|do|cho|với|trên|về|mang tên|lấy tên|tên|đặt theo tên|gắn với|thành)"
_TOLD = re.compile(
    rf"(?P<told>.+?(?<!\w){_LINK}) một (?P<noun>{_NOUN})(?!\w)(?P<more>[^,;:.?!]*)[,;.:]\s*(?P<rest>.+)", re.IGNORECASE
)
_ASKED = re.compile(
    rf"(?P<told>[^,;]+?) (?P<noun>{_NOUN}) nào(?P<more>(?: [^\W\d]+){{0,4}}?)(?:,| thì| và|;)+\s*(?P<rest>.+)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"(?P<told>[^,;]+?(?<!\w)(?:thuộc|ở|tại)) một (?P<noun>{_NOUN})(?P<more>) (?P<rest>(?:có|mà|rộng|nay|hiện)\b.+)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?:nhà|nhạc sĩ|hoạ sĩ|họa sĩ|kiến trúc sư|danh nhân|nhân vật|vị|vua|tướng|người)(?!\w)", re.IGNORECASE
)
_SUPPOSES = re.compile(
    r"^(?:nếu|khi|giả sử|trường hợp|một)(?!\w)|(?<!\w)(?:bị phạt|mức phạt|xử phạt)(?!\w)", re.IGNORECASE
)
_NOW = re.compile(r"^(?:bây )?giờ ", re.IGNORECASE)
_ASKS = re.compile(r"(?<!\w)(?:gì|nào|ai|đâu|bao nhiêu|mấy|sao|không)(?!\w)", re.IGNORECASE)


def split_pointing(question: str, names: Sequence[str]) -> tuple[str, str] | None:
    """The question for what is told of, and the rest with ``{}`` for it; None where nothing points back.

    What is only supposed (``nếu làm cho một công ty, công ty đó …``) is no thing to be looked up: the part that
    tells must hold a name or a number.
    """
    if _SUPPOSES.search(question):
        return None
    for pattern in (_TOLD, _ASKED):
        match = pattern.match(question)
        rest = _pointed(match["rest"], match["noun"]) if match else None
        if match and rest and (pattern is _ASKED or _is_told(match["told"], names)):
            return f"{match['told']} {_which(match['noun'], match['more'])}?", rest
    match = _GOES_ON.match(question)
    if match and _is_told(match["told"], names) and _ASKS.search(match["rest"]):
        return f"{match['told']} {match['noun']} nào?", f"{{}} {match['rest']}"
    return None


def _which(noun: str, more: str) -> str:
    """The noun with ``nào``, behind what it needs to be one: ``vị tổng đốc`` nào, ``tập đoàn`` nào quản lý."""
    return f"{noun}{more} nào" if noun.lower() in {"vị", "người"} else f"{noun} nào{more}"


def now_said(rest: str) -> str:
    """The rest with the written word for ``giờ`` (now): spoken, it is also the word for an hour."""
    return _NOW.sub("hiện ", rest)


def _is_told(told: str, names: Sequence[str]) -> bool:
    named = any(name in told for name in names) or any(mark.isdigit() for mark in told)
    return named and not _ASKS.search(told)


def _pointed(rest: str, noun: str) -> str | None:
    """The rest with ``{}`` where it points back to the noun; None where it does not, or asks nothing."""
    words = f"{noun.rsplit(maxsplit=1)[-1]} {_BACK}"
    pointers = [rf"{re.escape(noun)} {_BACK}", words]
    if _PEOPLE.match(noun):
        pointers.append(_PERSON)
    for pointer in pointers:
        replaced, count = re.subn(rf"(?<!\w)(?:{pointer})", "{}", rest, count=1, flags=re.IGNORECASE)
        replaced = now_said(replaced)
        if count:
            return replaced if _ASKS.search(replaced) else None
    return None
