"""Mines the table of law names and numbers that the grammar of legal references ships with.

Both inputs are official legal text (phapdien.moj.gov.vn and vbpl.vn). A row of the output is number, tab, name as it
is most often written. Names come from what texts say (``Luật Thanh niên số 57/2020/QH14``), from the head of whole
laws, and from the codification, where the principal law of a subject bears the subject's name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from graph.text.normalise import nfc

_NUMBER = r"\d{1,3}[/-](?:\d{4}[/-])?(?:QH\d{1,2}|PL-UBTVQH\d{1,2}|L/CTN|LCT/HĐNN\d)"
_NAMED = re.compile(rf"(?<!điều của )\b((?:Bộ luật|Luật|Pháp lệnh) (?:[^\s.;:()\d]+ ){{1,16}}?)số:? ?({_NUMBER})")
_SOURCE = re.compile(rf"(Bộ luật|Luật|Pháp lệnh) số ({_NUMBER})")
_WHOLE_NAME = re.compile(r"((?:Bộ luật|Luật|Pháp lệnh) [^.\d]+?) \d{4}\.")
_WHOLE_NUMBER = re.compile(rf"(?:Luật|Pháp lệnh|lệnh) số:?\s*({_NUMBER})")
_NOT_A_NAME = re.compile(
    r"\b(?:này|sửa đổi|[Nn]ghị định|[Nn]ghị quyết|[Tt]hông tư|[Ll]uật .*\b[Ll]uật|theo|ngày|của)\b"
)
_MIN_ARTICLES_OF_PRINCIPAL_LAW = 10
_MISPRINT_YEARS = 1  # a rarer number for the same name this close to a frequent one is a misprint
_NAMES_THE_COLLECTIONS_LACK = {
    "12/2012/QH13": "Luật Công đoàn",
    "15/2003/QH11": "Luật Thi đua, Khen thưởng",
    "27/2001/QH10": "Luật Phòng cháy và chữa cháy",
    "36/2024/QH15": "Luật Trật tự, an toàn giao thông đường bộ",
    "40/2005/QH11": "Bộ luật Hàng hải Việt Nam",
    "50/2024/QH15": "Luật Công đoàn",
    "55/2024/QH15": "Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ",
    "60/2024/QH15": "Luật Dữ liệu",
    "61/2024/QH15": "Luật Điện lực",
    "68/2020/QH14": "Luật Cư trú",
    "73/2025/QH15": "Luật Nhà giáo",
    "74/2025/QH15": "Luật Việc làm",
}
"""From the official gazette (congbao.chinhphu.vn)."""
_AMENDING = frozenset(
    "57/2005/QH11 10/2008/QH12 07/2008/PL-UBTVQH12 08/2008/PL-UBTVQH12 62/2010/QH12 21/2012/QH13 37/2013/QH13"
    " 64/2014/QH13".split()
)
"""Amending laws that texts cite under the name of the amended one."""

Names = defaultdict[str, Counter[str]]


def make_law_names(articles: Iterable[dict[str, str]], texts: Iterable[dict[str, str]], out: Path) -> str:
    """Mines the two collections and writes the table; returns a line that tells its size."""
    table = mine(articles, texts)
    out.write_text("".join(f"{number}\t{name}\n" for number, name in sorted(table.items())), "utf-8")
    return f"{out.name}: {len(table)} lines"


def mine(articles: Iterable[dict[str, str]], texts: Iterable[dict[str, str]]) -> dict[str, str]:
    """Number → name of each law and ordinance that the collections name."""
    said: Names = defaultdict(Counter)
    principal: Names = defaultdict(Counter)
    for row in articles:
        for field in ("text", "source"):
            _count_said(nfc(row[field]), said)
        source = _SOURCE.search(nfc(row["source"]))
        if source:
            principal[source[2]][f"{source[1]} {nfc(row['demuc'])}"] += 1
    for row in texts:
        _count_whole(nfc(row["text"]), said)
        _count_said(nfc(row["text"]), said)
    table = {number: _most_common(names) for number, names in said.items() if not _is_misprint(number, said)}
    for number, names in principal.items():
        name, count = names.most_common(1)[0]
        if count >= _MIN_ARTICLES_OF_PRINCIPAL_LAW:
            table.setdefault(number, name)
    table |= _NAMES_THE_COLLECTIONS_LACK
    return {number: name for number, name in table.items() if number not in _AMENDING}


def _count_said(text: str, said: Names) -> None:
    for match in _NAMED.finditer(text):
        name = match[1].strip(" ,")
        if not _NOT_A_NAME.search(name.split(" ", 1)[1]):
            said[match[2]][name] += 1


def _count_whole(text: str, said: Names) -> None:
    name, number = _WHOLE_NAME.match(text), _WHOLE_NUMBER.search(text[:600])
    if name and number and not _NOT_A_NAME.search(name[1].split(" ", 1)[1]):
        said[number[1]][name[1]] += 1


def _is_misprint(number: str, said: Names) -> bool:
    """Whether a more frequent number for the same name lies in the same or a neighbouring year."""
    names, count = {name.lower() for name in said[number]}, said[number].total()
    return any(
        count < others.total()
        and abs(_year(number) - _year(other)) <= _MISPRINT_YEARS
        and names & {name.lower() for name in others}
        for other, others in said.items()
    )


def _year(number: str) -> int:
    year = re.search(r"\d{4}", number)
    return int(year[0]) if year else 0


def _most_common(names: Counter[str]) -> str:
    """The most frequent form; capitalised forms go before others (``Luật Đất đai``, not ``Luật đất đai``)."""
    return max(names, key=lambda name: (name.split(" ")[1][0].isupper(), names[name], name))
