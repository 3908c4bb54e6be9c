"""Legal instruments as texts name them: by number, by name, or as ``Luật này``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingestion.extraction.law.names import LawNames, NamedLaw

_NUMBER = (
    r"\d{1,4}[a-zA-Z]?\s?(?:[/-]\s?\d{4}\s?)?[/-]\s?(?!\d)"
    r"(?:[A-ZĐ][A-ZĐa-z]{0,10}\d{0,2})(?:\s?[-–/]\s?[A-ZĐ][A-ZĐa-z]{0,12}\d{0,2}){0,8}"
)
_KIND = (
    r"[Bb]ộ luật|[Ll]uật|[Pp]háp lệnh|[Nn]ghị định|[Nn]ghị quyết liên tịch|[Nn]ghị quyết|[Tt]hông tư liên tịch"
    r"|[Tt]hông tư|[Qq]uyết định|[Cc]hỉ thị|[Hh]iến pháp|Sắc lệnh|Sắc luật|Văn bản hợp nhất"
    r"|BL(?:TT)?[DH]S\b|BLLĐ\b|Quy chế|Quy định|Điều lệ|Quy chuẩn"
)
_ANCHOR = re.compile(
    rf"(?=[BLPNTQCHSVĐblpntqchs\d])(?:(?P<kind>{_KIND})(?:\s+(?P<this>này)\b|\s*(?:số\s?:?\s*)?(?P<number>{_NUMBER})"
    rf"|\s+(?P<short>\d{{1,3}}/\d{{4}})(?![\w/])|(?=\s))"
    rf"|(?<![\w/.-])(?:số\s?:?\s*)?(?P<bare>\d{{1,4}}[a-zA-Z]?/\d{{4}}/(?:[A-ZĐ]{{2}})[\w/–-]*\w))"
)
_AFTER_NAME = re.compile(
    rf"(?:\s*[,(]?\s*số\s?:?\s*(?P<number>{_NUMBER})\)?)?"
    r"(?:,?\s+năm\s+(?P<year>\d{4})\b|\s+\(?(?P<bare>(?:19|20)\d{2})\)?(?![\w/])"
    r"|,?\s+(?:được (?:Quốc hội )?thông qua )?(?:ngày\s+)?"
    r"\d{1,2}(?:\s+tháng\s+|[/-])\d{1,2}(?:\s+năm\s+|[/-])(?P<dated>\d{4})\b)?"
)
_CONSTITUTION = re.compile(r"(?:\s+nước [Cc]ộng hò?a [Xx]ã hội [Cc]hủ nghĩa Việt Nam)?")
_NEW_NAME = re.compile(
    r"\s+(?P<name>[A-ZĐÀ-Ỹ][\w]*(?:,? [a-zđà-ỹA-ZĐÀ-Ỹ]\w*){0,16}?)"
    rf"(?=\s+(?:năm\s+)?(?:19|20)\d{{2}}\b|\s*[,(]?\s*số\s?:?\s*{_NUMBER})"
)
_NOT_IN_A_NAME = re.compile(
    r"\b(?:này|của|theo|và (?:Luật|Bộ|Nghị|Thông|các)|ngày|được|có|quy định|từ|trong|Nghị|Thông)\b"
)
_AMENDING = re.compile(r"(?:[Ll]uật|[Pp]háp lệnh) [Ss]ửa đổi(?:,| và) bổ sung(?: một số điều)?(?: của)?(?: các)? ")
_LAW_KINDS = frozenset({"bộ luật", "luật", "pháp lệnh", "blds", "blhs", "blttds", "bltths", "bllđ"})
_NUMBER_ONLY_KINDS = frozenset({"quy chế", "quy định", "điều lệ", "quy chuẩn"})
_KIND_OF_SUFFIX = {
    "NĐ": "Nghị định",
    "ND": "Nghị định",
    "TTLT": "Thông tư liên tịch",
    "TT": "Thông tư",
    "QĐ": "Quyết định",
    "QD": "Quyết định",
    "NQ": "Nghị quyết",
    "CT": "Chỉ thị",
    "QH": "Luật",
    "PL": "Pháp lệnh",
    "VBHN": "Văn bản hợp nhất",
}
_SUFFIX = re.compile(r"\d{1,4}[A-Za-z]?(?:[/-]\d{4})?[/-]([A-ZĐ]+)")
_LEADING = re.compile(r"0*(\d+)")


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument as it is written.

    Attributes:
        start: First code point.
        end: One past the last.
        kind: ``Nghị định``, ``Luật``…, as it is written at the head of a name.
        this: ``… này``: the instrument that holds the text.
        number: Number in its normal form.
        name: Name of a law that no table has (``Luật Thủ công``).
        laws: Versions of the law with that name, oldest first.
        year: Year that the text gives with the name.
    """

    start: int
    end: int
    kind: str
    this: bool = False
    number: str | None = None
    name: str | None = None
    laws: tuple[NamedLaw, ...] = ()
    year: int | None = None


def find_instruments(text: str, start: int, end: int, names: LawNames) -> list[Instrument]:
    """Instruments in ``text[start:end]``, by start, without overlaps."""
    found: list[Instrument] = []
    for match in _ANCHOR.finditer(text, start, end):
        if found and match.start() < found[-1].end:
            continue
        instrument = _instrument(text, match, end, names)
        if instrument is not None:
            found.append(instrument)
    return found


def normal_number(written: str) -> str:
    """One spelling of an instrument number: no spaces, two digits at least, ``NĐ`` and ``QĐ`` with their stroke."""
    number = re.sub(r"\s", "", written).replace("–", "-").replace("/ND-", "/NĐ-").replace("/QD-", "/QĐ-")
    return _LEADING.sub(lambda digits: digits[1].zfill(2), number, count=1)


def kind_of(number: str) -> str | None:
    """Kind of an instrument from the letters of its number."""
    letters = _SUFFIX.match(number)
    return _KIND_OF_SUFFIX.get(letters[1]) if letters else None


def _instrument(text: str, match: re.Match[str], end: int, names: LawNames) -> Instrument | None:
    first = match.start()
    if match["bare"]:
        number = normal_number(match["bare"])
        kind = kind_of(number)
        return Instrument(first, match.end(), kind, number=number) if kind else None
    kind = match["kind"][0].upper() + match["kind"][1:]
    if match["this"]:
        return Instrument(first, match.end(), kind, this=True)
    if kind.lower() in _NUMBER_ONLY_KINDS:
        return None
    if match["number"]:
        return Instrument(first, match.end(), kind, number=normal_number(match["number"]))
    if match["short"]:
        decree = kind == "Nghị định"
        return Instrument(first, match.end(), kind, number=normal_number(f"{match['short']}/NĐ-CP")) if decree else None
    return _named(text, first, match.end(), kind, end, names)


def _named(text: str, first: int, kind_end: int, kind: str, end: int, names: LawNames) -> Instrument | None:
    if kind == "Hiến pháp":
        after = _CONSTITUTION.match(text, kind_end, end)
        return _with_tail(text, Instrument(first, after.end() if after else kind_end, kind, name="Hiến pháp"), end)
    if kind.lower() not in _LAW_KINDS:
        return None
    amending = _AMENDING.match(text, first, end)
    known = names.match(text, amending.end() if amending else first, end)
    if known is not None and amending is not None:
        return _with_tail(text, Instrument(first, known[0], kind, name=text[first : known[0]]), end)
    if known is not None:
        return _with_tail(text, Instrument(first, known[0], kind, laws=known[1]), end)
    new = _NEW_NAME.match(text, kind_end, end)
    if new is None or _NOT_IN_A_NAME.search(new["name"]):
        return None
    return _with_tail(text, Instrument(first, new.end(), kind, name=f"{kind} {new['name']}"), end)


def _with_tail(text: str, instrument: Instrument, end: int) -> Instrument:
    """Takes number and year after a name into the instrument; a date gives the year and stays outside the span."""
    tail = _AFTER_NAME.match(text, instrument.end, end)
    if tail is None:
        return instrument
    year = tail["year"] or tail["bare"] or tail["dated"]
    covered = max(tail.end("number"), tail.end("year"), tail.end("bare"), instrument.end)
    if tail["number"] or tail["bare"]:
        covered += text[covered : covered + 1] == ")"
    return Instrument(
        instrument.start,
        covered,
        instrument.kind,
        number=normal_number(tail["number"]) if tail["number"] else None,
        name=instrument.name,
        laws=instrument.laws,
        year=int(year) if year else None,
    )
