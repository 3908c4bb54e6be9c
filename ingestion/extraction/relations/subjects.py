"""What a sentence is about: pronouns and the nouns that stand for the document's topic or an earlier subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from graph.model import EntityType
from ingestion.extraction.spans import NameSpan, SentenceSpans

COREFERENCE = "coreference"
"""Source of a span that stands for a name: a pronoun, or an empty span where the sentence names nothing."""

_THIS = {
    EntityType.ORGANISATION: "công ty|hãng|tập đoàn|ngân hàng|tổ chức|trường|câu lạc bộ|đảng|ban nhạc|nhóm|đội",
    EntityType.PLACE: "thành phố|tỉnh|huyện|quận|thị xã|thị trấn|xã|phường|đảo|quốc gia|nước|vùng|hồ|sông|núi|bang",
    EntityType.WORK: "tác phẩm|bài hát|bộ phim|phim|cuốn sách|tiểu thuyết|ca khúc|album|bài thơ|truyện",
    EntityType.EVENT: "chiến dịch|trận đánh|trận chiến|cuộc chiến|giải đấu|hội nghị|sự kiện|lễ hội|cuộc khởi nghĩa",
    EntityType.PERSON: "nhà vua|vị vua|nhà văn|nhà thơ|nhạc sĩ|ca sĩ|diễn viên|cầu thủ|vị tướng",
}
"""Nouns that mean a thing named before with ``này`` after them, or where they open a sentence alone."""
_PERSONAL = "ông|bà|anh ấy|cô ấy|chị ấy|ông ấy|bà ấy|ông ta|bà ta|anh ta|cô ta"
_OPENING_PERSONAL = "Anh|Cô|Chị|Vua|Nữ ca sĩ|Nam ca sĩ|Nữ diễn viên|Nam diễn viên|Nơi đây"
_KIN_BEFORE = re.compile(
    r"(?<!\w)(?:ông|bà|cụ|cố|quý|đàn|các|những|hai|ba|mấy|người|ngài|thưa|con|cháu|giữa|hồng|vợ chồng) $", re.IGNORECASE
)
_KIN_AFTER = re.compile(r" (?:nội|ngoại|cố|chủ|trùm|vua|già|cụ|lão|bầu|đồ|con|mẹ|hoàng|chúa|lớn|xã|hội|đỡ|ta)(?!\w)")
_VERB_AFTER = re.compile(
    r"(?: (?:chính thức|cũng|đã|sẽ|đang|từng|hiện|còn|lại|bắt đầu))*,? (?:có|là|được|nằm|giáp|thuộc|do|bị|trở thành|gồm"
    r"|mang|với|ra|đạt|dài|cao|rộng|chia|tọa lạc|nổi tiếng|tiếp giáp|tham gia|phát|hoạt động|sản xuất|chuyên|đóng|đặt"
    r"|xuất bản|diễn ra|kết thúc|kéo dài|nhận|giành|đoạt|chảy|đổ|bắt nguồn|kể|xảy ra|mở|gia nhập|mua|sở hữu|thành lập"
    r"|đổi tên|sáp nhập|tổ chức|ban hành|cung cấp)(?!\w)"
)


_MAN = re.compile(r"(?<!\w)[Ôô]ng(?= [a-zà-ỹđ]|[.,;])")
_WOMAN = re.compile(r"(?<!\w)[Bb]à(?= [a-zà-ỹđ]|[.,;])")


def _groups() -> re.Pattern[str]:
    """One group a type: personal pronouns anywhere, nouns before ``này``, nouns that open the sentence."""
    branches = []
    for type_, nouns in _THIS.items():
        opening = "|".join(noun.capitalize() for noun in nouns.split("|"))
        words = rf"(?i:{nouns}) này|(?<!\w)\A(?:{opening})"
        if type_ is EntityType.PERSON:
            words += rf"|(?i:{_PERSONAL})|\A(?:{_OPENING_PERSONAL.removesuffix('|Nơi đây')})"
        if type_ is EntityType.PLACE:
            words += r"|\ANơi đây"
        branches.append(rf"(?P<{type_.value}>{words})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(branches)})(?!\w)")


_PRONOUN = _groups()


@dataclass(slots=True)
class Antecedents:
    """What pronouns mean at a place in a document.

    Attributes:
        topic: What the document is about.
        not_topic: Pronoun of the other gender than the topic's (``bà`` in a text about a man).
        recent: The last subject of each type, where it stands in the sentence before or that before it.
    """

    topic: NameSpan | None
    not_topic: str = ""
    recent: dict[str, tuple[int, NameSpan]] = field(default_factory=dict)

    def note(self, place: int, subject: NameSpan) -> None:
        """Remembers the subject of the sentence at ``place``."""
        self.recent[subject.type] = (place, subject)

    def meant(self, type_: str, place: int, word: str) -> NameSpan | None:
        """What a pronoun for that type means in the sentence at ``place``."""
        if self.not_topic and word.lower().startswith(self.not_topic):
            return None
        if self.topic is not None and self.topic.type == type_:
            return self.topic
        known = self.recent.get(type_)
        return known[1] if known is not None and place - known[0] <= 2 else None

    def implied(self, types: frozenset[str], at: int) -> NameSpan | None:
        """The topic as an empty span, where it is of one of these types."""
        if self.topic is None or self.topic.type not in types:
            return None
        return replace(self.topic, start=at, end=at, source=COREFERENCE)


def other_gender(text: str) -> str:
    """The rarer of the pronouns ``ông`` and ``bà`` in a text; empty where neither leads."""
    men, women = len(_MAN.findall(text)), len(_WOMAN.findall(text))
    if men == women:
        return ""
    return "bà" if men > women else "ông"


def pronouns(text: str, sentence: SentenceSpans, antecedents: Antecedents, place: int) -> Iterator[NameSpan]:
    """Pronouns in a sentence as spans of what they mean, by start.

    Args:
        text: The document's text.
        sentence: The sentence with its names.
        antecedents: What was named before.
        place: Ordinal of the sentence.
    """
    settled: dict[str, NameSpan] = {}
    name_starts = {name.start for name in sentence.names}
    written = text[sentence.start : sentence.end]
    for match in _PRONOUN.finditer(written):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        if end + 1 in name_starts or not _stands_alone(written, match):
            continue
        assert match.lastgroup is not None
        meant = settled.get(match[0].lower()) or antecedents.meant(match.lastgroup, place, match[0])
        before = {name.key: name for name in sentence.names if name.type == match.lastgroup and name.end <= start}
        if (
            match[0].lower() not in settled
            and len(before) == 1
            and (antecedents.topic is None or antecedents.topic.type != match.lastgroup)
        ):
            (meant,) = before.values()
        if meant is not None and (before.keys() <= {meant.key} or match[0].lower() in settled):
            settled[match[0].lower()] = meant  # "cha ông là A, mẹ ông là B": one and the same
            yield replace(meant, start=start, end=end, source=COREFERENCE)


def _stands_alone(written: str, match: re.Match[str]) -> bool:
    """Whether the words are a pronoun rather than part of ``ông nội``, ``Công ty của …``, ``vợ chồng ông``."""
    if match[0].endswith(" này"):
        return True
    if match.lastgroup == EntityType.PERSON.value:
        before = _KIN_BEFORE.search(written, max(0, match.start() - 12), match.start())
        return before is None and _KIN_AFTER.match(written, match.end()) is None
    return _VERB_AFTER.match(written, match.end()) is not None
