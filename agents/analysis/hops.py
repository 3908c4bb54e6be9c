"""Questions nested in questions: ``quê của [người sáng lập FPT] ở đâu`` is two hops."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from agents.analysis.pointing import split_pointing

_FIRST_MARK = 0xE000
"""Names are replaced by private-use characters before the patterns look at a question."""
_NAME = r"[\ue000-\uf8ff]"


def _any(phrases: str) -> str:
    """A group that matches any of the phrases, longest first."""
    parts = (" ".join(phrase.split()) for phrase in phrases.split("|"))
    return f"(?:{'|'.join(sorted(parts, key=len, reverse=True))})"


_CLASS = _any(
    """bài hát|bài thơ|ca khúc|tập thơ|truyện ngắn|tác phẩm|cuốn sách|truyện thơ|truyện|tiểu thuyết|vở kịch|bản nhạc|
    bức tranh|bài|cuốn|công ty cổ phần|công ty|tập đoàn|ngân hàng|trường đại học|trường|đại học|thành phố|
    tỉnh|huyện|xã|nước|sông|núi|hãng|báo|tổ chức|đảng|phong trào|triều đại|nhà|cuộc khởi nghĩa|khởi nghĩa|
    trận|chiến dịch|nhà thơ|nhà văn|nhạc sĩ|vua|ông|bà|giáo sư|đại tướng|đại thi hào|nhà toán học|bác sĩ|
    quần thể|di tích|di sản|sân bay|vịnh|đảo|hồ|món|lễ hội|bộ|viện|cầu"""
)
_PEOPLE = _any(
    """người|ai|nhà thơ|nhà văn|nhạc sĩ|hoạ sĩ|họa sĩ|tác giả|nhân vật|vị vua|vua|ông vua|vị tướng|nữ tướng|tướng|
    danh nhân|nhà khoa học|nhà toán học|kiến trúc sư|thi sĩ|doanh nhân|chí sĩ|bác sĩ"""
)
_BODIES = _any(
    """tập đoàn|công ty|công ty mẹ|hãng|tổ chức|cơ quan|trường|trường đại học|đại học|viện|ngân hàng|đơn vị|bộ"""
)
_REGIONS = _any("""tỉnh|thành phố|địa phương|nơi|vùng đất|huyện|làng|quê|xã|vùng|nước|quốc gia|tỉnh thành""")
_MADE = _any(
    """sáng lập|thành lập|lập ra|lập nên|viết|viết ra|viết nên|sáng tác|soạn|soạn thảo|thiết kế|phát minh|
    phát minh ra|vẽ|xây dựng|chỉ huy|lãnh đạo|đứng đầu|khởi xướng|điều hành|đặt tên cho|phát hiện|
    phát hiện ra|xây|dựng|kế nhiệm|kế vị|sở hữu|quản lý|sản xuất|xuất bản|phổ nhạc|đạo diễn|ký|khai sinh|
    làm ra|chế tạo|tổ chức"""
)
_ROLE = _any(
    """tác giả|nhà sáng lập|người sáng lập|đồng sáng lập|thủ đô|tỉnh lỵ|trung tâm hành chính|quê hương|
    quê quán|quê|quê nhà|quê mẹ|quê cha|nơi sinh|vợ|vợ đầu|người vợ|chồng|cha|mẹ|con trai|con gái|
    con rể|con dâu|cha vợ|bố vợ|mẹ vợ|cha chồng|bố chồng|mẹ chồng|
    anh trai|em trai|anh vợ|em vợ|anh rể|cháu|cháu nội|cháu ngoại|ông nội|ông ngoại|thầy|
    thầy giáo|người thầy|học trò|tổng giám đốc|giám đốc|chủ tịch|hiệu trưởng|viện trưởng|bộ trưởng|
    thủ tướng|tổng thống|tổng bí thư|trụ sở|trụ sở chính|công ty mẹ|người kế nhiệm|người kế vị|
    người tiền nhiệm|chỉ huy|tổng tư lệnh|cơ quan chủ quản|chủ sở hữu|người bạn|bạn thân|chị gái|em gái"""
)
_PLACE_ROLE = _any(
    """thủ đô|tỉnh lỵ|trung tâm hành chính|quê hương|quê quán|quê|quê nhà|quê mẹ|quê cha|nơi sinh|trụ sở|trụ sở chính"""
)
"""Roles that a place plays, so that a word for a place may stand before them: ``tỉnh quê hương của``."""

_WHICH = r"(?: đầu tiên| hiện nay| hiện tại| đương nhiệm| thứ \w+| người Việt đầu tiên)?"
_DONE = _any("""sinh ra|được sinh ra|chào đời|sinh trưởng|ra đời|sinh sống|qua đời|mất|được an táng|đặt trụ sở""")
_ATTENDED = _any(
    """học|theo học|tốt nghiệp|làm việc|giảng dạy|công tác|sáng lập|thành lập|lãnh đạo|làm hiệu trưởng|dạy"""
)
_FUNCTION = _any("của|và|ở|tại|có|là|mà|do|được|với|trong|cho|từ|đã|nơi|nay|thuộc")
_FOUNDS = _any("sáng lập|thành lập|lập ra|lập nên|viết|sáng tác|soạn|thiết kế|phát minh|xây|chỉ huy|lãnh đạo|đứng đầu")
"""What somebody does to a thing: ``vua lập ra`` X describes somebody and is no name of X."""

_THING = rf"(?:(?:{_CLASS} )+(?:(?!(?:{_FUNCTION}|{_FOUNDS}) )[^\W\d]+ ){{0,2}}?)?{_NAME}"
_WHERE = rf"(?: (?:(?:ở|tại|phía|trong) {_THING}|(?:tỉnh|thành phố|huyện|xã|phường|quận) {_NAME}))?"
_AUXILIARY = r"(?:đã |từng |được |là người |trực tiếp |đang )*"
_DESCRIPTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_PEOPLE}|{_BODIES}) {_AUXILIARY}{_MADE}(?: ra| nên)? {_THING}{_WHERE}",
        rf"\b{_REGIONS} (?:là )?{_PLACE_ROLE}{_WHICH} (?:của |cho )?{_THING}{_WHERE}",
        rf"(?<!phó )\b(?:{_BODIES} )?{_ROLE}{_WHICH} (?:của |cho )?{_THING}{_WHERE}{_WHICH}",
        rf"\b{_REGIONS} (?:mà |nơi )?{_THING} (?:đã |từng )*{_DONE}",
        rf"\b(?:ngôi )?{_BODIES} (?:mà |nơi ){_THING} (?:đã |từng |cũng )*{_ATTENDED}",
        rf"\b{_REGIONS} có (?:[^\W\d]+ ){{0,4}}?{_THING}(?: của {_THING})?",
        rf"\b{_REGIONS} (?:mà |nơi )?{_THING} (?:nay |hiện |hiện nay |ngày nay )*(?:thuộc về|trực thuộc|thuộc|nằm)",
        rf"\b{_PEOPLE} có (?:một )?(?:người )?{_ROLE} là {_THING}",
        rf"\b{_PEOPLE} {_AUXILIARY}(?:trao |tặng |đoạt |giành |nhận ){_THING}(?: năm \d{{4}})?",
    )
)
_HOME = re.compile(rf"quê {_NAME}", re.IGNORECASE)
_SOMEONE = re.compile(rf"(?:{_PEOPLE}|{_NAME}|\bhọ)(?: [^\W\d]+)? $", re.IGNORECASE)
_HOLDS = re.compile(r"(?<!\w)(?:ghế|chức|chức vụ|giữ chức|làm|trở thành|nhậm chức)\s$", re.IGNORECASE)
_NOW = _any("nay|giờ|hiện|hiện nay|hiện tại|hiện giờ|bây giờ")
_BARE_REST = re.compile(
    rf"^\W*(?:(?:{_NOW}|(?:vào )?năm \d{{4}}),? )?(?:\{{\}}(?: (?:mới|hiện|nay|hiện nay|được|đang|giờ|bây giờ))* "
    r"(?:là (?:ai|gì|người nào|(?:ở )?(?:tỉnh |thành phố |nơi )?nào)"
    r"|(?:đặt |nằm |đóng |đặt trụ sở )?(?:ở|tại) "
    r"(?:đâu|(?:tỉnh|thành phố|nơi|chỗ|địa chỉ|địa điểm|phường|quận|huyện|xã|phố|đường) (?:nào|gì))"
    rf"|tên (?:là )?gì)|ai (?:(?:{_NOW}|đang|hiện đang) )?(?:là|làm|giữ chức) \{{\}}(?: [^\W\d]+){{0,3}}|"
    r"(?:hãy )?cho biết \{\})\W*$",
    re.IGNORECASE,
)
_STATED = re.compile(rf"^,? (?:nay|hiện nay|sau này|tức) là {_THING},?", re.IGNORECASE)
"""What stands in between, named by the question itself: ``trường mà A theo học, nay là B``."""
_ASKS = re.compile(r"\b(?:gì|nào|ai|đâu|bao nhiêu|mấy|sao|khi nào|không|chưa)\b")
_REGION_START = re.compile(r"^(?:tỉnh|thành phố|huyện|làng|nước|quốc gia|xã)(?! lỵ)(?!\w)", re.IGNORECASE)
_PLACE_START = re.compile(r"^(?:quê|nơi sinh|trụ sở|thủ đô|tỉnh lỵ|trung tâm|địa phương|nơi|vùng)(?!\w)", re.IGNORECASE)
_THING_START = re.compile(
    r"^(?:ngôi )?(?P<noun>trường đại học|trường|công ty|tập đoàn|tổ chức|cơ quan|đại học|hãng|viện|ngân hàng|"
    r"đơn vị|bộ phận|bộ|khoa|phòng|chi nhánh|kho)(?!\w| trưởng| ngành)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hops:
    """A question of two hops.

    Attributes:
        first: Question for what stands in between.
        description: The words that describe it.
        rest: The question with ``{}`` in place of the description.
        stated: What stands in between, where the question itself names it.
    """

    first: str
    description: str
    rest: str
    stated: str | None = None

    def second(self, bridge: str) -> str:
        """The second question, once the first is answered."""
        return self.rest.replace("{}", bridge)


def first_question(description: str) -> str:
    """The question for what is described: who, which place or which thing it is."""
    opened = description[0].upper() + description[1:]
    if region := _REGION_START.match(description):
        return f"{opened} là {region[0].lower()} nào?"
    if _PLACE_START.match(description):
        return f"{opened} là nơi nào?"
    if thing := _THING_START.match(description):
        return f"{opened} là {thing['noun'].lower()} nào?"
    return f"{opened} là ai?"


def _marked(question: str, names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The question with each name replaced by one mark, and the names by mark."""
    marks: dict[str, str] = {}
    for name in sorted(names, key=len, reverse=True):
        mark = chr(_FIRST_MARK + len(marks))
        pattern = re.compile(rf"[\"“‘«]?{re.escape(name)}[\"”’»]?", re.IGNORECASE)
        question, count = pattern.subn(mark, question)
        if count:
            marks[mark] = name
    return question, marks


def split_hops(question: str, names: Sequence[str]) -> Hops | None:
    """The two hops of a nested question about those names, or None where the rules see nothing nested."""
    return _split_hops(question, tuple(names))


@lru_cache(maxsize=256)
def _split_hops(question: str, names: tuple[str, ...]) -> Hops | None:
    """The same, kept for the questions at hand: each step of an answer asks for it."""
    if pointed := split_pointing(question, names):
        return Hops(pointed[0], pointed[0].rstrip("?"), pointed[1])
    marked, marks = _marked(question, names)
    matches = [
        m for pattern in _DESCRIPTIONS for m in pattern.finditer(marked) if not _is_origin(m) and not _is_post(m)
    ]
    if not matches:
        return None
    innermost = max(matches, key=lambda found: found.start())
    match = min((found for found in matches if found.end() == innermost.end()), key=lambda found: found.start())
    stated = _STATED.match(marked[match.end() :])
    after = match.end() + (stated.end() if stated else 0)
    rest = f"{marked[: match.start()]}{{}}{marked[after:]}"
    if not _ASKS.search(rest.lower()) or _BARE_REST.match(rest) or not rest.replace("{}", "").strip(" ?.!"):
        return None
    description = _unmarked(match[0], marks)
    named = next((marks[mark] for mark in stated[0] if mark in marks), None) if stated else None
    return Hops(first_question(description), description, _unmarked(rest, marks), named)


def _is_origin(match: re.Match[str]) -> bool:
    """Whether ``quê`` with a name says where someone comes from: ``nhà thơ quê Thái Bình``."""
    return bool(_HOME.match(match[0]) and _SOMEONE.search(match.string[: match.start()]))


def _is_post(match: re.Match[str]) -> bool:
    """Whether it is the post that someone else holds: ``ai làm giám đốc FPT đến năm nào``."""
    return bool(_HOLDS.search(match.string[: match.start()]))


def _unmarked(text: str, marks: dict[str, str]) -> str:
    for mark, name in marks.items():
        text = text.replace(mark, name)
    return text
