"""Names of a sentence as they could answer a question: people, places, organisations, legal texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agents.analysis.answer_types import asked_instrument
from agents.reading.asked import Asked
from agents.reading.lexicon import NOT_PEOPLE, ORGANISATION_HEADS, PLACE_HEADS, SURNAMES
from agents.reading.named import finished
from agents.reading.names import name_spans
from agents.reading.passages import Sentence
from agents.reading.posts import posts
from agents.reading.whereabouts import unnamed_places
from graph.text.normalise import unify_tones
from graph.text.sentences import Span

_PERSON_LEADS = frozenset(
    "ông bà anh chị cô cụ vua chúa sĩ sư tướng giả thánh đế tịch trưởng thơ văn viên do bởi".split()
)
_LEGAL_NOUNS = frozenset("luật định tư lệnh bản".split())
_LEGAL_NAME = re.compile(
    r"(?:Bộ luật|Luật|Nghị định|Thông tư|Nghị quyết|Quyết định|Pháp lệnh)(?: số)? \d+/\d{4}/[\w-]+"
    r"|(?:Quyết định|Công văn|Chỉ thị|Hướng dẫn|Văn bản)(?: số)? \d+/[A-ZĐ][\w-]*|(?<=Số: )\d+/[A-ZĐ][\w-]*"
    r"|(?:Bộ luật|Luật) [A-ZĐÀ-Ỹ][^\W\d_]*(?: [^\W\d_]+){0,5}(?: năm)? \d{4}"
)
_CHAIN = re.compile(r"(?:,| \(nay (?:là|thuộc)| thuộc|,? nay (?:là|thuộc)) (?:[^\W\dA-ZĐ]+ ){0,3}")
_PLACE_LEAD = re.compile(
    r"(?P<lead>(?:\b(?:số \d+\w*|tỉnh|thành phố|huyện|xã|phường|quận|làng|thôn|thị xã|thị trấn|kinh thành|kinh đô|"
    r"quần đảo|đảo|sông|núi|"
    r"hồ|vịnh|vùng|miền|bán đảo|cao nguyên|khu|phố|đường|đại lộ|toà nhà|tòa nhà|phủ|"
    r"tầng \d+|nhà|dãy|phòng|kho|xưởng|hội trường|sân|cơ sở|trạm|bến|ga|cảng|trường|chùa|đền|ải|đèo|cửa) )+)$",
    re.IGNORECASE,
)
_FREE_NOUNS = frozenset("nơi chỗ đâu phương vực điểm nước gia danh đất chỉ".split())
_OPEN_NOUNS = frozenset({"nơi", "chỗ", "đâu", "chỉ", "điểm"})
"""Nouns that ask where in general, as ``ở đâu`` does: ``ở địa chỉ nào``."""

_LOOSE_NOUNS = frozenset({"tỉnh", "phố", "bang", "lục"})
_LOCATIVE = re.compile(r"\b(?:tại|ở) (?P<lead>(?:(?!(?:tại|ở|của|là|được|bị|có|và)\b)[^\W_]+ ){1,5})$")
"""The words between ``ở`` and a name: ``tại`` ngôi nhà số 48 phố Hàng Ngang, ``tại`` Trung tâm tiệc cưới Hoa Sen."""

_NO_PLACE = re.compile(
    r"(?:Đại hội|Hội nghị|Giải|Huy chương|Chiến dịch|Hiệp định|Tuyên ngôn|Cúp|Đảng|Đoàn|Quốc hội|Chính phủ|Olympic)\b"
)
"""Names of events and bodies, which take place somewhere."""

_OTHER_NAME = re.compile(r"(?<!\w)(?:hiệu|tự|biệt hiệu|bút danh|bí danh|pháp danh|thụy hiệu)(?: là)? $", re.IGNORECASE)
"""Before another name of a person: ``hiệu`` Tây Hồ is no place."""

_STREETS = frozenset({"phố", "đường", "lộ", "ngõ"})
_REACH = 40


def _words_before(text: str, start: int) -> list[str]:
    return text[max(0, start - _REACH) : start].lower().split()


def _is_organisation(text: str, start: int, end: int) -> bool:
    named = text[start:end].lower()
    before = text[max(0, start - _REACH) : start].lower().rstrip()
    return any(
        named.startswith(f"{head} ") or before.endswith(f" {head}") or before == head for head in ORGANISATION_HEADS
    )


def _is_led_person(text: str, start: int) -> bool:
    words = _words_before(text, start)
    return bool(words) and words[-1] in _PERSON_LEADS


def _is_person(text: str, start: int, end: int) -> bool:
    """Whether a title leads the name, or it has three syllables and a family name."""
    words = text[start:end].split()
    return _is_led_person(text, start) or (len(words) > 2 and words[0].lower() in SURNAMES)


def _is_place(text: str, start: int, end: int) -> bool:
    words, named = _words_before(text, start), text[start:end].split()
    if words and words[-1] in PLACE_HEADS:
        return True
    first = named[0].lower()
    return first in PLACE_HEADS and not (len(named) > 2 and first in SURNAMES)  # Hồ Gươm, but not Hồ Chí Minh


def people(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    """Names that a title leads, or of several syllables that are neither place nor organisation.

    A sentence that names nobody may say who by a post: ``Trưởng phòng Nhân sự`` duyệt.
    """
    named = list(named_people(sentence.text))
    yield from named or (finished(sentence.text, span) for span in posts(sentence, asked))


def named_people(text: str) -> Iterator[Span]:
    """Names of people in a text, by a title before them or a family name."""
    for start, end in name_spans(text):
        whole = all(word[0].isupper() for word in text[start:end].split())
        if not whole or unify_tones(text[start:end].lower()) in NOT_PEOPLE:
            continue
        if _is_led_person(text, start):
            yield start, end
            continue
        several = " " in text[start:end]
        surname = text[start:end].split(maxsplit=1)[0].lower() in SURNAMES
        if several and not _is_place(text, start, end) and (surname or not _is_organisation(text, start, end)):
            yield start, end


def fits_noun(text: str, start: int, end: int, noun: tuple[str, ...]) -> bool:
    """Whether a name may be the ``NOUN nào`` that is asked: ``đường nào`` wants a name behind ``đường``."""
    if not noun or noun[-1] in _FREE_NOUNS:
        return True
    words = _words_before(text, start)
    before = words[-1] if words else ""
    if before == noun[-1] or text[start:end].split(maxsplit=1)[0].lower() == noun[-1]:
        return noun[-1] != "phố" or noun[-2:-1] != ("thành",) or words[-2:-1] == ["thành"]
    if noun[-1] == "phố" and noun[-2:-1] != ("thành",):
        return False
    return noun[-1] in _LOOSE_NOUNS and before not in PLACE_HEADS and not _NO_PLACE.match(text, start)


def places(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    """Names of places; where ``ở đâu`` is asked with their class words and the larger places behind them."""
    text = sentence.text
    noun = asked.noun.before
    names = (finished(text, span) for span in name_spans(text))
    spans = [(a, b) for a, b in names if _is_place(text, a, b) or not _is_person(text, a, b)]
    spans = [(a, b) for a, b in spans if not _OTHER_NAME.search(text, 0, a)]
    if noun and noun[-1] not in _OPEN_NOUNS:
        named = [(a, b) for a, b in spans if not _is_organisation(text, a, b) and fits_noun(text, a, b, noun)]
        street = noun[-1] in _STREETS and noun[-2:-1] != ("thành",)
        leads = [_PLACE_LEAD.search(text, 0, a) if street else None for a, _ in named]
        yield from ((lead.start() if lead else a, b) for lead, (a, b) in zip(leads, named, strict=True))
        return
    found = list(_chained(text, spans))
    yield from (one for one in found if not any(a <= one[0] and one[1] <= b for a, b in found if (a, b) != one))
    if not found:
        yield from unnamed_places(sentence)


def _chained(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Names with the words between ``ở`` and them, and the larger places behind them."""
    index = 0
    while index < len(spans):
        start, end = spans[index]
        lead = _LOCATIVE.search(text, 0, start) or _PLACE_LEAD.search(text, 0, start)
        while index + 1 < len(spans) and _CHAIN.fullmatch(text[end : spans[index + 1][0]]):
            index += 1
            end = spans[index][1]
        yield (lead.start("lead") if lead else start), end
        index += 1


def organisations(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    """Names with the class word in front of them that belongs to the name of an organisation."""
    text = sentence.text
    for start, end in (finished(text, span) for span in name_spans(text)):
        before = text[max(0, start - _REACH) : start].lower()
        head = next((h for h in ORGANISATION_HEADS if before.endswith(f"{h} ")), None)
        yield (start - len(head) - 1 if head else start), end


def legal_texts(sentence: Sentence) -> Iterator[Span]:
    """Names and numbers of laws, decrees and circulars."""
    for match in _LEGAL_NAME.finditer(sentence.text):
        yield match.span()


def asks_legal_text(asked: Asked) -> bool:
    """Whether ``luật nào``, ``nghị định nào``, ``quyết định số mấy`` and the like is asked."""
    if asked_instrument(asked.text):
        return True
    return asked.noun.before[-1:] != () and asked.noun.before[-1] in _LEGAL_NOUNS
