"""Short forms that a document defines: ``Đại học Quốc gia Hà Nội (ĐHQGHN)``, ``Công ty … (sau đây gọi là …)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import EntityType
from graph.text.normalise import name_key, strip_diacritics
from ingestion.extraction.spans import NameSpan, SentenceSpans

_BRACKET = re.compile(
    r"\s?\((?P<says>(?:sau đây (?:được )?(?:gọi|viết)(?: tắt| chung)*(?: là)?|(?:tên )?(?:gọi|viết) tắt(?: là)?"
    r"|hay còn gọi là|còn gọi là|tức|hay)\s*:?\s*)?"
    r"[\"“']?(?P<short>[^\W_][^()\"“”,;:\n]{0,38}?)[\"”']?\)"
)
_ACRONYM = re.compile(r"[A-ZĐÀ-Ỹ][A-ZĐÀ-Ỹ&.-]{1,9}$")
_PROPER = re.compile(r"(?:[A-ZĐÀ-Ỹ][\w&.-]*)(?: [A-ZĐÀ-Ỹ0-9][\w&.-]*){0,3}$")
_SHORTENED = frozenset({EntityType.ORGANISATION.value, EntityType.EVENT.value, EntityType.CONCEPT.value})
_FIRM = re.compile(r"(?:tổng )?công ty|tập đoàn|ngân hàng|hãng|ctcp", re.IGNORECASE)
_GENERIC = frozenset(
    "công ty|ngân hàng|tập đoàn|tổng công ty|trường|bên a|bên b|quỹ|sở|bộ|cục|hội|dự án|nhà trường|bệnh viện|trung tâm"
    "|bên mua|bên bán|bên thuê|bên cho thuê|ban|ủy ban|viện|đơn vị".split("|")
)
_AMBIGUOUS = frozenset({"BTC", "BQL", "HĐQT", "CP", "CTCP", "BTV", "BCH", "TW", "HCM", "VN", "HN"})
_SHORTEST_SHARED_ACRONYM = 3


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form, where it is defined.

    Attributes:
        full: The name.
        short: The short form in the brackets.
        distinctive: Whether the short form means the same thing in other documents.
    """

    full: NameSpan
    short: NameSpan
    distinctive: bool


def find_definitions(text: str, sentence: SentenceSpans) -> list[Definition]:
    """Short forms that the sentence defines for names in it."""
    return [definition for name in sentence.names for definition in _definition(text, sentence, name)]


def _definition(text: str, sentence: SentenceSpans, name: NameSpan) -> Iterator[Definition]:
    bracket = _BRACKET.match(text, name.end, sentence.end)
    if bracket is None:
        return
    short = bracket["short"].strip()
    if not (bracket["says"] or _is_short_form(text[name.start : name.end], name, short)):
        return
    distinctive = _is_distinctive(short)
    key, shown = (name_key(short), short) if distinctive else (name.key, name.name)
    start = bracket.start("short")
    yield Definition(
        name,
        NameSpan(start, start + len(short), name.type, key, shown, "abbreviation"),
        distinctive and key != name.key,
    )


def _is_short_form(written: str, name: NameSpan, short: str) -> bool:
    """Whether brackets without a word of explanation hold a short form of the name."""
    if name.type not in _SHORTENED:
        return False
    if _ACRONYM.match(short):
        return _initials_match(written, short)
    return bool(_FIRM.match(written) and _PROPER.match(short)) and not short.isupper()


def _initials_match(written: str, acronym: str) -> bool:
    """Whether the letters of an acronym are, in order, first letters of the words of a name, the first one included."""
    initials = [strip_diacritics(word[0]).upper() for word in re.findall(r"\w+", written)]
    letters = [strip_diacritics(letter).upper() for letter in acronym if letter.isalpha()]
    remaining = iter(initials)
    return len(letters) > 1 and letters[0] in initials[:4] and all(letter in remaining for letter in letters)


def _is_distinctive(short: str) -> bool:
    if _ACRONYM.match(short):
        return len(short) >= _SHORTEST_SHARED_ACRONYM and short not in _AMBIGUOUS
    return bool(_PROPER.match(short)) and name_key(short) not in _GENERIC
