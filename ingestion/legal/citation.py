"""The citation that the official codification of law gives each article, in round brackets.

``(Điều 55 Nghị định số 69/2018/NĐ-CP Quy định … ngày 15/05/2018 của Chính phủ, có hiệu lực thi hành kể từ ngày …)``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingestion.legal.dates import DAY, parse_day

KINDS = (
    "Hiến pháp|Bộ luật|Luật|Pháp lệnh|Sắc lệnh|Lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|"
    "Thông tư liên tịch|Thông tư|Quyết định|Chỉ thị|Văn bản hợp nhất"
)
"""Kinds of legal instruments, as a pattern; the longer before the shorter."""

_HEAD = re.compile(rf"\(?\s*\(?\s*(?:Các\s+)?(?:Điều\s+)?(?P<article>[\w.]+)?\s*(?P<kind>{KINDS})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s+(?:số:?\s+)?(\d+\s*/\s*\d{4}\s*/\s*[^\s,()]+|\d[^\s,()]*(?:\s+TC/TCT)?)(?=[\s,()]|$)")
_ISSUED = re.compile(rf"\s*(.*?)[\s,]*\bngày\s+({DAY})\s+của\s+([^,()]+)")
_EFFECT = re.compile(rf"có hiệu lực(?: thi hành)?(?: kể)? từ ngày\s+({DAY})")
_PARENTHESIS = re.compile(r"[,\s]*có hiệu lực")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an article of the codification comes from.

    Attributes:
        kind: Kind of instrument (``Nghị định``).
        number: Its number (``69/2018/NĐ-CP``); None for the few without one.
        article: Number of the article in it.
        name: What the instrument is about, where the citation says so (its first article).
        issued: Day of issue, where it says so.
        issuer: Who issued it, where it says so.
        effective: First day in force.
    """

    kind: str
    number: str | None
    article: str | None
    name: str | None
    issued: date | None
    issuer: str | None
    effective: date | None


def normal_number(number: str) -> str:
    """The form under which the number of an instrument is one: upper case, no blanks (``69/2018/NĐ-CP``)."""
    return "".join(number.upper().split()).strip(".,;")


def parse_citation(text: str) -> Citation | None:
    """Reads such a citation; None where the text is something else."""
    head = _HEAD.match(text)
    if head is None:
        return None
    number = _NUMBER.match(text, head.end())
    effect = _EFFECT.search(text, head.end())
    if number is None and effect is None:
        return None
    rest_from = number.end() if number else head.end()
    rest = _PARENTHESIS.split(text[rest_from:], maxsplit=1)[0]
    issued = _ISSUED.match(rest)
    name = issued[1].strip(" ,") if issued else ""
    return Citation(
        kind=head["kind"].capitalize(),
        number=normal_number(number[1]) if number else None,
        article=head["article"],
        name=name or None,
        issued=parse_day(issued[2]) if issued else None,
        issuer=issued[3].strip() if issued else None,
        effective=parse_day(effect[1]) if effect else None,
    )
