"""Amounts: a number with a unit, anchored at its first digit."""

from __future__ import annotations

import re
from decimal import Decimal

Value = tuple[int, int, str]
"""Half-open span and key."""

_MULTIPLIERS = {
    "trăm": 100,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "vạn": 10_000,
    "triệu": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
    "nghìn tỷ": 1_000_000_000_000,
    "ngàn tỷ": 1_000_000_000_000,
    "nghìn tỉ": 1_000_000_000_000,
    "ngàn tỉ": 1_000_000_000_000,
}
_SPELLINGS = {
    "đồng": "đồng|VNĐ|VND|đ",
    "USD": "USD|đô la Mỹ|đô-la Mỹ|đô la|đô-la|US\\$",
    "euro": "euro|EUR|Euro",
    "km²": "km²|km2|km vuông|ki-lô-mét vuông|kilômét vuông|cây số vuông",
    "m²": "m²|m2|mét vuông",
    "m³": "m³|m3|mét khối",
    "ha": "ha|hecta|héc-ta|héc ta|hec-ta",
    "km/h": "km/h|km/giờ",
    "km": "km|ki-lô-mét|kilômét|kilomet|cây số",
    "m": "m|mét",
    "cm": "cm|xăng-ti-mét|centimét",
    "mm": "mm|mi-li-mét|milimét",
    "kg": "kg|ki-lô-gam|kilôgam|kilogram",
    "g": "g|gam|gram",
    "tấn": "tấn",
    "tạ": "tạ",
    "lít": "lít|l",
    "ml": "ml|mi-li-lít",
    "MW": "MW",
    "kWh": "kWh",
    "°C": "°C|độ C",
    "người/km²": "người/km²|người/km2|người trên km²|người trên một km²",
    "người": "người|dân|cư dân|nhân khẩu",
    "hộ": "hộ gia đình|hộ dân|hộ",
    "%": "%|phần trăm",
    "giờ": "giờ",
    "phút": "phút",
    "giây": "giây",
    "ngày làm việc": "ngày làm việc",
    "ngày": "ngày",
    "tuần": "tuần",
    "tháng": "tháng",
    "năm": "năm",
    "tuổi": "tuổi",
}
_UNIT_OF = {spelling.replace("\\", ""): unit for unit, line in _SPELLINGS.items() for spelling in line.split("|")}
_UNITS = "|".join(sorted((s for line in _SPELLINGS.values() for s in line.split("|")), key=len, reverse=True))
_PER = r"(?:/(?:người/tháng|người/năm|tháng|năm|ngày|giờ|người|m²|m2|km²|km2|kg|tấn|ha|lít|hộ)\b)?"
_AMOUNT = re.compile(
    r"(\d+(?:[.,]\d+)*)"
    r"(?: (trăm|(?:nghìn|ngàn) t[ỷỉ]|nghìn|ngàn|vạn|triệu|t[ỷỉ])\b)?"
    rf"(?:\s?((?:{_UNITS}){_PER})(?![\w²³]))?"
)
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_YEAR_FOLLOWS = re.compile(r" (?:\d{3,4}\b|nay|sau|trước)")
_LONGEST_NUMBER = 40
_CALENDAR_UNITS = frozenset({"năm", "tháng", "ngày"})


def amount_at(text: str, position: int, end: int) -> Value | None:
    """The amount whose number begins at ``position``.

    Args:
        text: The text.
        position: Of the digit that opens the number.
        end: One past the last code point to read.

    Returns:
        Span and key, or None for a number without unit or multiplier (``trăm`` … ``tỷ``).
    """
    match = _AMOUNT.match(text, position, end)
    if match is None or not (match[2] or match[3]):
        return None
    unit, per = _unit(match[3] or "")
    if unit in _CALENDAR_UNITS and _YEAR_FOLLOWS.match(text, match.end()):
        return None  # "Điều 8 năm 2015": the word belongs to a date
    value = number(match[1])
    if value is None:
        return None
    return position, match.end(), f"{plain(value * _MULTIPLIERS.get(match[2], 1))} {unit}{per}".strip()


def number(digits: str) -> Decimal | None:
    """Value of a number as Vietnamese writes it: ``1.200,5`` is 1200.5; None for what is none (``1.250,000.000``).

    Groups of three after one kind of mark are thousands, whichever the mark (``1,200`` stands for 1200, ``0,125`` not).
    """
    if len(digits) > _LONGEST_NUMBER:
        return None
    grouped = _GROUPED.fullmatch(digits)
    if grouped and not digits.startswith("0"):
        return Decimal(digits.replace(grouped[1], ""))
    if "," in digits and "." in digits:
        decimal_mark = max(",", ".", key=digits.rfind)
        other = "." if decimal_mark == "," else ","
        if digits.count(decimal_mark) > 1:
            return None
        return Decimal(digits.replace(other, "").replace(decimal_mark, "."))
    whole, _, fraction = digits.replace(",", ".").partition(".")
    return Decimal(f"{whole}.{fraction.replace('.', '')}" if fraction else whole)


def plain(value: Decimal) -> str:
    """The number in plain digits, without exponent or trailing zeros."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _unit(written: str) -> tuple[str, str]:
    """Unit in its one spelling and its ``/…`` part."""
    if written in _UNIT_OF:
        return _UNIT_OF[written], ""
    head, _, per = written.partition("/")
    return _UNIT_OF.get(head, head), f"/{_UNIT_OF.get(per, per)}" if per else ""
