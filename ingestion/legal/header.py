"""The opening of a Vietnamese legal instrument, and its article on entry into force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from graph.model import ALWAYS, Validity
from graph.text.syllables import spanned_syllables
from ingestion.legal.citation import KINDS, normal_number
from ingestion.legal.dates import DAY, parse_day
from ingestion.legal.naming import lower_first, sentence_case

_HEADER_LENGTH = 1500
_SCOPE_SYLLABLES = 80

_NUMBER = re.compile(r"(?:^|\s)(?:Luật |Bộ luật |Pháp lệnh )?[Ss]ố\s*:\s*(\d+[\w./&-]*(?:/|-)[\w./&-]*[A-ZĐ][\w/&.-]*)")
_PLACE_AND_DAY = re.compile(rf",\s*ngày\s+({DAY})")
_KIND_LINE = re.compile(
    rf"^[ \t]*(?P<kind>{KINDS.upper()})(?:[ \t]*\n+[ \t]*|[ \t]+)(?P<name>[^\n]{{3,400}})", re.MULTILINE
)
_KIND_INLINE = re.compile(rf"\b(?P<kind>{KINDS.upper()})\s+(?P<name>[^\n]{{3,400}})")
_THIS = r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư(?: liên tịch)?|Quyết định|Chỉ thị) này"
_EFFECTIVE = re.compile(rf"{_THIS} có hiệu lực(?: thi hành)?,?(?: kể)? từ ngày\s+({DAY})")
_EFFECTIVE_ON_SIGNING = re.compile(rf"{_THIS} có hiệu lực(?: thi hành)?,?(?: kể)? từ ngày (?:ký|thông qua)")
_EXPIRES = re.compile(
    rf"(?:{_THIS} |^[ \t(\[]*(?:Ngày )?)[Hh]ết hiệu lực(?: thi hành)?:?(?: kể)?(?: từ)?(?: ngày)?\s*:?\s*({DAY})",
    re.MULTILINE,
)
_SCOPE = re.compile(r"Điều\s+\d+\s*[.:]\s*Phạm vi[^\n]*\n+")
_AFTER_NAME = re.compile(r"Căn cứ|\[|(?:Bộ luật|Luật|Pháp lệnh) [^\n]* số \d")
_STATUTES = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})


@dataclass(frozen=True, slots=True)
class LegalHeader:
    """What a legal instrument says of itself.

    Attributes:
        number: ``38/2022/NĐ-CP``.
        kind: ``Nghị định``; None where the text does not say.
        name: Its title for people; None where the text does not say.
        issued: Day of issue.
        validity: Days in force.
        scope: Opening of its article on scope; empty where it has none.
    """

    number: str
    kind: str | None
    name: str | None
    issued: date | None
    validity: Validity
    scope: str


def parse_header(text: str) -> LegalHeader | None:
    """Reads a legal instrument; None where the text does not open as one.

    It opens as one where its first lines give a number (``Số: 38/2022/NĐ-CP``) and it has an article (``Điều 1``).
    """
    opening = text[:_HEADER_LENGTH]
    number = _NUMBER.search(opening)
    if number is None or "Điều 1" not in text:
        return None
    day = _PLACE_AND_DAY.search(opening)
    issued = parse_day(day[1]) if day else None
    normal = normal_number(number[1])
    kind, name = _kind_and_name(opening, day.end() if day else number.end(), normal)
    return LegalHeader(normal, kind, name, issued, _validity(text, issued), scope_of(text))


def scope_of(text: str) -> str:
    """First syllables of the article whose title starts with ``Phạm vi``; empty where there is none."""
    match = _SCOPE.search(text)
    if match is None:
        return ""
    following = text.find("\nĐiều ", match.end())
    return first_syllables(text[match.end() : following if following >= 0 else len(text)])


def first_syllables(text: str, count: int = _SCOPE_SYLLABLES) -> str:
    """The opening of a text, at most that many syllables, on one line."""
    syllables = spanned_syllables(text[: count * 12])
    end = syllables[count - 1].end if len(syllables) >= count else len(text)
    return " ".join(text[:end].split())


def _kind_and_name(opening: str, after: int, number: str) -> tuple[str | None, str | None]:
    match = _KIND_LINE.search(opening, after) or _KIND_INLINE.search(opening, after)
    if match is None:
        return None, None
    kind = match["kind"].capitalize()
    subject = sentence_case(_AFTER_NAME.split(match["name"])[0].strip(" .;"))
    if not subject:
        return kind, None
    if kind in _STATUTES:
        year = re.search(r"/(\d{4})/", number)
        return kind, f"{kind} {subject}{' ' + year[1] if year else ''}"
    return kind, f"{kind} {number} {lower_first(subject)}"


def _validity(text: str, issued: date | None) -> Validity:
    effective = _EFFECTIVE.search(text)
    start = parse_day(effective[1]) if effective else issued if _EFFECTIVE_ON_SIGNING.search(text) else None
    expires = _EXPIRES.search(text)
    end = parse_day(expires[1]) if expires else None
    return Validity(start, end) if start or end else ALWAYS
