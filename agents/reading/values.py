"""Dates and numbers of a sentence as they could answer a question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.reading.asked import Asked
from agents.reading.forms import WEEKDAYS
from agents.reading.lives import life_date
from agents.reading.named import codes
from agents.reading.passages import Sentence, column_of
from agents.reading.tokens import tokenise
from agents.reading.units import counts_people, wanted_units
from graph.text.sentences import Span

_D, _M, _Y = r"\d{1,2}", r"\d{1,2}", r"\d{3,4}"
DATE = re.compile(
    rf"(?:ngày )?{_D} tháng {_M}(?:,? năm {_Y})?|(?:ngày |mùng )?{_D}[/.-]{_M}[/.-]{_Y}"
    rf"|tháng {_M}(?: năm |/|-|, ?){_Y}"
    rf"|(?:(?:ngày |mùng ){_D} |rằm )tháng (?:{_M}|Giêng|Hai|Ba|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười|Một|Chạp)\b"
    rf"|(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|lễ) {_D}[/-]{_M}(?![\d/-])"
    rf"|{WEEKDAYS}"
    rf"|ngày {_D}(?:(?:, ?| và )ngày {_D})* (?:hằng|hàng) tháng"
    rf"|(?:(?:đầu|giữa|cuối|nửa (?:đầu|sau)) )?(?:thế kỷ|thế kỉ) (?:thứ )?(?:[IVX]+|\d{{1,2}})(?: trước "
    rf"Công nguyên| TCN)?"
    rf"|(?:những |thập )(?:năm|niên|kỷ) {_Y}"
    rf"|{_Y} ?[–-] ?{_Y}|từ (?:năm )?{_Y} đến (?:năm )?{_Y}"
    rf"|(?:(?:đầu|giữa|cuối|mùa (?:xuân|hạ|hè|thu|đông)) )?năm {_Y}(?: ?[–-] ?{_Y})?(?: TCN| trước Công nguyên)?"
    rf"|(?<=[(–-]){_Y}(?=[)–-])|(?<=[(–-] ){_Y}(?=[)–-]| [–-])|\b(?:1\d|20)\d\d\b(?!\.\d)",
    re.IGNORECASE,
)
"""Dates, years, centuries, as texts write them."""

_YEAR = re.compile(r"\b\d{3,4}\b")
_WITH_DAY = re.compile(r"\d{1,2}(?: tháng \w|[/.-]\d)|rằm|thứ|chủ nhật|(?:hằng|hàng) tháng", re.IGNORECASE)
_CALENDAR = re.compile(r"\b(?:ngày|mùng|tháng|năm) \d|\d tháng \d|\d[/.-]\d", re.IGNORECASE)
"""What makes a date of numbers that could also count days, months or years."""

_SPAN_OF_TIME = re.compile(
    r"khoảng thời gian|giai đoạn|từ (?:ngày|tháng|năm|hôm) nào (?:đến|tới)|thời kỳ nào|những năm (?:nào|bao nhiêu)"
)
_END = r"(?:ngày |năm |tháng )?\d[\d/.-]*(?: tháng \d{1,2})?(?:,? năm \d{4})?"
_RANGE = re.compile(rf"từ {_END} (?:đến|tới) (?:hết )?{_END}", re.IGNORECASE)
_AMOUNT = r"\d+(?:[.,]\d+)*(?:[–-]\d+(?:[.,]\d+)*)?"
_SCALE = r"(?: (?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\w))*"
_UNIT = (
    r"(?: ?%| (?:km²|km2|km|m²|m2|m|cm|mm|ha|kg|tấn|tạ|lít|người|đồng|VNĐ|USD|đô la|euro|mét|ki-lô-mét|"
    r"kilômét|héc-ta|hecta|"
    r"tuổi|năm|tháng|ngày(?: làm việc)?|giờ|phút|giây|lần|°C|độ|hải lý|dặm|m³|m3|mg|ml|mã lực|inch|bar|"
    r"(?-i:dB|k?Wh?|MWh?|GWh?|k?V|k?Hz|MHz|GHz|KB|MB|GB|TB))(?!\w)"
    r"(?:/(?:km²|km2|tháng|giờ|năm|ngày|người|ha|h|phút|giây|s|lít|kg|tấn|m²|m³|lượt|lần|ca|tuần)(?!\w))?)?"
)
_NUMBER = re.compile(
    rf"(?:từ (?:đủ )?{_AMOUNT}{_SCALE}{_UNIT} đến (?:dưới |đủ )?)?(?<![\w/.,]){_AMOUNT}{_SCALE}{_UNIT}"
    r"(?:(?<=\d (?:giờ|năm))(?: \d{1,2} (?:phút|tháng)(?!\w)| rưỡi\b))?",
    re.IGNORECASE,
)
_WORD_NUMBER = re.compile(
    rf"(?<!thứ )\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?: một| hai| ba| bốn| lăm)?|một trăm|hàng (?:trăm|"
    rf"nghìn|triệu)){_SCALE}"
    rf"(?= [^\W\d]+){_UNIT}",
    re.IGNORECASE,
)
_LINE_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*[.)]|(?:Điều|Khoản|khoản|Chương|Mục) \d+[.:]?)\s")
_BOUND_BEFORE = re.compile(
    r"\b(?:không (?:được )?(?:quá|vượt quá|dưới|ít hơn|thấp hơn|nhiều hơn)|ít nhất|nhiều nhất|tối đa|tối thiểu|"
    r"chậm nhất|trên|dưới|quá|hơn|đủ|gần|khoảng|xấp xỉ)(?: là| bằng| đến)? $",
    re.IGNORECASE,
)
_BOUND_BEHIND = re.compile(r" trở (?:lên|xuống|đi)\b")
_STOP = re.compile(r"[,;:.()|]|\d|\bvà\b")
_NEAR = 4
_DURATIONS = frozenset("năm tháng tuần ngày giờ phút giây".split())


def dates(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    """Dates, as exact as asked: a year where ``năm nào`` is asked, a day where ``ngày nào`` is."""
    lower = asked.text.lower()
    year_only = asked.noun.before[-1:] == ("năm",) or "năm bao nhiêu" in lower
    with_day = asked.noun.before[-1:] == ("ngày",) or "ngày tháng năm" in lower
    span_asked = bool(_SPAN_OF_TIME.search(lower))
    if span_asked and (ranges := [match.span() for match in _RANGE.finditer(sentence.text)]):
        yield from ranges
        return
    life = life_date(sentence.text, asked.text)
    named = list(codes(sentence.text))
    for match in DATE.finditer(sentence.text, *(life or ())):
        if any(a <= match.start() < b for a, b in named):
            continue
        if with_day and not _WITH_DAY.search(match[0]):
            continue
        years = list(_YEAR.finditer(sentence.text, *match.span())) if year_only and not span_asked else []
        yield years[-1].span() if years else match.span()


def _carries(sentence: Sentence, span: Span, units: frozenset[str]) -> bool:
    """Whether a unit stands in the span or within the next few terms of the clause."""
    inside = [index for index, (a, b) in enumerate(sentence.spans) if span[0] <= a and b <= span[1]]
    if not inside:
        return False
    if sentence.header:
        column = frozenset(tokenise(column_of(sentence, span[0])).terms)
        return bool(units & (column | frozenset(sentence.terms[inside[0] : inside[-1] + 1])))
    first, last = inside[0], inside[-1] + 1
    if any(term in units for term in sentence.terms[first:last]):
        return True
    if "người" in units and counts_people(*_words_behind(sentence, last)):
        return True
    for index in range(last, min(last + _NEAR, len(sentence.terms))):
        if _STOP.search(sentence.text, span[1], sentence.spans[index][0]):
            return False
        if sentence.terms[index] in units:
            return True
    return False


def _words_behind(sentence: Sentence, last: int) -> tuple[str, str]:
    """The next two terms, each empty where more than a space stands before it."""
    found = ["", ""]
    for place, index in enumerate(range(last, min(last + 2, len(sentence.terms)))):
        if sentence.text[sentence.spans[index - 1][1] : sentence.spans[index][0]].strip():
            break
        found[place] = sentence.terms[index]
    return found[0], found[1]


def _with_unit(sentence: Sentence, span: Span, units: frozenset[str]) -> Span:
    """The span with all words of the unit that stand right behind it: hai ``chi nhánh``, 34 ``đội viên``."""
    last = span[1]
    index = next((at for at, (start, _) in enumerate(sentence.spans) if start >= last), len(sentence.spans))
    if "người" in units:
        words = counts_people(*_words_behind(sentence, index))
        return (span[0], sentence.spans[index + words - 1][1]) if words else span
    while index < len(sentence.terms) and sentence.terms[index] in units:
        if sentence.text[last : sentence.spans[index][0]].strip():
            break
        last = sentence.spans[index][1]
        index += 1
    return span[0], last


def _is_other_time(written: str, units: frozenset[str]) -> bool:
    """Whether a number carries a measure of time of its own where another one is asked: ``30 phút`` are no days."""
    own = _DURATIONS.intersection(tokenise(written).terms)
    return bool(units & _DURATIONS) and bool(own) and units.isdisjoint(own)


def numbers(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    """Numbers with their units; where the question names a unit only those that carry it."""
    units = wanted_units(asked)
    time_asked = bool(units & {"năm", "ngày", "tháng"})
    dated = DATE.finditer(sentence.text)
    taken = [match.span() for match in dated if not time_asked or _CALENDAR.search(match[0])]
    taken += [match.span() for match in _LINE_NUMBER.finditer(sentence.text)]
    taken += codes(sentence.text)
    for pattern in (_NUMBER, _WORD_NUMBER):
        for match in pattern.finditer(sentence.text):
            span = match.span()
            if any(a <= span[0] < b for a, b in taken) or _is_other_time(match[0], units):
                continue
            if units and not _carries(sentence, span, units):
                continue
            yield _with_unit(sentence, span, units)


def bounded(text: str, span: Span) -> Span:
    """The span of a number with the words that make it a bound: ``không quá`` 60 ngày, 18 tuổi ``trở lên``."""
    start, end = span
    before, behind = _BOUND_BEFORE.search(text, 0, start), _BOUND_BEHIND.match(text, end)
    return (before.start() if before else start), (behind.end() if behind else end)
