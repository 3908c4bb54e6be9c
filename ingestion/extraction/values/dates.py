"""Dates, years, quarters, decades and centuries, anchored at their first digit."""

from __future__ import annotations

import re
from datetime import date

Value = tuple[int, int, str]
"""Half-open span and key."""

_LEFT_WINDOW = 24
_DAY_LEFT = re.compile(r"(?:\b[Nn]gày |\b[Mm][ồù]ng )$")
_MONTH_LEFT = re.compile(r"\b[Tt]háng $")
_YEAR_LEFT = re.compile(r"\b[Nn]ăm $")
_DECADE_LEFT = re.compile(r"\b(?:[Tt]hập niên|[Tt]hập kỷ|[Nn]hững năm|[Cc]ác năm) $")
_CENTURY_LEFT = re.compile(r"\b[Tt]hế k[ỷỉ](?: thứ)? $")
_QUARTER_LEFT = re.compile(r"\b[Qq]u[ýí] $")
_BARE_YEAR_LEFT = re.compile(
    r"(?:\(|(?<![^\W\d_])- ?|[–—] ?"
    r"|\b(?:từ|đến|tới|sinh|mất|trước|sau|khoảng|giữa|cuối|đầu|giai đoạn|nhiệm kỳ|vào|mùa \w+) )$"
)

_DAY_MONTH = re.compile(
    r"(\d{1,2}) tháng (\d{1,2}|[Gg]iêng|[Cc]hạp)(?:(?:,? năm (?=\d)|,? (?=\d{3,4}\b))(\d{2,4})(?!\d|[.,]\d))?"
)
_NUMERIC_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/])")
_NUMERIC_SHORT = re.compile(r"(\d{1,2})[/-](\d{1,2})(?![\d/.-]|,\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2})(?:,? năm |/|-|, )(\d{4})(?![\d/]\w)")
_YEAR = re.compile(r"(\d{1,4})(?![\d/]|[.,]\d)( TCN\b| trước Công nguyên| tr\.? ?CN\b)?", re.IGNORECASE)
_BARE_YEAR = re.compile(r"(1\d{3}|20\d{2})(?![\d/%]|[.,]\d|\s*(?:km|m|ha|người|đồng|kg|tấn|ngày|tháng|năm)\b)")
_DECADE = re.compile(r"(\d{3})0(?![\d/]|[.,]\d)|([2-9])0 (?:của )?thế k[ỷỉ](?: thứ)? (\d{1,2}|[IVX]+)\b")
_CENTURY = re.compile(r"(\d{1,2}|[IVX]+)\b( TCN\b| trước Công nguyên)?")
_QUARTER = re.compile(r"([1-4]|I{1,3}|IV)(?: năm |/|-|, )(\d{4})\b")
_ROMAN_CENTURY = re.compile(r"[Tt]hế k[ỷỉ] ([IVX]+)\b( TCN\b| trước Công nguyên)?")
_ROMAN_QUARTER = re.compile(r"[Qq]u[ýí] (I{1,3}|IV)(?: năm |/|-|, )(\d{4})\b")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_MONTH_NAMES = {"giêng": 1, "chạp": 12}


def date_at(text: str, position: int, free_from: int, end: int) -> Value | None:
    """The date whose first digit stands at ``position``.

    Args:
        text: The text.
        position: Of a digit that opens a number.
        free_from: Words such as ``ngày`` are taken into the span from here on.
        end: One past the last code point to read.

    Returns:
        Span and key, or None where the number is no date.
    """
    left = text[max(free_from, position - _LEFT_WINDOW) : position]
    if left and left[-1] not in " (–—-":
        left = ""
    for reader in (_calendar_day, _worded):
        value = reader(text, position, end, left)
        if value is not None:
            return value
    return None


def roman_date_at(text: str, position: int, end: int) -> Value | None:
    """The century or quarter in Roman digits that begins at ``position`` (``thế kỷ XV``, ``quý III/2024``)."""
    if match := _ROMAN_CENTURY.match(text, position, end):
        return match.start(), match.end(), _century_key(match[1], match[2])
    match = _ROMAN_QUARTER.match(text, position, end)
    return match and (match.start(), match.end(), f"{match[2]}-Q{_number(match[1])}")


def _calendar_day(text: str, position: int, end: int, left: str) -> Value | None:
    day_word = _DAY_LEFT.search(left)
    start = position - len(day_word[0]) if day_word else position
    if match := _DAY_MONTH.match(text, position, end):
        month = _MONTH_NAMES.get(match[2].lower()) or int(match[2])
        key = _day_key(int(match[1]), month, int(match[3]) if match[3] else None)
        return (start, match.end(), key) if key else None
    if match := _NUMERIC_DAY.match(text, position, end):
        key = _day_key(int(match[1]), int(match[3]), int(match[4]))
        return (start, match.end(), key) if key else None
    if day_word and (match := _NUMERIC_SHORT.match(text, position, end)):
        key = _day_key(int(match[1]), int(match[2]), None)
        return (start, match.end(), key) if key else None
    return None


def _worded(text: str, position: int, end: int, left: str) -> Value | None:
    """Month, year, decade, century or quarter, told by the word to the left."""
    if word := _MONTH_LEFT.search(left):
        match = _MONTH_YEAR.match(text, position, end)
        if match is None or not 1 <= int(match[1]) <= 12:
            return None
        return position - len(word[0]), match.end(), f"{match[2]}-{int(match[1]):02d}"
    if word := _DECADE_LEFT.search(left):
        match = _DECADE.match(text, position, end)
        return match and (position - len(word[0]), match.end(), _decade_key(match))
    if word := _YEAR_LEFT.search(left):
        match = _YEAR.match(text, position, end)
        return match and (position - len(word[0]), match.end(), _year_key(match[1], match[2]))
    if word := _CENTURY_LEFT.search(left):
        match = _CENTURY.match(text, position, end)
        return match and (position - len(word[0]), match.end(), _century_key(match[1], match[2]))
    if word := _QUARTER_LEFT.search(left):
        match = _QUARTER.match(text, position, end)
        return match and (position - len(word[0]), match.end(), f"{match[2]}-Q{_number(match[1])}")
    match = _BARE_YEAR.match(text, position, end)
    if match and (_BARE_YEAR_LEFT.search(left) or text[match.end() : match.end() + 1] == ")"):
        return position, match.end(), match[1]
    return None


def _day_key(day: int, month: int, year: int | None) -> str | None:
    try:
        whole = date(year or 2000, month, day)  # 2000 is a leap year: 29 February without a year is a day
    except ValueError:
        return None
    return whole.isoformat() if year else f"--{month:02d}-{day:02d}"


def _year_key(digits: str, era: str | None) -> str:
    return f"-{int(digits):04d}" if era else f"{int(digits):04d}"


def _century_key(number: str, era: str | None) -> str:
    return f"{'-' if era else ''}c{_number(number)}"


def _decade_key(match: re.Match[str]) -> str:
    if match[1]:
        return f"{match[1]}x"
    return f"{_number(match[3]) - 1}{match[2]}x"


def _number(digits: str) -> int:
    """Value of a number in Arabic or small Roman digits."""
    if digits.isdigit():
        return int(digits)
    values = [_ROMAN_DIGITS[c] for c in digits]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
