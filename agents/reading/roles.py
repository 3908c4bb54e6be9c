"""People and bodies by their office: ``Ai duyệt?`` is answered by ``Giám đốc khối`` as well as by a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agents.reading.asked import Asked
from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.passages import Sentence
from graph.text.sentences import Span

_OFFICES = (
    r"(?:phó |nguyên |quyền )?(?:tổng giám đốc|giám đốc|chủ tịch|trưởng (?:phòng|ban|bộ phận|nhóm|khoa|đoàn|ca)|"
    r"tổ trưởng|đội trưởng|nhóm trưởng|hiệu trưởng|viện trưởng|cục trưởng|bộ trưởng|thủ trưởng|thủ tướng|thư ký|"
    r"thủ kho|thủ quỹ|văn thư|lễ tân|bảo vệ|kế toán(?: trưởng)?|quản lý|quản đốc|điều phối|chuyên viên|nhân viên|"
    r"cán bộ|kỹ thuật viên|người|bên [ab]|bên (?:mua|bán|thuê|cho thuê|giao|nhận)|phòng|ban|bộ phận|tổ|khối|hội đồng|"
    r"ủy ban|uỷ ban|cơ quan|đơn vị|công đoàn|trung tâm|nhà thầu|tòa án|toà án|chính phủ|quốc hội|bộ)"
)
_OFFICE = re.compile(rf"(?<![^\W\d]){_OFFICES}(?!\w)", re.IGNORECASE)
_PREPOSITIONS = frozenset("cho với tới đến".split())
_STOP = re.compile(r"[,;:()|\"“”.!?]")
_LONGEST = 8
_AUXILIARIES = frozenset(
    "phải sẽ được có quyền trách nhiệm thẩm trực tiếp thì chịu cần nên là đã đang cùng chỉ".split()
)
_ENDS_OBJECT = FUNCTION_WORDS - {"và", "của", "người", "con", "sự"} | frozenset("trước sau trong khi kèm không".split())


def holders(sentence: Sentence, asked: Asked) -> Iterator[Span]:
    """The office that does what is asked (before its verb), or to which it is done (behind it)."""
    terms = asked.terms
    at = next((index for index, term in enumerate(terms) if term == "ai"), None)
    if at is None:
        return
    yield from _before(sentence, [term for term in terms[at + 1 :] if _says(term)][:3])
    if not any(map(_says, terms[at + 1 :])):
        yield from _behind(sentence, terms[:at])


def _says(term: str) -> bool:
    return term not in FUNCTION_WORDS | QUESTION_WORDS | _AUXILIARIES


def _before(sentence: Sentence, verbs: list[str]) -> Iterator[Span]:
    """Phrases that open with an office and end right before the first of the verbs that is there."""
    verb = next((verb for verb in verbs if verb in sentence.terms), None)
    for at in (index for index, term in enumerate(sentence.terms) if term == verb):
        last = at
        while last and sentence.terms[last - 1] in _AUXILIARIES:
            last -= 1
        end = sentence.spans[last - 1][1] if last else 0
        lead = max((match.end() for match in _STOP.finditer(sentence.text, 0, end)), default=0)
        offices = [match.start() for match in _OFFICE.finditer(sentence.text, lead, end)]
        if offices and len(sentence.text[offices[0] : end].split()) <= _LONGEST:
            yield offices[0], end


def _behind(sentence: Sentence, terms: tuple[str, ...]) -> Iterator[Span]:
    """The phrase that opens with an office behind the last words before ``ai``: the verb, or ``cho`` and the like."""
    said = [term for term in terms if _says(term)][-1:] + [term for term in terms[-1:] if term in _PREPOSITIONS]
    for at in (index for index, term in enumerate(sentence.terms) if term in said):
        office = _OFFICE.search(sentence.text, sentence.spans[at][1])
        between = sentence.text[sentence.spans[at][1] : office.start()] if office else "."
        if office is not None and between.strip() in {"", *_PREPOSITIONS}:
            yield office.start(), _end_of_phrase(sentence, office.end())
            return


def _end_of_phrase(sentence: Sentence, end: int) -> int:
    """Where the noun phrase ends that goes on at a place of a sentence."""
    for term, (start, stop) in zip(sentence.terms, sentence.spans, strict=True):
        if start < end:
            continue
        if _STOP.search(sentence.text, end, start) or term in _ENDS_OBJECT:
            break
        end = stop
    return end
